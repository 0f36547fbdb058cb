"""The same form sent twice counts once: the second gets the answer of the first, also if both come at one moment."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db import connection
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from reisgenoot.web.once import FIELD

from .models import Member

REDIRECTS = (302, 303)
"""The answers that mean that the form did its work. With any other one it did nothing, and may be sent again."""


class OnceMiddleware:
    """Comes after ``MemberMiddleware``, in whose transaction it works, and after the check of CSRF tokens.

    The row of a form is made before its work begins. A second process that makes the same row waits until the first
    one's transaction ends, and then finds its answer, or the way free if nothing came of it.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, and keep where a form that did its work led to."""
        response = self.get_response(request)
        mine: tuple[int, bytes] | None = getattr(request, "sent", None)
        if mine is not None:
            finish(mine, response["Location"] if response.status_code in REDIRECTS else "")
        return response

    def process_view(self, request: HttpRequest, *_view: Any) -> HttpResponse | None:
        """Let the first one through; answer one that did its work before."""
        member: Member | None = getattr(request, "member", None)
        if request.method != "POST" or member is None or not request.POST.get(FIELD):
            return None
        mine = member.pk, digest(request)
        location = begin(mine)
        if location is None:
            request.sent = mine  # type: ignore[attr-defined]
            return None
        messages.info(request, _("This form had been sent already; it counts once."))
        return HttpResponseRedirect(location)


def begin(mine: tuple[int, bytes]) -> str | None:
    """Begin what a member (an id) sent (a digest). Where it led to, if it did its work before; None: do it now."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO access_sent (member_id, digest) VALUES (%s, %s) ON CONFLICT DO NOTHING", mine
        )
        if cursor.rowcount:
            return None
        cursor.execute("SELECT location FROM access_sent WHERE member_id = %s AND digest = %s", mine)
        return str(cursor.fetchone()[0])


def finish(mine: tuple[int, bytes], location: str) -> None:
    """Keep where it led to; empty: it did nothing, and may be sent again."""
    with connection.cursor() as cursor:
        if location:
            cursor.execute(
                "UPDATE access_sent SET location = %s WHERE member_id = %s AND digest = %s",
                [location[:2000], *mine],
            )
        else:
            cursor.execute("DELETE FROM access_sent WHERE member_id = %s AND digest = %s", mine)


def digest(request: HttpRequest) -> bytes:
    """SHA-256 of where a form was sent and all that it holds; the same key with other words is another form.

    The CSRF token is left out: it is masked anew each time.
    """
    found = hashlib.sha256()

    def add(part: bytes) -> None:
        found.update(len(part).to_bytes(8, "big") + part)

    add(request.get_full_path().encode())
    for name in sorted(set(request.POST) - {"csrfmiddlewaretoken"}):
        for value in request.POST.getlist(name):
            add(name.encode(errors="replace"))
            add(value.encode(errors="replace"))
    for name in sorted(request.FILES):
        for file in request.FILES.getlist(name):
            content = hashlib.sha256()
            for chunk in file.chunks():
                content.update(chunk)
            file.seek(0)
            add(f"{name}\0{file.name}".encode(errors="replace") + content.digest())
    return found.digest()
