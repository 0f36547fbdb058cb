"""What a municipality bought: kept by its own people, listed with filters, and a page for each supplier."""

import factories
import pytest
from django.urls import reverse
from django.utils import timezone
from factories import AsOwner, be
from school import COURSE, TOWN, School, ahead

from reisgenoot.access.errors import NotFound, Refused
from reisgenoot.dossiers.actions import involve
from reisgenoot.schooling import actions, queries
from reisgenoot.schooling.models import Course, Start, Supplier

pytestmark = pytest.mark.django_db
SUPPLIER = {
    "name": "Leerkracht",
    "mark": "blik_op_werk",
    "mark_until": ahead(400).isoformat(),
    "email": "a@example.org",
}


def test_a_supplier_a_course_and_a_start_are_made_in_the_browser(school: School) -> None:
    browser = school.browser("director")
    there = reverse("schooling:supplier-new")
    page = browser.post(there, SUPPLIER | {"mark_until": ""})
    assert page.status_code == 422
    assert "Leerkracht" in page.content.decode()
    on = browser.post(there, SUPPLIER)
    assert on.status_code == 302
    assert browser.post(there, SUPPLIER).status_code == 422  # one of that name is there already
    be(school.people["director"])
    supplier = Supplier.objects.get(name="Leerkracht")
    new = reverse("schooling:course-new", args=[supplier.pk])
    sent = {
        "name": "Avond",
        "part": "lessons",
        "route": "b1",
        "level": "B1",
        "place": TOWN,
        "languages": ["ar", "ti"],
    }
    sent |= {"price": "1.234,50", "week_minutes": "7,5", "total_minutes": "600"}
    assert browser.post(new, sent | {"route": ""}).status_code == 422
    assert browser.post(new, sent | {"week_minutes": "veel"}).status_code == 422
    assert browser.post(new, sent).status_code == 302
    be(school.people["director"])
    course = Course.objects.get(name="Avond")
    assert (str(course.price), course.week_minutes, course.total_minutes) == ("1234.50", 450, 36_000)
    there = reverse("schooling:course", args=[course.pk])
    assert browser.post(there, {"on": ahead(5).isoformat(), "places": "12"}).status_code == 302
    assert browser.post(there, {"on": ahead(5).isoformat(), "places": "9"}).status_code == 422  # the same day
    change = reverse("schooling:course-change", args=[course.pk])
    assert browser.post(change, sent | {"name": "Avond 2", "seen": "1"}).status_code == 302
    page = browser.post(change, sent | {"name": "Avond 3", "seen": "1"})
    assert page.status_code == 422  # somebody changed it meanwhile
    assert browser.post(change, sent | {"name": "Avond 3", "seen": page.context["seen"]}).status_code == 302
    gone = reverse("schooling:course-gone", args=[course.pk])
    assert browser.post(gone).status_code == 302
    assert "Avond 3" not in browser.get(reverse("schooling:courses")).content.decode()
    assert browser.post(gone, {"back": "1"}).status_code == 302
    assert "Avond 3" in browser.get(reverse("schooling:courses")).content.decode()


def test_no_fewer_places_than_are_taken(school: School) -> None:
    guide, director = school.people["guide"], school.people["director"]
    for number in range(2):
        actions.enrol(guide, school.learner(f"Persoon {number}").pk, school.start.pk)
    be(director)
    with pytest.raises(Refused, match="places"):
        actions.save_start(director, school.course.pk, on=ahead(10), places=1, start_id=school.start.pk)


def test_the_list_is_filtered_paged_and_constant_in_statements(
    school: School, django_assert_num_queries
) -> None:
    director, today = school.people["director"], timezone.localdate()
    for rows in (1, 30):
        be(director)
        for number in range(rows):
            about = COURSE | {"name": f"B1 {rows}-{number}", "route": "b1", "level": "B1"}
            actions.save_course(
                director, school.supplier.pk, about | {"place": "Terborg", "languages": ["ar"]}
            )
        with django_assert_num_queries(5):
            found = queries.courses(TOWN, queries.Filters(), today)
    assert (found.total, len(found.rows), found.pages) == (32, 25, 2)
    for filters, total in (
        (queries.Filters(route="z"), 1),
        (queries.Filters(place="Terborg", level="B1"), 31),
        (queries.Filters(language="ti"), 1),
        (queries.Filters(free=True), 1),
        (queries.Filters(q="30-29"), 1),
        (queries.Filters(part="map"), 0),
    ):
        assert queries.courses(TOWN, filters, today).total == total, filters
    assert len(queries.courses_export(TOWN, queries.Filters(), today)) == 32


def test_a_supplier_shows_places_who_starts_late_and_drop_out(
    school: School, django_assert_max_num_queries
) -> None:
    guide, director = school.people["guide"], school.people["director"]
    waiting, leaver = school.learner("Late Starter"), school.learner("Die Stopt", route_started=ahead(-100))
    actions.enrol(guide, waiting.pk, school.start.pk)
    it = actions.enrol(guide, leaver.pk, school.start.pk)
    actions.finish(guide, leaver.pk, it.pk, on=ahead(0), end="never_came", reason="Niet gezien")
    be(director)
    with django_assert_max_num_queries(7):
        shown = queries.supplier_page(director, school.supplier.pk, timezone.localdate())
    (tally,) = shown.courses
    assert (tally.running, tally.dropped, tally.ended, tally.drop_out) == (1, 1, 1, 100)
    assert (tally.starts[0].taken, tally.starts[0].free) == (1, 1)
    assert shown.late == ()  # the director works on neither dossier: numbers, no names
    be(guide)
    involve(guide, waiting, director.organisation)
    be(director)
    shown = queries.supplier_page(director, school.supplier.pk, timezone.localdate())
    assert [(row.enrolment.dossier.name, row.due) for row in shown.late] == [
        ("Late Starter", ahead(-200 + 56))
    ]


def test_another_municipality_and_a_guide_change_nothing(school: School, as_owner: AsOwner) -> None:
    other = factories.member(as_owner, "director")
    with as_owner():
        other.organisation.municipality = "Winterswijk"
        other.organisation.save()
    school.people["stranger"] = other
    stranger, guide = school.browser("stranger"), school.browser("guide")
    for name, key in (
        ("supplier-change", school.supplier.pk),
        ("course-new", school.supplier.pk),
        ("course-change", school.course.pk),
        ("start", school.start.pk),
    ):
        address = reverse(f"schooling:{name}", args=[key])
        assert (stranger.get(address).status_code, guide.get(address).status_code) == (404, 403), name
    be(other)
    with pytest.raises(NotFound):
        actions.set_gone(other, Supplier, school.supplier.pk, gone=True)
    assert Start.objects.filter(pk=school.start.pk).update(places=0, changed_by=other) == 0
