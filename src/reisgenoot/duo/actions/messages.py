"""Messages to DUO: prepared once its rules are met, and then, by hand for now, sent, refused or taken back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from reisgenoot.access.changed import CHANGED
from reisgenoot.access.errors import NotFound, Refused
from reisgenoot.access.models import Member
from reisgenoot.access.roles import require_municipal
from reisgenoot.core.duo import Failure, judge, shapes
from reisgenoot.dossiers.actions.common import dossier_of, wrote
from reisgenoot.web.templatetags.web import text

from ..models import Message
from ..queries.known import known_of

PART = "duo message"
STEPS = ("sent", "refused", "back", "withdraw")
_FROM = {"sent": ("prepared",), "refused": ("sent",), "back": ("sent", "refused"), "withdraw": ("prepared",)}
"""From which state each step goes."""


def said(*failures: Failure) -> str:
    """What DUO would refuse, and then once where these rules stand."""
    told = [f"{text(it.text)} {_('So we read it.')}" if it.reading else text(it.text) for it in failures]
    return f"{' '.join(told)} ({'; '.join(dict.fromkeys(it.place for it in failures))})"


def prepare(member: Member, dossier_id: int, kind: str, values: Mapping[str, Any]) -> Message:
    """Put a message ready, if DUO's rules are met; ``values``: by DUO's names, empty ones left out.

    Raises NotAllowed, NotFound, and Refused with what DUO would refuse, by field ("" for the whole message).
    """
    require_municipal(member)
    shape = shapes().get(kind)
    if shape is None:
        raise NotFound
    with transaction.atomic():
        target = dossier_of(dossier_id)
        verdict = judge(kind, values, known_of(target.pk, timezone.localdate()))
        if not verdict.fits:
            beside: dict[str, list[Failure]] = {}
            for it in verdict.failures:
                beside.setdefault(it.field, []).append(it)
            raise Refused({field: said(*failures) for field, failures in beside.items()})
        institution = str(values.get("instellingsnummer", ""))
        same = Message.objects.filter(dossier=target, kind=kind, institution=institution)
        if same.filter(state=Message.State.PREPARED).exists():
            raise Refused({"": _("Such a message is ready already: send it, or take it back first.")})
        made = Message(
            dossier=target,
            kind=kind,
            category=shape.category,
            body={name: it for name, it in values.items() if name in shape.fields},
            institution=institution,
            about_on=date.fromisoformat(values[shape.date]) if values.get(shape.date) else None,
        )
        made.change(member)
        made.save(force_insert=True)
        wrote(member, target, PART)
    return made


def step(
    member: Member,
    dossier_id: int,
    message_id: int,
    name: str,
    *,
    on: date | None = None,
    answer: str = "",
    seen: int | None = None,
) -> Message:
    """One of ``STEPS``: sent, or refused with DUO's ``answer`` (both ``on`` a day), one step back, or taken back.

    ``seen``: the ``changes`` that the member saw. Raises NotAllowed, NotFound, Refused with the fields, and Overtaken.
    """
    require_municipal(member)
    with transaction.atomic():
        target = dossier_of(dossier_id)
        it = Message.objects.select_related("changed_by").filter(dossier=target, pk=message_id).first()
        if it is None or name not in _FROM:
            raise NotFound(_("This is not there any more."))
        if seen != it.changes:
            raise it.overtaken("state", str(it.get_state_display()))
        if it.state not in _FROM[name]:
            raise Refused({"": _("This is not possible as it stands now.")})
        match name:
            case "sent":
                it.state, it.sent_on = Message.State.SENT, _past(on)
            case "refused":
                _refuse(it, on, answer)
            case "back":
                _back(it)
            case _:
                it.state = Message.State.WITHDRAWN
        it.change(member)
        it.save(update_fields=["state", "sent_on", "refused_on", "answer", *CHANGED])
        wrote(member, target, PART)
    return it


def _past(on: date | None) -> date:
    if on is None or on > timezone.localdate():
        raise Refused({"on": _("This date lies in the future.") if on else _("Give the day.")})
    return on


def _refuse(it: Message, on: date | None, answer: str) -> None:
    day = _past(on)
    if it.sent_on and day < it.sent_on:
        raise Refused({"on": _("This lies before the day on which it was sent.")})
    if not answer.strip():
        raise Refused({"answer": _("Write what DUO answered.")})
    it.state, it.refused_on, it.answer = Message.State.REFUSED, day, answer.strip()[:2000]


def _back(it: Message) -> None:
    """What was recorded last by mistake is undone."""
    if it.state == Message.State.REFUSED:
        it.state, it.refused_on, it.answer = Message.State.SENT, None, ""
        return
    ready = Message.objects.filter(
        dossier_id=it.dossier_id, kind=it.kind, institution=it.institution, state=Message.State.PREPARED
    )
    if ready.exists():
        raise Refused({"": _("Such a message is ready already: send it, or take it back first.")})
    it.state, it.sent_on = Message.State.PREPARED, None
