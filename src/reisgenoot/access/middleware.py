"""Runs every request in one transaction, as the membership of whoever is logged in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib.auth import logout
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from reisgenoot.web.api import is_call

from . import sessions
from .adapter import works_nowhere
from .identity import entrance
from .models import Member
from .second_factor import is_open_without, is_vouched_for

CHOSEN = "member"
"""Key in the session: the id of the membership that a user with several has chosen."""


class MemberMiddleware:
    """Sets ``request.member``, ``memberships`` and ``shut``; comes after ``AuthenticationMiddleware``.

    ``shut`` are the memberships for which a second factor must be set up first. Who has no other opens nothing but the
    pages for that; who has none at all (any more) is logged out.

    What the request changed is rolled back if its view raised, or if the answer is a server error: half
    a change is never kept. Streamed answers are produced after the transaction, and so see nothing.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request inside the wall."""
        with transaction.atomic():
            memberships: list[Member] = []
            shut: list[Member] = []
            if is_call(request.path):
                request.user = (
                    AnonymousUser()
                )  # a call has a token (`bearer`); a session in it counts for nothing
            if request.user.is_authenticated:
                sessions.go_on(request)
            if request.user.is_authenticated and request.user.pk is not None:
                wanted = request.session.get(CHOSEN)
                memberships, shut = entrance(request.user.pk, wanted, vouched=is_vouched_for(request))
            request.memberships, request.shut = memberships, shut  # type: ignore[attr-defined]
            request.member = memberships[0] if memberships else None  # type: ignore[attr-defined]
            response = self.get_response(request)
            if response.status_code >= 500 or getattr(request, "raised", False):
                transaction.set_rollback(True)
            return response

    def process_view(self, request: HttpRequest, _view: object, *_: Any) -> HttpResponse | None:
        """Stop whoever is logged in and may not act for any organisation."""
        if not request.user.is_authenticated or request.member is not None:  # type: ignore[attr-defined]
            return None
        if not request.shut:  # type: ignore[attr-defined]
            logout(request)
            return works_nowhere(request)
        match = request.resolver_match
        if match is None or is_open_without(match.view_name):
            return None
        return redirect("access:second-factor")

    def process_exception(self, request: HttpRequest, exception: Exception) -> None:
        """Remember that the view raised: Django turns that into an answer before it gets here."""
        request.raised = True  # type: ignore[attr-defined]
