"""DUO in the demo: notices, and messages that are ready, sent and refused. All invented."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from reisgenoot.access.errors import Refused
from reisgenoot.access.identity import acting_as
from reisgenoot.access.models import Member
from reisgenoot.core.duo import shapes
from reisgenoot.dossiers.models import Dossier
from reisgenoot.duo import actions, queries
from reisgenoot.duo.models import Message
from reisgenoot.duo.queries.known import first_values

TOWN = "Doetinchem"
NOTICES = (("SS102", 40), ("SS199", 6), ("SS137", 21))
"""Event, and how many days ago: one to be compared, one to be looked up, one only noted."""
STATES = ("prepared", "sent", "refused", "sent")
ANSWER = "De datum dagtekening mag niet voor de vestiging van de inburgeraar bij de gemeente liggen."


def fill(members: Mapping[str, Member]) -> None:
    """By the case director of Doetinchem, for whom a PIP was set last."""
    director, today = members["regisseur"], timezone.localdate()
    with acting_as(director):
        told = queries.exported(director, queries.Filters(kind="pip"), today)
        there = set(Dossier.objects.filter(municipality=TOWN).values_list("pk", flat=True))
        states = iter(STATES)
        dossiers = [it for it in told if it.dossier_id in there]
        for row, (code, days) in zip(dossiers, NOTICES, strict=False):
            received = max(today - timedelta(days=days), (row.on or today))
            actions.record_notice(director, row.dossier_id, code, received_on=received)
        state = next(states)
        for row in dossiers:
            if _told(director, row.dossier_id, state, today):
                state = next(states, "")
                if not state:
                    return


def _told(director: Member, dossier_id: int, state: str, today: date) -> bool:
    """The PIP, if DUO's rules are met by what the dossier says."""
    known = queries.known_of(dossier_id, today)
    values: dict[str, Any] = {
        name: value.isoformat() if isinstance(value, date) else value
        for name, value in first_values(shapes()["pip"], known, known.pip_on).items()
    }
    try:
        made = actions.prepare(director, dossier_id, "pip", values)
    except Refused:
        return False
    sent = max(known.pip_on or today, today - timedelta(days=9))
    if state != Message.State.PREPARED:
        made = actions.step(director, dossier_id, made.pk, "sent", on=sent, seen=made.changes)
    if state == Message.State.REFUSED:
        answer = {"on": max(sent, today - timedelta(days=7)), "answer": ANSWER}
        actions.step(director, dossier_id, made.pk, "refused", seen=made.changes, **answer)  # type: ignore[arg-type]
    return True
