"""Enforcement of the duty (handhaving): circumstances, a talk, blame or none, and what a person then decides."""
