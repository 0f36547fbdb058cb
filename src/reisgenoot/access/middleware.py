"""Runs every request in one transaction, as the membership of whoever is logged in."""

from __future__ import annotations

from collections.abc import Callable

from django.db import transaction
from django.http import HttpRequest, HttpResponse

from .identity import enter
from .models import Member

CHOSEN = "member"
"""Key in the session: the id of the membership that a user with several has chosen."""


class MemberMiddleware:
    """Sets ``request.member`` and ``request.memberships``; comes after ``AuthenticationMiddleware``.

    What the request changed is rolled back if its view raised, or if the answer is a server error: half
    a change is never kept. Streamed answers are produced after the transaction, and so see nothing.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request inside the wall."""
        with transaction.atomic():
            memberships: list[Member] = []
            if request.user.is_authenticated and request.user.pk is not None:
                memberships = enter(request.user.pk, request.session.get(CHOSEN))
            request.memberships = memberships  # type: ignore[attr-defined]
            request.member = memberships[0] if memberships else None  # type: ignore[attr-defined]
            response = self.get_response(request)
            if response.status_code >= 500 or getattr(request, "raised", False):
                transaction.set_rollback(True)
            return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> None:
        """Remember that the view raised: Django turns that into an answer before it gets here."""
        request.raised = True  # type: ignore[attr-defined]
