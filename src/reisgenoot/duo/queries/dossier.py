"""DUO in one dossier: its notices, which messages are due, and one message."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from reisgenoot.access.errors import NotFound
from reisgenoot.access.models import Member
from reisgenoot.access.roles import require_municipal
from reisgenoot.core.duo import Known, Shape, Verdict, judge, shapes
from reisgenoot.dossiers import planning
from reisgenoot.dossiers.queries.granted import rights

from ..models import Message, Notice
from .known import due_on, known_from, known_of

RESTS_ON = ("legal", "work_education", "route")
"""Categories of what DUO's rules ask: whoever may not read these can't be told what DUO would refuse."""


@dataclass(frozen=True, slots=True)
class DuoShown:
    """The page. ``due``: kinds of message with the day of what they tell; ``known``: what DUO's rules are held against.

    ``due_days``: the same days, also of what was told already.
    """

    notices: tuple[Notice, ...]
    messages: tuple[Message, ...]
    due: tuple[tuple[Shape, date], ...]
    known: Known
    due_days: dict[str, date]
    other_act: bool
    may_record: bool


@dataclass(frozen=True, slots=True)
class MessageShown:
    """One message; ``verdict``: what DUO's rules say of it by what is known now, while it was not sent."""

    it: Message
    json: str
    verdict: Verdict | None
    may_change: bool


def duo_shown(member: Member, dossier_id: int, today: date) -> DuoShown:
    """Four SQL statements. Raises NotAllowed and NotFound."""
    require_municipal(member)
    may = rights(dossier_id)
    gathered = planning.gather([dossier_id], today).get(dossier_id)
    if gathered is None or not all(may[it].reads for it in RESTS_ON):
        raise NotFound(_("There is no such dossier, or you have no access to it."))
    notices = Notice.objects.filter(dossier_id=dossier_id)
    messages = list(
        Message.objects.filter(dossier_id=dossier_id).select_related("changed_by").order_by("-changed_at")
    )
    dated = [it for it in messages if it.state == Message.State.SENT and it.about_on]
    known = known_from(gathered, dated, today)
    other_act = not planning.definition_of(gathered.definition, gathered.facts, today).version.endswith(
        "2021"
    )
    days = {kind: on for kind, it in shapes().items() if (on := due_on(it, known, gathered.facts))}
    told = {(it.kind, it.about_on) for it in messages if it.state in ("prepared", "sent")}
    return DuoShown(
        notices=tuple(
            notices.select_related("recorded_by", "handled_by", "taken_back_by", "fact").order_by(
                "-received_on", "-recorded_at"
            )
        ),
        messages=tuple(messages),
        due=tuple(
            (shapes()[kind], on) for kind, on in days.items() if (kind, on) not in told and not other_act
        ),
        known=known,
        due_days=days,
        other_act=other_act,
        may_record=all(may[it].writes for it in RESTS_ON),
    )


def message_shown(member: Member, dossier_id: int, message_id: int, today: date) -> MessageShown:
    """Four SQL statements at most. Raises NotAllowed and NotFound."""
    require_municipal(member)
    it = Message.objects.filter(dossier_id=dossier_id, pk=message_id).select_related("changed_by").first()
    if it is None:
        raise NotFound(_("This is not there any more."))
    may = rights(dossier_id)
    verdict = None
    if it.state == Message.State.PREPARED and all(may[one].reads for one in RESTS_ON):
        path = {"instellingsnummer": it.institution} if it.institution else {}
        verdict = judge(it.kind, {**path, **it.body}, known_of(dossier_id, today))
    return MessageShown(it, as_json(it), verdict, may[it.category].writes)


def as_json(it: Message) -> str:
    """The message as it is sent, its fields in DUO's order."""
    body = {name: it.body[name] for name in it.shape.fields if name in it.body}
    return json.dumps(body, ensure_ascii=False, indent=2)
