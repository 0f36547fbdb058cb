"""Requests of the person: recording, taking longer, answering."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from reisgenoot.access.errors import Refused, Text
from reisgenoot.access.models import Member
from reisgenoot.access.roles import require_professional
from reisgenoot.dossiers.actions.common import dossier_of, wrote
from reisgenoot.dossiers.models import Fact

from ..deadlines import answer_by
from ..models import Request
from .common import open_request

SHORTEST = 10
"""Characters of a reason that somebody else must understand."""
EXECUTED = frozenset({Request.Kind.LIMIT, Request.Kind.ERASE})
"""Kinds that are granted by doing it, not by saying so."""


def record_request(
    member: Member,
    dossier_id: int,
    *,
    kind: str,
    received_on: date,
    identity: str,
    language: str = "",
    words: str = "",
    fact_id: int | None = None,
) -> Request:
    """Record what the person asks, on the day on which it was received; the term counts from that day.

    ``fact_id``: what they say is wrong, of a request to correct. Raises NotAllowed, NotFound, and Refused with the
    fields.
    """
    require_professional(member)
    problems: dict[str, Text] = {}
    if kind not in Request.Kind.values:
        problems["kind"] = _("There is no such choice.")
    if identity not in Request.Identity.values:
        problems["identity"] = _("Say how you made sure who asks.")
    if received_on > timezone.localdate():
        problems["received_on"] = _("This date lies in the future.")
    if len(words) > 2000:
        problems["words"] = _("This is too long.")
    if kind == Request.Kind.CORRECT and fact_id is None and len(words.strip()) < SHORTEST:
        problems["words"] = _("Say what is wrong, or choose it from the list.")
    if problems:
        raise Refused(problems)
    with transaction.atomic():
        target = dossier_of(dossier_id)
        if fact_id is not None and not Fact.objects.filter(pk=fact_id, dossier=target).exists():
            raise Refused({"fact_id": _("There is no such fact in this dossier.")})
        made = Request.objects.create(
            organisation_id=member.organisation_id,
            dossier_id=target.pk,
            kind=kind,
            received_on=received_on,
            identity=identity,
            language=language[:8],
            words=words.strip(),
            fact_id=fact_id if kind == Request.Kind.CORRECT else None,
            recorded_by=member,
            due_on=answer_by(received_on),
        )
        wrote(member, target, "request")
    return made


def extend(member: Member, request_id: int, *, why: str) -> Request:
    """Take two months more, once, with a reason that the person is told within the first month (article 12(3)).

    Raises NotFound, and Refused with the fields.
    """
    today = timezone.localdate()
    with transaction.atomic():
        asked = open_request(request_id)
        if asked.extended_on is not None:
            raise Refused({"why": _("It was extended already; the law knows one extension.")})
        if today > asked.due_on:
            raise Refused({"why": _("The month is over: only within it can the answer be put off.")})
        if len(why.strip()) < SHORTEST:
            raise Refused({"why": _("Say why it takes longer, as you tell the person.")})
        asked.extended_on, asked.extended_why = today, why.strip()[:500]
        asked.due_on = answer_by(asked.received_on, extended=True)
        asked.save(update_fields=["extended_on", "extended_why", "due_on"])
        wrote(member, asked.dossier_id or 0, "request")
    return asked


def answer(member: Member, request_id: int, *, state: str, outcome: str = "") -> Request:
    """Note that the request was answered: done, done in part or refused, the last two with the reason given.

    Limiting and erasing are granted by :func:`limit` and :func:`erase_at_request`. Raises NotFound, and Refused with
    the fields.
    """
    with transaction.atomic():
        asked = open_request(request_id)
        if state not in Request.State.values or state == Request.State.OPEN:
            raise Refused({"state": _("There is no such choice.")})
        if asked.kind in EXECUTED and state != Request.State.REFUSED:
            raise Refused(
                {"state": _("Do what is asked with the button above, or refuse it with the reason.")}
            )
        if state != Request.State.DONE and len(outcome.strip()) < SHORTEST:
            raise Refused({"outcome": _("Give the reason, as you tell the person.")})
        asked.state, asked.outcome = state, outcome.strip()[:2000]
        asked.closed_on, asked.closed_by = timezone.localdate(), member
        asked.save(update_fields=["state", "outcome", "closed_on", "closed_by"])
        wrote(member, asked.dossier_id or 0, "request")
    return asked
