"""Who calls the API: a system with the token of one member, who is then the one acting. Never a session."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest
from ninja.security import HttpBearer

from .attempts import count_wrong_token
from .identity import current_member, entrance_by_token
from .models import Member
from .second_factor import strong_log_ins
from .tokens import digest


class Bearer(HttpBearer):
    """``Authorization: Bearer`` with a token. What it finds is ``request.member``, as on pages."""

    def authenticate(self, request: HttpRequest, token: str) -> Member | None:
        """The member whose token it is. None: it lets nobody in, whatever the reason. Raises TooOften."""
        found = entrance_by_token(digest(token), strong_log_ins())
        if found is None:
            count_wrong_token(request)
            return None
        request.member, request.token_ends_on = found  # type: ignore[attr-defined]
        return found[0]


def caller(request: HttpRequest) -> Member:
    """Whose token came with this call."""
    member = current_member(request)
    assert member is not None  # Bearer saw to it
    return member


def token_ends_on(request: HttpRequest) -> date:
    """The first day on which this call's token no longer works."""
    found: date = request.token_ends_on  # type: ignore[attr-defined]
    return found
