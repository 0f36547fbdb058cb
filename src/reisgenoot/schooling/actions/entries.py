"""Writing down, and correcting, what happened with exams, MAP, PVT and talks: one way for each kind of row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from reisgenoot.access.changed import CHANGED
from reisgenoot.access.errors import NotFound, Refused, Text
from reisgenoot.access.models import Member
from reisgenoot.access.roles import require_professional
from reisgenoot.dossiers.actions.common import dossier_of, wrote
from reisgenoot.dossiers.models import Dossier

from ..models import ENTRIES, Entry, ProgressTalk
from .checking import CHECKS
from .settling import settling, situation

Values = Mapping[str, Any]


def write_entry(
    member: Member,
    dossier_id: int,
    kind: str,
    values: Values,
    *,
    entry_id: int | None = None,
    seen: int | None = None,
) -> Entry:
    """Write a row of a kind (`ENTRIES`), or correct one; the milestones that follow are recorded with it.

    ``values``: by field; ``mistaken`` marks it as written by mistake. ``seen``: its ``changes`` as the member saw it.
    Raises NotAllowed, NotFound, Overtaken, and Refused by field.
    """
    require_professional(member)
    with transaction.atomic():
        dossier = dossier_of(dossier_id)
        it = _written(member, dossier, kind, values, entry_id, seen)
    return it


def hold_talk(
    member: Member, dossier_id: int, values: Values, agreements: Sequence[Values] = ()
) -> ProgressTalk:
    """Report a progress talk with what was agreed in it. Raises as :func:`write_entry`."""
    require_professional(member)
    with transaction.atomic():
        dossier = dossier_of(dossier_id)
        talk = _written(member, dossier, "talk", values, None, None)
        assert isinstance(talk, ProgressTalk)
        for agreed in agreements:
            _written(member, dossier, "agreement", {**agreed, "talk": talk}, None, None)
    return talk


def _written(
    member: Member, dossier: Dossier, kind: str, values: Values, entry_id: int | None, seen: int | None
) -> Entry:
    today = timezone.localdate()
    it = _found(dossier, kind, entry_id, seen)
    for name, value in values.items():
        setattr(it, name, value)
    if not it.mistaken and (problems := CHECKS[kind](it, situation(dossier.pk, today), member, today)):
        raise Refused(problems)
    it.change(member)
    with settling(member, [dossier.pk]):
        _saved(it, [*values, *CHANGED] if entry_id is not None else None)
    wrote(member, dossier, kind)
    return it


def _found(dossier: Dossier, kind: str, entry_id: int | None, seen: int | None) -> Entry:
    model = ENTRIES[kind]
    if entry_id is None:
        return model(dossier=dossier)
    own = model._default_manager.filter(pk=entry_id, dossier=dossier)
    it: Entry | None = own.select_for_update(of=("self",)).select_related("changed_by").first()
    if it is None:
        raise NotFound
    if seen not in (None, it.changes):
        raise it.overtaken("", "")
    return it


def _saved(it: Entry, fields: list[str] | None) -> None:
    try:
        with transaction.atomic():
            it.save(force_insert=fields is None, update_fields=fields)
    except IntegrityError as error:
        constraint = getattr(getattr(error.__cause__, "diag", None), "constraint_name", "")
        if constraint not in _twice():
            raise
        raise Refused(_twice()[constraint]) from error


def _twice() -> dict[str, dict[str, Text]]:
    """By constraint: the field, and what is wrong."""
    return {
        "schooling_attempt_once": {"on": _("An attempt at this part on that day stands there already.")},
        "schooling_dispensation_once": {"part": _("That stands there already for this part.")},
        "schooling_measured_once": {"on": _("For this skill a level of that day stands there already.")},
        "schooling_theme_once": {"theme": _("This theme stands in the portfolio already.")},
        "schooling_closed_once": {"outcome": _("That was completed or signed before.")},
        "schooling_one_talk_a_day": {"on": _("A progress talk of that day stands there already.")},
    }
