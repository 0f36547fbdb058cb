"""How values look in JSON: names in lowerCamelCase, ids as text, moments in UTC, and what is empty left out."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_noop as _
from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainSerializer,
    StringConstraints,
    WithJsonSchema,
)
from pydantic.alias_generators import to_camel
from pydantic_core import PydanticCustomError

from ..protection import BIGGEST
from ..templatetags.web import text

PER_PAGE = 25
MOST_PER_PAGE = 100


class Shape(BaseModel):
    """What an operation answers."""

    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True, from_attributes=True)


class Sent(BaseModel):
    """What an operation takes: nothing beside its own fields."""

    model_config = ConfigDict(
        alias_generator=to_camel, populate_by_name=True, extra="forbid", str_strip_whitespace=True
    )


def _as_id(value: Any) -> Any:
    """An id that was sent: digits in a text, for JavaScript's numbers can't hold it."""
    if isinstance(value, int) and not isinstance(value, bool):
        return value  # our own, of an answer
    if isinstance(value, str) and value.isascii() and value.isdecimal() and len(value) < 20:
        number = int(value)
        if number <= BIGGEST:
            return number
    raise PydanticCustomError("no_id", "an id")


def _utc(value: datetime) -> str:
    return value.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


Id = Annotated[
    int,
    BeforeValidator(_as_id),
    PlainSerializer(str, return_type=str),
    WithJsonSchema({"type": "string", "pattern": "^[0-9]{1,19}$", "examples": ["1234567890123456789"]}),
]
Moment = Annotated[
    datetime,
    PlainSerializer(_utc, return_type=str),
    WithJsonSchema({"type": "string", "format": "date-time"}),
]
Words = Annotated[str, BeforeValidator(text), Field(description=_("In the language that was asked for."))]
"""Texts by language, in that of the caller."""
MaybeWords = Annotated[str | None, BeforeValidator(lambda it: text(it) or None)]
Maybe = Annotated[str | None, BeforeValidator(lambda it: it or None)]
"""A text that is left out when it is empty."""
MaybeId = Annotated[Id | None, BeforeValidator(lambda it: it or None)]
Short = Annotated[str, StringConstraints(max_length=100)]


class Links(Shape):
    """Addresses of this page of a list, and of those beside it."""

    self_: str = Field(alias="self")
    next: str | None = None
    previous: str | None = None


class Made(Shape):
    """What was made: its id, and where it is."""

    id: str
    links: Links


class FieldError(Shape):
    """What is not right about one field."""

    field: str = Field(description=_("Its name as it was sent; fields within others with a dot between."))
    reason: str = Field(description=_("In the language that was asked for."))


class Problem(Shape):
    """Problem details (RFC 9457)."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str
    errors: list[FieldError] | None = None


class Version(Shape):
    """One version of what two wrote."""

    id: Id
    value: Any = None
    note: Maybe = None


class OvertakenMembers(Shape):
    """What such a problem says besides."""

    seen: Version | None = Field(None, description=_("What you saw."))
    now: Version | None = Field(None, description=_("What stands there now."))
    by: Maybe = None
    at: Moment | None = None
    version: Maybe = Field(
        None,
        description=_("To be sent along to change it all the same. Absent if that can't be done any more."),
    )


class OvertakenProblem(Problem, OvertakenMembers):
    """Somebody else changed the same thing first; nothing was changed."""


def as_sent(field: str) -> str:
    """The name of a field of an action, as callers write it; what is behind a dot is a key, and stays."""
    first, dot, rest = field.partition(".")
    return to_camel(first) + dot + rest


def links(request: HttpRequest, page: int = 1, pages: int = 1) -> Links:
    """The links of one page of a list."""

    def to(number: int) -> str:
        query = request.GET.copy()
        query["page"] = str(number)
        return request.build_absolute_uri(f"{request.path}?{query.urlencode()}")

    return Links(
        self=request.build_absolute_uri(),
        next=to(page + 1) if page < pages else None,
        previous=to(page - 1) if page > 1 else None,
    )


def made(request: HttpRequest, path: str, *, status: int = 201) -> HttpResponse:
    """201: what was made stands at ``path``, which ends in its id."""
    address = request.build_absolute_uri(path)
    body = Made(id=path.rsplit("/", 1)[-1], links=Links(self=address))
    return HttpResponse(
        body.model_dump_json(by_alias=True, exclude_none=True),
        status=status,
        content_type="application/json",
        headers={"Location": path},
    )


def choices(values: Mapping[str, Any] | list[str]) -> Any:
    """A field that takes one of these codes."""
    known = list(values)

    def check(value: Any) -> Any:
        if value not in known:
            raise PydanticCustomError("one_of", "one of {known}", {"known": ", ".join(known)})
        return value

    return Annotated[str, BeforeValidator(check), WithJsonSchema({"type": "string", "enum": known})]
