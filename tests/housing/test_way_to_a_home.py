"""The steps, one after the other, with what they record; and what can't be."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone
from factories import be, dossier
from housing_scene import FAR, PHONE, STREET, Scene, ago

from reisgenoot.access.errors import NotAllowed, NotFound, Refused
from reisgenoot.access.models import Involvement
from reisgenoot.dossiers import actions as dossiers
from reisgenoot.dossiers.models import Appointment, Fact, Task
from reisgenoot.housing import actions, queries
from reisgenoot.housing.actions.viewing import Saying
from reisgenoot.housing.models import Addressee, Link, Offer, Refusal, Request, RequestHousehold
from reisgenoot.people.models import HouseholdMember

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


def test_from_permit_to_key(scene: Scene) -> None:
    link = scene.link()
    assert (link.adults, link.children, link.languages) == (1, [7], ["ti"])
    be(scene.town)
    assert not sql_sees_dossier(scene)
    ids = actions.answer_link(scene.town, link.pk, accepted=True)
    assert set(ids) == {scene.head.pk, scene.child.pk}
    for one in (scene.head, scene.child):
        facts = scene.facts(one)
        assert (facts["linked"], facts["municipality"]) == (TODAY.isoformat(), "Doetinchem")
    assert Involvement.objects.filter(organisation=scene.town.organisation, basis="phase").count() == 2

    request = scene.wanted(max_rent=Decimal(700))
    assert (request.adults, request.children) == (1, 1)
    assert scene.facts()["home_requested"] == TODAY.isoformat()
    assert "home_requested" not in scene.facts(scene.child)  # of a household: at its head
    offer = scene.offered(request)
    assert "home_offered" not in scene.facts()  # the association knows no dossier
    scene.viewing(offer)
    assert scene.facts()["home_offered"] == TODAY.isoformat()
    appointment = Appointment.objects.get(dossier=scene.head)
    assert (appointment.kind, appointment.place) == ("viewing", f"{STREET}, Doetinchem")

    actions.accept_home(scene.town, scene.head.pk, offer.pk, viewed_on=TODAY, on=TODAY)
    actions.sign_lease(
        scene.town, scene.head.pk, offer.pk, signed_on=TODAY, begins_on=TODAY, rent=Decimal("640.50"), keys=3
    )
    actions.move_in(scene.town, scene.head.pk, offer.pk, on=TODAY)
    facts = scene.facts(scene.child)
    assert (facts["moved_in"], facts["address"], facts["postcode"]) == (
        TODAY.isoformat(), f"{STREET}, Doetinchem", "7001 AA",
    )  # fmt: skip
    steps = {"home_viewed", "home_accepted", "moved_in"}
    assert steps <= set(scene.facts())
    request.refresh_from_db()
    assert (request.state, request.ended_on) == ("fulfilled", TODAY)
    assert not RequestHousehold.objects.get(request=request).running
    assert not Task.objects.filter(dossier=scene.head, key__startswith="home_").exists()


def sql_sees_dossier(scene: Scene) -> bool:
    return type(scene.head).objects.filter(pk__in=[scene.head.pk, scene.child.pk]).exists()


def test_a_returned_link_is_seen_at_once_and_can_be_proposed_elsewhere(scene: Scene) -> None:
    link = scene.link()
    be(scene.town)
    with pytest.raises(Refused):
        actions.answer_link(scene.town, link.pk, accepted=False)
    actions.answer_link(scene.town, link.pk, accepted=False, why="quota_met", note="Wij zijn vol.")
    assert not Link.objects.filter(pk=link.pk).exists()
    assert not sql_sees_dossier(scene)
    be(scene.coa)
    link.refresh_from_db()
    assert (link.state, link.returned_why, link.returned_note) == ("returned", "quota_met", "Wij zijn vol.")
    found = queries.to_link(scene.coa, queries.LinkFilters("returned"), TODAY)
    assert [row.dossier_id for row in found.rows] == [scene.head.pk]
    assert found.counts == {"todo": 1, "proposed": 0, "accepted": 0, "returned": 1}
    again = actions.propose_link(
        scene.coa, scene.head.pk, scene.other_town.organisation, reasons={"network": ""}, answer_by=FAR
    )
    found = queries.to_link(scene.coa, queries.LinkFilters(), TODAY)
    assert found.counts == {"todo": 0, "proposed": 1, "accepted": 0, "returned": 0}
    actions.withdraw_link(scene.coa, again.pk, why="Verkeerd gekozen.")
    be(scene.other_town)
    with pytest.raises(NotFound):
        actions.answer_link(scene.other_town, again.pk, accepted=True)


@pytest.mark.parametrize(
    ("about", "field"),
    [
        ({"reasons": {}}, "reasons"),
        ({"reasons": {"medical": "Heeft een dialyse nodig."}}, "note_medical"),
        ({"reasons": {"stars": ""}}, "reasons"),
        ({"answer_by": ago(1)}, "answer_by"),
    ],
)
def test_what_is_no_proposal(scene: Scene, about: dict[str, object], field: str) -> None:
    with pytest.raises(Refused) as refused:
        scene.link(**about)
    assert set(refused.value.problems) == {field}


def test_one_proposal_at_a_time_and_none_without_a_permit(scene: Scene) -> None:
    scene.link()
    with pytest.raises(Refused):
        scene.link()
    be(scene.coa)
    dossiers.retract_fact(scene.coa, Fact.objects.get(dossier=scene.head, key="permit_granted"))
    with pytest.raises(Refused):
        scene.link()


def test_who_makes_which_step(scene: Scene) -> None:
    be(scene.town)
    with pytest.raises(NotAllowed):
        actions.propose_link(
            scene.town, scene.head.pk, scene.town.organisation, reasons={"work": ""}, answer_by=FAR
        )
    link = scene.link()
    be(scene.other_town)
    with pytest.raises(NotFound):
        actions.answer_link(scene.other_town, link.pk, accepted=True)
    be(scene.coa)
    with pytest.raises(NotAllowed):
        actions.make_request(scene.coa, scene.head.pk, [], None)  # type: ignore[arg-type]


def test_a_link_only_opens_what_the_coa_had(scene: Scene, as_owner) -> None:
    """Somebody in the household of whom the COA knows nothing is not opened to the municipality by it."""
    stranger = dossier(scene.guide, "Oom van elders")
    with as_owner():
        home = HouseholdMember.objects.get(person_id=scene.head.pk).household_id
        HouseholdMember.objects.filter(person_id=stranger.pk).update(household_id=home, role="other")
    link = scene.link()
    be(scene.town)
    assert actions.answer_link(scene.town, link.pk, accepted=True) != []
    assert not type(stranger).objects.filter(pk=stranger.pk).exists()
    assert type(stranger).objects.filter(pk=scene.child.pk).exists()


def test_expected_family_counts_in_the_size(scene: Scene) -> None:
    be(scene.guide)
    actions.expect_family(scene.guide, scene.head.pk, adults=1, children=2, source="Aanvraag van 3 maart")
    scene.linked()
    request = scene.wanted()
    assert (request.family_adults, request.family_children, request.persons) == (1, 2, 5)
    be(scene.guide)
    page = queries.home_page(scene.guide, scene.child.pk, TODAY)
    assert (page.persons, page.home.head_id) == (5, scene.head.pk)


def test_ground_floor_only_if_somebody_agreed(scene: Scene) -> None:
    scene.linked()
    with pytest.raises(Refused) as refused:
        scene.wanted(ground_floor=True)
    assert set(refused.value.problems) == {"ground_floor"}
    be(scene.nurse)
    agreed = dossiers.Asked(
        "fitting_home", scene.town.organisation, until=FAR, how="talk", language="ti", agreed="Geen trap."
    )
    consent = dossiers.give_consent(scene.nurse, scene.head, agreed)
    assert scene.wanted(ground_floor=True).ground_floor
    be(scene.wilg)
    assert Request.objects.get().ground_floor
    be(scene.nurse)
    dossiers.withdraw_consent(scene.nurse, consent.pk)
    be(scene.wilg)
    assert not Request.objects.get().ground_floor  # what was agreed to is taken back there too


def test_a_refusal_asks_for_another_home(scene: Scene) -> None:
    scene.linked()
    request = scene.wanted()
    offer = scene.viewing(scene.offered(request))
    saying = Saying("far", TODAY, "ti", "weighed", note="Het werk is in Zutphen.")
    with pytest.raises(Refused):
        actions.refuse_home(
            scene.town, scene.head.pk, offer.pk, Saying("medical", TODAY, "ti", "weighed", note="Knie")
        )
    actions.refuse_home(scene.town, scene.head.pk, offer.pk, saying)
    assert not {"home_offered", "home_viewed"} & set(scene.facts())
    assert "home_requested" in scene.facts()
    assert Appointment.objects.get(dossier=scene.head).cancelled
    refusal = Refusal.objects.get()
    assert (refusal.reason, refusal.consequence, refusal.dossier_id) == ("far", "weighed", scene.head.pk)
    second = scene.viewing(scene.offered(request, scene.beuk, address="Beukenlaan 1"))
    assert second.state == "viewing"
    with pytest.raises(Refused):
        scene.viewing(offer)


def test_an_accepted_home_can_still_fall_through(scene: Scene) -> None:
    scene.linked()
    offer = scene.viewing(scene.offered(scene.wanted()))
    actions.accept_home(scene.town, scene.head.pk, offer.pk, viewed_on=TODAY, on=TODAY)
    actions.refuse_home(scene.town, scene.head.pk, offer.pk, Saying("rent", TODAY, "ti", "new_offer"))
    assert not {"home_offered", "home_viewed", "home_accepted"} & set(scene.facts())


def test_offers_lapse_are_declined_and_taken_back(scene: Scene, as_owner) -> None:
    scene.linked()
    request = scene.wanted()
    offer, other = scene.offered(request), scene.offered(request, scene.beuk)
    with as_owner():
        Offer.objects.filter(pk=offer.pk).update(made_on=ago(9), valid_until=ago(1))
    with pytest.raises(Refused):
        scene.viewing(offer)
    be(scene.beuk)
    actions.withdraw_offer(scene.beuk, other.pk)
    with pytest.raises(Refused):
        scene.viewing(other)
    third = scene.viewing(scene.offered(request))
    be(scene.wilg)
    with pytest.raises(Refused):
        actions.withdraw_offer(scene.wilg, third.pk)
    be(scene.town)
    actions.decline_offer(scene.town, scene.head.pk, third.pk, why="De woning is al weg.")
    assert "home_offered" not in scene.facts()
    be(scene.beuk)
    actions.decline_request(scene.beuk, request.pk, why="Niets vrij.")
    with pytest.raises(Refused):
        scene.offered(request, scene.beuk)
    be(scene.town)
    assert Addressee.objects.get(association=scene.beuk.organisation).declined_why == "Niets vrij."


def test_one_home_and_one_request_at_a_time(scene: Scene) -> None:
    scene.linked()
    request = scene.wanted()
    with pytest.raises(Refused):
        scene.wanted()
    offer, other = scene.offered(request), scene.offered(request, scene.beuk)
    scene.viewing(offer)
    with pytest.raises(Refused):
        scene.viewing(other)
    with pytest.raises(Refused):
        actions.withdraw_request(scene.town, scene.head.pk, request.pk)
    actions.decline_offer(scene.town, scene.head.pk, offer.pk, why="Te duur.")
    actions.withdraw_request(scene.town, scene.head.pk, request.pk)
    assert "home_requested" not in scene.facts()
    be(scene.beuk)
    with pytest.raises(Refused):
        scene.offered(request, scene.beuk)
    assert scene.wanted().state == "running"


def test_a_viewing_that_is_moved_stands_once_in_the_agenda(scene: Scene) -> None:
    scene.linked()
    offer = scene.viewing(scene.offered(scene.wanted()))
    scene.viewing(offer, days=3)
    planned = Appointment.objects.filter(dossier=scene.head, cancelled=False)
    assert [it.starts_at.date() for it in planned] == [ago(-3)]
    with pytest.raises(Refused):
        actions.plan_viewing(scene.town, scene.head.pk, offer.pk, at=timezone.now() - timedelta(hours=1))


@pytest.mark.parametrize(
    ("about", "field"),
    [
        ({"postcode": "0000"}, "postcode"),
        ({"rent": Decimal(0)}, "rent"),
        ({"valid_until": ago(1)}, "valid_until"),
    ],
)
def test_what_is_no_offer(scene: Scene, about: dict[str, object], field: str) -> None:
    scene.linked()
    with pytest.raises(Refused) as refused:
        scene.offered(scene.wanted(), **about)
    assert set(refused.value.problems) == {field}


def test_days_that_cannot_be(scene: Scene) -> None:
    scene.linked()
    offer = scene.viewing(scene.offered(scene.wanted()))
    here, tomorrow = (scene.town, scene.head.pk, offer.pk), ago(-1)
    with pytest.raises(Refused):
        actions.accept_home(*here, viewed_on=tomorrow, on=TODAY)
    with pytest.raises(Refused):
        actions.accept_home(*here, viewed_on=TODAY, on=ago(1))
    actions.accept_home(*here, viewed_on=TODAY, on=TODAY)
    with pytest.raises(Refused):
        actions.sign_lease(*here, signed_on=TODAY, begins_on=ago(1), rent=Decimal(600))
    actions.sign_lease(*here, signed_on=TODAY, begins_on=ago(-5), rent=Decimal(600))
    with pytest.raises(Refused):
        actions.move_in(*here, on=TODAY)


def test_who_is_told(scene: Scene) -> None:
    from reisgenoot.notices.models import Notification

    def told(who) -> list[str]:
        be(who)
        return sorted(Notification.objects.values_list("kind", flat=True))

    scene.linked()
    request = scene.wanted()
    scene.offered(request)
    assert told(scene.town) == ["home_offered", "link_proposed"]
    assert told(scene.coa) == ["link_answered"]
    assert told(scene.wilg) == told(scene.beuk) == ["home_wanted"]
    assert PHONE  # the texts of notifications name nobody: notices/kinds.py
