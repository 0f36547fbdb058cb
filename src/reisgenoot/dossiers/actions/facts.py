"""Recording what happened and what is so. Facts are only ever added."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from reisgenoot.access.errors import NotFound, Overtaken, Refused, Text
from reisgenoot.access.models import Member
from reisgenoot.access.roles import require_professional
from reisgenoot.core.trajectory import Definition, Plan

from .. import planning
from ..models import Dossier, Fact
from ..projection import project
from ..values import Checked, Impossible, category_of, check
from .common import dossier_of, lock, wrote


def record_facts(
    member: Member,
    dossier: Dossier | int,
    values: Mapping[str, Any],
    *,
    source: str = Fact.Source.SCREEN,
    note: str = "",
    valid_from: date | None = None,
    replan: bool = True,
    seen: Mapping[str, int] | None = None,
) -> list[Fact]:
    """Record facts of one dossier and plan it again; returns the new facts.

    ``values``: by key; a milestone's or task's value is its date, an attribute's what its type says. What
    is known already is skipped. A milestone has one date: a new one corrects the old. An attribute with
    ``valid_from`` holds from that day beside the earlier value; without, it corrects that.
    ``seen``: the id of the newest fact of each key that the member saw, none for a key without; if it is given, a fact
    that somebody recorded since is not corrected unseen: Overtaken.
    Raises NotAllowed, NotFound, and Refused with the keys that cannot be.
    """
    require_professional(member)
    with transaction.atomic():
        target = dossier_of(dossier)
        made = record_many(
            member,
            {target.pk: values},
            source=source,
            note=note,
            valid_from=valid_from,
            replan=replan,
            seen=seen,
        )
        if made:
            wrote(member, target, "facts")
    return made


def record_fact(member: Member, dossier: Dossier | int, key: str, value: Any, **how: Any) -> Fact | None:
    """Record one fact as :func:`record_facts` does; None if it was known already."""
    made = record_facts(member, dossier, {key: value}, **how)
    return made[0] if made else None


def record_many(
    member: Member,
    values: Mapping[int, Mapping[str, Any]],
    *,
    source: str,
    note: str = "",
    valid_from: date | None = None,
    replan: bool = True,
    seen: Mapping[str, int] | None = None,
) -> list[Fact]:
    """As :func:`record_facts`, for many dossiers at once and without log entries: those are the caller's.

    The number of SQL statements does not grow with the dossiers. Refused has keys ``KEY`` if there is one
    dossier, ``DOSSIER.KEY`` if there are more; then nothing is recorded. Dossiers that the member may not
    see raise NotFound.
    """
    require_professional(member)
    today = timezone.localdate()
    with transaction.atomic():
        lock(values)
        known = planning.gather(list(values), today)
        if len(known) < len(values):
            raise NotFound(_("There is no such dossier, or you have no access to it."))
        standing = _standing(list(values))
        facts, problems = [], dict[str, Text]()
        for dossier_id, new in values.items():
            definition = _definition(known[dossier_id], new, today)
            for key, value in new.items():
                try:
                    checked = check(definition, key, value, today)
                except Impossible as error:
                    problems[key if len(values) == 1 else f"{dossier_id}.{key}"] = str(error)
                    continue
                old = standing.get((dossier_id, key))
                if _is_news(old, checked, valid_from, note, None if seen is None else seen.get(key, 0)):
                    category = category_of(definition, key)
                    facts.append(
                        _fact(member, dossier_id, key, category, checked, old, source, note, valid_from)
                    )
        if problems:
            raise Refused(problems)
        made = _insert(facts)
        project(made)
        if replan and made:
            planning.replan({fact.dossier_id for fact in made}, on=today)
    return made


def _is_news(
    old: Fact | None, checked: Checked, valid_from: date | None, note: str, seen: int | None
) -> bool:
    """Whether there is something to record beside ``old``. Raises Overtaken if the member saw another fact there."""
    if old is None:
        return True
    same = (old.value, old.happened_on) == (checked.value, checked.moment or valid_from)
    # A word of one's own about what is known already is not lost, where somebody sent it from a page.
    if same and (seen is None or note in ("", old.note)):
        return False
    if seen not in (None, old.pk):
        raise overtaken(old, Fact.objects.filter(pk=seen).first())
    return True


def overtaken(now: Fact, seen: Fact | None) -> Overtaken:
    """What to raise if ``now`` stands where the member saw ``seen``."""
    by = f"{now.recorded_by.name}, {now.organisation.name}"
    return Overtaken(now.key, seen=seen, now=now, by=by, at=now.recorded_at, version=str(now.pk))


def _insert(facts: list[Fact]) -> list[Fact]:
    """Save new facts and give them their ids. One SQL statement; Django's own takes four times as long."""
    body = [
        {
            "dossier_id": fact.dossier_id,
            "key": fact.key,
            "category": fact.category,
            "value": fact.value,
            "happened_on": fact.happened_on.isoformat() if fact.happened_on else None,
            "recorded_by_id": fact.recorded_by_id,
            "organisation_id": fact.organisation_id,
            "source": fact.source,
            "note": fact.note,
            "supersedes_id": fact.supersedes_id,
        }
        for fact in facts
    ]
    columns = "dossier_id, key, category, value, happened_on, recorded_by_id, organisation_id, source, note,"
    columns += " supersedes_id"
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO dossiers_fact ({columns}) SELECT {columns} FROM jsonb_to_recordset(%s::jsonb) AS n ("
            "dossier_id bigint, key text, category text, value jsonb, happened_on date, recorded_by_id bigint,"
            " organisation_id bigint, source text, note text, supersedes_id bigint) RETURNING id",
            [json.dumps(body)],
        )
        for fact, (key,) in zip(facts, cursor.fetchall(), strict=True):
            fact.pk = key
            fact._state.adding, fact._state.db = False, connection.alias
    return facts


def _definition(known: planning.Known, new: Mapping[str, Any], today: date) -> Definition:
    facts = {**known.facts, **{key: value for key, value in new.items() if isinstance(value, str | date)}}
    return planning.definition_of(known.definition, facts, today)


def _standing(dossier_ids: Sequence[int]) -> dict[tuple[int, str], Fact]:
    """The newest fact that is not superseded, by dossier and key, taken-back ones included."""
    facts = Fact.objects.filter(dossier_id__in=dossier_ids, superseded_by__isnull=True).order_by("id")
    return {(fact.dossier_id, fact.key): fact for fact in facts}


def _fact(
    member: Member,
    dossier_id: int,
    key: str,
    category: str,
    checked: Checked,
    old: Fact | None,
    source: str,
    note: str,
    valid_from: date | None,
) -> Fact:
    beside = checked.moment is None and valid_from is not None
    return Fact(
        dossier_id=dossier_id,
        key=key,
        category=category,
        value=checked.value,
        happened_on=checked.moment or valid_from,
        recorded_by=member,
        organisation_id=member.organisation_id,
        source=source,
        note=note,
        supersedes=None if beside else old,
    )


def correct_fact(
    member: Member,
    fact: Fact | int,
    value: Any,
    *,
    note: str = "",
    happened_on: date | None = None,
    source: str = Fact.Source.SCREEN,
) -> Fact:
    """Put another value in the place of a fact; both stay to be seen. Plans the dossier again.

    ``happened_on``: for an attribute, the day from which the new value holds (default: as before).
    Raises NotFound, NotAllowed, Refused if the value cannot be, and Overtaken if somebody superseded the fact.
    """
    today = timezone.localdate()
    with transaction.atomic():
        old, definition = _to_supersede(member, fact, today)
        try:
            checked = check(definition, old.key, value, today)
        except Impossible as error:
            raise Refused({old.key: str(error)}) from None
        new = _fact(
            member,
            old.dossier_id,
            old.key,
            old.category,
            checked,
            old,
            source,
            note,
            happened_on or old.happened_on,
        )
        new.supersedes = old
        return _put(member, new, today)


def retract_fact(
    member: Member, fact: Fact | int, *, note: str = "", source: str = Fact.Source.SCREEN
) -> Fact:
    """Take a fact back: it stays to be seen, and counts no more. Plans the dossier again. Raises as above."""
    today = timezone.localdate()
    with transaction.atomic():
        old, _definition = _to_supersede(member, fact, today)
        taken_back = Fact(
            dossier_id=old.dossier_id,
            key=old.key,
            category=old.category,
            value=None,
            recorded_by=member,
            organisation_id=member.organisation_id,
            source=source,
            note=note,
            supersedes=old,
        )
        return _put(member, taken_back, today)


def _to_supersede(member: Member, fact: Fact | int, today: date) -> tuple[Fact, Definition]:
    require_professional(member)
    old = Fact.objects.filter(pk=fact if isinstance(fact, int) else fact.pk).first()
    if old is None:
        raise NotFound(_("There is no such fact, or you have no access to it."))
    dossier_of(old.dossier_id)
    if Fact.objects.filter(supersedes=old).exists():
        raise overtaken(_standing([old.dossier_id])[old.dossier_id, old.key], old)
    known = planning.gather([old.dossier_id], today)[old.dossier_id]
    definition = planning.definition_of(known.definition, known.facts, today)
    return old, definition


def _put(member: Member, fact: Fact, today: date) -> Fact:
    fact.save(force_insert=True)
    project([fact])
    wrote(member, fact.dossier_id, "facts")
    planning.replan([fact.dossier_id], on=today)
    return fact


def preview_facts(member: Member, dossier: Dossier | int, values: Mapping[str, Any]) -> tuple[Plan, Plan]:
    """The plan now, and as it would be with these facts (None takes one away). Nothing is saved.

    Raises NotAllowed, NotFound, and Refused with the keys that cannot be.
    """
    require_professional(member)
    today = timezone.localdate()
    key = dossier if isinstance(dossier, int) else dossier.pk
    known = planning.gather([key], today).get(key)
    if known is None:
        raise NotFound(_("There is no such dossier, or you have no access to it."))
    definition = _definition(known, values, today)
    extra: dict[str, Any] = {}
    problems: dict[str, Text] = {}
    for name, value in values.items():
        try:
            extra[name] = None if value is None else check(definition, name, value, today).value
        except Impossible as error:
            problems[name] = str(error)
    if problems:
        raise Refused(problems)
    return planning.make_plan(known, today), planning.make_plan(known, today, extra)
