"""What starts the duty and its terms, stops and extends them: facts of the dossier, recorded by the municipality."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from reisgenoot.access.errors import NotFound, Overtaken, Refused
from reisgenoot.access.models import Member
from reisgenoot.access.roles import require_municipal
from reisgenoot.core.trajectory.spans import read_span
from reisgenoot.dossiers.actions import record_fact, record_facts
from reisgenoot.dossiers.actions.common import dossier_of
from reisgenoot.dossiers.models import Fact

from ..duty_facts import ABOUT, EVENTS, INTERRUPTED

LONGEST_MONTHS, LONGEST_DAYS = 36, 1096
"""Nothing is extended at once by more: that is a typing error."""


def record_event(
    member: Member, dossier_id: int, key: str, on: date, *, note: str = "", seen: int | None = None
) -> Fact | None:
    """Record that something happened that bears on the duty, such as DUO's notice; None if it was known.

    ``seen``: the id of the fact that the member saw there, 0 for none. Raises NotAllowed, NotFound, Refused, Overtaken.
    """
    require_municipal(member)
    if key not in EVENTS:
        raise Refused({"key": _("There is no such choice.")})
    if on > timezone.localdate():
        raise Refused({"on": _("This date lies in the future.")})
    with _as("on", key):
        return record_fact(member, dossier_id, key, on, note=note, seen=None if seen is None else {key: seen})


def record_about(
    member: Member, dossier_id: int, values: Mapping[str, Any], *, seen: Mapping[str, int] | None = None
) -> list[Fact]:
    """Record what the duty depends on (``ABOUT``). Raises NotAllowed, NotFound, Refused by key, and Overtaken."""
    require_municipal(member)
    if unknown := set(values) - set(ABOUT):
        raise Refused({key: _("There is no such choice.") for key in unknown})
    return record_facts(member, dossier_id, values, seen=seen)


def add_interruption(
    member: Member, dossier_id: int, *, since: date, until: date | None, seen: int | None = None
) -> Fact | None:
    """Record that the duty was interrupted from a day up to another (the first day on which it was over), or still is.

    Of one that stands open the end is filled in by giving its beginning again. Raises as :func:`record_event`.
    """
    require_municipal(member)
    today = timezone.localdate()
    if since > today or (until is not None and until > today):
        raise Refused({"until" if since <= today else "since": _("This date lies in the future.")})
    if until is not None and until <= since:
        raise Refused({"until": _("It cannot end before it begins.")})
    written = f"{since.isoformat()}/{until.isoformat() if until else '..'}"
    return _change(
        member, dossier_id, INTERRUPTED, add=written, seen=seen, instead_of=f"{since.isoformat()}/.."
    )


def add_extension(
    member: Member,
    dossier_id: int,
    kind: str,
    *,
    decided_on: date,
    months: int = 0,
    days: int = 0,
    seen: int | None = None,
) -> Fact | None:
    """Record DUO's decision that a term is longer: which fact (of type spans), and by how much. Raises as above."""
    require_municipal(member)
    if kind == INTERRUPTED:
        raise Refused({"kind": _("There is no such choice.")})
    if decided_on > timezone.localdate():
        raise Refused({"decided_on": _("This date lies in the future.")})
    if not 0 <= months <= LONGEST_MONTHS or not 0 <= days <= LONGEST_DAYS or not months + days:
        raise Refused({"months": _("Say by how many months or days the term is longer.")})
    length = f"P{f'{months}M' if months else ''}{f'{days}D' if days else ''}"
    return _change(member, dossier_id, kind, add=f"{decided_on.isoformat()}/{length}", seen=seen)


def take_out(
    member: Member, dossier_id: int, kind: str, span: str, *, seen: int | None = None
) -> Fact | None:
    """Take an interruption or extension out that was recorded by mistake; the history keeps it. Raises as above."""
    require_municipal(member)
    if not span:
        raise NotFound(_("This is not there any more."))
    return _change(member, dossier_id, kind, remove=span, seen=seen)


def _change(
    member: Member,
    dossier_id: int,
    key: str,
    *,
    seen: int | None,
    add: str = "",
    remove: str = "",
    instead_of: str = "",
) -> Fact | None:
    """Put another list of spans in the place of the one that stands, in the order of their days."""
    with transaction.atomic():
        target = dossier_of(dossier_id)
        now = target.facts.filter(key=key, superseded_by__isnull=True).order_by("id").last()
        held = list(now.value or ()) if now else []
        if remove and remove not in held:
            raise NotFound(_("This is not there any more."))
        if add in held:
            return None
        spans = [it for it in held if it not in (remove, instead_of)] + ([add] if add else [])
        with _as("kind", key):
            return record_fact(
                member, target, key, sorted(spans, key=_begins), seen=None if seen is None else {key: seen}
            )


def _begins(text: str) -> int:
    span = read_span(text)
    return span.start if span else 0


class _as:
    """Names a refusal of the fact ``key`` after the field in which it was typed."""

    def __init__(self, field: str, key: str) -> None:
        self.field, self.key = field, key

    def __enter__(self) -> None:
        return None

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> None:
        if isinstance(error, Refused) and not isinstance(error, Overtaken) and self.key in error.problems:
            raise Refused({self.field: error.problems[self.key]}) from None
