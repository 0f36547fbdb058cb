"""The half-year of a municipality: quota, arrears, achieved, under way, and what may be expected."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from django.db import connection
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from reisgenoot.access.errors import Text
from reisgenoot.access.log import log
from reisgenoot.access.models import AccessLog, Member

from ..actions.quota import newest
from ..expectation import Expected, expected
from ..family import Family, families
from ..law import last_half_year, next_half_year
from ..models import Link, Quota
from ..roles import Kind, require_kind

PAST = timedelta(days=730)
"""How far we look back for how long the own households took."""
WITHDRAWN_SHOWN = timedelta(days=14)
"""How long a withdrawn proposal is shown with its reason: our own choice, as in the policy."""
STAGES: Mapping[str, Text] = {
    "linked": _("Linked, no request yet"),
    "requested": _("Home requested"),
    "offered": _("Home offered"),
    "viewing": _("Viewing planned"),
    "accepted": _("Home accepted"),
    "moved_in": _("Moved in"),
}
"""How far a household is, in order."""


@dataclass(frozen=True, slots=True)
class HouseholdRow:
    """A household: how far it is, and since when. ``days``: in this stage. ``family``: persons expected besides."""

    dossier_id: int
    name: str
    household: str
    persons: int
    worker: str
    organisation: str
    stage: str
    since: date | None
    days: int | None
    linked: date | None
    wanted_before: date | None
    offers: int
    viewing_at: datetime | None
    moved_in: date | None
    family: int = 0


@dataclass(frozen=True, slots=True)
class Proposal:
    """A link that waits for an answer; nothing of who it is about."""

    id: int
    persons: int
    reasons: tuple[str, ...]
    answer_by: date
    by: str
    late: bool


@dataclass(frozen=True, slots=True)
class Overview:
    """A half-year. ``rows``: one page of the households that the filters leave, of ``total``.

    ``suggested``: arrears as they follow from this system's own figures of the half-year before, None without a quota.
    """

    begins_on: date
    ends_on: date
    quota: Quota | None
    suggested: int | None
    achieved: int
    under_way: Mapping[str, tuple[int, int]]  # stage: households, persons
    expected: Expected
    past: int
    proposals: tuple[Proposal, ...]
    withdrawn: tuple[Link, ...]
    to_undo: tuple[Link, ...]
    rows: tuple[HouseholdRow, ...]
    total: int
    workers: tuple[str, ...]

    @property
    def task(self) -> int | None:
        """Quota and arrears together."""
        return None if self.quota is None else self.quota.number + self.quota.arrears

    @property
    def missing(self) -> int | None:
        """What would still be missing at the end, if all goes as expected; not below nothing."""
        return None if self.task is None else max(0, self.task - self.achieved - self.expected.persons)


@dataclass(frozen=True, slots=True)
class Filters:
    """What to show; empty filters nothing. ``wait``: at least so many days in the stage."""

    stage: str = ""
    worker: str = ""
    q: str = ""
    wait: int = 0


def overview(
    member: Member,
    *,
    begins_on: date,
    today: date,
    filters: Filters,
    page: int = 1,
    per_page: int | None = 25,
) -> Overview:
    """The half-year that begins on a day. The log notes whose names stood in the list. Raises NotAllowed.

    Nine SQL statements, however many households there are.
    """
    require_kind(member, Kind.MUNICIPALITY)
    ends_on = next_half_year(begins_on)
    found = _households(today - PAST)
    under_way = [row for row in found if row.stage != "moved_in"]
    past = _past(found)
    quota = newest(member.organisation_id, begins_on)
    left = (ends_on - today).days - 1
    rows = [row for row in found if _fits(row, filters, begins_on, ends_on)]
    rows.sort(key=lambda row: (list(STAGES).index(row.stage), -(row.days or 0), row.name))
    shown = rows if per_page is None else rows[(page - 1) * per_page : page * per_page]
    log(member, [row.dossier_id for row in shown], AccessLog.Act.APPEARED, "housing")
    coming = families([row.dossier_id for row in shown if row.stage != "moved_in"])
    last = newest(member.organisation_id, last_half_year(begins_on))
    return Overview(
        begins_on,
        ends_on,
        quota,
        last.number + last.arrears - _moved_in(last.begins_on, begins_on) if last else None,
        _moved_in(begins_on, ends_on),
        _by_stage(under_way),
        expected(
            past,
            ((row.stage, row.days or 0, row.persons) for row in under_way if row.since is not None),
            left,
        )
        if left >= 0
        else Expected(0, 0, 0),
        len(past.get("linked", ())),
        *_proposals(member, today),
        tuple(replace(row, family=_persons(coming.get(row.dossier_id))) for row in shown),
        len(rows),
        tuple(sorted({row.worker for row in under_way if row.worker})),
    )


def _persons(family: Family | None) -> int:
    return family.persons if family else 0


def _fits(row: HouseholdRow, filters: Filters, begins_on: date, ends_on: date) -> bool:
    if row.moved_in is not None and not begins_on <= row.moved_in < ends_on:
        return False
    words = filters.q.casefold()
    return (
        (not filters.stage or row.stage == filters.stage)
        and (not filters.worker or row.worker == filters.worker)
        and (not words or words in row.name.casefold() or words in row.household.casefold())
        and (row.days or 0) >= filters.wait
    )


def _by_stage(under_way: Sequence[HouseholdRow]) -> dict[str, tuple[int, int]]:
    counted = dict.fromkeys((stage for stage in STAGES if stage != "moved_in"), (0, 0))
    for row in under_way:
        households, persons = counted[row.stage]
        counted[row.stage] = (households + 1, persons + row.persons)
    return counted


def _past(found: Sequence[_Household]) -> dict[str, list[int]]:
    """By stage, how many days it was from entering it to moving in."""
    past: dict[str, list[int]] = {}
    for row in found:
        for stage, since in row.steps:
            if row.moved_in is not None and since is not None and since <= row.moved_in:
                past.setdefault(stage, []).append((row.moved_in - since).days)
    return past


@dataclass(frozen=True, slots=True)
class _Household(HouseholdRow):
    """With the day on which each stage began."""

    steps: tuple[tuple[str, date | None], ...] = ()


def _households(since: date) -> list[_Household]:
    today = timezone.localdate()
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM housing_households(%s)", [since])
        names = [column.name for column in cursor.description]
        return [_row(dict(zip(names, values, strict=True)), today) for values in cursor.fetchall()]


def _row(of: dict[str, object], today: date) -> _Household:
    stage, since = _stage(of)
    days = (today - since).days if isinstance(since, date) and stage != "moved_in" else None
    kept = ("dossier_id", "name", "household", "persons", "worker", "organisation", "linked", "wanted_before")
    steps = (
        ("linked", of["linked"]),
        ("requested", of["home_requested"]),
        ("offered", of["home_offered"]),
        ("viewing", of["home_offered"]),
        ("accepted", of["home_accepted"]),
    )
    return _Household(
        **{key: of[key] for key in kept},  # type: ignore[arg-type]
        stage=stage,
        since=since,
        days=days,
        offers=of["offers"],  # type: ignore[arg-type]
        viewing_at=of["viewing_at"],  # type: ignore[arg-type]
        moved_in=of["moved_in"],  # type: ignore[arg-type]
        steps=steps,  # type: ignore[arg-type]
    )


def _stage(of: dict[str, object]) -> tuple[str, date | None]:
    """How far a household is: by its request if one runs here, otherwise by what was recorded."""
    if of["moved_in"]:
        return "moved_in", of["moved_in"]  # type: ignore[return-value]
    if of["taken"] in ("accepted", "signed") or of["home_accepted"]:
        return "accepted", of["home_accepted"]  # type: ignore[return-value]
    if of["taken"] == "viewing":
        return "viewing", of["home_offered"]  # type: ignore[return-value]
    if of["offers"] or of["home_offered"]:
        return "offered", of["offered_on"] or of["home_offered"]  # type: ignore[return-value]
    if of["home_requested"]:
        return "requested", of["home_requested"]  # type: ignore[return-value]
    return "linked", of["linked"]  # type: ignore[return-value]


def _moved_in(begins: date, ends: date) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT housing_moved_in(%s, %s)", [begins, ends])
        return int(cursor.fetchone()[0])


def _proposals(
    member: Member, today: date
) -> tuple[tuple[Proposal, ...], tuple[Link, ...], tuple[Link, ...]]:
    """What waits for an answer, what was withdrawn (readable for two weeks), and what the COA asks to undo."""
    asked = Q(state__in=[Link.State.PROPOSED, Link.State.WITHDRAWN])
    asked |= Q(state=Link.State.ACCEPTED, undo_asked_at__isnull=False, undo_answer="")
    found = list(
        Link.objects.filter(asked, municipality_id=member.organisation_id)
        .select_related("organisation")
        .order_by("answer_by", "proposed_at")
    )
    waiting = tuple(
        Proposal(
            it.pk,
            it.adults + len(it.children),
            tuple(it.reasons),
            it.answer_by,
            it.organisation.name,
            it.answer_by < today,
        )
        for it in found
        if it.state == Link.State.PROPOSED
    )
    since = timezone.now() - WITHDRAWN_SHOWN
    withdrawn = tuple(
        it for it in found if it.state == Link.State.WITHDRAWN and it.decided_at and it.decided_at > since
    )
    return waiting, withdrawn, tuple(it for it in found if it.waits)
