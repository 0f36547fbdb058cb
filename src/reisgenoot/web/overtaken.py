"""The page for two people who changed the same thing: both versions side by side, and nothing is lost."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


@dataclass(frozen=True)
class Difference:
    """One thing in three versions, as people read them: when the page was opened, now, and what was sent."""

    what: str
    seen: str
    now: str
    mine: str


def overtaken_page(
    request: HttpRequest,
    differences: Sequence[Difference],
    *,
    by: str,
    at: datetime | None,
    back: str,
    again: Mapping[str, str] | None = None,
    action: str = "",
) -> HttpResponse:
    """409. ``again``: the fields of a form that puts one's own version in the place of the other, sent to ``action``.

    None: that can't be done any more, and what was typed is there to copy.
    """
    context = {
        "differences": differences,
        "by": by,
        "at": at,
        "back": back,
        "again": again,
        "action": action or request.get_full_path(),
    }
    return render(request, "web/overtaken.html", context, status=409)
