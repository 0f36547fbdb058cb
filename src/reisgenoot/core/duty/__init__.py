"""The duty to civic integration: who is under it, under which act, and why. Rules in `definitions/`, as data."""

from .answer import Answer, Finding, duty, rules

__all__ = ["Answer", "Finding", "duty", "rules"]
