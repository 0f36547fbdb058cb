"""Templates of arranging days and places for second-hand things: a municipality keeps its own, others read them."""

from datetime import time, timedelta

import factories
import pytest
from django.db import ProgrammingError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from factories import AsOwner, be
from settled_home import Home

from reisgenoot.access.keys import BITS
from reisgenoot.access.models import Member
from reisgenoot.settlement import actions
from reisgenoot.settlement.day_templates import Entry
from reisgenoot.settlement.models import DayTemplate, FurnishingPlace
from reisgenoot.web.numbers import number

pytestmark = pytest.mark.django_db
MORNING = (
    Entry(time(9), 60, "key", "Corporatie", "Plein 1", bring=("permit",)),
    Entry(time(10, 30), 30, "brp", "Burgerzaken", "Plein 2"),
)


@pytest.fixture
def director(as_owner: AsOwner) -> Member:
    """The case director of Doetinchem."""
    return _director(as_owner, "Doetinchem")


def _director(as_owner: AsOwner, municipality: str) -> Member:
    made = factories.member(as_owner, "director")
    with as_owner():
        made.organisation.municipality = municipality
        made.organisation.save()
    return made


def _browser(member: Member) -> Client:
    client = Client()
    client.force_login(member.user)
    return client


def _sent(name: str, *visits: dict[str, str]) -> dict[str, str]:
    sent = {"name": name, "visits-TOTAL_FORMS": str(len(visits)), "visits-INITIAL_FORMS": "0"}
    usual = {
        "minutes": "60",
        "what": "brp",
        "companion": "guide",
        "organisation": "Burgerzaken",
        "place": "Plein 1",
    }
    for at, visit in enumerate(visits):
        sent |= {f"visits-{at}-{key}": value for key, value in (usual | visit).items()}
    return sent


def test_a_template_is_made_changed_removed_and_put_back(director: Member) -> None:
    browser, new = _browser(director), reverse("settlement:template-new")
    assert len(browser.get(new).context["visits"].forms) == 9  # the usual day, and an empty one
    assert browser.post(new, _sent("Gezin", {"starts": "10:00"}, {"starts": "09:00"})).status_code == 302
    be(director)
    made = DayTemplate.objects.get()
    assert [it["starts"] for it in made.visits] == ["09:00", "10:00"]
    there = reverse("settlement:template", args=[made.pk])
    changed, town = _sent("Gezin met baby", {"starts": "09:30"}), reverse("settlement:town")
    assert browser.post(there, changed | {"seen": str(made.changes)}).status_code == 302
    assert browser.get(town).context["templates"][0][0].name == "Gezin met baby"
    gone = reverse("settlement:template-gone", args=[made.pk])
    assert browser.post(gone).status_code == 302
    assert browser.get(town).context["templates"] == []
    assert browser.post(gone, {"back": "1"}).status_code == 302
    assert len(browser.get(town).context["templates"]) == 1


def test_what_is_wrong_stands_beside_the_visit_and_what_was_typed_stays(director: Member) -> None:
    browser, new = _browser(director), reverse("settlement:template-new")
    page = browser.post(new, _sent("", {"starts": "09:00"}, {"starts": "09:10", "place": "Bij de molen"}))
    assert page.status_code == 422
    assert "Bij de molen" in page.content.decode()
    page = browser.post(
        new, _sent("Gezin", {"starts": "09:00"}, {"starts": "09:30", "place": "Bij de molen"})
    )
    assert page.status_code == 422  # the same companion is still at the first
    assert page.context["visits"].forms[1].errors["starts"]
    be(director)
    assert not DayTemplate.objects.exists()


def test_two_who_change_one_template_do_not_overwrite_each_other(director: Member) -> None:
    be(director)
    made = actions.save_template(director, name="Gezin", visits=MORNING)
    seen = made.changes
    actions.save_template(director, name="Gezin 2", visits=MORNING, template_id=made.pk, seen=seen)
    there = reverse("settlement:template", args=[made.pk])
    page = _browser(director).post(there, _sent("Gezin 3", {"starts": "09:00"}) | {"seen": str(seen)})
    assert page.status_code == 422
    be(director)
    assert DayTemplate.objects.get().name == "Gezin 2"


def test_a_day_is_drawn_up_from_it_with_all_hours_moved_along(home: Home, director: Member) -> None:
    be(director)
    actions.save_template(director, name="Gezin", visits=MORNING)
    on = timezone.localdate() + timedelta(days=30)
    new = reverse("settlement:day-new", args=[home.head.pk])
    page = home.browser("guide").get(new, {"on": on.isoformat(), "start": "13:00"})
    assert [form["starts"].value() for form in page.context["visits"]] == [time(13), time(14, 30)]
    assert page.context["visits"][0]["place"].value() == "Plein 1"


def test_the_longest_id_of_a_template_is_taken_from_an_address() -> None:
    """Most ids have nineteen digits; longer ones fit in no column."""
    longest = 2**BITS - 1
    assert number(str(longest)) == longest
    assert [number(it) for it in (str(2**63), "9" * 30, "-1", "", "x")] == [None] * 5


def test_places_stand_with_the_furnishing_of_their_municipality_alone(
    home: Home, director: Member, as_owner: AsOwner
) -> None:
    browser = _browser(director)
    place = {"name": "Kringloop", "address": "Straat 1", "note": "Meubels"}
    assert browser.post(reverse("settlement:place-new"), place).status_code == 302
    elsewhere = _browser(_director(as_owner, "Winterswijk"))
    assert elsewhere.post(reverse("settlement:place-new"), {"name": "Tweedehandshal"}).status_code == 302
    page = home.browser("guide").get(reverse("settlement:furnishing", args=[home.head.pk])).content.decode()
    assert "Kringloop" in page
    assert "Tweedehandshal" not in page


def test_another_municipality_and_a_guide_change_nothing(
    home: Home, director: Member, as_owner: AsOwner
) -> None:
    be(director)
    made = actions.save_template(director, name="Gezin", visits=MORNING)
    place = actions.save_place(director, name="Kringloop")
    other = _director(as_owner, "Winterswijk")
    for who, status in ((other, 404), (home.guide, 403)):
        browser = _browser(who)
        assert browser.get(reverse("settlement:template", args=[made.pk])).status_code == status
        for name, key in (("template-gone", made.pk), ("place-gone", place.pk)):
            assert browser.post(reverse(f"settlement:{name}", args=[key])).status_code == status
        be(who)
        for kind in (DayTemplate, FurnishingPlace):
            assert kind.objects.update(gone=True, changed_by=who) == 0  # the wall itself
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            FurnishingPlace.objects.create(municipality="Doetinchem", name="Vals", changed_by=who)
