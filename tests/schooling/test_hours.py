"""Hours by hand and from a school's file, and how far somebody is."""

import io
from datetime import date
from html import unescape

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from factories import be
from school import School, ahead

from reisgenoot.access.models import AccessLog
from reisgenoot.core.sheets.errors import SheetError
from reisgenoot.dossiers.actions import involve, set_number
from reisgenoot.dossiers.models import Dossier
from reisgenoot.schooling import actions
from reisgenoot.schooling.law import GROUNDS, Norm
from reisgenoot.schooling.models import Held, Hours, HoursImport
from reisgenoot.schooling.progress import progress

pytestmark = pytest.mark.django_db
MARCH, APRIL = date(2026, 3, 1), date(2026, 4, 1)


@pytest.fixture
def learner(school: School) -> Dossier:
    """Somebody in the course, on whom the municipality works too."""
    guide, made = school.people["guide"], school.learner()
    actions.enrol(guide, made.pk, school.start.pk)
    involve(guide, made, school.people["director"].organisation)
    return made


def _file(*rows: str) -> bytes:
    return "\n".join(
        ["Naam;Geboortedatum;Maand;Onderdeel;Gevolgde uren;Geoorloofd;Ongeoorloofd", *rows]
    ).encode()


def _standing(learner: Dossier) -> dict[tuple[str, date], int]:
    found = Hours.objects.filter(dossier=learner, state="standing")
    return {(it.part, it.month): it.followed for it in found}


def _prepare(school: School, content: bytes) -> HoursImport:
    be(school.people["director"])
    director = school.people["director"]
    return actions.prepare(director, school.supplier.pk, file_name="uren.csv", content=content)


GOOD = _file(
    "Voorbeeld, Hala;17-05-1990;2026-03;les;40,5;2;1:30",
    "Hala Voorbeeld;1990-05-17;maart 2026;MAP;8;;",
    "Hala Voorbeeld;17-05-1990;4-2026;;36;0;0",
)


def test_a_file_is_looked_at_saved_and_undone(school: School, learner: Dossier) -> None:
    made = _prepare(school, GOOD)
    assert (_standing(learner), made.rows, Hours.objects.filter(state="prepared").count()) == ({}, 3, 3)
    actions.save(school.people["director"], made.pk)
    assert _standing(learner) == {("lessons", MARCH): 2430, ("map", MARCH): 480, ("lessons", APRIL): 2160}
    lesson = Hours.objects.get(part="lessons", month=MARCH)
    assert (lesson.offered, lesson.excused, lesson.unexcused) == (2640, 120, 90)
    assert _prepare(school, GOOD).known == 3  # read again: nothing is new
    better = _prepare(school, _file("Hala Voorbeeld;17-05-1990;2026-03;les;42;;"))
    actions.save(school.people["director"], better.pk)
    assert _standing(learner)["lessons", MARCH] == 2520
    assert actions.undo(school.people["director"], better.pk) == 0
    assert _standing(learner)["lessons", MARCH] == 2430
    assert AccessLog.objects.filter(dossier_id=learner.pk, part="hours followed", act="write").exists()
    # What was corrected by hand since stays.
    actions.write_hours(
        school.people["director"],
        learner.pk,
        actions.Given("map", MARCH, 600),
        supplier_id=school.supplier.pk,
    )
    assert actions.undo(school.people["director"], made.pk) == 1
    assert _standing(learner) == {("map", MARCH): 600}


HELD = (
    ("Wie Anders;17-05-1990;2026-03;les;40;;", "Naam", "nobody"),
    ("Hala Voorbeeld;;2026-03;les;40;;", "Naam", "no_person"),
    ("Hala Voorbeeld;17-05-1990;voorjaar;les;40;;", "Maand", "month_unreadable"),
    ("Hala Voorbeeld;17-05-1990;2026-13;les;40;;", "Maand", "month_unreadable"),
    ("Hala Voorbeeld;17-05-1990;2098-03;les;40;;", "Maand", "month_to_come"),
    ("Hala Voorbeeld;17-05-1990;2026-03;zwemmen;40;;", "Onderdeel", "part_unknown"),
    ("Hala Voorbeeld;17-05-1990;2026-03;les;veel;;", "Gevolgde uren", "hours_unreadable"),
    ("Hala Voorbeeld;17-05-1990;2026-03;les;-4;;", "Gevolgde uren", "hours_unreadable"),
    ("Hala Voorbeeld;17-05-1990;2026-03;les;;;", "Gevolgde uren", "hours_missing"),
    ("Hala Voorbeeld;17-05-1990;2026-03;les;900;;", "", "more_than_a_month"),
    ("Hala Voorbeeld;17-05-1990;04-2026;les;2;;", "", "twice"),
)


def test_a_row_held_back_says_where_and_why(school: School, learner: Dossier) -> None:
    made = _prepare(school, _file("Hala Voorbeeld;17-05-1990;2026-04;les;1;;", *(row for row, *_why in HELD)))
    found = {it.number: (it.column, it.reason) for it in Held.objects.filter(import_of=made)}
    assert found == {place: tuple(why) for place, (_row, *why) in enumerate(HELD, start=3)}
    actions.save(school.people["director"], made.pk)
    assert _standing(learner) == {("lessons", APRIL): 60}
    page = school.browser("director").get(reverse("schooling:import", args=[made.pk]))
    assert all(str(why) in unescape(page.content.decode()) for _row, why in page.context["held"])


def test_an_xlsx_by_v_number_is_read_too(school: School) -> None:
    guide = school.people["guide"]
    learner = school.learner()
    set_number(guide, learner, "v_number", "2912345678")
    actions.enrol(guide, learner.pk, school.start.pk)
    involve(guide, learner, school.people["director"].organisation)
    target = io.BytesIO()
    with xlsxwriter.Workbook(target) as book:
        sheet, day = book.add_worksheet("Uren"), book.add_format({"num_format": "mmm yyyy"})
        for column, name in enumerate(("V-nummer", "Maand", "Uren")):
            sheet.write(1, column, name)
        sheet.write_number(2, 0, 2912345678)
        sheet.write_datetime(2, 1, APRIL, day)
        sheet.write_number(2, 2, 12.75)
    made = _prepare(school, target.getvalue())
    assert Hours.objects.get(import_of=made).followed == 765


def test_what_is_no_file_of_hours_gets_words_and_a_guide_reads_none(school: School, learner: Dossier) -> None:
    with pytest.raises(SheetError):
        _prepare(school, b"Naam;Schoenmaat\nHala;38\n")
    there, browser = reverse("schooling:imports"), school.browser("director")
    sent = {
        "supplier": school.supplier.pk,
        "file": SimpleUploadedFile("x.csv", b"Naam;Schoenmaat\nHala;38\n"),
    }
    assert browser.post(there, sent).status_code == 422
    assert browser.post(there, {"supplier": ""}).status_code == 422
    sent = {"supplier": school.supplier.pk, "file": SimpleUploadedFile("uren.csv", GOOD)}
    on = browser.post(there, sent)
    assert on.status_code == 302
    assert browser.get(on.url).status_code == 200
    assert browser.post(f"{on.url}discard/").status_code == 302
    be(school.people["director"])
    assert not Hours.objects.exists()
    assert school.browser("guide").get(there).status_code == 403


def test_hours_by_hand_do_not_take_the_place_of_others_unseen(school: School, learner: Dossier) -> None:
    browser, there = school.browser("guide"), reverse("schooling:hours", args=[learner.pk])
    sent = {"month": "2026-03", "part": "pvt", "followed": "12", "seen": "0"}
    assert browser.post(there, sent).status_code == 302
    page = browser.post(there, sent | {"followed": "9:30"})
    assert page.status_code == 422
    assert "9:30" in page.content.decode()
    assert browser.post(there, sent | {"followed": "9:30", "seen": page.context["seen"]}).status_code == 302
    be(school.people["guide"])
    assert _standing(learner) == {("pvt", MARCH): 570}
    assert browser.post(there, sent | {"followed": "veel"}).status_code == 422
    assert browser.post(there, sent | {"month": "2098-01"}).status_code == 422
    assert "hours-picture" in browser.get(reverse("schooling:lessons", args=[learner.pk])).content.decode()


def test_two_files_of_one_group_are_the_same_number_of_statements(
    school: School, learner: Dossier, django_assert_max_num_queries
) -> None:
    made = _prepare(school, GOOD)
    with django_assert_max_num_queries(12):
        actions.save(school.people["director"], made.pk)


TERM = (date(2026, 1, 1), date(2028, 12, 31))
NORM = Norm(800 * 60, GROUNDS["lessons_z"])


@pytest.mark.parametrize(
    ("months", "today", "late"),
    [
        ({date(2026, 1, 1): 1600, date(2026, 2, 1): 1600}, date(2026, 3, 1), False),
        ({date(2026, 1, 1): 600, date(2026, 2, 1): 600}, date(2026, 3, 1), True),
        ({date(2026, 1, 1): 600, date(2026, 5, 1): 600}, date(2026, 6, 1), True),
    ],
)
def test_too_late_at_this_pace(months: dict[date, int], today: date, late: bool) -> None:
    said = progress("lessons", NORM, [("lessons", month, it) for month, it in months.items()], TERM, today)
    assert (said.late_by > 0) is late
    assert said.picture is not None


def test_what_counts_for_what() -> None:
    """MAP and PVT count for the participation hours (3.14(5)), lessons of the intake for the lessons (3.14(6))."""
    given = [(part, MARCH, 60) for part in ("lessons", "participation", "intake_lessons", "map", "pvt")]
    assert progress("participation", NORM, given, TERM, ahead(0)).total == 180
    assert progress("lessons", NORM, given, TERM, ahead(0)).total == 120
    nothing = progress("lessons", NORM, [], TERM, ahead(0))
    assert (nothing.reached_on, nothing.total, nothing.late_by) == (None, 0, 0)
    done = progress("pvt", Norm(720, GROUNDS["pvt"]), [("pvt", MARCH, 800)], None, date(2026, 6, 1))
    assert (done.done, done.reached_on, done.picture) == (True, date(2026, 3, 31), None)
