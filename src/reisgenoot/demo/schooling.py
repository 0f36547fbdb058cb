"""Courses that Doetinchem bought in the demo, who follows them, who waits, and their hours. All invented."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, TypeAlias

from django.utils import timezone

from reisgenoot.access.errors import Refused
from reisgenoot.access.identity import acting_as
from reisgenoot.access.models import Member
from reisgenoot.dossiers.models import Dossier, Fact
from reisgenoot.schooling import actions
from reisgenoot.schooling.models import Part, Start, Supplier
from reisgenoot.schooling.progress import after

from . import exams

Learners: TypeAlias = Mapping[str, Sequence[tuple[int, date | None]]]
"""By route: the dossier, and the day on which the route started."""
Starts: TypeAlias = Mapping[str, Sequence[Start]]
"""By the name of the course."""
TOWN = "Doetinchem"
BIG, SMALL, COLLEGE = (
    "Taalhuis De Brug (voorbeeld)",
    "Leerkracht Achterhoek (voorbeeld)",
    "Voorbeeldcollege (demo)",
)
SUPPLIERS: tuple[dict[str, Any], ...] = (
    {"name": BIG, "contact": "Tessa Taaldocent", "phone": "0314 000 001", "mark": Supplier.Mark.BLIK_OP_WERK},
    {"name": SMALL, "contact": "Leo Leerkracht", "phone": "0314 000 002", "mark": Supplier.Mark.EQUIVALENT},
    {"name": COLLEGE, "contact": "Mo Mentor", "phone": "0314 000 003", "mark": Supplier.Mark.DIPLOMA},
)
_DAY: dict[str, Any] = {"part": Part.LESSONS, "place": TOWN, "languages": [], "total_minutes": None}
COURSES: tuple[tuple[str, dict[str, Any], tuple[tuple[int, int], ...]], ...] = (
    (
        BIG,
        _DAY
        | {"name": "B1 overdag", "route": "b1", "level": "B1", "languages": ["ar", "ti"]}
        | {"price": Decimal("8250.00"), "week_minutes": 900, "total_minutes": 36_000},
        ((-200, 18), (12, 16), (75, 16)),
    ),
    (
        BIG,
        _DAY
        | {"name": "B1 avond", "route": "b1", "level": "B1", "place": "Terborg"}
        | {"price": Decimal("6100.00"), "week_minutes": 480},
        ((20, 12),),
    ),
    (
        BIG,
        _DAY
        | {"name": "Z-route, kleine groep", "route": "z", "level": "A1", "languages": ["ti", "ar", "fa"]}
        | {"price": Decimal("9400.00"), "week_minutes": 720, "total_minutes": 48_000},
        ((-230, 14), (9, 1)),
    ),
    (
        SMALL,
        _DAY
        | {"name": "Meedoen in de buurt", "part": Part.PARTICIPATION, "route": "z", "level": ""}
        | {"price": Decimal("2750.00"), "week_minutes": 480, "total_minutes": 48_000},
        ((-150, 20), (30, 20)),
    ),
    (
        SMALL,
        _DAY
        | {"name": "MAP met stage", "part": Part.MAP, "route": "", "level": ""}
        | {"price": Decimal("950.00"), "week_minutes": 240, "total_minutes": 3_840},
        ((40, 15),),
    ),
    (
        SMALL,
        _DAY
        | {"name": "Participatieverklaring", "part": Part.PVT, "route": "", "level": ""}
        | {"price": Decimal("420.00"), "week_minutes": 240, "total_minutes": 720},
        ((16, 25),),
    ),
    (
        COLLEGE,
        _DAY
        | {"name": "Taalschakeltraject mbo", "route": "education", "level": "B2"}
        | {"price": Decimal("11800.00"), "week_minutes": 1_200, "total_minutes": 90_000},
        ((-190, 20), (80, 20)),
    ),
)


def fill(members: Mapping[str, Member]) -> None:
    """As the case director of Doetinchem; who is enrolled follows from routes and dates of the demo's people."""
    town, today = members["regisseur"], timezone.localdate()
    with acting_as(town):
        starts = _bought(town, today)
        learners = _learners()
        _followed(town, learners, starts, today)
        _to_start(town, learners, starts)
        _from_a_file(town, learners, starts, today)
        for route, begun in learners.items():
            exams.follow(town, [it for it in begun if it[1] is not None][:6], route, today)


def _bought(town: Member, today: date) -> dict[str, list[Start]]:
    """The catalogue; the starts by name of the course."""
    made = {
        about["name"]: actions.save_supplier(
            town, about | {"mark_until": today + timedelta(days=200 + 240 * place)}
        )
        for place, about in enumerate(SUPPLIERS)
    }
    starts: dict[str, list[Start]] = {}
    for supplier, about, when in COURSES:
        course = actions.save_course(town, made[supplier].pk, about)
        starts[about["name"]] = [
            actions.save_start(town, course.pk, on=today + timedelta(days=days), places=places)
            for days, places in when
        ]
    return starts


def _learners() -> dict[str, list[tuple[int, date | None]]]:
    """Whose PIP is set, by route: the dossier, and the day on which the route started. Three SQL statements."""
    standing = Fact.objects.filter(superseded_by__isnull=True, value__isnull=False)
    there = set(
        Dossier.objects.filter(municipality=TOWN, closed_on__isnull=True).values_list("pk", flat=True)
    )
    with_pip = set(standing.filter(key="pip_set", dossier_id__in=there).values_list("dossier_id", flat=True))
    facts = standing.filter(dossier_id__in=with_pip, key__in=("learning_route", "route_started"))
    route, started = dict[int, str](), dict[int, date | None]()
    for it in facts.order_by("pk"):
        if it.key == "learning_route":
            route[it.dossier_id] = str(it.value)
        else:
            started[it.dossier_id] = it.happened_on
    found: dict[str, list[tuple[int, date | None]]] = {"b1": [], "z": [], "education": []}
    for dossier_id in sorted(route):
        found[route[dossier_id]].append((dossier_id, started.get(dossier_id)))
    return found


def _followed(
    town: Member,
    learners: Mapping[str, Sequence[tuple[int, date | None]]],
    starts: Mapping[str, list[Start]],
    today: date,
) -> None:
    """Whose route started: in a course, with hours of the last months by hand."""
    for route, name in (
        ("b1", "B1 overdag"),
        ("z", "Z-route, kleine groep"),
        ("education", "Taalschakeltraject mbo"),
    ):
        begun = [(key, on) for key, on in learners[route] if on is not None][:6]
        for place, (dossier_id, on) in enumerate(begun):
            it = _enrolled(town, dossier_id, starts[name][0])
            if it is None or on is None:
                continue
            actions.begin(town, dossier_id, it.pk, on=max(on, starts[name][0].on))
            _hours(town, dossier_id, starts[name][0], today, pace=100 - 12 * (place % 5))
            if place == 3:
                actions.finish(town, dossier_id, it.pk, on=today, end="completed")
            if place == 5:
                actions.finish(
                    town, dossier_id, it.pk, on=today, end="dropped_out", reason="Werkt nu voltijds"
                )
            if route == "z" and place < 3:
                other = _enrolled(town, dossier_id, starts["Meedoen in de buurt"][0])
                if other is not None:
                    actions.begin(town, dossier_id, other.pk, on=starts["Meedoen in de buurt"][0].on)
                    _hours(town, dossier_id, starts["Meedoen in de buurt"][0], today, pace=70)


def _enrolled(town: Member, dossier_id: int, start: Start, *, wait: bool = False) -> Any:
    try:
        return actions.enrol(town, dossier_id, start.pk, wait=wait)
    except Refused:  # full, or of another route by now
        return None


def _hours(town: Member, dossier_id: int, start: Start, today: date, *, pace: int) -> None:
    """Six months until last month; ``pace``: percent of what was offered that was followed."""
    month = after(max(start.on, today - timedelta(days=190)).replace(day=1))
    offered = start.course.week_minutes * 4
    while after(month) <= today:
        followed = offered * pace // 100 // 15 * 15
        missed = offered - followed
        given = actions.Given(
            start.course.part, month, followed, offered, excused=missed // 2, unexcused=missed - missed // 2
        )
        actions.write_hours(town, dossier_id, given, supplier_id=start.course.supplier_id)
        month = after(month)


def _to_start(town: Member, learners: Learners, starts: Starts) -> None:
    """Who has not started: offered a place, or in the line for one; the small group is full at once."""
    for route, name, at in (("z", "Z-route, kleine groep", 1), ("b1", "B1 overdag", 1)):
        waiting = [key for key, on in learners[route] if on is None]
        spare = [key for key, on in learners[route] if on is not None][6:]
        for dossier_id in (waiting + spare)[:5]:
            if _enrolled(town, dossier_id, starts[name][at]) is None:
                _enrolled(town, dossier_id, starts[name][at], wait=True)


def _from_a_file(
    town: Member,
    learners: Mapping[str, Sequence[tuple[int, date | None]]],
    starts: Mapping[str, list[Start]],
    today: date,
) -> None:
    """This month's hours from a file of the school, of which one row is held back."""
    start = starts["B1 overdag"][0]
    names = dict(
        Dossier.objects.filter(pk__in=[key for key, _on in learners["b1"]]).values_list("pk", "name")
    )
    born = dict(Dossier.objects.filter(pk__in=names).values_list("pk", "person__born"))
    rows = ["Naam;Geboortedatum;Maand;Onderdeel;Aangeboden;Gevolgd;Afwezig met reden;Afwezig zonder reden"]
    for dossier_id, on in learners["b1"][:6]:
        if on is not None and born[dossier_id] is not None:
            rows.append(f"{names[dossier_id]};{born[dossier_id]};{today:%Y-%m};les;40;36,5;2;1,5")
    rows.append(f"Onbekende Cursist;1990-01-01;{today:%Y-%m};les;40;38;2;0")
    made = actions.prepare(
        town, start.course.supplier_id, file_name="uren-de-brug.csv", content="\n".join(rows).encode()
    )
    actions.save(town, made.pk)
