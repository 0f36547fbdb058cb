"""A link is taken back by the COA before the answer, and after it by both together; nobody falls between the two."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils import timezone
from factories import AsOwner, be
from housing_scene import FAR, Scene, sql

from reisgenoot.access.errors import NotAllowed, NotFound, Refused
from reisgenoot.access.models import AccessLog
from reisgenoot.dossiers.models import Dossier
from reisgenoot.housing import actions, queries
from reisgenoot.housing.models import Link, Request
from reisgenoot.notices.models import Notification

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


def told(who: object) -> set[str]:
    be(who)  # type: ignore[arg-type]
    return set(Notification.objects.values_list("kind", flat=True))


def asked(scene: Scene) -> Link:
    """The COA asks to undo what the town accepted."""
    scene.linked()
    be(scene.coa)
    return actions.ask_undo(scene.coa, Link.objects.get().pk, why="Zij vonden zelf werk in Aalten.")


def shown(scene: Scene, show: str) -> list[tuple[int, str]]:
    be(scene.coa)
    found = queries.to_link(scene.coa, queries.LinkFilters(show), TODAY)
    assert found.counts[show] == len(found.rows)
    return [(row.dossier_id, row.undo) for row in found.rows]


def test_before_the_answer_the_coa_takes_it_back_with_a_reason(scene: Scene) -> None:
    link = scene.link()
    coa, town = scene.browser("coa"), scene.browser("town")
    back = reverse("housing:link-withdraw", args=[scene.head.pk, link.pk])
    answer = coa.post(back, {"why": " "})
    assert (answer.status_code, "aria-invalid" in answer.content.decode()) == (422, True)
    assert coa.post(back, {"why": "Verkeerd huishouden gekozen."}).status_code == 302
    assert (
        "Verkeerd huishouden gekozen."
        in coa.get(reverse("housing:dossier", args=[scene.head.pk])).content.decode()
    )
    assert "Verkeerd huishouden gekozen." in town.get(reverse("housing:overview")).content.decode()
    assert town.get(reverse("housing:link", args=[link.pk])).status_code == 404
    assert "link_withdrawn" in told(scene.town)
    be(scene.other_town)
    assert sql("SELECT count(*) FROM housing_link") == [(0,)]
    assert shown(scene, "todo") == [(scene.head.pk, "")]
    assert scene.link().state == "proposed"  # corrected: proposed anew


def test_what_was_withdrawn_closes_after_two_weeks(scene: Scene, as_owner: AsOwner) -> None:
    link = scene.link()
    actions.withdraw_link(scene.coa, link.pk, why="Verkeerd gekozen.")
    be(scene.town)
    assert Link.objects.count() == 1
    with as_owner():
        sql("UPDATE housing_link SET decided_at = decided_at - interval '15 days'")
    be(scene.town)
    assert not Link.objects.exists()


def test_after_it_the_municipality_must_agree(scene: Scene) -> None:
    link = asked(scene)
    assert "link_undo_asked" in told(scene.town)
    assert shown(scene, "accepted") == [(scene.head.pk, "asked")]
    with pytest.raises(Refused):
        actions.withdraw_link(scene.coa, link.pk, why="Toch niet.")
    assert sql("UPDATE housing_link SET state = 'withdrawn', decided_by_id = %s", [scene.coa.pk]) in (
        [],
        [(0,)],
    )
    town = scene.browser("town")
    assert "Zij vonden zelf werk in Aalten." in town.get(reverse("housing:overview")).content.decode()
    scene.wanted()
    be(scene.coa)
    before = AccessLog.objects.count()
    there = reverse("housing:link-undo-answer", args=[scene.head.pk, link.pk])
    assert town.post(there, {"answer": "agree", "note": "Geen bezwaar."}).status_code == 302

    be(scene.town)  # out of the dossiers
    assert not Dossier.objects.filter(pk__in=[scene.head.pk, scene.child.pk]).exists()
    assert not Link.objects.exists()
    assert Request.objects.get().state == "withdrawn"
    be(scene.coa)
    assert AccessLog.objects.count() > before
    link.refresh_from_db()
    assert (link.state, link.returned_why, link.returned_note) == ("returned", "undone", "Geen bezwaar.")
    assert "link_answered" in told(scene.coa)
    assert shown(scene, "returned") == shown(scene, "todo") == [(scene.head.pk, "")]
    facts = sql("SELECT key FROM dossiers_fact f WHERE key = 'linked' AND value IS NOT NULL AND NOT EXISTS"
                " (SELECT FROM dossiers_fact s WHERE s.supersedes_id = f.id)")  # fmt: skip
    assert facts == []
    be(scene.coa)
    again = actions.propose_link(
        scene.coa, scene.head.pk, scene.other_town.organisation, reasons={"work": ""}, answer_by=FAR
    )
    assert again.state == "proposed"
    assert shown(scene, "returned") == []


def test_or_keeps_it_and_says_why(scene: Scene) -> None:
    link = asked(scene)
    town, there = scene.browser("town"), reverse("housing:link-undo-answer", args=[scene.head.pk, link.pk])
    assert town.post(there, {"answer": "keep", "note": ""}).status_code == 422
    assert town.post(there, {"answer": "keep", "note": "De woning is al gevonden."}).status_code == 302
    assert town.post(there, {"answer": "agree"}).status_code == 404  # answered
    assert shown(scene, "accepted") == [(scene.head.pk, "kept")]
    page = scene.browser("coa").get(reverse("housing:dossier", args=[scene.head.pk])).content.decode()
    assert "De woning is al gevonden." in page
    be(scene.town)
    assert Dossier.objects.filter(pk=scene.head.pk).exists()
    be(scene.coa)
    assert actions.ask_undo(scene.coa, link.pk, why="Toch: zij verhuizen naar familie.").waits


def test_who_asks_and_who_answers(scene: Scene) -> None:
    scene.linked()
    be(scene.coa)
    link = Link.objects.get()
    be(scene.town)
    for step in (
        lambda: actions.ask_undo(scene.town, link.pk, why="Nee"),
        lambda: actions.answer_undo(scene.coa, link.pk, agreed=True),
    ):
        with pytest.raises(NotAllowed):
            step()
    with pytest.raises(NotFound):  # nobody asked
        actions.answer_undo(scene.town, link.pk, agreed=True)
    assert sql("SELECT housing_answer_undo(%s, true, '')", [link.pk]) == [(False,)]
    be(scene.coa)
    with pytest.raises(Refused):
        actions.ask_undo(scene.coa, link.pk, why="  ")
    actions.ask_undo(scene.coa, link.pk, why="Werk elders.")
    be(scene.other_town)
    assert sql("SELECT housing_answer_undo(%s, true, '')", [link.pk]) == [(False,)]
    with pytest.raises(NotFound):
        actions.answer_undo(scene.other_town, link.pk, agreed=True)


def test_not_while_the_municipality_carries_it_or_a_home_is_viewed(scene: Scene, as_owner: AsOwner) -> None:
    link = asked(scene)
    scene.viewing(scene.offered(scene.wanted()))
    with pytest.raises(Refused):
        actions.answer_undo(scene.town, link.pk, agreed=True)
    with as_owner():
        sql("UPDATE housing_offer SET state = 'declined'")
        sql("UPDATE dossiers_dossier SET organisation_id = %s, worker_id = %s WHERE person_id = %s",
            [scene.town.organisation_id, scene.town.pk, scene.child.pk])  # fmt: skip
    be(scene.town)
    with pytest.raises(Refused) as refused:
        actions.answer_undo(scene.town, link.pk, agreed=True)
    assert "verantwoordelijk" in str(refused.value.problems[""])
    assert sql("SELECT housing_answer_undo(%s, true, '')", [link.pk]) == [(False,)]
