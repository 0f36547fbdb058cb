"""What somebody typed while their log-in ended, back in the same form after they log in again (decision 0012).

A form says whose page it stood on (`web.once`, signed). Sent without a log-in, its fields are locked and put into the
session that the browser then has; when the same user opens the page again within the hour, they stand in the form, to
be looked at and sent by hand. Anybody else who logs in finds nothing, and with that it is gone.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlsplit

from cryptography.fernet import InvalidToken
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from reisgenoot.web import once
from reisgenoot.web.refill import refill

from .locks import locks

KEY = "kept_form"
"""In the session."""
LOCKS = "kept form"
LIFE = 60 * 60
"""Seconds for which it is kept."""
MOST = 64 * 1024
"""Bytes of one form."""
SECRET_WORDS = ("password", "secret", "credential")
"""A field with one of these in its name is never kept; nor is a file, which is not among the fields."""


@dataclass(frozen=True)
class Kept:
    """A form: whose it is, where it was to be sent, the page it stood on, and what it held."""

    user_id: int
    action: str
    page: str
    fields: dict[str, list[str]]


def keep(request: HttpRequest) -> str:
    """Keep the form of this request, which came without a log-in; returns the page to open after logging in.

    Only one that was made for somebody by us, of pages that allow it (``FORMS_NOT_KEPT`` of the settings), not too big.
    """
    page = _page_of(request)
    user_id = once.whose(request.POST.get(once.WHOSE, ""))
    if user_id is None or request.path.startswith(settings.FORMS_NOT_KEPT):
        return page
    fields = {
        name: values
        for name, values in request.POST.lists()
        if name not in once.OURS and not any(word in name.lower() for word in SECRET_WORDS)
    }
    content = json.dumps([user_id, request.get_full_path(), page, fields])
    if len(content) <= MOST and fields:
        request.session[KEY] = locks(LOCKS).encrypt(content.encode()).decode()
        messages.info(request, _("Your log-in had ended. Log in again: what you typed is kept for an hour."))
    return page


def _page_of(request: HttpRequest) -> str:
    """The page from which the form was sent: not each address to which one sends can be opened."""
    came_from = request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(
        came_from, {request.get_host()}, require_https=request.is_secure()
    ):
        return request.get_full_path()
    parts = urlsplit(came_from)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


def _opened(request: HttpRequest) -> Kept | None:
    """The form in this session, if it is not too old and the user's own."""
    try:
        content = locks(LOCKS).decrypt(request.session[KEY].encode(), ttl=LIFE)
    except InvalidToken:
        return None
    kept = Kept(*json.loads(content))
    return kept if kept.user_id == request.user.pk else None


class KeptFormMiddleware:
    """Puts a kept form back into its page, once; comes after ``AuthenticationMiddleware``."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer. Whoever logs in and is somebody else makes it disappear."""
        kept = None
        if request.user.is_authenticated and KEY in request.session:
            kept = _opened(request)
            if kept is None:
                del request.session[KEY]
        response = self.get_response(request)
        if kept is not None and _is_its_page(request, response, kept):
            del request.session[KEY]
            response.content = refill(
                response.content.decode(),
                action=kept.action,
                page=kept.page,
                fields=kept.fields,
                told=_(
                    "Your log-in had ended. What you typed stands in the form again; nothing was sent yet."
                ),
                there=_("To the form"),
                lost=_(
                    "Your log-in had ended, and this form is not on the page any more. This is what you typed:"
                ),
            ).encode()
        return response


def _is_its_page(request: HttpRequest, response: HttpResponse, kept: Kept) -> bool:
    return (
        request.method == "GET"
        and request.get_full_path() == kept.page
        and response.status_code == 200
        and not response.streaming
        and response.headers.get("Content-Type", "").startswith("text/html")
    )
