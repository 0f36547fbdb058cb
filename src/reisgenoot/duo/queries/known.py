"""What is known of somebody, as DUO's rules ask for it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _

from reisgenoot.access.errors import NotFound
from reisgenoot.core.duo import ROUTES, Known, Shape
from reisgenoot.dossiers import planning

from ..models import Message

MOVED, PIP, PIP_AFTER_MOVE = "moved_municipality", "pip_set", "pip_after_move"
WITHIN_TERM = ("duty_fulfilled", "pvt_signed", "map_completed", "language_reached", "self_reliance_talk")
"""Tasks whose last day is that of the term."""


def known_of(dossier_id: int, today: date) -> Known:
    """Two SQL statements. Raises NotFound."""
    gathered = planning.gather([dossier_id], today).get(dossier_id)
    if gathered is None:
        raise NotFound(_("There is no such dossier, or you have no access to it."))
    sent = Message.objects.filter(dossier_id=dossier_id, state=Message.State.SENT, about_on__isnull=False)
    return known_from(gathered, list(sent), today)


def known_from(gathered: planning.Known, sent: list[Message], today: date) -> Known:
    """The same of what was read already: the facts, and the messages with a date that were sent."""
    facts = gathered.facts
    moved, pip, again = _day(facts, MOVED), _day(facts, PIP), _day(facts, PIP_AFTER_MOVE)
    elsewhere = bool(moved and pip and pip < moved)
    pips = [it.about_on for it in sent if it.kind == "pip" and it.about_on]
    settled = [it for it in (_day(facts, "brp_registered"), moved) if it]
    return Known(
        today=today,
        duty_started=_day(facts, "duty_started"),
        settled_on=max(settled, default=None),
        asylum=asylum(facts),
        route=str(facts.get("learning_route") or ""),
        pip_on=again if elsewhere else pip,
        term_start=pip + timedelta(days=1) if pip else None,
        sent_pips=tuple([*pips, pip] if elsewhere and pip else pips),
        elsewhere=elsewhere,
        term_end=_term_end(gathered, today) if pip else None,
        map_on=_day(facts, "map_completed"),
        pvt_on=_day(facts, "pvt_signed"),
        z_on=_day(facts, "self_reliance_talk"),
        fulfilled=_day(facts, "duty_fulfilled") is not None,
        sent=frozenset(it.kind for it in sent),
    )


def asylum(facts: Mapping[str, Any]) -> bool | None:
    """Whether DUO counts somebody as an asylum migrant: by the permit, or that of whom they joined."""
    match facts.get("permit_kind"):
        case "asylum":
            return True
        case "family":
            sponsor = facts.get("protected_sponsor")
            return sponsor if isinstance(sponsor, bool) else None
        case "regular":
            return False
    return None


def due_on(shape: Shape, known: Known, facts: Mapping[str, Any]) -> date | None:
    """The day of the fact of which this kind of message tells; None if there is nothing to tell."""
    if shape.kind == "pip":
        return known.pip_on
    on = _day(facts, shape.fact) if shape.fact else None
    moved = _day(facts, MOVED)
    if on is None or (moved and on < moved) or (shape.for_asylum and not known.asylum):
        return None
    return on


def first_values(shape: Shape, known: Known, on: date | None) -> dict[str, Any]:
    """What the dossier fills in of a message, by DUO's names."""
    values: dict[str, Any] = {shape.date: on} if shape.date and on else {}
    if shape.kind == "pip" and known.route in ROUTES:
        values["leerroute"] = ROUTES[known.route]
    if shape.kind == "offer" and on:
        values["verwachteStartdatumOpleiding"] = on
    return values


def _term_end(gathered: planning.Known, today: date) -> date | None:
    plan = planning.make_plan(gathered, today)
    ends = [it.due for it in plan.tasks if it.id in WITHIN_TERM and it.due]
    return max(ends, default=None)


def _day(facts: Mapping[str, Any], key: str) -> date | None:
    value = facts.get(key)
    return date.fromisoformat(value) if isinstance(value, str) else None
