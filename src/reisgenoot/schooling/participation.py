"""How far MAP and the PVT are, of the rows that count. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from .models import Closing, Portfolio, Session, Theme

PRACTICE = 40 * 60
"""Minutes of MAP in practice: not confirmed (`law.yaml`)."""
PVT = 12 * 60
"""Minutes of the PVT at least: besluit 3.1 lid 3."""


def closed_on(closings: Iterable[Closing], kind: str) -> date | None:
    """The day on which something was completed or signed."""
    done = (it.on for it in closings if it.kind == kind and it.outcome == Closing.Outcome.DONE)
    return min(done, default=None)


def themes_lacking(portfolio: Iterable[Portfolio]) -> list[str]:
    """The themes that are not done, in the order of the decree."""
    done = {it.theme for it in portfolio if it.done_on is not None}
    return [theme for theme in Theme.values if theme not in done]


@dataclass(frozen=True, slots=True)
class Pvt:
    """``minutes``: attended; ``completed_on``: the day since which all of it is there."""

    minutes: int
    core_values_on: date | None
    signed_on: date | None
    refused: bool
    completed_on: date | None

    @property
    def short(self) -> int:
        """Minutes that are lacking."""
        return max(0, PVT - self.minutes)


def pvt(
    sessions: Iterable[Session], closings: Iterable[Closing], by_month: int, *, only_sign: bool = False
) -> Pvt:
    """The PVT. ``by_month``: minutes followed as written by month.

    Meetings and hours by month often tell of the same hours, so whichever is more counts, not their sum. ``only_sign``:
    the 2013 act, of which the hours were not read.
    """
    there = sorted((it for it in sessions if it.attendance == Session.Attendance.THERE), key=lambda it: it.on)
    signings = [it for it in closings if it.kind == Closing.Kind.SIGNING]
    minutes = max(sum(it.minutes for it in there), by_month)
    core = min((it.on for it in there if it.core_values), default=None)
    signed = closed_on(signings, Closing.Kind.SIGNING)
    days: list[date | None] = [signed] if only_sign else [signed, core, _reached(there, minutes, signed)]
    known = [on for on in days if on is not None]
    latest = max(signings, key=lambda it: (it.on, it.changed_at), default=None)
    return Pvt(
        minutes=minutes,
        core_values_on=core,
        signed_on=signed,
        refused=signed is None and latest is not None and latest.outcome == Closing.Outcome.REFUSED,
        completed_on=max(known) if len(known) == len(days) else None,
    )


def _reached(there: list[Session], minutes: int, signed: date | None) -> date | None:
    """The day on which the hours were there; that of signing if only hours by month say so."""
    so_far = 0
    for it in there:
        so_far += it.minutes
        if so_far >= PVT:
            return it.on
    return signed if minutes >= PVT else None


def in_themes(portfolio: Iterable[Portfolio]) -> list[tuple[str, str, Portfolio | None]]:
    """Each theme, its name, and what is in the portfolio on it."""
    found: Mapping[str, Portfolio] = {it.theme: it for it in portfolio}
    return [(value, str(label), found.get(value)) for value, label in Theme.choices]
