"""What the person's own archive holds of settling in: `keeping.archive` asks each app for it."""

from __future__ import annotations

from typing import Any

from .models import ArrangingDay, ChecklistItem, DaySlot, Furnishing, FurnishingItem


def in_archive(dossier_id: int) -> list[dict[str, Any]]:
    """Tables of words, as far as whoever makes the archive can read them. Five SQL statements."""
    items = ChecklistItem.objects.filter(dossier_id=dossier_id).select_related("member").order_by("key")
    days = {it.pk: it for it in ArrangingDay.objects.filter(dossier_id=dossier_id)}
    slots = DaySlot.objects.filter(dossier_id=dossier_id).order_by("day__on", "starts")
    money = Furnishing.objects.filter(dossier_id=dossier_id)
    things = FurnishingItem.objects.filter(dossier_id=dossier_id).order_by("position")
    return [
        _table(
            "checklist",
            ("Uw checklist: wie doet wat", "Your checklist: who does what"),
            [("Onderdeel", "Item"), ("Wie", "Who"), ("Notitie", "Note")],
            [
                [it.key, "u zelf" if it.by_person else it.member.name if it.member else "", it.note]
                for it in items
            ],
        ),
        _table(
            "arranging_day",
            ("Uw regeldagen", "Your arranging days"),
            [("Dag", "Day"), ("Tijd", "Time"), ("Waar", "Where"), ("Tolk", "Interpreter")],
            [
                [
                    f"{days[it.day_id].on:%d-%m-%Y}",
                    f"{it.starts:%H:%M}",
                    ", ".join(part for part in (it.organisation, it.place) if part),
                    it.interpreter,
                ]
                for it in slots
            ],
        ),
        _table(
            "furnishing",
            ("De inrichting van uw woning", "Furnishing your home"),
            [("Wat", "What"), ("Stand", "State"), ("Euro", "Euros")],
            [
                *(["Budget", str(it.get_source_display()), str(it.budget)] for it in money),
                *(
                    [
                        f"{it.number} × {it.what}",
                        str(it.get_state_display()),
                        "" if it.price is None else str(it.price),
                    ]
                    for it in things
                ),
            ],
        ),
    ]


def _table(
    part: str, title: tuple[str, str], headings: list[tuple[str, str]], rows: list[list[str]]
) -> dict[str, Any]:
    named = [dict(zip(("nl", "en"), heading, strict=True)) for heading in headings]
    return {
        "part": part,
        "text": dict(zip(("nl", "en"), title, strict=True)),
        "headings": named,
        "rows": rows,
    }
