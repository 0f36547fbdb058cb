"""What an action may refuse: a member who may not, or a value that cannot be."""

from collections.abc import Mapping
from typing import TypeAlias

from django.core.exceptions import PermissionDenied
from django.utils.functional import Promise

Text: TypeAlias = str | Promise


class NotAllowed(PermissionDenied):
    """The member may not do this; pages answer it with 403. ``str(error)`` is a translated sentence."""


class Refused(Exception):
    """The input of an action cannot be accepted, and nothing was changed.

    ``problems`` maps the name of a field (a fact's key, or a parameter of the action) to a reason in
    the reader's language, so that a form can show each beside its field.
    """

    def __init__(self, problems: Mapping[str, Text]) -> None:
        super().__init__(problems)
        self.problems: dict[str, Text] = dict(problems)

    def __str__(self) -> str:
        return "; ".join(f"{field}: {reason}" for field, reason in self.problems.items())


class NotFound(Exception):
    """There is no such thing, or the member may not know of it: the two look alike on purpose."""
