"""Whether DUO would take a message: its shape, and the conditions of ``rules.yaml``, by what is known of somebody."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, TypeAlias

import yaml

from reisgenoot.core.trajectory.terms import add_months

from .shapes import Failure, Shape, shapes

ROUTES = {"b1": "B", "education": "O", "z": "Z"}
"""DUO's code of each learning route."""
Values: TypeAlias = Mapping[str, Any]
Broken: TypeAlias = bool | None
"""Whether a rule is broken; None: too little is known to say."""


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of somebody. None: not known, or not so yet.

    ``settled_on``: registered in the municipality that sends. ``pip_on``: date of its own PIP; ``sent_pips``: those
    that DUO has of anybody. ``elsewhere``: another municipality set a PIP. ``term_start``, ``term_end``: the first and
    last day of the term, extensions included. ``sent``: the kinds of message with a date that were sent.
    """

    today: date
    duty_started: date | None = None
    settled_on: date | None = None
    asylum: bool | None = None
    route: str = ""
    pip_on: date | None = None
    term_start: date | None = None
    sent_pips: tuple[date, ...] = ()
    elsewhere: bool = False
    term_end: date | None = None
    map_on: date | None = None
    pvt_on: date | None = None
    z_on: date | None = None
    fulfilled: bool = False
    sent: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Verdict:
    """What DUO would refuse, and which rules could not be checked."""

    failures: tuple[Failure, ...]
    unknown: tuple[Failure, ...]

    @property
    def fits(self) -> bool:
        """Whether nothing is known against it."""
        return not self.failures


def judge(kind: str, values: Values, known: Known) -> Verdict:
    """Check a message: ``values`` by the names of DUO, empty ones left out. Rules only once the shape is right."""
    shape = shapes()[kind]
    if wrong := shape.failures(values):
        return Verdict(tuple(wrong), ())
    failures, unknown = [], []
    for rule, broken in RULES[kind](shape, values, known):
        if broken is None:
            unknown.append(_told(rule, shape))
        elif broken:
            failures.append(_told(rule, shape))
    return Verdict(tuple(failures), tuple(unknown))


def _day(values: Values, name: str) -> date | None:
    return date.fromisoformat(values[name]) if name in values else None


def _before(day: date | None, limit: date | None) -> Broken:
    """Whether a day that was given lies before a limit that may not be known."""
    return False if day is None else None if limit is None else day < limit


def _pip(_shape: Shape, values: Values, known: Known) -> Iterator[tuple[str, Broken]]:
    on, route, level = _day(values, "dagtekeningPip"), values["leerroute"], values.get("niveau")
    yield "pip-duty", _before(on, known.duty_started)
    yield "pip-earlier", bool(known.sent_pips) and _before(on, max(known.sent_pips, default=None))
    yield "pip-settled", _before(on, known.settled_on)
    yield "pip-a2-education", (level, route) == ("A2", "O")
    yield "pip-b1-z", (level, route) == ("B1", "Z")
    yield "pip-a2-first", (level, route) == ("A2", "B") and not known.sent_pips and not known.elsewhere
    hours = "geschatteIntensiteitB1Route" in values
    yield (
        "pip-intensity",
        hours and (True if route != "B" else None if known.asylum is None else not known.asylum),
    )


def _offer(_shape: Shape, values: Values, known: Known) -> Iterator[tuple[str, Broken]]:
    on = _day(values, "datumInburgeringsaanbod")
    start, end = _day(values, "verwachteStartdatumOpleiding"), _day(values, "verwachteEinddatumOpleiding")
    yield "offer-asylum", None if known.asylum is None else not known.asylum
    yield "offer-pip", known.pip_on is None
    if known.pip_on:
        yield "offer-before-pip", _before(on, known.pip_on)
        yield "offer-start-in-term", _outside(start, known)
        yield "offer-end-in-term", _outside(end, known)
    yield "offer-start", bool(start and on and start < on)
    yield "offer-end", bool(start and end and end < start)


def _outside(day: date | None, known: Known) -> Broken:
    early, late = _before(day, known.term_start), day is not None and _before(known.term_end, day)
    if early or (day is not None and known.term_end and late):
        return True
    return None if day is not None and known.term_end is None else False


def _participation(_shape: Shape, _values: Values, known: Known) -> Iterator[tuple[str, Broken]]:
    other_route = None if not known.route else known.route != "z"
    yield (
        "hours-z",
        True if known.asylum is False or other_route else None if known.asylum is None else other_route,
    )


def _result(shape: Shape, values: Values, known: Known) -> Iterator[tuple[str, Broken]]:
    """MAP and PVT have the same conditions, in the same words."""
    on, blame = _day(values, shape.date), values.get("verwijtbaar")
    yield "result-pip", known.pip_on is None
    yield "result-fulfilled-z", known.fulfilled and known.route == "z"
    if on is None:
        yield "result-before-sent", blame is None and shape.kind not in known.sent
        yield "result-empty-z", known.z_on is not None
    if known.pip_on is None:
        return  # without a PIP there is no term
    yield "result-before-term", _before(on, known.term_start)
    yield "result-after-z", bool(on and known.z_on and on > known.z_on)
    yield "result-future", bool(on and on > known.today)
    counted, end = on or known.today, known.term_end
    exceeded = None if end is None else counted > end
    yield "result-late", exceeded if blame is None else False
    if blame is not None:
        yield "result-blame-in-time", _before(on, end)
    if blame == "Nee":
        yield "result-no-blame", None if end is None else not _months(end, -2) <= counted <= _months(end, 2)
    if blame == "Ja":
        yield "result-blame", None if exceeded is None else not exceeded


def _z_route(_shape: Shape, values: Values, known: Known) -> Iterator[tuple[str, Broken]]:
    on = _day(values, "datumAfrondingZroute")
    yield "z-route", None if not known.route else known.route != "z"
    yield "z-before", any(bool(on and it and on < it) for it in (known.map_on, known.pvt_on))


def _none(_shape: Shape, _values: Values, _known: Known) -> Iterator[tuple[str, Broken]]:
    return iter(())


RULES: Mapping[str, Callable[[Shape, Values, Known], Iterator[tuple[str, Broken]]]] = {
    "pip": _pip,
    "offer": _offer,
    "hours_lessons": _none,
    "hours_participation": _participation,
    "hours_intake": _none,
    "pvt": _result,
    "map": _result,
    "zroute": _z_route,
}
"""By kind of message: the rules that are looked at, and whether each is broken."""


def _months(day: date, months: int) -> date:
    return date.fromordinal(add_months(day.toordinal(), months))


@cache
def rules() -> Mapping[str, tuple[str, Mapping[str, Any]]]:
    """Each rule by its name: the heading under which it stands, and what is said of it."""
    read = yaml.safe_load(Path(__file__).with_name("rules.yaml").read_text("utf-8"))
    return {name: (heading, it) for heading, under in read.items() for name, it in under.items()}


def _told(rule: str, shape: Shape) -> Failure:
    heading, it = rules()[rule]
    place = heading if heading.startswith(shape.file) else f"README, {heading}"
    beside = it["field"].format(date=shape.date)
    return Failure(beside, place, {"nl": it["nl"], "en": it["en"]}, bool(it.get("reading")))
