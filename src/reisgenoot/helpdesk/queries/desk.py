"""Walk-in hours: which there are, the queue of one, and one visitor."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Q
from django.utils import timezone

from reisgenoot.access.log import log
from reisgenoot.access.models import AccessLog, Member
from reisgenoot.access.roles import is_professional, require_guiding
from reisgenoot.dossiers.models import Dossier

from ..actions.desk import session_of, visit_of
from ..models import DeskSession, KnownVisit, OnDesk, Referral, Visit

State = Visit.State
BEFORE = timedelta(days=31)
MOST = 60


@dataclass(frozen=True, slots=True)
class SessionShown:
    """Walk-in hours in a list, with how many came, wait and were helped."""

    session: DeskSession
    manned: tuple[str, ...]
    came: int
    waiting: int
    done: int


@dataclass(frozen=True, slots=True)
class Desk:
    """What the first page of the desk shows: today's, those to come, and those of the last month."""

    today: tuple[SessionShown, ...]
    ahead: tuple[SessionShown, ...]
    past: tuple[SessionShown, ...]
    places: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Queued:
    """One in the queue; ``name`` only of somebody known whose dossier the member sees."""

    visit: Visit
    waited: int  # minutes
    dossier_id: int | None
    name: str


@dataclass(frozen=True, slots=True)
class SessionPage:
    """The queue of one session."""

    session: DeskSession
    manned: tuple[Member, ...]
    waiting: tuple[Queued, ...]
    helped: tuple[Queued, ...]
    past: tuple[Queued, ...]


@dataclass(frozen=True, slots=True)
class VisitPage:
    """One visitor, where they were referred to, and how many others wait."""

    visit: Visit
    dossier_id: int | None
    name: str
    referrals: tuple[Referral, ...]
    waiting: int


def desk(member: Member, today: date) -> Desk:
    """The walk-in hours that the member sees, newest first. Two SQL statements. Raises NotAllowed."""
    require_guiding(member)
    found = (
        DeskSession.objects.filter(organisation_id=member.organisation_id, day__gte=today - BEFORE)
        .annotate(
            came=Count("visits"),
            waits=Count("visits", filter=Q(visits__state=State.WAITING)),
            done=Count("visits", filter=Q(visits__state=State.DONE)),
        )
        .order_by("day", "begins", "pk")[:MOST]
    )
    names: dict[int, list[str]] = {}
    manned = OnDesk.objects.filter(session__in=[it.pk for it in found])
    for session, name in manned.values_list("session_id", "member__name"):
        names.setdefault(session, []).append(name)
    shown = [
        SessionShown(it, tuple(sorted(names.get(it.pk, ()))), it.came, it.waits, it.done) for it in found
    ]
    return Desk(
        today=tuple(it for it in shown if it.session.day == today),
        ahead=tuple(it for it in shown if it.session.day > today),
        past=tuple(it for it in reversed(shown) if it.session.day < today),
        places=tuple(sorted({it.session.place for it in shown})),
    )


def session_page(member: Member, session_id: int) -> SessionPage:
    """The queue of one session. The log notes who is known in it. Raises NotAllowed and NotFound."""
    session = session_of(member, session_id)
    visits = list(session.visits.select_related("helped_by").order_by("number"))
    whose = _whose(member, [it.pk for it in visits if it.known])
    now = timezone.now()
    rows = [
        Queued(
            it, int(((it.taken_at or now) - it.came_at).total_seconds() // 60), *whose.get(it.pk, (None, ""))
        )
        for it in visits
    ]
    return SessionPage(
        session=session,
        manned=tuple(it.member for it in session.manned.select_related("member").order_by("member__name")),
        waiting=tuple(it for it in rows if it.visit.state == State.WAITING),
        helped=tuple(it for it in rows if it.visit.state == State.HELPED),
        past=tuple(it for it in rows if it.visit.state in (State.DONE, State.LEFT)),
    )


def _whose(member: Member, visits: list[int]) -> dict[int, tuple[int, str]]:
    """By visit: the dossier and its name, as far as the member sees it."""
    if not visits or not is_professional(member):
        return {}
    known = dict(KnownVisit.objects.filter(visit_id__in=visits).values_list("visit_id", "dossier_id"))
    names = dict(Dossier.objects.filter(pk__in=known.values()).values_list("pk", "name"))
    log(member, sorted(names), AccessLog.Act.APPEARED, "walk-in")
    return {visit: (dossier, names[dossier]) for visit, dossier in known.items() if dossier in names}


def visit_page(member: Member, visit_id: int) -> VisitPage:
    """One visitor; the log notes whose visit was looked at. Raises NotAllowed and NotFound."""
    visit = visit_of(member, visit_id)
    dossier_id, name = _whose(member, [visit.pk] if visit.known else []).get(visit.pk, (None, ""))
    referred = visit.referrals.order_by("made_on", "pk")
    waiting = Visit.objects.filter(session_id=visit.session_id, state=Visit.State.WAITING).exclude(
        pk=visit.pk
    )
    return VisitPage(visit, dossier_id, name, tuple(referred), waiting.count())
