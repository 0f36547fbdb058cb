"""One dossier, and who has to do with it."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_noop as _
from ninja import Query, Router
from pydantic import Field

from reisgenoot.access.bearer import caller
from reisgenoot.access.models import AccessLog
from reisgenoot.web.api.shapes import MOST_PER_PAGE, PER_PAGE, Links, Sent, Shape, choices, links
from reisgenoot.web.templatetags.web import text

from .. import queries
from ..models import NOTES
from ..queries import DossierPage
from .paths import dossier_path
from .shapes import (
    Consent,
    Dossier,
    Household,
    Involvement,
    LogEntry,
    Number,
    PartLinks,
    Person,
    Phase,
    Reading,
    code_of,
)

router = Router(tags=[_("Dossier")], by_alias=True, exclude_none=True)


@router.get(
    "/dossiers/{int:dossier_id}",
    response=Dossier,
    operation_id="getDossier",
    summary=_("One dossier"),
    description=_("As far as you may read it: a part that you may not read is absent."),
)
def get_dossier(request: HttpRequest, dossier_id: int) -> Dossier:
    page = queries.dossier_page(caller(request), dossier_id, timezone.localdate())
    person, may = page.person, set(page.readable)
    phases = {phase.id: phase.text for phase in page.definition.phases}
    return Dossier(
        id=dossier_id,
        name=person.name,
        person=Person.model_validate(person) if "identity" in may else None,
        numbers=[Number(kind=kind, value=value) for kind, value in person.numbers]
        if "legal" in may
        else None,
        household=Household.model_validate(page.household) if page.household and "family" in may else None,
        phase=Phase(key=page.plan.phase, text=text(phases.get(page.plan.phase)), since=page.plan.phase_since)
        if page.plan.phase
        else None,
        municipality=page.municipality,
        organisation=page.organisation,
        worker_id=page.worker_id,
        worker=page.worker,
        opened_on=page.opened_on,
        closed_on=page.closed_on,
        last_contact=page.last_contact,
        readable=list(page.readable),
        addable=list(page.addable),
        kept_elsewhere=[code_of(it) for it in page.kept_elsewhere],
        why=[Reading.model_validate(it) for it in page.why],
        links=_links(request, page),
    )


def _links(request: HttpRequest, page: DossierPage) -> PartLinks:
    def to(*parts: str) -> str:
        return request.build_absolute_uri(dossier_path(page.dossier_id, *parts))

    return PartLinks(
        self=to(),
        plan=to("plan"),
        facts=to("facts"),
        notes=to("notes") if NOTES in page.readable else None,
        documents=to("documents"),
        households=to("households") if "family" in page.readable else None,
        involvements=to("involvements"),
        log_entries=to("log-entries"),
        consents=to("consents"),
    )


class Households(Shape):
    """The present one first."""

    items: list[Household]


@router.get(
    "/dossiers/{int:dossier_id}/households",
    response=Households,
    operation_id="listHouseholds",
    summary=_("The household now, and earlier ones"),
)
def list_households(request: HttpRequest, dossier_id: int) -> Households:
    page = queries.dossier_page(caller(request), dossier_id, timezone.localdate(), "household")
    found = [page.household] if page.household else []
    return Households(items=[Household.model_validate(it) for it in (*found, *page.earlier_households)])


class Involvements(Shape):
    """Oldest first."""

    items: list[Involvement]


@router.get(
    "/dossiers/{int:dossier_id}/involvements",
    response=Involvements,
    operation_id="listInvolvements",
    summary=_("Who is involved"),
)
def list_involvements(request: HttpRequest, dossier_id: int) -> Involvements:
    page = queries.dossier_page(caller(request), dossier_id, timezone.localdate(), "involvement")
    return Involvements(items=[Involvement.model_validate(it) for it in page.involvements])


class LogFilters(Sent):
    """Which entries, and which page of them."""

    act: choices(AccessLog.Act.values) | None = None  # type: ignore[valid-type]
    page: int = Field(1, ge=1, le=1_000_000)
    page_size: int = Field(PER_PAGE, ge=1, le=MOST_PER_PAGE)


class LogPage(Shape):
    """One page of the log, newest first."""

    items: list[LogEntry]
    total: int
    page: int
    pages: int
    links: Links


@router.get(
    "/dossiers/{int:dossier_id}/log-entries",
    response=LogPage,
    operation_id="listLogEntries",
    summary=_("Who looked"),
    description=_(
        "Who read, changed, exported or listed it. Lists of one day are one entry for each member."
    ),
)
def list_log_entries(request: HttpRequest, dossier_id: int, filters: Query[LogFilters]) -> LogPage:
    size = filters.page_size
    found = queries.who_looked(
        caller(request), dossier_id, act=filters.act or "", limit=size, offset=(filters.page - 1) * size
    )
    pages = max(filters.page, -(-found.total // size))
    return LogPage(
        items=[LogEntry.model_validate(it) for it in found.entries],
        total=found.total,
        page=filters.page,
        pages=pages,
        links=links(request, filters.page, pages),
    )


class Consents(Shape):
    """Newest first."""

    items: list[Consent]


@router.get(
    "/dossiers/{int:dossier_id}/consents",
    response=Consents,
    operation_id="listConsents",
    summary=_("What the person agreed to"),
)
def list_consents(request: HttpRequest, dossier_id: int) -> Consents:
    _dossier, found = queries.consents(caller(request), dossier_id, timezone.localdate())
    return Consents(items=[Consent.model_validate(it) for it in found])
