"""What the person takes along: the courses they were offered and followed, and their hours."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.utils.translation import override

from .clock import in_hours
from .models import (
    Agreement,
    Attempt,
    Closing,
    Dispensation,
    Enrolment,
    Hours,
    Measured,
    Portfolio,
    Practice,
    ProgressTalk,
    Session,
)

COURSES = {"nl": "Uw cursussen", "en": "Your courses"}
HOURS = {"nl": "De uren die u volgde", "en": "The hours that you followed"}
EXAMS = {"nl": "Uw examens en niveaus", "en": "Your exams and levels"}
MAP = {"nl": "MAP: uw portfolio en praktijk", "en": "MAP: your portfolio and practice"}
PVT = {"nl": "Uw participatieverklaringstraject en eindgesprekken", "en": "Your PVT and final talks"}
TALKS = {"nl": "Uw voortgangsgesprekken", "en": "Your progress talks"}


def lines(dossier_id: int) -> list[dict[str, Any]]:
    """Lines for ``keeping.archive``, as far as who makes it can read them. Eleven SQL statements."""
    with override("nl"):
        return [*_lines(dossier_id), *_followed(dossier_id)]


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


def _followed(dossier_id: int) -> Iterator[dict[str, Any]]:
    """Exams, MAP, PVT and talks; what was written by mistake is not theirs to take along."""
    own = {"dossier_id": dossier_id, "mistaken": False}
    for tried in Attempt.objects.filter(**own).order_by("on", "pk"):
        said: tuple[str, ...] = (
            str(tried.get_part_display()),
            tried.level,
            str(tried.get_result_display()),
            tried.note,
        )
        yield _line(EXAMS, tried.on, *said)
    for eased in Dispensation.objects.filter(**own).order_by("on", "pk"):
        said = (str(eased.get_part_display()), str(eased.get_ground_display()), eased.note)
        yield _line(EXAMS, eased.on, *said)
    for level in Measured.objects.filter(**own):
        yield _line(
            EXAMS, level.on, str(level.get_skill_display()), level.level, str(level.get_how_display())
        )
    for theme in Portfolio.objects.filter(**own):
        on = theme.done_on or theme.changed_at.date()
        yield _line(MAP, on, str(theme.get_theme_display()), theme.content)
    for place in Practice.objects.filter(**own):
        said = (place.place, str(place.get_kind_display()), f"{in_hours(place.minutes)} uur", place.note)
        yield _line(MAP, place.since, *said)
    for it in Session.objects.filter(**own):
        yield _line(PVT, it.on, f"{in_hours(it.minutes)} uur", str(it.get_attendance_display()))
    for closed in Closing.objects.filter(**own).order_by("on", "pk"):
        said = (str(closed.get_kind_display()), str(closed.get_outcome_display()), closed.note)
        yield _line(PVT, closed.on, *said)
    for talk in ProgressTalk.objects.filter(**own).order_by("on"):
        yield _line(TALKS, talk.on, str(talk.get_course_display()), talk.said, talk.report)
    for agreed in Agreement.objects.filter(**own):
        yield _line(TALKS, agreed.due_on, agreed.what, str(agreed.get_who_display()))


def _line(what: dict[str, str], on: date, *said: str) -> dict[str, Any]:
    return {
        "category": "work_education",
        "on": on.isoformat(),
        "what": what,
        "text": ", ".join(filter(None, said)),
        "organisation": "",
    }
