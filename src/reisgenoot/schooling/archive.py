"""What the person takes along: the courses they were offered and followed, and their hours."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.utils.translation import override

from .clock import in_hours
from .models import Enrolment, Hours

COURSES = {"nl": "Uw cursussen", "en": "Your courses"}
HOURS = {"nl": "De uren die u volgde", "en": "The hours that you followed"}


def lines(dossier_id: int) -> list[dict[str, Any]]:
    """Lines for ``keeping.archive``, as far as who makes it can read them. Two SQL statements."""
    with override("nl"):
        return list(_lines(dossier_id))


def _lines(dossier_id: int) -> Iterator[dict[str, Any]]:
    enrolments = Enrolment.objects.filter(dossier_id=dossier_id).select_related("start__course__supplier")
    for it in enrolments.order_by("asked_at", "pk"):
        course = it.start.course
        said = (course.name, course.supplier.name, str(it.get_state_display()), str(it.get_end_display()))
        yield _line(COURSES, it.started_on or it.start.on, *said, it.reason)
    hours = Hours.objects.filter(dossier_id=dossier_id, state=Hours.State.STANDING).select_related("supplier")
    for row in hours.order_by("month", "part"):
        missed = f"gemist {in_hours(row.excused + row.unexcused)}" if row.excused + row.unexcused else ""
        school = row.supplier.name if row.supplier else ""
        yield _line(
            HOURS,
            row.month,
            f"{row.month:%m-%Y}",
            str(row.get_part_display()),
            in_hours(row.followed),
            missed,
            school,
        )


def _line(what: dict[str, str], on: date, *said: str) -> dict[str, Any]:
    return {
        "category": "work_education",
        "on": on.isoformat(),
        "what": what,
        "text": ", ".join(filter(None, said)),
        "organisation": "",
    }
