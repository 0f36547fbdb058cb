"""Calling the API in a test, as a system with the token of one member."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from reisgenoot.access import actions, tokens
from reisgenoot.access.identity import identify
from reisgenoot.access.models import ApiToken, Member
from reisgenoot.access.roles import is_professional
from reisgenoot.web.api import PATH


def token_of(member: Member, name: str = "zaaksysteem") -> str:
    """A new token of this member, who acts for that moment alone; roles that can't make one have one all the same."""
    before = identify(member.pk)
    try:
        if is_professional(member):
            return actions.make_token(member, name=name, until=timezone.localdate() + timedelta(days=30))[1]
        return _forced(member, name)
    finally:
        identify(before)


def _forced(member: Member, name: str) -> str:
    """One that no page makes: even then the role opens nothing."""
    from wall import out_of_the_wall

    token = tokens.new_token()
    with out_of_the_wall():
        ApiToken.objects.create(
            member=member,
            name=name,
            digest=tokens.digest(token),
            ends_on=timezone.localdate() + timedelta(days=30),
        )
    return token


class System:
    """A system that calls; None: without a token."""

    def __init__(self, token: str | None, language: str = "en") -> None:
        self.client = Client(raise_request_exception=False)
        self.headers = {"Accept-Language": language}
        if token is not None:
            self.headers["Authorization"] = f"Bearer {token}"

    def call(
        self, method: str, path: str, body: Any = None, headers: Any = None, **query: Any
    ) -> HttpResponse:
        """One call; ``path`` is what comes behind the version, or a whole address."""
        if connection.in_atomic_block:  # the test's own transaction, in which somebody may be acting
            identify(None)
        address = path if path.startswith(PATH) else PATH + path.lstrip("/")
        more: dict[str, Any] = {"headers": {**self.headers, **(headers or {})}}
        if query:
            more["query_params"] = query
        if body is not None:
            more |= {"data": body, "content_type": "application/json"}
        return getattr(self.client, method.lower())(address, **more)

    def get(self, path: str, **query: Any) -> HttpResponse:
        """Read."""
        return self.call("get", path, **query)

    def post(self, path: str, body: Any, headers: Any = None) -> HttpResponse:
        """Send something new."""
        return self.call("post", path, body, headers)


def system_of(member: Member | None, language: str = "en") -> System:
    """A system with a new token of this member."""
    return System(None if member is None else token_of(member), language)
