"""What an action may refuse: a member who may not, or a value that cannot be."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, TypeAlias

from django.core.exceptions import PermissionDenied
from django.utils.functional import Promise
from django.utils.translation import gettext as _

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


class Overtaken(Refused):
    """Somebody else changed the same thing after the member had looked at it; nothing was changed.

    ``seen`` is what the member saw, ``now`` what stands there now, put there by ``by`` at ``at`` (as far as known).
    ``version`` is to be sent along to change it all the same; empty if that can't be done any more.
    """

    def __init__(
        self, field: str, *, seen: Any, now: Any, by: str, at: datetime | None, version: str
    ) -> None:
        super().__init__({field: _("Somebody changed this meanwhile; look at what stands there now.")})
        self.seen, self.now, self.by, self.at, self.version = seen, now, by, at, version


class NotFound(Exception):
    """There is no such thing, or the member may not know of it: the two look alike on purpose."""
