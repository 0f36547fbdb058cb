"""Family that follows counts in the size of the home: from reunification, as a number, unless somebody knows better."""

from __future__ import annotations

from datetime import date

import factories
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from factories import AsOwner, be
from housing_scene import HEAD, Scene, ago, sql

from reisgenoot.dossiers.actions import NameParts
from reisgenoot.dossiers.following import Following, following
from reisgenoot.dossiers.models import Dossier
from reisgenoot.housing import actions, queries
from reisgenoot.housing.models import Request
from reisgenoot.reunification import actions as reunion

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
BORN = {"spouse": date(1990, 5, 17), "child": date(2018, 3, 1)}


def follows(scene: Scene, given: str, relation: str = "spouse", *, of: Dossier | None = None) -> int:
    """The COA, which has the dossier, notes somebody who may follow."""
    be(scene.coa)
    made = reunion.add_relative(
        scene.coa,
        of or scene.head,
        name=NameParts(given=given, family="Navolger"),
        relation=relation,
        facts={"born": BORN[relation]},
    )
    return int(made.pk)


def step(scene: Scene, what: str, *who: int, of: Dossier | None = None, on: date = TODAY) -> None:
    be(scene.coa)
    reunion.record_step(scene.coa, of or scene.head, step=what, on=on, relatives=list(who))


def expected(scene: Scene) -> tuple[int, int, int]:
    """What the municipality is told: adults, children, and how many of them may come already."""
    be(scene.town)
    it = queries.home_page(scene.town, scene.head.pk, TODAY).family
    return it.adults, it.children, it.follows.granted


def test_who_applied_or_may_come_and_is_not_here(scene: Scene) -> None:
    scene.linked()
    one, two = follows(scene, "Dawit"), follows(scene, "Ruta", "child")
    assert expected(scene) == (0, 0, 0)  # nobody applied yet
    step(scene, "reunification_applied", one, two, on=ago(30))
    assert expected(scene) == (1, 1, 0)
    step(scene, "reunification_granted", one, on=ago(20))
    assert expected(scene) == (1, 1, 1)
    step(scene, "reunification_refused", two, on=ago(20))
    assert expected(scene) == (1, 0, 1)
    step(scene, "objection_filed", two, on=ago(10))
    assert expected(scene) == (1, 1, 1)
    step(scene, "reunification_withdrawn", two)
    assert expected(scene) == (1, 0, 1)
    step(scene, "arrived", one)
    assert expected(scene) == (0, 0, 0)


def test_also_who_follows_somebody_else_in_the_household(scene: Scene) -> None:
    scene.linked()
    one = follows(scene, "Dawit", of=scene.child)
    step(scene, "reunification_applied", one, of=scene.child)
    assert expected(scene) == (1, 0, 0)


def test_a_municipality_sees_a_number_and_nobody(scene: Scene) -> None:
    step(scene, "reunification_applied", follows(scene, "Dawit"), follows(scene, "Ruta", "child"))
    link = scene.link()
    assert link.family_expected == 2
    be(scene.town)
    actions.answer_link(scene.town, link.pk, accepted=True)
    assert sql("SELECT count(*) FROM reunification_relative") == [(0,)]
    town = scene.browser("town")
    for name in ("housing:dossier", "reunification:family", "housing:request"):
        page = town.get(reverse(name, args=[scene.head.pk])).content.decode()
        assert "Navolger" not in page
        assert "2" in page
    assert "Wie het zijn" in town.get(reverse("reunification:family", args=[scene.head.pk])).content.decode()
    request = scene.wanted()
    assert (request.family_adults, request.family_children, request.persons) == (1, 1, 4)
    listed = town.get(reverse("housing:overview")).content.decode()
    assert "en 2 verwacht" in listed


def test_nobody_is_told_of_a_household_that_they_do_not_guide(scene: Scene, as_owner: AsOwner) -> None:
    step(scene, "reunification_applied", follows(scene, "Dawit"))
    be(scene.coa)
    assert following([scene.head.pk]) == {scene.head.pk: Following(1, 0, 0)}
    volunteer = factories.member(as_owner, "volunteer", scene.guide.organisation)
    for outsider in (scene.town, scene.wilg, scene.other_town, volunteer, None):
        be(outsider)
        assert following([scene.head.pk]) == {}


def test_a_note_counts_until_family_reunification_says_something_else(scene: Scene) -> None:
    scene.linked()
    one, two = follows(scene, "Dawit"), follows(scene, "Ruta", "child")
    step(scene, "reunification_applied", one)
    be(scene.guide)
    actions.expect_family(scene.guide, scene.head.pk, adults=1, children=3, source="Verteld in de intake")
    assert expected(scene) == (1, 3, 0)
    page = scene.browser("guide").get(reverse("housing:dossier", args=[scene.head.pk])).content.decode()
    assert "Verteld in de intake" in page
    step(scene, "reunification_applied", two)
    assert expected(scene) == (1, 1, 0)
    page = scene.browser("guide").get(reverse("housing:dossier", args=[scene.head.pk])).content.decode()
    assert "telt niet meer" in page


def test_a_running_request_can_be_brought_up_to_date(scene: Scene) -> None:
    scene.linked()
    request = scene.wanted()
    town, there = scene.browser("town"), reverse("housing:dossier", args=[scene.head.pk])
    assert "recount" not in town.get(there).content.decode()
    step(scene, "reunification_applied", follows(scene, "Dawit"))
    assert "recount" in town.get(there).content.decode()
    again = reverse("housing:request-recount", args=[scene.head.pk, request.pk])
    assert scene.browser("coa").post(again).status_code == 403
    assert scene.browser("other_town").post(again).status_code == 404
    assert town.post(again).status_code == 302
    be(scene.wilg)
    assert Request.objects.get(pk=request.pk).family_adults == 1
    assert (
        HEAD not in scene.browser("wilg").get(reverse("housing:wanted", args=[request.pk])).content.decode()
    )
    assert "recount" not in town.get(there).content.decode()


def test_one_question_for_as_many_as_there_are(scene: Scene) -> None:
    step(scene, "reunification_applied", follows(scene, "Dawit"))
    be(scene.coa)
    with CaptureQueriesContext(connection) as asked:
        following([scene.head.pk, scene.child.pk])
    assert len(asked) == 1
