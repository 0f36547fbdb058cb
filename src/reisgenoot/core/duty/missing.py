"""What is not known and could change the answer: found by asking again with a few values for it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from .answer import Answer, duty

YEAR = 365
LONG_AGO, UNDER_2013 = date(1995, 1, 1).isoformat(), date(2020, 6, 1).isoformat()


def missing(facts: Mapping[str, object], on: date) -> tuple[str, ...]:
    """The facts that everybody has a value for, which are not recorded and matter to this answer; most telling first.

    Not those that few have, such as a diploma that exempts: as long as nobody records one, there is none.
    """
    now = _told(duty(facts, on))
    return tuple(
        key
        for key, values in _tries(facts, on).items()
        if facts.get(key) is None and any(_told(duty({**facts, key: it}, on)) != now for it in values)
    )


def _tries(facts: Mapping[str, object], on: date) -> dict[str, tuple[object, ...]]:
    """By fact, values that it could have: nobody lives here before arriving, or has the duty before a permit."""

    def born(years: int) -> str:
        return date.fromordinal(on.toordinal() - years * YEAR - years // 4).isoformat()

    return {
        "permit_granted": (on.isoformat(), UNDER_2013),
        "born": (born(10), born(17), born(40), born(75)),
        "permit_kind": ("asylum", "family", "regular"),
        "protected_sponsor": (True,),
        "nationality": ("NL", "PL", "TR", "SY"),
        "resident_since": (facts.get("arrived") or LONG_AGO,),
        "duty_started": (facts.get("permit_granted") or UNDER_2013,),
    }


def _told(answer: Answer) -> tuple[str, str | None, str | None]:
    """What somebody would do otherwise: the day on which it began is no other answer."""
    return answer.standing, answer.law, answer.kind
