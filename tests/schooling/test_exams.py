"""Exams: what is asked of whom, what counts, which milestones follow, and that a correction takes them back."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.urls import reverse
from factories import be
from school import School, ahead

from reisgenoot.access.errors import Overtaken, Refused
from reisgenoot.dossiers.actions import record_fact
from reisgenoot.dossiers.models import Dossier, Fact, Task
from reisgenoot.schooling import actions, queries
from reisgenoot.schooling.examining import Asked, asked, exam
from reisgenoot.schooling.law import GROUNDS
from reisgenoot.schooling.levels import level_progress
from reisgenoot.schooling.models import Attempt, Dispensation, Entry

pytestmark = pytest.mark.django_db
SKILLS = ("reading", "listening", "writing", "speaking")
DAY = date(2026, 6, 1)


def _b1(*attempts: tuple[str, str, str], eased: tuple[tuple[str, str], ...] = (), what: str = "B1") -> Any:
    return exam(
        Asked(what, GROUNDS["exam"]),
        [Attempt(part=part, level=level, result=result, on=DAY) for part, level, result in attempts],
        [Dispensation(part=part, ground=ground, on=DAY) for part, ground in eased],
        DAY,
    )


PASSED = tuple((skill, "B1", "passed") for skill in SKILLS)
RULES: tuple[tuple[str, Any, bool], ...] = (
    ("wet 7(1)a: four parts at B1", _b1(*PASSED), True),
    ("wet 7(1)a: at least B1", _b1(*PASSED[:3], ("speaking", "B2", "passed")), True),
    ("wet 7(1)a: A2 is not enough", _b1(*PASSED[:3], ("speaking", "A2", "passed")), False),
    ("besluit 3.3: three parts are not four", _b1(*PASSED[:3]), False),
    ("besluit 3.10: declared invalid", _b1(*PASSED[:3], ("speaking", "B1", "invalid")), False),
    ("wet 7(3): exempt by a diploma", _b1(*PASSED[:3], eased=(("speaking", "exempt"),)), True),
    ("wet 5(1): released", _b1(PASSED[0], eased=tuple((it, "released") for it in SKILLS[1:])), True),
    (
        "wet 17(3): one part at A2",
        _b1(*PASSED[:3], ("speaking", "A2", "passed"), eased=(("speaking", "lowered"),)),
        True,
    ),
    (
        "wet 17(3): A2 of another part",
        _b1(*PASSED[:3], ("speaking", "A2", "passed"), eased=(("reading", "lowered"),)),
        False,
    ),
    ("besluit 3.14(7): in the Z route none must be taken", _b1(*PASSED, what=""), False),
)


@pytest.mark.parametrize(
    ("reached", "so_far"), [(row[2], row[1]) for row in RULES], ids=[row[0] for row in RULES]
)
def test_when_the_language_is_reached(so_far: Any, reached: bool) -> None:
    assert (so_far.language_on is not None) is reached
    assert so_far.knm_on is None


def test_what_each_route_asks() -> None:
    levels = {
        (route, version): asked(route, version).level
        for route in ("b1", "education", "z", "")
        for version in ("wi2021", "wi2013")
    }
    assert levels == {
        ("b1", "wi2021"): "B1", ("education", "wi2021"): "B1", ("z", "wi2021"): "", ("", "wi2021"): "",
        **{(route, "wi2013"): "A2" for route in ("b1", "education", "z", "")},
    }  # fmt: skip


def write(school: School, learner: Dossier, kind: str, /, **values: Any) -> Entry:
    """A row by the guide."""
    be(school.people["guide"])
    return actions.write_entry(school.people["guide"], learner.pk, kind, values)


def known(learner: Dossier, key: str) -> date | None:
    """The day of a milestone that stands."""
    found = Fact.objects.filter(dossier=learner, key=key, superseded_by__isnull=True, value__isnull=False)
    return found.values_list("happened_on", flat=True).first()


def test_passing_the_last_part_records_the_milestone_and_a_correction_takes_it_back(school: School) -> None:
    guide, learner = school.people["guide"], school.learner(learning_route="b1")
    for skill in SKILLS[:3]:
        write(school, learner, "attempt", part=skill, level="B1", on=ahead(-60), result="passed")
    last = write(school, learner, "attempt", part="speaking", level="B1", on=ahead(-20), result="failed")
    assert known(learner, "language_reached") is None
    assert Task.objects.filter(dossier=learner, key="language_reached").exists()
    actions.write_entry(guide, learner.pk, "attempt", {"result": "passed"}, entry_id=last.pk)
    assert known(learner, "language_reached") == ahead(-20)
    assert not Task.objects.filter(dossier=learner, key="language_reached").exists()
    actions.write_entry(guide, learner.pk, "attempt", {"on": ahead(-10)}, entry_id=last.pk)
    assert known(learner, "language_reached") == ahead(-10)
    actions.write_entry(guide, learner.pk, "attempt", {"result": "invalid"}, entry_id=last.pk)
    assert known(learner, "language_reached") is None
    assert Task.objects.filter(dossier=learner, key="language_reached").exists()
    write(school, learner, "attempt", part="knm", level="", on=ahead(-5), result="passed")
    assert known(learner, "knm_passed") == ahead(-5)


def test_what_somebody_recorded_otherwise_stands(school: School) -> None:
    guide, learner = school.people["guide"], school.learner(learning_route="b1")
    record_fact(guide, learner, "knm_passed", ahead(-90))
    it = write(school, learner, "attempt", part="knm", level="", on=ahead(-5), result="passed")
    assert known(learner, "knm_passed") == ahead(-90)
    actions.write_entry(guide, learner.pk, "attempt", {"mistaken": True}, entry_id=it.pk)
    assert known(learner, "knm_passed") == ahead(-90)


REFUSED: tuple[tuple[str, str, dict[str, Any], str], ...] = (
    ("knm has no level", "attempt", {"part": "knm", "level": "A2", "result": "passed"}, "level"),
    ("a language part has one", "attempt", {"part": "reading", "level": "", "result": "passed"}, "level"),
    ("a result is not to come", "attempt", {"part": "knm", "level": "", "result": "passed", "on": ahead(3)}, "on"),
    ("besluit 2.7(3): at most three", "dispensation", {"part": "speaking", "ground": "released"}, "part"),
    ("wet 17(3): the B1 route alone", "dispensation", {"part": "speaking", "ground": "lowered"}, "ground"),
    ("KNM is not lowered", "dispensation", {"part": "knm", "ground": "lowered"}, "part"),
    ("twice", "dispensation", {"part": "reading", "ground": "released"}, "part"),
)  # fmt: skip


def test_what_cannot_be_is_refused_beside_its_field(school: School) -> None:
    learner = school.learner()  # on the self-reliance route
    for skill in SKILLS[:3]:
        write(school, learner, "dispensation", part=skill, ground="released", on=ahead(-3))
    for why, kind, values, field in REFUSED:
        with pytest.raises(Refused) as refused:
            write(school, learner, kind, **({"on": ahead(-3)} | values))
        assert list(refused.value.problems) == [field], why


def test_in_the_browser_from_registration_to_result(school: School, django_assert_num_queries: Any) -> None:
    learner, browser = school.learner(learning_route="b1"), school.browser("guide")
    new = reverse("schooling:entry-new", args=[learner.pk, "attempt"])
    sent = {
        "part": "reading",
        "level": "",
        "on": ahead(20).isoformat(),
        "result": "registered",
        "note": "Zwolle",
    }
    page = browser.post(new, sent)
    assert page.status_code == 422
    assert "Zwolle" in page.content.decode()
    assert browser.post(new, sent | {"level": "B1"}).status_code == 302
    be(school.people["guide"])
    it = Attempt.objects.get(dossier=learner)
    there = reverse("schooling:entry", args=[learner.pk, "attempt", it.pk])
    late = sent | {"level": "B1", "on": ahead(-1).isoformat(), "result": "passed", "seen": "0"}
    page = browser.post(there, late)
    assert page.status_code == 422  # somebody changed it meanwhile
    assert browser.post(there, late | {"seen": page.context["seen"]}).status_code == 302
    text = browser.get(reverse("schooling:exams", args=[learner.pk])).content.decode()
    assert "hours-picture" in text
    be(school.people["guide"])
    with django_assert_num_queries(9):
        queries.exams(school.people["guide"], learner.pk, ahead(0))
    be(school.people["guide"])
    with pytest.raises(Overtaken):
        actions.write_entry(
            school.people["guide"], learner.pk, "attempt", {"note": ""}, entry_id=it.pk, seen=99
        )


TERM = (date(2026, 1, 1), date(2028, 12, 31))
PACES: tuple[tuple[list[tuple[date, str]], date, bool, bool], ...] = (
    ([(date(2026, 1, 1), "A0"), (date(2026, 7, 1), "A1")], date(2026, 7, 1), True, False),
    ([(date(2026, 1, 1), "A0"), (date(2027, 12, 1), "A1")], date(2027, 12, 1), True, True),
    ([(date(2026, 7, 1), "A2"), (date(2027, 7, 1), "A1")], date(2027, 7, 1), True, True),  # it fell back
    ([(date(2026, 1, 1), "A1"), (date(2027, 1, 1), "A1")], date(2027, 1, 1), False, False),  # never
)


@pytest.mark.parametrize(("measured", "today", "ever", "late"), PACES)
def test_whether_a_level_comes_in_time(
    measured: list[tuple[date, str]], today: date, ever: bool, late: bool
) -> None:
    said = level_progress("reading", "reading", "B1", measured, TERM, today)
    assert (said.reached_on is not None, said.late_by > 0) == (ever, late)
    assert said.picture is not None
    assert bool(said.picture.ahead) is ever
