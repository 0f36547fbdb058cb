"""Progress talks: planned by the plan, prepared, reported with agreements, and agreements done."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse
from factories import be
from school import School, ahead
from test_exams import known, write

from reisgenoot.access.errors import NotFound, Refused
from reisgenoot.access.models import AccessLog
from reisgenoot.dossiers.models import Task
from reisgenoot.schooling import actions, queries
from reisgenoot.schooling.models import Agreement, ProgressTalk

pytestmark = pytest.mark.django_db


def test_a_talk_is_reported_with_its_agreements_and_the_plan_asks_for_the_next(school: School) -> None:
    learner, browser, guide = school.learner(), school.browser("guide"), school.people["guide"]
    assert Task.objects.filter(dossier=learner, key="first_progress_talk").exists()
    new = reverse("schooling:entry-new", args=[learner.pk, "talk"])
    sent = {"on": ahead(-1).isoformat(), "course": "behind", "said": "Ik slaap slecht", "report": "Rooster"}
    sent |= {"what_1": "Taalmaatje zoeken", "who_1": "guide", "due_1": ""}
    page = browser.post(new, sent)
    assert page.status_code == 422  # an agreement has a day
    assert "Taalmaatje zoeken" in page.content.decode()
    assert browser.post(new, sent | {"due_1": ahead(14).isoformat()}).status_code == 302
    be(guide)
    assert known(learner, "first_progress_talk") == ahead(-1)
    assert Task.objects.get(dossier=learner, key="second_progress_talk").due_on is not None
    agreed = Agreement.objects.get(dossier=learner)
    assert (agreed.what, agreed.who, agreed.done_on) == ("Taalmaatje zoeken", "guide", None)
    for page_name in ("talks", "lessons"):
        text = browser.get(reverse(f"schooling:{page_name}", args=[learner.pk])).content.decode()
        assert "Taalmaatje zoeken" in text
    there = reverse("schooling:entry", args=[learner.pk, "agreement", agreed.pk])
    done = {
        "what": agreed.what,
        "who": "guide",
        "due_on": ahead(14).isoformat(),
        "done_on": ahead(0).isoformat(),
    }
    assert browser.post(there, done | {"seen": "1"}).status_code == 302
    be(guide)
    assert queries.talks(guide, learner.pk, ahead(0)).open == ()
    written = AccessLog.objects.filter(dossier_id=learner.pk, act="write").values_list("part", flat=True)
    assert {"talk", "agreement"} <= set(written)
    assert browser.get(reverse("schooling:entry-new", args=[learner.pk, "agreement"])).status_code == 404


def test_talks_are_counted_by_day_and_a_mistake_moves_up_the_rest(school: School) -> None:
    guide, learner = school.people["guide"], school.learner()
    later = actions.hold_talk(
        guide, learner.pk, {"on": ahead(-5), "course": "stuck", "said": "", "report": ""}
    )
    assert known(learner, "first_progress_talk") == ahead(-5)
    first = write(school, learner, "talk", on=ahead(-100), course="ahead", said="", report="")
    assert known(learner, "first_progress_talk") == ahead(-100)
    assert known(learner, "second_progress_talk") == ahead(-5)
    actions.write_entry(guide, learner.pk, "talk", {"mistaken": True}, entry_id=first.pk)
    assert known(learner, "first_progress_talk") == ahead(-5)
    assert known(learner, "second_progress_talk") is None
    with pytest.raises(Refused):
        write(school, learner, "talk", on=ahead(-5), course="stuck", said="", report="")
    with pytest.raises(NotFound):  # of another dossier
        actions.write_entry(guide, school.learner("Wie Anders").pk, "talk", {"said": "x"}, entry_id=later.pk)


def test_the_preparation_tells_what_changed_since(school: School, django_assert_num_queries: Any) -> None:
    guide, learner = school.people["guide"], school.learner()
    write(school, learner, "attempt", part="knm", level="", on=ahead(-90), result="failed")
    actions.hold_talk(guide, learner.pk, {"on": ahead(-70), "course": "behind", "said": "", "report": ""})
    write(school, learner, "attempt", part="knm", level="", on=ahead(-10), result="passed")
    actions.write_hours(
        guide, learner.pk, actions.Given("lessons", ahead(-35).replace(day=1), 600, excused=60, unexcused=30)
    )
    with django_assert_num_queries(13):
        page = queries.talks(guide, learner.pk, ahead(0))
    since = page.since
    assert [it.result for it in since.attempts] == ["passed"]
    assert (sum(since.followed.values()), since.excused, since.unexcused) == (600, 60, 30)
    assert page.next is not None
    assert page.next.id == "second_progress_talk"
    assert ProgressTalk.objects.filter(dossier=learner).count() == 1
