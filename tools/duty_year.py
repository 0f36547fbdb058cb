"""`python -m tools.duty_year [PEOPLE] [SEED]`: a year of invented people under the duty to civic integration.

It is lived day by day. What happens, happens at random, from a seed, and through the actions that the pages use. On
each working day every worker looks at the worklist. Afterwards each statutory term that was missed must have stood on
somebody's worklist on each working day from ten before its last day, or from the day on which it was known if that is
later. Uses a database of its own on the server of DATABASE_URL or the embedded one.
"""

from __future__ import annotations

import os
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import TYPE_CHECKING, Any

from reisgenoot.core.trajectory.terms import is_working_day

if TYPE_CHECKING:
    from reisgenoot.access.models import Member

BEGINS, DAYS = date(2025, 3, 1), 365
"""A year in which terms of both acts end: of the act of 2021 none did before."""
ARRIVING = 150
"""Days in which they all come."""
WARNED = 10
"""Working days, at least, on which a term must have stood on a worklist before it was missed."""
ALL_ROWS = 100_000
WORKERS = 5
SHOWN = 20
"""Terms that nobody saw in time: so many are named."""
Act = Callable[["Member", int, date], Any]
Story = tuple[dict[str, Any], list[tuple[int, Act]]]
"""What is known of somebody on the first day, and what happens so many days after it."""


@dataclass(frozen=True, slots=True, order=True)
class Term:
    """A term of somebody: the task, and its last day as that then was."""

    dossier_id: int
    task: str
    due: date


@dataclass(slots=True)
class Life:
    """One invented person, what is still to happen, and the statutory terms that run: known from, overdue from."""

    dossier_id: int
    worker: Member
    happens: dict[date, list[Act]]
    runs: dict[Term, tuple[date, date]] = field(default_factory=dict)
    plan_until: date = date.min


@dataclass(slots=True)
class Year:
    """On which days each term stood on a worklist, and which were missed, with the day from which they were known."""

    looks: dict[Term, set[date]] = field(default_factory=dict)
    missed: dict[Term, date] = field(default_factory=dict)

    def too_late(self) -> list[tuple[Term, date]]:
        """Each missed term that was not seen in time, with the first day on which it should have been."""
        found = []
        for term, known in sorted(self.missed.items()):
            seen = self.looks.get(term, set())
            if gap := next((day for day in must_be_seen(term.due, known) if day not in seen), None):
                found.append((term, gap))
        return found


def must_be_seen(due: date, known: date) -> Iterator[date]:
    """The last day, and the ten working days before it or since it was known."""
    days: list[date] = []
    day = due
    while len(days) <= WARNED and day >= known:
        if is_working_day(day.toordinal()):
            days.append(day)
        day -= timedelta(days=1)
    yield from reversed(days)


def live(
    workers: Sequence[Member],
    people: int,
    acting: Callable[[Member], AbstractContextManager[Any]],
    set_today: Callable[[date], None],
    *,
    seed: int = 1,
) -> Year:
    """Let so many people live through the year, guided by these workers of one municipality."""
    dice = Random(seed)
    arrivals: dict[date, list[int]] = {}
    for number in range(people):
        arrivals.setdefault(BEGINS + timedelta(days=dice.randrange(ARRIVING)), []).append(number)
    lives: list[Life] = []
    year = Year()
    for today in (BEGINS + timedelta(days=passed) for passed in range(DAYS)):
        set_today(today)
        for number in arrivals.get(today, ()):
            worker = workers[number % len(workers)]
            with acting(worker):
                lives.append(_begin(worker, number, today, dice))
        for life in lives:
            _live_on(life, today, acting)
        if is_working_day(today.toordinal()):
            for worker in workers:
                with acting(worker):
                    _look(worker, today, year)
        year.missed |= {
            term: known
            for life in lives
            for term, (known, late) in life.runs.items()
            if late == today + timedelta(days=1)
        }
    return year


def _live_on(life: Life, today: date, acting: Callable[[Member], AbstractContextManager[Any]]) -> None:
    acts = life.happens.pop(today, [])
    if not acts and today < life.plan_until:
        return
    with acting(life.worker):
        for act in acts:
            act(life.worker, life.dossier_id, today)
        _follow(life, today)


def _follow(life: Life, today: date) -> None:
    """The statutory terms that run from now on, and until when that holds."""
    from reisgenoot.dossiers import planning

    known = planning.gather([life.dossier_id], today)[life.dossier_id]
    plan = planning.make_plan(known, today)
    route = planning.definition_of(known.definition, known.facts, today)
    runs: dict[Term, tuple[date, date]] = {}
    for task in plan.tasks:
        by_law = task.ground in [due.reason.ground for due in route.tasks[task.id].due if due.reason.ground]
        if task.done_on or not (task.base and by_law and task.due and task.overdue_from):
            continue
        if task.ends is None or task.ends > task.overdue_from:
            term = Term(life.dossier_id, task.id, task.due)
            since = life.runs[term][0] if term in life.runs else max(today, task.starts or today)
            runs[term] = (since, task.overdue_from)
    life.runs, life.plan_until = runs, plan.good_until or date.max


def _look(worker: Member, today: date, year: Year) -> None:
    """What the worker's own worklist shows."""
    from reisgenoot.dossiers.queries import WorklistFilters, worklist

    shown = worklist(worker, filters=WorklistFilters(scope="mine"), today=today, per_page=ALL_ROWS)
    for row in shown.rows:
        if row.due:
            year.looks.setdefault(Term(row.dossier_id, row.key, row.due), set()).add(today)


def _begin(worker: Member, number: int, today: date, dice: Random) -> Life:
    from reisgenoot.dossiers.actions import NameParts, open_dossier

    story = dice.choices((_newcomer, _on_the_way, _under_the_old_act), (5, 3, 2))[0]
    known, happens = story(today, dice)
    born = date(dice.randrange(1960, 2004), dice.randrange(1, 13), dice.randrange(1, 29))
    name = NameParts(given=f"Verzonnen{number}", family="Voorbeeld")
    opened = open_dossier(worker, name=name, facts={"born": born, "permit_kind": "asylum", **known})
    days: dict[date, list[Act]] = {}
    for after, act in happens:
        days.setdefault(today + timedelta(days=max(1, after)), []).append(act)
    return Life(opened.pk, worker, days)


def fact(key: str, value: Any = None, *, ago: int = 0) -> Act:
    """Records a fact: this value, or that it happened today or some days ago."""
    from reisgenoot.dossiers.actions import record_facts

    def act(worker: Member, dossier_id: int, today: date) -> None:
        record_facts(worker, dossier_id, {key: today - timedelta(days=ago) if value is None else value})

    return act


def done(key: str) -> Act:
    """Ticks a task off, if it is still in the plan."""
    from reisgenoot.dossiers.actions import complete_task
    from reisgenoot.dossiers.models import Task

    def act(worker: Member, dossier_id: int, today: date) -> None:
        if Task.objects.filter(dossier_id=dossier_id, key=key).exists():
            complete_task(worker, dossier_id, key)

    return act


def event(key: str) -> Act:
    """Records what bears on the duty, on the page of the duty."""
    from reisgenoot.integration.actions.duty import record_event

    return lambda worker, dossier_id, today: record_event(worker, dossier_id, key, today)


def extended(kind: str, months: int) -> Act:
    """Records that DUO decided today that the term is longer."""
    from reisgenoot.integration.actions.duty import add_extension

    return lambda worker, dossier_id, today: add_extension(
        worker, dossier_id, kind, decided_on=today, months=months
    )


def away(since: int = 0) -> Act:
    """Records an interruption of the duty: it begins today, or the one of some days ago is over."""
    from reisgenoot.integration.actions.duty import add_interruption

    def act(worker: Member, dossier_id: int, today: date) -> None:
        begun = today - timedelta(days=since)
        add_interruption(worker, dossier_id, since=begun, until=today if since else None)

    return act


def _some(dice: Random, likely: float, *happens: tuple[int, Act]) -> list[tuple[int, Act]]:
    """These with a chance, or none of them."""
    return list(happens) if dice.random() < likely else []


def _newcomer(today: date, dice: Random) -> Story:
    """From the permit over the move, the notice and the intake to the PIP; each step early, late or never."""
    moved = dice.randrange(5, 80)
    registered, benefit = moved + dice.randrange(1, 14), moved + dice.randrange(1, 20)
    notified = max(1, registered + dice.randrange(-15, 40))
    begun = max(notified, registered)
    planned = begun + dice.randrange(40, 95)
    relief = benefit + dice.randrange(10, 60)
    elsewhere = planned + dice.randrange(10, 60)
    happens = [
        (moved, fact("moved_in")),
        (benefit, fact("benefit_applied")),
        (notified, event("duty_notified")),
        *_some(dice, 0.9, (registered, fact("brp_registered", ago=dice.choice((0, 0, 1))))),
        *_some(dice, 0.7, (moved + dice.randrange(3, 140), fact("insured"))),
        *_some(dice, 0.7, (benefit + dice.randrange(5, 40), done("benefit_advance_paid"))),
        *_some(dice, 0.6, (dice.randrange(20, 120), done("family_reunification_applied"))),
        *_some(dice, 0.8, (begun + dice.randrange(5, 75), done("intake_started"))),
        *_some(dice, 0.7, (begun + dice.randrange(20, 80), done("intake_completed"))),
        *_some(dice, 0.6, (begun + dice.randrange(20, 80), done("learnability_tested"))),
        *_some(dice, 0.2, (begun + dice.randrange(40, 80), event("awaited_information_received"))),
        *_some(
            dice,
            0.8,
            (planned, fact("learning_route", dice.choice(["b1", "education", "z"]))),
            (planned, fact("pip_set")),
            *_some(
                dice,
                0.3,
                (elsewhere, fact("moved_municipality")),
                (elsewhere + dice.randrange(40, 100), done("pip_after_move")),
            ),
        ),
        *_some(dice, 0.8, (relief, done("relief_started")), (benefit + dice.randrange(160, 210), done("relief_ended"))),
        *_some(dice, 0.05, (dice.randrange(30, 200), event("departed"))),
    ]  # fmt: skip
    return {"permit_granted": today}, happens


def _on_the_way(today: date, dice: Random) -> Story:
    """In the last year of the term, or about to pass the day until which the route can change."""
    ago = dice.choice((dice.randrange(860, 1090), dice.randrange(430, 540)))
    planned = today - timedelta(days=ago)
    known = {
        "permit_granted": planned - timedelta(days=60),
        "brp_registered": planned - timedelta(days=40),
        "duty_notified": planned - timedelta(days=30),
        "pip_set": planned,
        "learning_route": dice.choice(["b1", "education", "z"]),
    }
    return known, _what_bears_on_a_term(dice, ("extended_no_blame", "extended_effort", "extended_for_all"))


def _under_the_old_act(today: date, dice: Random) -> Story:
    """Under the act of 2013: three years, and longer because of a literacy course."""
    begun = date(2021, 1, 1) + timedelta(days=dice.randrange(365))
    known = {
        "permit_granted": begun,
        "brp_registered": begun + timedelta(days=90),
        "extended_literacy": [f"{begun + timedelta(days=900)}/P{dice.choice((1, 2))}Y"],
    }
    return known, _what_bears_on_a_term(dice, ("extended_no_blame", "extended_literacy"))


def _what_bears_on_a_term(dice: Random, extensions: Sequence[str]) -> list[tuple[int, Act]]:
    left = dice.randrange(5, 150)
    back = dice.randrange(10, 120)
    return [
        *_some(dice, 0.25, (left, away()), (left + back, away(back))),
        *_some(dice, 0.25, (dice.randrange(5, 200), extended(dice.choice(extensions), dice.choice((1, 3, 6))))),
        *_some(dice, 0.2, (dice.randrange(5, 250), fact("fined_exam"))),
        *_some(dice, 0.2, (dice.randrange(5, 250), fact("fined_pvt"))),
        *_some(dice, 0.5, (dice.randrange(5, 200), done("pvt_signed"))),
        *_some(dice, 0.4, (dice.randrange(5, 200), done("map_completed"))),
        *_some(dice, 0.4, (dice.randrange(5, 200), done("knm_passed"))),
        *_some(dice, 0.4, (dice.randrange(5, 200), done("language_reached"))),
        *_some(dice, 0.4, (dice.randrange(5, 120), done("route_reconsidered"))),
        *_some(dice, 0.3, (dice.randrange(60, 250), event("duty_fulfilled"))),
        *_some(dice, 0.1, (dice.randrange(5, 250), event("released_medical"))),
        *_some(dice, 0.05, (dice.randrange(5, 250), event("permit_withdrawn"))),
    ]  # fmt: skip


def told(year: Year) -> Iterator[str]:
    """What was missed, by task, and each term that nobody saw in time."""
    for task, many in sorted(Counter(term.task for term in year.missed).items()):
        yield f"missed: {many:5}  {task}"
    late = year.too_late()
    yield f"{len(year.missed)} terms missed, {len(late)} of them not on a worklist in time"
    for term, gap in late[:SHOWN]:
        yield f"  {term.task} of {term.dossier_id}, last day {term.due}: not on a worklist on {gap}"


def _hired(first: int) -> list[Member]:
    """The member who is there, and colleagues, all of a municipality."""

    import psycopg

    from reisgenoot.access.identity import acting_as
    from reisgenoot.access.models import Member

    with psycopg.connect(os.environ["DATABASE_URL"]) as connection:
        connection.execute("UPDATE access_organisation SET kind = 'municipality'")
        for number in range(1, WORKERS):
            connection.execute(
                "INSERT INTO access_member (user_id, organisation_id, role, name, begins_on)"
                " SELECT user_id, organisation_id, 'guide', %s, begins_on FROM access_member WHERE id = %s",
                [f"Regisseur {number}", first],
            )
    found = Member.objects.select_related("organisation")
    with acting_as(Member(pk=first)):
        return list(found.order_by("id"))


def main(arguments: Iterable[str]) -> int:
    """Exit status 1 if a missed term was not seen in time."""
    given = [int(it) for it in arguments]
    people, seed = (given + [500, 1][len(given) :])[:2]
    from benchmarks.bench_database import own_database

    with own_database():
        from benchmarks.import_database import prepare

        first = prepare()
        from django.utils import timezone

        from reisgenoot.access.identity import acting_as

        def set_today(day: date) -> None:
            timezone.localdate = lambda *_zone: day

        begun = time.monotonic()
        year = live(_hired(first), people, acting_as, set_today, seed=seed)
        print(f"{people} people, seed {seed}: a year in {time.monotonic() - begun:.0f} s")
        print("\n".join(told(year)))
    return 1 if year.too_late() else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
