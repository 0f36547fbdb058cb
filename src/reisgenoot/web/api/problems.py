"""Answers to what went wrong: problem details (RFC 9457), in the language of the caller, field by field."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

PROBLEM = "application/problem+json"
TITLES = {
    400: gettext_lazy("This request can't be understood"),
    401: gettext_lazy("Who is calling?"),
    403: gettext_lazy("You can't do this"),
    404: gettext_lazy("Not found"),
    405: gettext_lazy("This can't be done here"),
    409: gettext_lazy("Somebody changed this meanwhile"),
    412: gettext_lazy("Somebody changed this meanwhile"),
    413: gettext_lazy("This is too large"),
    415: gettext_lazy("This is not JSON"),
    422: gettext_lazy("Something in it is not right"),
    429: gettext_lazy("That was a lot in a short time"),
    500: gettext_lazy("Something went wrong on our side"),
}


def problem(
    status: int,
    detail: str = "",
    *,
    errors: Sequence[Mapping[str, str]] = (),
    headers: Mapping[str, str] | None = None,
    **more: Any,
) -> HttpResponse:
    """The answer. ``errors``: a reason for each field; ``more``: members of this kind of problem alone."""
    title = str(TITLES.get(status, status))
    body: dict[str, Any] = {
        "type": "about:blank",
        "title": title,
        "status": status,
        "detail": detail or title,
    }
    if errors:
        body["errors"] = list(errors)
    body |= {name: value for name, value in more.items() if value not in (None, "")}
    return HttpResponse(
        msgspec.json.encode(body, enc_hook=str), status=status, content_type=PROBLEM, headers=headers
    )


def not_found() -> HttpResponse:
    """404: the same whether there is no such thing or it is somebody else's."""
    return problem(404, _("There is no such thing, or you have no access to it."))
