"""Exams, MAP, PVT and progress talks of those whose route started in Doetinchem. All invented."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from reisgenoot.access.errors import Refused
from reisgenoot.access.models import Member
from reisgenoot.schooling import actions
from reisgenoot.schooling.models import Skill, Theme

SKILLS = tuple(Skill.values)
CONTENT = (
    "Beroepentest gemaakt; drie beroepen gekozen om te bekijken",
    "Verslag: wat een werkgever van mij verwacht",
    "Interview met een bakker over zijn werkdag",
    "Vacatures in de Achterhoek bekeken met de jobcoach",
    "Certificaat heftruck aangevraagd",
    "Vijf mensen gesproken op de banenmarkt",
    "Cv en brief geschreven",
    "Verslag van de meeloopdag",
)


def follow(town: Member, begun: Sequence[tuple[int, date | None]], route: str, today: date) -> None:
    """Each a little further than the next: results, levels, portfolio, meetings and talks."""
    for place, (dossier_id, on) in enumerate(begun):
        if on is None or on > today - timedelta(days=10):
            continue
        _levels(town, dossier_id, on, today, place)
        if route == "b1":
            _exams(town, dossier_id, today, place)
        if route != "education":
            _map(town, dossier_id, today, place)
        _pvt(town, dossier_id, today, place)
        _talk(town, dossier_id, today, place)


def _write(town: Member, dossier_id: int, kind: str, /, **values: Any) -> None:
    try:
        actions.write_entry(town, dossier_id, kind, values)
    except Refused:  # the person's route differs by now
        return


def _levels(town: Member, dossier_id: int, on: date, today: date, place: int) -> None:
    for number, skill in enumerate(SKILLS):
        grown = ("A0", "A1", "A2") if (number + place) % 3 else ("A0", "A0", "A1")
        half = on + (today - on) / 2
        for day, level, how in (
            (on, grown[0], "intake"),
            (half, grown[1], "school"),
            (today, grown[2], "school"),
        ):
            _write(town, dossier_id, "level", skill=skill, level=level, on=day, how=how)


def _exams(town: Member, dossier_id: int, today: date, place: int) -> None:
    if place == 1:
        return
    past = timedelta(days=40)
    _write(town, dossier_id, "attempt", part="reading", level="B1", on=today - past, result="failed")
    again = today + timedelta(days=24)
    note = "Tweede poging, Zwolle"
    _write(town, dossier_id, "attempt", part="reading", level="B1", on=again, result="registered", note=note)
    knm = "passed" if place % 2 == 0 else "awaiting"
    _write(town, dossier_id, "attempt", part="knm", level="", on=today - past / 2, result=knm)
    if place == 2:
        decided = today - timedelta(days=100)
        _write(
            town,
            dossier_id,
            "dispensation",
            part="speaking",
            ground="exempt",
            on=decided,
            note="Diploma mbo 2",
        )


def _map(town: Member, dossier_id: int, today: date, place: int) -> None:
    for number, (theme, content) in enumerate(zip(Theme.values, CONTENT, strict=True)):
        if number < 8 - 2 * place:
            done = today - timedelta(days=80 - 9 * number) if number < 7 - 2 * place or place == 0 else None
            _write(town, dossier_id, "theme", theme=theme, content=content, done_on=done)
    since = today - timedelta(days=60)
    kind, where = (
        ("employer", "Bakkerij Voorbeeld") if place % 2 == 0 else ("volunteering", "Buurthuis Voorbeeld")
    )
    _write(town, dossier_id, "practice", place=where, kind=kind, since=since, minutes=(40 - 8 * place) * 60)
    if place == 0:
        _write(town, dossier_id, "final", kind="map", on=today - timedelta(days=6), outcome="done", note="")


def _pvt(town: Member, dossier_id: int, today: date, place: int) -> None:
    for number in range(3):
        attendance = "excused" if place == 2 and number == 1 else "there"
        on = today - timedelta(days=75 - 7 * number)
        _write(
            town, dossier_id, "session", on=on, minutes=240, core_values=number == 1, attendance=attendance
        )
    on = today - timedelta(days=50)
    if place == 3:
        _write(
            town, dossier_id, "final", kind="signing", on=on, outcome="refused", note="Wil eerst meer uitleg"
        )
    elif place < 2:
        _write(town, dossier_id, "final", kind="signing", on=on, outcome="done", note="")


def _talk(town: Member, dossier_id: int, today: date, place: int) -> None:
    if place == 1:
        return
    said = ("Ik wil sneller naar een opleiding.", "", "De les gaat te snel, thuis is het druk.")[place % 3]
    about: Mapping[str, Any] = {
        "on": today - timedelta(days=35),
        "course": ("ahead", "on_course", "behind")[place % 3],
        "said": said,
        "report": "Gesproken over de lessen, het oefenen thuis en de stage.",
    }
    agreed = [
        {"what": "Taalmaatje zoeken voor spreken", "who": "guide", "due_on": today + timedelta(days=12)},
        {
            "what": "Elke week een verslag naar de docent",
            "who": "newcomer",
            "due_on": today - timedelta(days=3),
        },
    ]
    actions.hold_talk(town, dossier_id, about, agreed)
