"""What the page of a family reunification shows, in a constant number of SQL statements."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import connection
from django.utils import timezone
from django.utils.translation import get_language

from reisgenoot.access.log import log
from reisgenoot.access.models import AccessLog, Member
from reisgenoot.access.roles import require_professional
from reisgenoot.core.trajectory import Definition, PlannedTask
from reisgenoot.dossiers import planning, seen, texts
from reisgenoot.dossiers.following import NOBODY, following
from reisgenoot.dossiers.models import Dossier
from reisgenoot.dossiers.queries import Heading, heading
from reisgenoot.dossiers.tally import TO_DO, WEEK
from reisgenoot.web.paging import PER_PAGE

from .actions import FROM_SPONSOR, PART, ROUTE
from .models import Paper, Relation, Relative
from .steps import STEPS

DONE = frozenset({Paper.State.HERE, Paper.State.SENT, Paper.State.ABSENT, Paper.State.NOT_NEEDED})
OPEN = ("overdue", "open", "waiting")


@dataclass(frozen=True, slots=True)
class Next:
    """What must happen next: the task, when, why, and the article it rests on (empty: our own choice)."""

    text: str
    state: str
    due: date | None
    expected: date | None
    why: str
    ground: Any


@dataclass(frozen=True, slots=True)
class RelativeShown:
    """One family member: ``steps`` are the milestones reached, with their day; ``here``: they arrived."""

    dossier_id: int
    name: str
    relation: str
    stays_in: str
    phase: Mapping[str, str] | None
    steps: tuple[tuple[Mapping[str, str], date], ...]
    next: tuple[Next, ...]
    papers: tuple[Paper, ...]
    here: bool

    @property
    def papers_done(self) -> int:
        """How many papers need nothing more."""
        return sum(1 for paper in self.papers if paper.state in DONE)


@dataclass(frozen=True, slots=True)
class Family:
    """The page. ``sponsor``: whom this person follows, if they do: id and name. ``behind``: the permit or place of the
    one in the Netherlands changed since it was taken over by those who follow. ``unseen``: so many are expected whom
    the member may not read about."""

    heading: Heading
    sponsor: tuple[int, str] | None
    applying: Next | None
    permit: date | None
    relatives: tuple[RelativeShown, ...]
    behind: bool
    unseen: int

    @property
    def abroad(self) -> tuple[RelativeShown, ...]:
        """Those who are not here yet."""
        return tuple(it for it in self.relatives if not it.here)


def family(member: Member, dossier_id: int, today: date) -> Family:
    """Who follows this person, or whom this person follows; the log notes what was read, of each of them.

    Raises NotAllowed and NotFound.
    """
    require_professional(member)
    top = heading(member, dossier_id, PART)
    rows = list(
        Relative.objects.filter(sponsor_id=dossier_id)
        .select_related("dossier")
        .order_by("added_at", "dossier_id")
    )
    own = Relative.objects.filter(dossier_id=dossier_id).select_related("dossier").first()
    ids = [it.dossier_id for it in rows]
    log(member, ids, AccessLog.Act.READ, PART)
    papers: dict[int, list[Paper]] = {key: [] for key in (*ids, dossier_id)}
    for paper in Paper.objects.filter(dossier_id__in=papers).select_related("changed_by").order_by("id"):
        papers[paper.dossier_id].append(paper)
    known = planning.gather([dossier_id, *ids], today)
    sponsor_facts = known[dossier_id].facts
    shown = [_shown(it, known[it.dossier_id], papers[it.dossier_id], today) for it in rows]
    if own is not None:
        shown = [_shown(own, known[dossier_id], papers[dossier_id], today)]
    return Family(
        heading=top,
        sponsor=_sponsor(own),
        applying=None if own else _applying(known[dossier_id], today),
        permit=_day(sponsor_facts.get("permit_granted")),
        relatives=tuple(shown),
        behind=own is None and any(_behind(sponsor_facts, known[it.dossier_id], it) for it in rows),
        unseen=0 if own or rows else following([dossier_id]).get(dossier_id, NOBODY).persons,
    )


MOST_EXPORTED = 20_000
PHASES = ("preparing", "deciding", "travelling")
"""Of the route, in order: those in which somebody is still on the way."""


@dataclass(frozen=True, slots=True)
class Filters:
    """What to show; empty filters nothing. ``due``: "overdue" or "week". ``mine``: the member is their worker."""

    phase: str = ""
    due: str = ""
    q: str = ""
    mine: bool = False


@dataclass(frozen=True, slots=True)
class Coming:
    """Somebody who follows, in the list. ``due`` of what comes first, whose words are ``text``; ``when``: how near."""

    dossier_id: int
    name: str
    sponsor_id: int | None
    sponsor: str
    relation: str
    phase: Mapping[str, str] | None
    text: Mapping[str, str] | None
    due: date | None
    when: str
    worker: str
    papers: int
    papers_open: int


_LIST = f"""
    FROM {seen.DOSSIERS} d
    JOIN reunification_relative r ON r.dossier_id = d.person_id
    LEFT JOIN dossiers_dossier s ON s.person_id = r.sponsor_id
    LEFT JOIN access_member w ON w.id = d.worker_id
    LEFT JOIN LATERAL (
        SELECT t.key, t.due_on, t.overdue_from, t.expected_on FROM dossiers_task t
        WHERE t.dossier_id = d.person_id AND {TO_DO}
        ORDER BY t.overdue_from NULLS LAST, t.expected_on NULLS LAST, t.key LIMIT 1
    ) t ON true
    WHERE d.definition = %(route)s AND (d.closed_on IS NULL OR d.closed_on > %(today)s)
      AND d.phase = ANY (%(phases)s) AND (NOT %(mine)s OR d.worker_id = %(me)s)
      AND (%(q)s = '' OR strpos(lower(d.name), lower(%(q)s)) > 0 OR strpos(lower(s.name), lower(%(q)s)) > 0)
      AND (%(due)s = '' OR (t.overdue_from <= %(until)s AND (%(due)s = 'overdue' OR t.overdue_from > %(today)s)))
"""


def caseload(
    member: Member, filters: Filters, *, page: int = 1, per_page: int = PER_PAGE, act: str = ""
) -> tuple[tuple[Coming, ...], int]:
    """Everybody on the way whom the member sees, the nearest last day first, and how many. Four SQL statements.

    The log notes whose names stood there. Raises NotAllowed.
    """
    require_professional(member)
    today = timezone.localdate()
    planning.freshen(today)
    values: dict[str, Any] = {
        "route": ROUTE,
        "today": today,
        "until": today if filters.due == "overdue" else today + timedelta(days=WEEK),
        "due": filters.due,
        "phases": [filters.phase] if filters.phase else list(PHASES),
        "mine": filters.mine,
        "me": member.pk,
        "q": filters.q,
        "done": [str(it) for it in DONE],
    }
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) {_LIST}", values)
        total = int(cursor.fetchone()[0])
        cursor.execute(
            "SELECT d.person_id, d.name, s.person_id, coalesce(s.name, ''), r.relation, d.phase, d.version,"
            " d.municipality, t.key, coalesce(t.due_on, t.expected_on), t.overdue_from, coalesce(w.name, ''),"
            " (SELECT count(*) FROM reunification_paper p WHERE p.dossier_id = d.person_id),"
            " (SELECT count(*) FROM reunification_paper p"
            "  WHERE p.dossier_id = d.person_id AND p.state <> ALL (%(done)s))"
            f" {_LIST}"
            " ORDER BY t.overdue_from NULLS LAST, t.expected_on NULLS LAST, d.person_id"
            f" LIMIT {int(per_page)} OFFSET {int((page - 1) * per_page)}",
            values,
        )
        rows = cursor.fetchall()
    log(member, [row[0] for row in rows], act or AccessLog.Act.APPEARED, PART)
    return tuple(_coming(row, today) for row in rows), total


def _coming(row: tuple[Any, ...], today: date) -> Coming:
    (
        key,
        name,
        sponsor_id,
        sponsor,
        relation,
        phase,
        version,
        place,
        task,
        due,
        overdue_from,
        worker,
        papers,
        left,
    ) = row
    near = overdue_from is not None and overdue_from <= today + timedelta(days=WEEK)
    late = overdue_from is not None and overdue_from <= today
    return Coming(
        key,
        name,
        sponsor_id,
        sponsor,
        str(Relation(relation).label),
        texts.phases().get(phase),
        texts.task_text(ROUTE, version, place, task) if task else None,
        due,
        "overdue" if late else "week" if near else "later",
        worker,
        papers,
        left,
    )


def _sponsor(own: Relative | None) -> tuple[int, str] | None:
    if own is None:
        return None
    name = Dossier.objects.filter(pk=own.sponsor_id).values_list("name", flat=True).first()
    return (own.sponsor_id, name or "")


def _behind(sponsor: Mapping[str, Any], known: planning.Known, relative: Relative) -> bool:
    return relative.dossier.definition == ROUTE and any(
        sponsor.get(theirs) not in (None, known.facts.get(ours)) for theirs, ours in FROM_SPONSOR.items()
    )


def _shown(row: Relative, known: planning.Known, papers: list[Paper], today: date) -> RelativeShown:
    definition = planning.definition_of(known.definition, known.facts, today)
    planned = planning.make_plan(known, today)
    first = planning.definition_of(ROUTE, known.facts, today)
    steps = [(first.milestones[key].text, _day(known.facts.get(key))) for key in STEPS]
    wanted = [task for task in planned.tasks if task.state in OPEN]
    wanted.sort(key=lambda task: (OPEN.index(task.state), task.due or task.expected or date.max))
    phases = {phase.id: phase.text for phase in definition.phases}
    return RelativeShown(
        dossier_id=row.dossier_id,
        name=row.dossier.name,
        relation=row.get_relation_display(),
        stays_in=row.stays_in,
        phase=phases.get(planned.phase or ""),
        steps=tuple((text, day) for text, day in steps if day is not None and day <= today),
        next=tuple(_next(definition, task) for task in wanted[:3]),
        papers=tuple(papers),
        here=known.definition != ROUTE,
    )


def _applying(known: planning.Known, today: date) -> Next | None:
    """The task of the one in the Netherlands to apply in time, as long as it is there."""
    definition = planning.definition_of(known.definition, known.facts, today)
    tasks = planning.make_plan(known, today).tasks
    found = [it for it in tasks if it.id == "family_reunification_applied" and it.state in OPEN]
    return _next(definition, found[0]) if found else None


def _next(definition: Definition, task: PlannedTask) -> Next:
    lang = (get_language() or "nl")[:2]
    return Next(task.text(lang), task.state, task.due, task.expected, task.why(lang), task.ground)


def _day(value: Any) -> date | None:
    return date.fromisoformat(value) if isinstance(value, str) else None
