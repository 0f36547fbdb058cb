"""What the person's archive holds of the procedure: a line for each thing, as far as who makes it can read it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.utils.translation import override

from .models import LEGAL, TRAVEL_STORY, Activity, Arrival, AskedCheck, Attendance, Counsel, Stay, Talk


def lines(dossier_id: int) -> list[dict[str, Any]]:
    """Lines for ``keeping.archive``. Seven SQL statements."""
    with override("nl"):
        return list(_lines(dossier_id))


def _lines(dossier_id: int) -> Iterator[dict[str, Any]]:
    def of(model: Any, *related: str) -> Any:
        return (
            model.objects.filter(dossier=dossier_id)
            .select_related("organisation", *related)
            .order_by("recorded_at")
        )

    for arrival in of(Arrival):
        yield _line(arrival, "Aankomst", arrival.at.date(), "route", arrival.place)
    for talk in of(Talk):
        category = TRAVEL_STORY if talk.category == TRAVEL_STORY else LEGAL
        told = ", ".join(filter(None, (talk.language, talk.get_how_display(), talk.interpreter)))
        yield _line(
            talk, talk.get_subject_display(), talk.on, category, ": ".join(filter(None, (told, talk.text)))
        )
    for check in of(AskedCheck, "asked_of"):
        state = check.get_outcome_display() or "gevraagd"
        yield _line(
            check, check.get_kind_display(), check.asked_on, "route", f"{check.asked_of.name}, {state}"
        )
    for stay in of(Stay):
        yield _line(
            stay,
            "Opvanglocatie",
            stay.begins_on,
            "contact",
            ". ".join(filter(None, (stay.centre, stay.reason))),
        )
    for activity in of(Activity):
        yield _line(
            activity, activity.get_kind_display(), activity.begins_on, "work_education", activity.name
        )
    for counsel in of(Counsel):
        about = ", ".join(filter(None, (counsel.lawyer, counsel.phone, counsel.email)))
        yield _line(counsel, "Advocaat", counsel.begins_on, LEGAL, about)
    for there in of(Attendance, "session"):
        topics = ", ".join(
            str(label) for key, label in there.session.Topic.choices if key in there.session.topics
        )
        yield _line(there, "Voorlichting", there.session.on, "route", f"{topics} ({there.session.place})")


def _line(it: Any, what: str, on: date, category: str, text: str) -> dict[str, Any]:
    return {
        "what": {"nl": str(what), "en": str(what)},
        "on": on.isoformat(),
        "category": category,
        "text": text,
        "organisation": it.organisation.name,
    }
