"""Places of a course: offered, waited for, started, switched, ended; and the facts that follow."""

import pytest
from django.urls import reverse
from django.utils import timezone
from factories import be
from school import COURSE, School, ahead

from reisgenoot.access.errors import Overtaken, Refused
from reisgenoot.dossiers.models import Fact, Task
from reisgenoot.schooling import actions, queries
from reisgenoot.schooling.models import Start

pytestmark = pytest.mark.django_db


def _standing(dossier, key: str) -> list[str]:
    found = Fact.objects.filter(dossier=dossier, key=key, superseded_by__isnull=True, value__isnull=False)
    return list(found.values_list("value", flat=True))


def _counted(school: School) -> tuple[int, int]:
    return Start.objects.values_list("taken", "waiting").get(pk=school.start.pk)


def test_the_start_of_lessons_is_the_start_of_the_route(school: School) -> None:
    learner, guide = school.learner(), school.people["guide"]
    assert Task.objects.filter(dossier=learner, key="route_started").exists()
    it = actions.enrol(guide, learner.pk, school.start.pk)
    assert (it.state, it.offered_on, _counted(school)) == ("offered", timezone.localdate(), (1, 0))
    assert _standing(learner, "route_started") == []
    actions.begin(guide, learner.pk, it.pk, on=ahead(-1))
    assert _standing(learner, "route_started") == [ahead(-1).isoformat()]
    assert (
        not Task.objects.filter(dossier=learner, key="route_started").exclude(ends_on__lte=ahead(0)).exists()
    )


def test_one_entered_by_mistake_takes_the_start_back(school: School) -> None:
    learner, guide = school.learner(), school.people["guide"]
    it = actions.enrol(guide, learner.pk, school.start.pk)
    actions.begin(guide, learner.pk, it.pk, on=ahead(-1))
    with pytest.raises(Refused, match="reason"):
        actions.finish(guide, learner.pk, it.pk, on=ahead(0), end="mistake")
    actions.finish(guide, learner.pk, it.pk, on=ahead(0), end="mistake", reason="Verkeerde persoon")
    assert _standing(learner, "route_started") == []
    assert _counted(school) == (0, 0)


def test_who_waits_has_a_place_in_the_line_and_goes_before_who_comes_later(school: School) -> None:
    guide = school.people["guide"]
    people = [school.learner(f"Persoon {number}") for number in range(5)]
    first = [actions.enrol(guide, it.pk, school.start.pk) for it in people[:2]]
    with pytest.raises(Refused, match="start"):
        actions.enrol(guide, people[2].pk, school.start.pk)
    lined = [actions.enrol(guide, it.pk, school.start.pk, wait=True) for it in people[2:4]]
    assert [queries.enrolment(it.dossier_id, it.pk).position for it in lined] == [1, 2]
    assert _counted(school) == (2, 2)
    actions.finish(
        guide, people[0].pk, first[0].pk, on=ahead(0), end="declined", reason="Verhuisd naar familie"
    )
    for late in (lambda: actions.enrol(guide, people[4].pk, school.start.pk),
                 lambda: actions.give_place(guide, people[3].pk, lined[1].pk)):  # fmt: skip
        with pytest.raises(Refused):
            late()
    assert actions.give_place(guide, people[2].pk, lined[0].pk).state == "offered"
    assert queries.enrolment(people[3].pk, lined[1].pk).position == 1
    assert _counted(school) == (2, 1)


def test_only_what_fits_the_route_and_the_act(school: School) -> None:
    guide, director = school.people["guide"], school.people["director"]
    with pytest.raises(Refused, match="start"):
        actions.enrol(guide, school.learner("B1 er", learning_route="b1").pk, school.start.pk)
    be(director)
    actions.save_supplier(
        director, {"mark": "blik_op_werk", "mark_until": ahead(5)}, supplier_id=school.supplier.pk
    )
    learner = school.learner()
    with pytest.raises(Refused, match="keurmerk"):  # it expires before the course starts
        actions.enrol(guide, learner.pk, school.start.pk)
    page = school.browser("guide").get(reverse("schooling:enrol", args=[learner.pk]), {"every": "1"})
    assert [choice.fits for choice in page.context["found"].rows] == [False]


def test_a_switch_keeps_the_reason_and_moves_the_place(school: School) -> None:
    learner, guide, director = school.learner(), school.people["guide"], school.people["director"]
    be(director)
    evening = actions.save_course(director, school.supplier.pk, COURSE | {"name": "Z-route avond"})
    other = actions.save_start(director, evening.pk, on=ahead(20), places=1)
    be(guide)
    it = actions.enrol(guide, learner.pk, school.start.pk)
    there = reverse("schooling:step", args=[learner.pk, it.pk, "switch"])
    browser = school.browser("guide")
    assert browser.post(there, {"start": other.pk, "reason": "", "seen": it.changes}).status_code == 422
    assert (
        browser.post(there, {"start": other.pk, "reason": "Werkt overdag", "seen": it.changes}).status_code
        == 302
    )
    be(guide)
    it.refresh_from_db()
    assert (it.state, it.reason, it.switched_to.start_id) == ("switched", "Werkt overdag", other.pk)
    assert _counted(school) == (0, 0)


def test_two_who_change_one_enrolment_do_not_overwrite_each_other(school: School) -> None:
    learner, guide = school.learner(), school.people["guide"]
    it = actions.enrol(guide, learner.pk, school.start.pk)
    actions.begin(guide, learner.pk, it.pk, on=ahead(0), seen=it.changes)
    with pytest.raises(Overtaken):
        actions.finish(
            guide, learner.pk, it.pk, on=ahead(0), end="dropped_out", reason="Ziek", seen=it.changes
        )
    page = school.browser("guide").post(
        reverse("schooling:step", args=[learner.pk, it.pk, "begin"]), {"on": ahead(0), "seen": it.changes}
    )
    assert page.status_code == 422


def test_the_tab_says_by_when_and_why_in_a_constant_number_of_statements(
    school: School, django_assert_num_queries
) -> None:
    learner, guide = school.learner(), school.people["guide"]
    for count in (0, 2):
        for number in range(count):
            actions.enrol(guide, school.learner(f"Ander {number}").pk, school.start.pk)
        be(guide)
        with django_assert_num_queries(8):
            page = queries.lessons(guide, learner.pk, timezone.localdate())
    assert page.learning.starts.due == ahead(-200 + 56)
    assert page.learning.ends.due is not None
    html = school.browser("guide").get(reverse("schooling:lessons", args=[learner.pk])).content.decode()
    assert "artikel 16 lid 1" in html
    assert (
        school.browser("other organisation").get(reverse("schooling:lessons", args=[learner.pk])).status_code
        == 404
    )


def test_a_course_of_another_route_and_map_in_the_education_route_do_not_fit(school: School) -> None:
    director, guide = school.people["director"], school.people["guide"]
    be(director)
    taking_part = COURSE | {"name": "Meedoen", "part": "participation"}
    practice = COURSE | {"name": "Stage", "part": "map", "route": ""}
    starts = [
        actions.save_start(
            director, actions.save_course(director, school.supplier.pk, about).pk, on=ahead(9), places=5
        )
        for about in (taking_part, practice)
    ]
    student = school.learner("Studente", learning_route="education")
    for start in starts:
        with pytest.raises(Refused, match="start"):
            actions.enrol(guide, student.pk, start.pk)
    assert actions.enrol(guide, school.learner().pk, starts[0].pk).state == "offered"
