"""What was recorded: the list with its history, recording, correcting and taking back."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _
from ninja import Query, Router
from pydantic import Field, StringConstraints

from reisgenoot.access.api_once import once
from reisgenoot.access.bearer import caller
from reisgenoot.access.errors import NotFound, Refused
from reisgenoot.access.roles import require_professional
from reisgenoot.web.api.shapes import Id, Made, Sent, Shape, made

from .. import actions, queries
from ..actions.tasks import newest_of
from ..models import Dossier
from ..models import Fact as Recorded
from .lists import Key, Value
from .paths import dossier_path
from .shapes import Fact

router = Router(tags=[_("Facts")], by_alias=True, exclude_none=True)
Why = Annotated[str, StringConstraints(max_length=1000)]
SOURCE = Recorded.Source.API


class FactFilters(Sent):
    """Which facts."""

    key: str = Field("", max_length=60, description=_("Of one milestone, task or attribute."))
    standing: bool | None = Field(None, description=_("True: without history."))


class Facts(Shape):
    """Newest first, superseded ones included."""

    items: list[Fact]


@router.get(
    "/dossiers/{int:dossier_id}/facts",
    response=Facts,
    operation_id="listFacts",
    summary=_("What was recorded, with its history"),
    description=_("Of the categories that you may read."),
)
def list_facts(request: HttpRequest, dossier_id: int, filters: Query[FactFilters]) -> Facts:
    page = queries.dossier_page(caller(request), dossier_id, timezone.localdate(), "facts")
    return Facts(
        items=[
            Fact.model_validate(it)
            for it in page.facts
            if filters.key in ("", it.key) and filters.standing in (None, it.standing)
        ]
    )


@router.get(
    "/dossiers/{int:dossier_id}/facts/{int:fact_id}",
    response=Fact,
    operation_id="getFact",
    summary=_("One fact"),
)
def get_fact(request: HttpRequest, dossier_id: int, fact_id: int) -> Fact:
    page = queries.dossier_page(caller(request), dossier_id, timezone.localdate(), "facts")
    for it in page.facts:
        if it.id == fact_id:
            return Fact.model_validate(it)
    raise _unknown()


class NewFact(Sent):
    """Something that happened, or is so."""

    key: Key = Field(
        description=_("A milestone, task or attribute of the route; or postcode, address, phone, email.")
    )
    value: Value = Field(
        description=_("Of a milestone or task its date; of an attribute what its kind says.")
    )
    valid_from: date | None = Field(
        None,
        description=_(
            "For an attribute: holds from this day, beside what held before. Absent: corrects what held."
        ),
    )
    note: Why = ""
    seen: Id | None = Field(
        None,
        description=_(
            "The id of the newest fact of this key that you saw, 0 for none. If there is another by now, nothing is "
            "recorded and you get 409 with both. Absent: the newest is superseded, whatever it is."
        ),
    )


@router.post(
    "/dossiers/{int:dossier_id}/facts",
    response={201: Made, 200: Made},
    operation_id="recordFact",
    summary=_("Record what happened"),
    description=_(
        "The plan follows at once. What is known already is not recorded again: then the answer is 200."
    ),
)
@once
def record_fact(request: HttpRequest, dossier_id: int, body: NewFact) -> HttpResponse:
    try:
        fact = actions.record_fact(
            caller(request),
            dossier_id,
            body.key,
            body.value,
            source=SOURCE,
            note=body.note,
            valid_from=body.valid_from,
            seen=None if body.seen is None else {body.key: body.seen},
        )
    except Refused as refused:
        raise _of_value(refused, body.key) from None
    known = fact or newest_of(Dossier(person_id=dossier_id), body.key)
    assert known is not None  # what is no news is known
    path = dossier_path(dossier_id, "facts", known.pk)
    return made(request, path, status=201 if fact else 200)


class Correction(Sent):
    """Another value for a fact; the old one stays in its history."""

    value: Value
    valid_from: date | None = Field(None, description=_("For an attribute: as before if absent."))
    note: Why = Field("", description=_("Why."))


@router.post(
    "/dossiers/{int:dossier_id}/facts/{int:fact_id}/corrections",
    response={201: Made},
    operation_id="correctFact",
    summary=_("Correct a fact"),
    description=_("If it was superseded meanwhile, nothing changes and you get 409 with both versions."),
)
@once
def correct_fact(request: HttpRequest, dossier_id: int, fact_id: int, body: Correction) -> HttpResponse:
    old = _of(request, dossier_id, fact_id)
    try:
        fact = actions.correct_fact(
            caller(request), old, body.value, note=body.note, happened_on=body.valid_from, source=SOURCE
        )
    except Refused as refused:
        raise _of_value(refused, old.key) from None
    return made(request, dossier_path(dossier_id, "facts", fact.pk))


class Retraction(Sent):
    """That it is not so."""

    note: Why = Field("", description=_("Why."))


@router.post(
    "/dossiers/{int:dossier_id}/facts/{int:fact_id}/retractions",
    response={201: Made},
    operation_id="retractFact",
    summary=_("Take a fact back"),
    description=_("It stays to be seen, and counts no more."),
)
@once
def retract_fact(request: HttpRequest, dossier_id: int, fact_id: int, body: Retraction) -> HttpResponse:
    fact = actions.retract_fact(
        caller(request), _of(request, dossier_id, fact_id), note=body.note, source=SOURCE
    )
    return made(request, dossier_path(dossier_id, "facts", fact.pk))


def _of(request: HttpRequest, dossier_id: int, fact_id: int) -> Recorded:
    """The fact, if it is one of this dossier."""
    require_professional(caller(request))
    found = Recorded.objects.filter(pk=fact_id, dossier_id=dossier_id).first()
    if found is None:
        raise _unknown()
    return found


def _unknown() -> NotFound:
    return NotFound(gettext("There is no such fact, or you have no access to it."))


def _of_value(refused: Refused, key: str) -> Refused:
    """The action names the fact; here its value is the field."""
    if type(refused) is not Refused:
        return refused
    return Refused({"value" if field == key else field: why for field, why in refused.problems.items()})
