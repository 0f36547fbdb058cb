"""The worklist, searching people, and opening a dossier."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_noop as _
from ninja import Query, Router
from pydantic import BeforeValidator, Field, PlainValidator, StringConstraints, WithJsonSchema
from pydantic_core import PydanticCustomError

from reisgenoot.access.api_once import once
from reisgenoot.access.bearer import caller
from reisgenoot.access.errors import Refused
from reisgenoot.access.models import Member
from reisgenoot.people.models import HouseholdMember, Identifier, PersonName
from reisgenoot.web.api.shapes import (
    MOST_PER_PAGE,
    PER_PAGE,
    Links,
    Made,
    Sent,
    Shape,
    Short,
    choices,
    links,
    made,
)

from .. import actions, queries
from ..models import Fact
from ..queries import WorklistFilters
from .paths import dossier_path
from .shapes import FoundPerson, OpenTask

router = Router(tags=[_("Worklist and people")], by_alias=True, exclude_none=True)


def _worker(value: Any) -> Any:
    if value in (None, ""):
        return None
    if isinstance(value, str) and value.isascii() and value.isdecimal() and len(value) < 19:
        return int(value)
    raise PydanticCustomError("no_id", "an id")


Worker = Annotated[
    int | None,
    BeforeValidator(_worker),
    WithJsonSchema({"type": "string", "pattern": "^[0-9]{1,18}$"}),
]


class Filters(Sent):
    """What to show of the worklist. One that is absent filters nothing."""

    scope: choices(["mine", "team"]) | None = Field(  # type: ignore[valid-type]
        None, description=_("Your own people (what a guide begins with), or all that you see.")
    )
    due: choices(["overdue", "week"]) | None = None  # type: ignore[valid-type]
    phase: Short = Field("", description=_("A phase, or none."))
    municipality: Short = Field("", description=_("A name, or none."))
    kind: Short = Field("", description=_("A kind of task."))
    worker: Worker = Field(None, description=_("The id of a worker."))
    language: Short = Field("", description=_("A code, or none."))
    signal: Short = Field("", description=_("The key of a signal that is active."))
    page: int = Field(1, ge=1, le=1_000_000)
    page_size: int = Field(PER_PAGE, ge=1, le=MOST_PER_PAGE)


class Counts(Shape):
    """How many tasks the filters leave, over all pages."""

    total: int
    overdue: int
    week: int


class TaskPage(Shape):
    """One page of the worklist."""

    items: list[OpenTask]
    counts: Counts
    page: int
    pages: int
    links: Links


@router.get("/tasks", response=TaskPage, operation_id="listTasks", summary=_("The worklist"))
def list_tasks(request: HttpRequest, filters: Query[Filters]) -> TaskPage:
    member = caller(request)
    own = "mine" if member.role == Member.Role.GUIDE else "team"
    wanted = WorklistFilters(
        scope=filters.scope or own,
        due=filters.due or "",
        phase=filters.phase,
        municipality=filters.municipality,
        kind=filters.kind,
        worker=filters.worker,
        language=filters.language,
        signal=filters.signal,
    )
    found = queries.worklist(
        member,
        filters=wanted,
        today=timezone.localdate(),
        page=filters.page,
        per_page=filters.page_size,
    )
    return TaskPage(
        items=[OpenTask.model_validate(row) for row in found.rows],
        counts=Counts.model_validate(found.counts),
        page=found.page,
        pages=found.pages,
        links=links(request, found.page, found.pages),
    )


class Search(Sent):
    """Whom to find."""

    text: Annotated[str, StringConstraints(min_length=1, max_length=100)] = Field(
        description=_("A name in any spelling or script, a number, or a postcode.")
    )
    limit: int = Field(PER_PAGE, ge=1, le=MOST_PER_PAGE)


class FoundPeople(Shape):
    """Whom the search found, best first."""

    items: list[FoundPerson]


@router.post("/dossiers/_search", response=FoundPeople, operation_id="searchPeople", summary=_("Find people"))
def search_people(request: HttpRequest, body: Search) -> FoundPeople:
    found = queries.search_people(caller(request), body.text, limit=body.limit)
    return FoundPeople(items=[FoundPerson.model_validate(it) for it in found])


class NameSent(Sent):
    """A name: its parts, or in full where these are not known."""

    given: Annotated[str, StringConstraints(max_length=150)] = ""
    prefix: Annotated[str, StringConstraints(max_length=20)] = ""
    family: Annotated[str, StringConstraints(max_length=148)] = ""
    full: Annotated[str, StringConstraints(max_length=300)] = ""

    def parts(self, kind: str = PersonName.Kind.MAIN) -> actions.NameParts:
        """As the actions want it."""
        return actions.NameParts(self.given, self.family, self.prefix, self.full, kind)


def _value(value: Any) -> Any:
    texts = value if isinstance(value, list) else [value]
    if isinstance(value, bool) or (texts and all(isinstance(it, str) for it in texts)):
        if isinstance(value, list) and len(value) > MOST_TEXTS:
            raise PydanticCustomError("too_long", "too many")
        return value
    raise PydanticCustomError("no_value", "a text, true or false, or texts")


MOST_TEXTS = 50
Value = Annotated[
    str | bool | list[str],
    PlainValidator(_value),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "string"},
                {"type": "boolean"},
                {"type": "array", "items": {"type": "string"}, "minItems": 1, "maxItems": MOST_TEXTS},
            ]
        }
    ),
]
"""What a fact can be: a day or a text, yes or no, a list of texts. Its length is for the action to judge."""
Key = Annotated[str, StringConstraints(min_length=1, max_length=60)]


class NewDossier(Sent):
    """Somebody whom nobody in your organisation guides yet. Nothing is required but a name."""

    name: NameSent
    other_names: list[NameSent] = Field([], max_length=20)
    numbers: dict[choices(Identifier.Kind.values), Short] = Field({}, max_length=3)  # type: ignore[valid-type]
    facts: dict[Key, Value] = Field(
        {}, max_length=100, description=_("By key: of a milestone its date, of an attribute its value.")
    )
    role: choices(HouseholdMember.Role.values) = "head"  # type: ignore[valid-type]
    on: date | None = Field(
        None, description=_("From when the place in the household holds; today if absent.")
    )


@router.post(
    "/dossiers",
    response={201: Made},
    operation_id="openDossier",
    summary=_("Open a dossier"),
    description=_("For your organisation, which is responsible from then on; you are its worker."),
)
@once
def open_dossier(request: HttpRequest, body: NewDossier) -> HttpResponse:
    member = caller(request)
    try:
        opened = actions.open_dossier(
            member,
            name=body.name.parts(),
            names=[name.parts(PersonName.Kind.OTHER) for name in body.other_names],
            numbers=body.numbers,
            facts={"household_role": body.role, **body.facts},
            role=body.role,
            on=body.on,
            worker=member,
            source=Fact.Source.API,
        )
    except Refused as refused:
        raise Refused({_place(field, body): why for field, why in refused.problems.items()}) from None
    return made(request, dossier_path(opened.pk))


def _place(field: str, body: NewDossier) -> str:
    """Where the field stands in what was sent."""
    if field in body.facts:
        return f"facts.{field}"
    return f"numbers.{field}" if field in body.numbers else field
