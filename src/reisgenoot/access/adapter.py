"""How allauth's pages behave here."""

from __future__ import annotations

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """Nobody signs up: an administrator makes the accounts."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Whether strangers may make an account: never."""
        return False
