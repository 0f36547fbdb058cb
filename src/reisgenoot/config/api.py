"""The API: the resources of all apps under one address, for systems with a token; and what went wrong, in one form."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import ProgrammingError
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop
from ninja import NinjaAPI, Router
from ninja.errors import AuthenticationError, HttpError, ValidationError

from reisgenoot.access.attempts import TooOften
from reisgenoot.access.bearer import Bearer, caller, token_ends_on
from reisgenoot.access.errors import NotFound, Overtaken, Refused
from reisgenoot.access.identity import INSUFFICIENT_PRIVILEGE
from reisgenoot.dossiers import api as dossiers
from reisgenoot.web.api import VERSION
from reisgenoot.web.api.problems import not_found, problem
from reisgenoot.web.api.shapes import OvertakenMembers, Shape, as_sent
from reisgenoot.web.api.wire import JsonParser, JsonRenderer

api = NinjaAPI(
    title="Reisgenoot",
    version=VERSION,
    description=gettext_noop(
        "One shared plan for every newcomer, over all organisations that guide them. A system calls with the token "
        "of one member, and may what that member may: no more, and all of it is in the log."
    ),
    urls_namespace="api",
    auth=Bearer(),
    parser=JsonParser(),
    renderer=JsonRenderer(),
    openapi_url=None,
    docs_url=None,
)
own = Router(tags=[gettext_noop("Your token")], by_alias=True, exclude_none=True)


class Caller(Shape):
    """Who the token acts as."""

    name: str
    role: str
    organisation: str
    organisation_kind: str
    token_until: date


@own.get("/member", response=Caller, operation_id="getMember", summary=gettext_noop("Who the token acts as"))
def get_member(request: HttpRequest) -> Caller:
    member = caller(request)
    return Caller(
        name=member.name,
        role=member.role,
        organisation=member.organisation.name,
        organisation_kind=member.organisation.kind,
        token_until=token_ends_on(request) - timedelta(days=1),
    )


for router in (own, *dossiers.ROUTERS):
    api.add_router("", router)

REASONS: Mapping[str, Any] = {
    "missing": gettext_lazy("This field is required."),
    "extra_forbidden": gettext_lazy("There is no such field."),
    "date": gettext_lazy("This is not a date."),
    "string_too_long": gettext_lazy("This is too long."),
    "string_too_short": gettext_lazy("This field is required."),
    "too_long": gettext_lazy("These are too many."),
    "string": gettext_lazy("This must be a text."),
    "bool": gettext_lazy("This must be yes or no."),
    "int": gettext_lazy("This is not a number."),
    "list": gettext_lazy("This must be a list."),
    "no_value": gettext_lazy("This must be a text, yes or no, or a list of texts."),
    "no_id": gettext_lazy("This is not an id: digits, as a text."),
}
"""By the beginning of pydantic's name for it."""


@api.exception_handler(ValidationError)
def invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """422: a field is missing or can't be read."""
    found: dict[str, str] = {}
    for each in error.errors:
        # Where it stands: the source, the argument of our function, then the fields as they were sent.
        source, *path = [str(part) for part in each["loc"]]
        field = ".".join(path[1:] if source == "body" else path[-1:]) or source
        found.setdefault(field, _reason(each))
    return _fields(found)


def _reason(error: Mapping[str, Any]) -> str:
    kind = str(error["type"])
    if kind == "one_of":
        return _("This must be one of: %(values)s.") % {"values": error["ctx"]["known"]}
    known = next((text for start, text in REASONS.items() if kind.startswith(start)), None)
    return str(known or _("This cannot be right."))


def _fields(problems: Mapping[str, Any]) -> HttpResponse:
    errors = [{"field": as_sent(field), "reason": str(reason)} for field, reason in problems.items()]
    return problem(422, " ".join(error["reason"] for error in errors), errors=errors)


@api.exception_handler(Refused)
def refused(request: HttpRequest, error: Refused) -> HttpResponse:
    """422: what an action did not accept."""
    return _fields(error.problems)


@api.exception_handler(Overtaken)
def overtaken(request: HttpRequest, error: Overtaken) -> HttpResponse:
    """409, or 412 if the caller named what they had seen: both versions, and nothing was changed."""
    status = 412 if "If-Match" in request.headers else 409
    (reason,) = error.problems.values()
    more = OvertakenMembers(seen=error.seen, now=error.now, by=error.by, at=error.at, version=error.version)
    return problem(status, str(reason), **more.model_dump(by_alias=True, exclude_none=True))


@api.exception_handler(HttpError)
def unreadable(request: HttpRequest, error: HttpError) -> HttpResponse:
    """400: what was sent is no JSON, or holds a text that no database can hold."""
    return problem(
        error.status_code, _("What was sent can't be read: it is no JSON, or there is a NUL in it.")
    )


@api.exception_handler(AuthenticationError)
def unknown(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
    """401: no token, or one that lets nobody in; why, is said to nobody."""
    reason = _("Send a token that holds, as Authorization: Bearer. Make one under “My account”.")
    return problem(401, reason, headers={"WWW-Authenticate": 'Bearer realm="Reisgenoot"'})


@api.exception_handler(TooOften)
def too_often(request: HttpRequest, error: TooOften) -> HttpResponse:
    """429: too many tokens that let nobody in, from this address."""
    seconds = max(1, round((error.until - timezone.now()).total_seconds()))
    reason = _("Too many tokens that do not hold came from your address.")
    return problem(429, reason, headers={"Retry-After": str(seconds)})


@api.exception_handler(PermissionDenied)
def forbidden(request: HttpRequest, error: PermissionDenied) -> HttpResponse:
    """403: the member may not do this."""
    return problem(403, str(error))


@api.exception_handler(NotFound)
@api.exception_handler(Http404)
def absent(request: HttpRequest, error: Exception) -> HttpResponse:
    """404: to the letter the same for what is not there and what is somebody else's."""
    return not_found()


@api.exception_handler(ProgrammingError)
def walled(request: HttpRequest, error: ProgrammingError) -> HttpResponse:
    """403 where the wall said no and no action did."""
    if getattr(error.__cause__, "sqlstate", "") != INSUFFICIENT_PRIVILEGE:
        raise error
    return problem(403, _("You may not do this in this dossier."))
