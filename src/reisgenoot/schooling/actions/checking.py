"""What can't be, by kind of row; articles are in `law.yaml`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _

from reisgenoot.access.errors import Text
from reisgenoot.access.models import Member

from ..clock import in_hours
from ..examining import RELEASED_MOST
from ..law import norms
from ..models import (
    Attempt,
    Closing,
    Dispensation,
    Examined,
    Portfolio,
    Theme,
)
from ..participation import themes_lacking
from ..progress import COUNTED
from .settling import Situation, followed

Problems = dict[str, Text]
EARLIEST = date(2007, 1, 1)
"""Before it there was no act on civic integration: an older day is a slip."""
LONGEST = timedelta(days=366 * 5)
"""How far ahead a day can lie that is still to come."""


def _past(field: str, on: date, today: date) -> Problems:
    if on > today:
        return {field: _("That day is still to come.")}
    return {field: _("That is before the act.")} if on < EARLIEST else {}


def _attempt(it: Any, about: Situation, member: Member, today: date) -> Problems:
    if it.part == Examined.KNM and it.level:
        return {"level": _("KNM has no level.")}
    if it.part != Examined.KNM and not it.level:
        return {"level": _("Choose the level of the exam.")}
    if it.result == Attempt.Result.REGISTERED:
        return {"on": _("That is too far ahead.")} if it.on > today + LONGEST else {}
    return _past("on", it.on, today)


def _dispensation(it: Any, about: Situation, member: Member, today: date) -> Problems:
    if wrong := _past("on", it.on, today):
        return wrong
    if it.ground == Dispensation.Ground.LOWERED:
        if it.part == Examined.KNM:
            return {"part": _("KNM has no level.")}
        if about.route != "b1":
            return {"ground": _("Only in the B1 route the exam can be taken at A2 (article 17(3)).")}
    if it.ground == Dispensation.Ground.RELEASED and it.part != Examined.KNM:
        others = Dispensation.objects.filter(
            dossier_id=it.dossier_id, ground=it.ground, mistaken=False
        ).exclude(pk=it.pk)
        if others.exclude(part=Examined.KNM).exclude(part=it.part).count() >= RELEASED_MOST:
            told = _("Release is from three of the four language parts at most (besluit, article 2.7(3)).")
            return {"part": told}
    return {}


def _dated(it: Any, about: Situation, member: Member, today: date) -> Problems:
    return _past("on", it.on, today)


def _theme(it: Any, about: Situation, member: Member, today: date) -> Problems:
    return _past("done_on", it.done_on, today) if it.done_on else {}


def _practice(it: Any, about: Situation, member: Member, today: date) -> Problems:
    if wrong := _past("since", it.since, today):
        return wrong
    if it.until is not None and it.until < it.since:
        return {"until": _("That is before it started.")}
    return {}


def _session(it: Any, about: Situation, member: Member, today: date) -> Problems:
    if it.minutes > 24 * 60:
        return {"minutes": _("That is more than a day has.")}
    return _past("on", it.on, today)


def _closing(it: Any, about: Situation, member: Member, today: date) -> Problems:
    if wrong := _past("on", it.on, today):
        return wrong
    if it.outcome == Closing.Outcome.REFUSED and it.kind != Closing.Kind.SIGNING:
        return {"outcome": _("A talk is not refused; choose that they did not come.")}
    if it.kind == Closing.Kind.Z and about.route != "z":
        return {"kind": _("This talk belongs to the self-reliance route.")}
    if it.kind == Closing.Kind.MAP and about.route == "education":
        return {"kind": _("In the education route there is no MAP.")}
    if it.kind == Closing.Kind.Z and member.organisation.kind != "municipality":
        return {"kind": _("The municipality holds this talk itself (besluit, article 3.14(4)).")}
    if it.outcome != Closing.Outcome.DONE:
        return {}
    if it.kind == Closing.Kind.MAP:
        return _map(it)
    return _z(it, about) if it.kind == Closing.Kind.Z else {}


def _map(it: Any) -> Problems:
    lacking = themes_lacking(Portfolio.objects.filter(dossier_id=it.dossier_id, mistaken=False))
    if not lacking:
        return {}
    names = ", ".join(str(Theme(theme).label) for theme in lacking)
    return {"outcome": _("These themes are not done yet: %(themes)s.") % {"themes": names}}


def _z(it: Any, about: Situation) -> Problems:
    if it.note.strip():
        return {}
    for part, norm in norms("z", about.asylum).items():
        short = norm.minutes - followed(it.dossier_id, *COUNTED[part])
        if part in ("lessons", "participation") and short > 0:
            told = _("There are %(hours)s hours too few. If there is a reason, write it here.")
            return {"note": told % {"hours": in_hours(short)}}
    return {}


def _agreement(it: Any, about: Situation, member: Member, today: date) -> Problems:
    if it.due_on < it.talk.on:
        return {"due_on": _("That is before the talk.")}
    if it.due_on > today + LONGEST:
        return {"due_on": _("That is too far ahead.")}
    return _past("done_on", it.done_on, today) if it.done_on else {}


CHECKS: Mapping[str, Callable[[Any, Situation, Member, date], Problems]] = {
    "attempt": _attempt,
    "dispensation": _dispensation,
    "level": _dated,
    "theme": _theme,
    "practice": _practice,
    "session": _session,
    "final": _closing,
    "talk": _dated,
    "agreement": _agreement,
}
