"""What the person takes along of settling in: who does what, arranging days, and the furnishing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.utils.translation import override

from .models import ArrangingDay, ChecklistItem, DaySlot, Furnishing, FurnishingItem

CHECKLIST = {"nl": "Uw checklist: wie doet wat", "en": "Your checklist: who does what"}
ARRANGING = {"nl": "Uw regeldag", "en": "Your arranging day"}
FURNISHING = {"nl": "De inrichting van uw woning", "en": "Furnishing your home"}


def lines(dossier_id: int) -> list[dict[str, Any]]:
    """Lines for ``keeping.archive``, as far as who makes it can read them. Five SQL statements."""
    with override("nl"):
        return list(_lines(dossier_id))


def _lines(dossier_id: int) -> Iterator[dict[str, Any]]:
    for it in ChecklistItem.objects.filter(dossier_id=dossier_id).select_related("member").order_by("key"):
        who = "u zelf" if it.by_person else it.member.name if it.member else ""
        yield _line(CHECKLIST, None, it.key, who, it.note)
    days = {it.pk: it.on for it in ArrangingDay.objects.filter(dossier_id=dossier_id)}
    for slot in DaySlot.objects.filter(dossier_id=dossier_id).order_by("day__on", "starts"):
        where = (slot.organisation, slot.place, slot.interpreter)
        yield _line(ARRANGING, days[slot.day_id], f"{slot.starts:%H:%M}", *where)
    for money in Furnishing.objects.filter(dossier_id=dossier_id):
        source = str(money.get_source_display())
        yield _line(FURNISHING, None, "budget", source, f"€ {money.budget}", category="finance")
    for thing in FurnishingItem.objects.filter(dossier_id=dossier_id).order_by("position"):
        price = "" if thing.price is None else f"€ {thing.price}"
        said = f"{thing.number} × {thing.what}", str(thing.get_state_display()), price
        yield _line(FURNISHING, None, *said, category="finance")


def _line(what: dict[str, str], on: date | None, *said: str, category: str = "route") -> dict[str, Any]:
    return {
        "category": category,
        "on": on.isoformat() if on else None,
        "what": what,
        "text": ", ".join(filter(None, said)),
        "organisation": "",
    }
