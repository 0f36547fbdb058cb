"""Hours by hand: one month of one part at a time. A correction takes the place of what stood there."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from reisgenoot.access.errors import Overtaken, Refused, Text
from reisgenoot.access.models import Member
from reisgenoot.access.roles import require_professional
from reisgenoot.dossiers.actions.common import dossier_of, wrote

from ..models import Hours, Part, Supplier
from .settling import settling

EARLIEST = date(2013, 1, 1)
"""Before it there was neither act: a month before that is a mistake."""
MONTH_MOST = 31 * 24 * 60
"""Minutes in a month."""


@dataclass(frozen=True, slots=True)
class Given:
    """The hours of a month as somebody gave them, in minutes. ``offered`` None: what was followed and missed."""

    part: str
    month: date
    followed: int
    offered: int | None = None
    excused: int = 0
    unexcused: int = 0

    @property
    def in_all(self) -> int:
        """What was offered."""
        return self.followed + self.excused + self.unexcused if self.offered is None else self.offered


def problems_of(it: Given, today: date) -> Iterable[tuple[str, str]]:
    """What is wrong with them: a field, and a key of `REASONS`."""
    if it.part not in Part.values:
        yield "part", "part_unknown"
    if it.month.replace(day=1) > today:
        yield "month", "month_to_come"
    elif it.month < EARLIEST:
        yield "month", "month_too_early"
    if it.followed + it.excused + it.unexcused > it.in_all:
        yield "followed", "more_than_offered"
    if it.in_all > MONTH_MOST:
        yield "offered", "more_than_a_month"


def reason(code: str) -> Text:
    """What is wrong, in words."""
    return {
        "part_unknown": _("There is no such part."),
        "month_to_come": _("That month is still to come."),
        "month_too_early": _("That month lies before the act."),
        "more_than_offered": _("Followed and missed are more than was offered."),
        "more_than_a_month": _("That is more than a month has."),
    }[code]


def write_hours(
    member: Member, dossier_id: int, given: Given, *, supplier_id: int | None = None, seen: int | None = None
) -> Hours:
    """Write the hours of a month; what stood there is replaced and stays to be seen.

    ``seen``: the row that the member saw standing, 0 for none; if another stands there, Overtaken. Raises NotAllowed,
    NotFound, and Refused by field.
    """
    require_professional(member)
    today = timezone.localdate()
    if problems := {field: reason(code) for field, code in problems_of(given, today)}:
        raise Refused(problems)
    with transaction.atomic():
        dossier = dossier_of(dossier_id)
        if (
            supplier_id is not None
            and not Supplier.objects.filter(pk=supplier_id, municipality=dossier.municipality).exists()
        ):
            raise Refused({"supplier": _("There is no such supplier.")})
        made = row(member, dossier_id, given, supplier_id)
        old = standing(made)
        if seen is not None and seen != (old.pk if old else 0):
            raise Overtaken(
                "followed", seen=seen, now=old, by=old.member.name if old else "", at=old.at if old else None,
                version=str(old.pk if old else 0),
            )  # fmt: skip
        with settling(member, [dossier_id] if given.part == Part.PVT else []):
            put(made, old)
        wrote(member, dossier, "hours followed")
    return made


def row(member: Member, dossier_id: int, given: Given, supplier_id: int | None) -> Hours:
    """A row that is not stored yet."""
    return Hours(
        dossier_id=dossier_id,
        supplier_id=supplier_id,
        part=given.part,
        month=given.month.replace(day=1),
        offered=given.in_all,
        followed=given.followed,
        excused=given.excused,
        unexcused=given.unexcused,
        member=member,
    )


def standing(it: Hours) -> Hours | None:
    """What stands in its place now."""
    here = Q(supplier__isnull=True) if it.supplier_id is None else Q(supplier_id=it.supplier_id)
    found = Hours.objects.filter(
        here, dossier_id=it.dossier_id, part=it.part, month=it.month, state="standing"
    )
    return found.select_related("member").first()


def put(made: Hours, old: Hours | None) -> None:
    """Store a row in the place of the other."""
    if old is not None:
        old.state, old.replaced_by = Hours.State.REPLACED, made
        old.save(update_fields=["state", "replaced_by"])
    made.state = Hours.State.STANDING
    if made._state.adding:
        made.save(force_insert=True)
    else:
        made.save(update_fields=["state"])
