"""Volunteers beside the professional: who they are, with whom they are matched, and what is theirs to see and do."""
