"""MAP and PVT: portfolio, practice, meetings, final talks and signing, and the milestones that follow."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse
from factories import be
from school import School, ahead
from test_exams import known, write

from reisgenoot.access.errors import Refused
from reisgenoot.dossiers.models import Task
from reisgenoot.schooling import actions, queries
from reisgenoot.schooling.models import Closing, Portfolio, Theme

pytestmark = pytest.mark.django_db


def test_the_final_talk_of_map_follows_its_eight_themes(school: School) -> None:
    learner, browser = school.learner(learning_route="b1"), school.browser("guide")
    for theme in Theme.values[:-1]:
        write(school, learner, "theme", theme=theme, content="Verslag", done_on=ahead(-40))
    sent = {"kind": "map", "on": ahead(-2).isoformat(), "outcome": "done", "note": "Goed gesprek"}
    new = reverse("schooling:entry-new", args=[learner.pk, "final"])
    page = browser.post(new, sent)  # besluit 3.2(1): all of them
    assert page.status_code == 422
    assert "how one works together" in page.content.decode() or "werkcultuur" in page.content.decode()
    assert browser.post(new, sent | {"outcome": "again"}).status_code == 302
    theme = {"theme": "culture", "content": "Stage", "done_on": ahead(-3).isoformat()}
    there = reverse("schooling:entry-new", args=[learner.pk, "theme"])
    assert browser.post(there, theme).status_code == 302
    assert browser.post(there, theme).status_code == 422  # it stands there
    assert browser.post(new, sent).status_code == 302
    assert browser.post(new, sent).status_code == 422  # once
    be(school.people["guide"])
    assert known(learner, "map_completed") == ahead(-2)
    assert not Task.objects.filter(dossier=learner, key="map_completed").exists()
    assert Portfolio.objects.filter(dossier=learner, done_on__isnull=False).count() == 8


def test_the_pvt_is_there_when_hours_core_values_and_signature_are(
    school: School, django_assert_num_queries: Any
) -> None:
    guide, learner = school.people["guide"], school.learner()
    refused = write(school, learner, "final", kind="signing", on=ahead(-30), outcome="refused", note="")
    page = queries.participation(guide, learner.pk, ahead(0))
    assert (page.pvt.refused, page.pvt.short) == (True, 720)
    text = school.browser("guide").get(reverse("schooling:participation", args=[learner.pk])).content.decode()
    assert "340" in text  # what follows, with its article
    be(guide)
    write(school, learner, "session", on=ahead(-20), minutes=480, core_values=False, attendance="there")
    missed = write(
        school, learner, "session", on=ahead(-18), minutes=240, core_values=True, attendance="unexcused"
    )
    signed = write(school, learner, "final", kind="signing", on=ahead(-10), outcome="done", note="")
    assert known(learner, "pvt_signed") is None  # besluit 3.1: the hours and the workshop are lacking
    actions.write_entry(guide, learner.pk, "session", {"attendance": "there"}, entry_id=missed.pk)
    assert known(learner, "pvt_signed") == ahead(-10)
    with django_assert_num_queries(10):
        page = queries.participation(guide, learner.pk, ahead(0))
    assert (page.pvt.completed_on, page.pvt.refused) == (ahead(-10), False)
    actions.write_entry(guide, learner.pk, "final", {"mistaken": True}, entry_id=signed.pk)
    assert known(learner, "pvt_signed") is None
    assert refused.pk


def test_meetings_and_hours_by_month_are_not_added_up(school: School) -> None:
    guide, learner = school.people["guide"], school.learner()
    write(school, learner, "session", on=ahead(-40), minutes=420, core_values=True, attendance="there")
    actions.write_hours(guide, learner.pk, actions.Given("pvt", ahead(-40), 480))
    write(school, learner, "final", kind="signing", on=ahead(-10), outcome="done", note="")
    assert known(learner, "pvt_signed") is None
    actions.write_hours(guide, learner.pk, actions.Given("pvt", ahead(-80), 240))
    write(school, learner, "session", on=ahead(-5), minutes=60, core_values=False, attendance="excused")
    assert known(learner, "pvt_signed") == ahead(-10)


REFUSED: tuple[tuple[str, str, dict[str, Any], str], ...] = (
    ("a talk is not refused", "final", {"kind": "map", "outcome": "refused"}, "outcome"),
    ("besluit 3.14(2)a and b: 800 hours, or a reason", "final", {"kind": "z", "outcome": "done"}, "note"),
    ("still to come", "session", {"minutes": 60, "on": ahead(2)}, "on"),
    ("ends before it begins", "practice", {"since": ahead(-3), "until": ahead(-9), "minutes": 60}, "until"),
)  # fmt: skip


def test_what_cannot_be_is_refused_beside_its_field(school: School) -> None:
    learner = school.learner()
    for why, kind, values, field in REFUSED:
        given = {"on": ahead(-3), "note": ""} | values
        if kind != "final":
            given.pop("note")
        if kind == "practice":
            given.pop("on")
        with pytest.raises(Refused) as refused:
            write(school, learner, kind, **given)
        assert list(refused.value.problems) == [field], why
    write(
        school, learner, "final", kind="z", on=ahead(-3), outcome="done", note="Uren van een andere gemeente"
    )
    assert known(learner, "self_reliance_talk") == ahead(-3)
    student = school.learner("Eden Voorbeeld", learning_route="education")
    for kind in ("map", "z"):
        with pytest.raises(Refused):  # wet 8(3), besluit 3.14
            write(school, student, "final", kind=kind, on=ahead(-3), outcome="done", note="x")
    assert Closing.objects.filter(dossier=student).count() == 0
