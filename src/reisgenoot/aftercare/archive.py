"""What the person takes along of the end of guidance: hours, measurements, what stays with whom, and the closing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from .models import Closing, HoursLine, Measurement, TaskLeft
from .scale import scale

HOURS = {"nl": "Uren van begeleiding", "en": "Hours of guidance"}
LEFT = {"nl": "Wat er met een taak gebeurt", "en": "What becomes of a task"}
CLOSING = {"nl": "Afsluiting van de begeleiding", "en": "Closing of the guidance"}


def lines(dossier_id: int) -> list[dict[str, Any]]:
    """Lines for ``keeping.archive``, as far as who makes it can read them. Four SQL statements."""
    return list(_lines(dossier_id))


def _lines(dossier_id: int) -> Iterator[dict[str, Any]]:
    for spent in HoursLine.objects.filter(dossier_id=dossier_id, taken_back_on=None).select_related(
        "organisation"
    ):
        yield _line(spent.on, HOURS, f"{spent.minutes} min, {spent.get_kind_display()}", spent.organisation)
    for measured in Measurement.objects.filter(dossier_id=dossier_id).select_related("organisation"):
        area = scale().areas[measured.area]
        said = f"{measured.level}: {area.sentences[measured.level]['nl']} {measured.words}".strip()
        yield _line(measured.on, area.text, said, measured.organisation) | {"category": measured.category}
    left_rows = TaskLeft.objects.filter(dossier_id=dossier_id).select_related("organisation")
    for left in left_rows:
        said = ": ".join(filter(None, [left.key, str(left.get_what_display()), left.why]))
        yield _line(left.decided_at.date(), LEFT, said, left.organisation)
    for closing in Closing.objects.filter(dossier_id=dossier_id, undone_on=None).select_related(
        "organisation"
    ):
        said = ". ".join(filter(None, [closing.present, str(closing.get_agreement_display()), closing.words]))
        yield _line(closing.decided_on, CLOSING, said, closing.organisation)


def _line(on: Any, what: Any, text: str, organisation: Any) -> dict[str, Any]:
    shown = dict(what)
    return {
        "category": "route",
        "on": on.isoformat(),
        "what": shown,
        "text": text,
        "organisation": organisation.name,
    }
