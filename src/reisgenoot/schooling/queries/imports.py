"""Imports of hours: a list, and one with what it would change and what was held back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Count, Q, Sum

from reisgenoot.access.errors import NotFound
from reisgenoot.access.log import log
from reisgenoot.access.models import AccessLog, Member

from ..models import Held, Hours, HoursImport

PER_PAGE = 25


@dataclass(frozen=True, slots=True)
class RowShown:
    """A row with the hours that stand for the same month, None for none."""

    it: Hours
    before: Hours | None


@dataclass(frozen=True, slots=True)
class ImportShown:
    """One import; ``minutes``: followed in all its rows."""

    it: HoursImport
    rows: tuple[RowShown, ...]
    held: tuple[Held, ...]
    many: int
    minutes: int
    page: int
    pages: int


def imports(*, page: int = 1) -> tuple[list[HoursImport], int, int]:
    """Those of the member's organisation, newest first, with the page and how many pages. Two SQL statements."""
    every = HoursImport.objects.annotate(
        read=Count("hours", distinct=True), held_back=Count("held", distinct=True)
    ).select_related("supplier", "member")
    pages = max(1, -(-HoursImport.objects.count() // PER_PAGE))
    page = min(max(1, page), pages)
    return list(every[(page - 1) * PER_PAGE : page * PER_PAGE]), page, pages


def hours_import(member: Member, import_id: int, *, page: int = 1) -> ImportShown:
    """One import; the log notes whose hours appeared. Six SQL statements. Raises NotFound."""
    it = HoursImport.objects.filter(pk=import_id).select_related("supplier", "member").first()
    if it is None:
        raise NotFound
    rows = Hours.objects.filter(import_of=it)
    counted = rows.aggregate(many=Count("pk"), minutes=Sum("followed"))
    pages = max(1, -(-counted["many"] // PER_PAGE))
    page = min(max(1, page), pages)
    found = list(rows.select_related("dossier").order_by("number")[(page - 1) * PER_PAGE : page * PER_PAGE])
    before = _before(it, found)
    log(member, [one.dossier_id for one in found], AccessLog.Act.APPEARED, "hours followed")
    return ImportShown(
        it=it,
        rows=tuple(RowShown(one, before.get((one.dossier_id, one.part, one.month))) for one in found),
        held=tuple(Held.objects.filter(import_of=it)[:500]),
        many=counted["many"],
        minutes=counted["minutes"] or 0,
        page=page,
        pages=pages,
    )


def _before(it: HoursImport, found: list[Hours]) -> Mapping[tuple[int, str, object], Hours]:
    """What stands, or stood until this import, for the same months."""
    same = Q(state=Hours.State.STANDING) & ~Q(import_of=it) | Q(replaced_by__in=found)
    stood = Hours.objects.filter(
        same, supplier_id=it.supplier_id, dossier_id__in={one.dossier_id for one in found}
    )
    return {(one.dossier_id, one.part, one.month): one for one in stood}
