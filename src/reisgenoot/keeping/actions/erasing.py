"""Erasing: planning it, and the steps of the job. What may be erased is judged in the database, at that moment."""

from __future__ import annotations

import json
from collections.abc import Collection
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from reisgenoot.access.errors import Refused
from reisgenoot.access.models import Member
from reisgenoot.dossiers.actions.common import dossier_of, wrote
from reisgenoot.dossiers.planning import decoded
from reisgenoot.dossiers.storage import document_storage

from .. import rules
from ..models import Erasure, Request
from ..queries.units import units_of
from ..roles import require_overseer
from .common import open_request


def erase_now(member: Member) -> Erasure:
    """Plan the erasure of what has passed its term in one's organisation, and start the job. Raises NotAllowed."""
    require_overseer(member)
    return _plan(member, cause=Erasure.Cause.TERM)


def erase_at_request(
    member: Member, request_id: int, *, sure: bool, kinds: Collection[str] | None = None
) -> Erasure:
    """Erase what the person asks to erase, as far as no law obliges to keep it, and start the job.

    ``kinds``: of data, if not all of it (``dossier`` is all of it). Raises NotFound, and Refused with the fields if
    nothing of it may be erased now, or the member is not sure.
    """
    if not sure:
        raise Refused({"sure": _("Say that you are sure: it can't be taken back.")})
    with transaction.atomic():
        asked = open_request(request_id)
        if asked.kind != Request.Kind.ERASE or asked.dossier_id is None:
            raise Refused({"sure": _("This request does not ask for it.")})
        target = dossier_of(asked.dossier_id)
        if target.organisation_id != member.organisation_id:
            raise Refused({"sure": _("Another organisation is responsible for this dossier: ask them.")})
        may_go = {unit.kind for unit in units_of(target.pk) if unit.erasable}
        if not may_go:
            raise Refused(
                {"sure": _("None of it may be erased now: refuse the request, with the ground below.")}
            )
        if kinds is not None and (not kinds or set(kinds) - may_go):
            raise Refused({"kinds": _("Choose what the person asks to erase, of what may be erased.")})
        wanted = None if kinds is None or "dossier" in kinds or set(kinds) == may_go else sorted(kinds)
        with connection.cursor() as cursor:
            cursor.execute("SELECT keeping_stopped(%s, %s)", [target.pk, asked.pk])
            if cursor.fetchone()[0]:
                raise Refused({"sure": _("The erasure of this dossier is suspended: lift that first.")})
        wrote(member, target, "request")
        return _plan(member, cause=Erasure.Cause.REQUEST, dossier_id=target.pk, request=asked, kinds=wanted)


def _plan(member: Member, **about: Any) -> Erasure:
    from ..tasks import erase

    with transaction.atomic():
        made = Erasure.objects.create(organisation_id=member.organisation_id, member=member, **about)
        erase.defer(number=str(made.number))
    return made


def plan_due() -> list[str]:
    """Plan an erasure for each organisation in which something has passed its term; the numbers of all not finished."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM keeping_plan_due()")
        return [str(row[0]) for row in cursor.fetchall()]


def carry_out(number: str) -> None:
    """Erase, remove stored files, make the certificate: each step in a transaction of its own, none done twice."""
    with transaction.atomic():
        _call("SELECT keeping_carry_out(%s)", number)
    for file_id, path in _call("SELECT * FROM keeping_files_left(%s)", number):
        document_storage().delete(path)  # one that is gone already is no error
        with transaction.atomic():
            _call("SELECT keeping_file_gone(%s)", file_id)
    with transaction.atomic():
        for _state, cause, parts in _call("SELECT * FROM keeping_progress(%s)", number):
            until = timezone.localdate() + timedelta(days=settings.BACKUP_DAYS)
            reasons = json.dumps(_reasons(cause, decoded(parts)))
            _call("SELECT keeping_certify(%s, %s::jsonb, %s)", number, reasons, until)


def _call(statement: str, *values: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, list(values))
        return list(cursor.fetchall())


def _reasons(cause: str, parts: dict[str, Any]) -> dict[str, Any]:
    """By kind: the ground of today, so that a certificate stays what it was when the rules change."""
    found = {}
    for kind, part in parts.items():
        rule = rules.retention().rule(part.get("by_data", kind), part.get("by_kind", ""))
        ground = rule.ground
        found[kind] = {
            "term": rule.term if part.get("by_data", kind) != kind else part.get("term") or rule.term,
            "moment": rules.retention().moments[rule.counts_from],
            "ground": {
                "law": ground.law,
                "article": ground.article,
                "url": ground.url,
                "confirmed": ground.confirmed,
            },
            "own_choice": rule.own_choice,
        }
    return found if cause == Erasure.Cause.TERM else {kind: {} for kind in parts}
