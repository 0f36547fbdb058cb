"""The arranging day on paper, in the household's language beside Dutch, and as a calendar file."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.utils import timezone
from icalendar import Calendar, Event

from reisgenoot.web import pdf

HERE = Path(__file__).parent
DUTCH = "nl"


@cache
def texts() -> Mapping[str, Any]:
    """The words on the paper by ISO 639 language."""
    found: dict[str, Any] = yaml.safe_load((HERE / "day_texts.yaml").read_text(encoding="utf-8"))
    return found


def purposes() -> tuple[str, ...]:
    """What a visit can be for."""
    return tuple(texts()[DUTCH]["purposes"])


def things() -> tuple[str, ...]:
    """What can be brought along."""
    return tuple(texts()[DUTCH]["things"])


def words(kind: str, lang: str) -> Mapping[str, str]:
    """The ``purposes`` or ``things`` in a language of the screens: Dutch or English."""
    found: Mapping[str, str] = texts()[lang if lang in texts() else DUTCH][kind]
    return found


def day_paper(shown: Any, *, name: str, language: str) -> bytes:
    """The PDF of a day (``queries.DayShown``); in a language without words of ours, in Dutch, and it says so."""
    languages = list(dict.fromkeys(lang for lang in (language, DUTCH) if lang in texts()))
    it = {
        "title": texts()[DUTCH]["title"],
        "about": name,
        "on": f"{shown.on:%d-%m-%Y}",
        "halves": [{**texts()[lang], "lang": lang} for lang in languages],
        "slots": [
            {
                "from": f"{slot.starts:%H:%M}",
                "until": f"{slot.ends:%H:%M}",
                "what": slot.what,
                "organisation": slot.organisation,
                "place": slot.place,
                "companion": slot.companion,
                "interpreter": slot.interpreter,
                "bring": list(slot.bring),
                "more": slot.more,
            }
            for slot in shown.slots
        ],
        "checked": all(texts()[lang]["checked"] for lang in languages),
        "untranslated": pdf.untranslated(language, texts()),
    }
    return pdf.render(HERE / "print" / "day.typ", it)


def day_calendar(shown: Any, moment: Any) -> bytes:
    """The day as iCalendar, in Dutch: what, where, when and what to bring, and nobody's name.

    ``moment(on, at)`` gives moments of times; in the file they are in UTC, so that no time zone is to be described.
    A visit keeps its UID for good, so that a file of the changed day takes the place of the earlier one.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//Reisgenoot//arranging day//NL")
    calendar.add("version", "2.0")
    named, brought = words("purposes", DUTCH), words("things", DUTCH)
    for slot in shown.slots:
        event, starts = Event(), moment(shown.on, slot.starts).astimezone(UTC)
        event.add("uid", f"visit-{slot.id}@reisgenoot")
        event.add("dtstamp", timezone.now().astimezone(UTC))
        event.add("sequence", shown.changes)
        event.add("status", "CANCELLED" if shown.state == "cancelled" else "CONFIRMED")
        event.add("dtstart", starts)
        event.add("dtend", starts + timedelta(minutes=slot.minutes))
        event.add("summary", f"Regeldag: {named[slot.what]}")
        if slot.organisation or slot.place:
            event.add("location", ", ".join(part for part in (slot.organisation, slot.place) if part))
        if slot.bring or slot.more:
            bring = [*(brought[key] for key in slot.bring), slot.more]
            event.add("description", f"{texts()[DUTCH]['bring']}: {', '.join(filter(None, bring))}")
        calendar.add_component(event)
    made: bytes = calendar.to_ical()
    return made
