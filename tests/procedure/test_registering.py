"""Registering who arrives: at the keyboard, a household at once, with nothing told of other organisations' people."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import factories
import pytest
from conftest_procedure import days_ago, reception, worker
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from reisgenoot.access.errors import NotAllowed, Refused
from reisgenoot.access.models import Involvement
from reisgenoot.dossiers.models import Document, Dossier
from reisgenoot.people.models import HouseholdMember, Identifier, Person
from reisgenoot.procedure import actions
from reisgenoot.procedure.models import Arrival, AskedCheck, Stay

pytestmark = pytest.mark.django_db
ADDRESS = "/procedure/register/"
PICTURE = b"\x89PNG\r\n\x1a\n" + b"\0" * 20


def typed(rows: int = 1, **more: Any) -> dict[str, Any]:
    """What is sent for a person, and ``rows`` - 1 children."""
    today = timezone.localdate()
    sent = {
        "rows": rows,
        "on": today.isoformat(),
        "time": "00:00",
        "place": "Loket Noord",
        "centre": "Azc De Proef",
    }
    for index in range(rows):
        sent |= {
            f"p{index}-given": f"Salma{index}",
            f"p{index}-family": "Proefpersoon",
            f"p{index}-born": "1990-03-04" if index == 0 else "2018-05-06",
            f"p{index}-sex": "v",
            f"p{index}-nationality": "SY",
            f"p{index}-language": "ar",
            f"p{index}-v_number": f"47110000{index:02d}",
            f"p{index}-role": "head" if index == 0 else "child",
        }
    return sent | more


def browser(member: Any) -> Client:
    client = Client()
    client.force_login(member.user)
    return client


def test_a_household_is_registered_in_one_form(as_owner: factories.AsOwner) -> None:
    ind, gza = worker(as_owner, "ind"), worker(as_owner, "gza")
    factories.be(None)
    photo = SimpleUploadedFile("pas.png", PICTURE)
    answer = browser(ind).post(ADDRESS, typed(3, gza=gza.organisation_id, **{"p0-photo": photo}))
    assert answer.status_code == 302
    assert "centre=Azc+De+Proef" in answer["Location"]  # stays filled in for the next
    factories.be(ind)
    made = list(Dossier.objects.order_by("name"))
    assert [it.name for it in made] == [f"Salma{index} Proefpersoon" for index in range(3)]
    assert {it.worker_id for it in made} == {ind.pk}
    assert {it.phase for it in made} == {"registration"}
    assert HouseholdMember.objects.values("household").distinct().count() == 1
    assert set(Identifier.objects.values_list("value", flat=True)) == {
        "4711000000",
        "4711000001",
        "4711000002",
    }
    assert Person.objects.get(pk=made[0].pk).nationality == "SY"
    today = timezone.localdate()
    assert set(Arrival.objects.values_list("expected_end", flat=True)) == {today + timedelta(days=4)}
    assert Stay.objects.filter(centre="Azc De Proef", ends_on=None, begins_on=today).count() == 3
    assert (
        AskedCheck.objects.filter(kind="health_checked", asked_of=gza.organisation, outcome="").count() == 3
    )
    assert Involvement.objects.filter(organisation=gza.organisation, basis="phase").count() == 3
    document = Document.objects.get()
    assert (document.category, document.sensitivity, document.dossier.name) == (
        "identity",
        "sensitive",
        "Salma0 Proefpersoon",
    )
    factories.be(gza)
    assert Dossier.objects.count() == 3


def test_rows_are_added_without_script_and_empty_ones_count_for_nobody(as_owner: factories.AsOwner) -> None:
    ind = worker(as_owner, "ind")
    client = browser(ind)
    answer = client.post(ADDRESS, typed(2, more="1"))
    assert answer.status_code == 200
    html = answer.content.decode()
    assert 'name="p2-given"' in html
    assert 'value="Salma1"' in html  # what was typed stays
    assert 'value="Azc De Proef"' in html
    factories.be(ind)
    assert not Dossier.objects.exists()
    assert client.post(ADDRESS, typed(2) | {"rows": 4}).status_code == 302
    factories.be(ind)
    assert Dossier.objects.count() == 2


@pytest.mark.parametrize(
    ("wrong", "beside"),
    [
        ({"p1-v_number": "12"}, "Persoon 2, V-nummer"),
        ({"p0-born": "2999-01-01"}, "Persoon 1, Geboortedatum"),
        ({"p1-role": "head"}, "Een huishouden heeft één hoofd."),
        ({"on": "2999-01-01"}, "Dit moment ligt in de toekomst."),
        ({"expected_end": "2001-01-01"}, "Dit ligt vóór de aankomst."),
        ({"place": ""}, "Waar zij zich meldden"),
        ({"p0-photo": SimpleUploadedFile("pas.png", b"MZ")}, "Persoon 1, Foto"),
        (
            {"p0-photo": SimpleUploadedFile("pas.pdf", b"%PDF-1.4\n%%EOF\n")},
            "Een foto is een JPEG- of PNG-plaatje.",
        ),
    ],
)
def test_what_cannot_be_is_said_beside_its_field(
    as_owner: factories.AsOwner, wrong: dict[str, Any], beside: str
) -> None:
    ind = worker(as_owner, "ind")
    answer = browser(ind).post(ADDRESS, typed(2, **wrong))
    assert answer.status_code == 422
    assert beside in answer.content.decode()
    assert "Salma1" in answer.content.decode()
    factories.be(ind)
    assert not Dossier.objects.exists()
    assert not Arrival.objects.exists()


@pytest.mark.parametrize(
    ("known", "warned"),
    [
        ({"born": date(1990, 3, 4)}, True),  # the same name and date of birth
        ({"born": date(1990, 3, 5)}, False),
        ({"born": date(1991, 1, 1), "born_uncertain": True}, True),
        ({}, True),
    ],
)
def test_who_looks_like_somebody_known_is_shown_beside_them(
    as_owner: factories.AsOwner, known: dict[str, Any], warned: bool
) -> None:
    ind = worker(as_owner, "ind")
    there = factories.dossier(ind, "Salma0 Profpersoon", facts=known)
    factories.be(None)
    client = browser(ind)
    answer = client.post(ADDRESS, typed())
    assert answer.status_code == (422 if warned else 302)
    if warned:
        html = answer.content.decode()
        assert reverse("dossiers:dossier", args=[there.pk]) in html
        assert "Zoals u typte" in html
        assert client.post(ADDRESS, typed(anyway="1")).status_code == 302
        factories.be(ind)
        assert Dossier.objects.count() == 2


def test_the_same_number_is_the_same_person_whatever_the_name(as_owner: factories.AsOwner) -> None:
    ind = worker(as_owner, "ind")
    factories.dossier(
        ind, "Heel Anders", facts={"born": date(1955, 1, 2)}, numbers={"v_number": "4711000000"}
    )
    factories.be(None)
    answer = browser(ind).post(ADDRESS, typed())
    assert answer.status_code == 422
    assert "hetzelfde V-nummer" in answer.content.decode()


def test_nothing_is_told_of_people_of_others(as_owner: factories.AsOwner) -> None:
    """Somebody whom another organisation guides, with the same number, name and birth, is registered without a word."""
    ind, other = worker(as_owner, "ind"), worker(as_owner, "vluchtelingenwerk")
    factories.dossier(
        other, "Salma0 Proefpersoon", facts={"born": date(1990, 3, 4)}, numbers={"v_number": "4711000000"}
    )
    factories.be(None)
    client = browser(ind)
    answer = client.post(ADDRESS, typed(), follow=True)
    assert answer.status_code == 200
    assert "1 persoon is geregistreerd" in answer.content.decode()
    factories.be(ind)
    assert Dossier.objects.count() == 1


def test_only_the_ind_registers(as_owner: factories.AsOwner) -> None:
    for kind, role, status in (
        ("coa", "guide", 403),
        ("ind", "volunteer", 403),
        ("ind", "administrator", 403),
    ):
        somebody = worker(as_owner, kind, role)
        factories.be(None)
        assert browser(somebody).get(ADDRESS).status_code == status
        assert browser(somebody).post(ADDRESS, typed()).status_code == status
    coa = worker(as_owner, "coa")
    factories.be(coa)
    with pytest.raises(NotAllowed):
        actions.register(coa, [actions.NewArrival("A", "B")], reception())


def test_an_unaccompanied_minor_comes_alone(as_owner: factories.AsOwner) -> None:
    ind = worker(as_owner, "ind")
    factories.be(ind)
    alone = actions.NewArrival("Nour", "Proefpersoon", born=days_ago(5000), unaccompanied=True)
    (made,) = actions.register(ind, [alone], reception())
    assert made.facts.filter(key="unaccompanied", value=True).exists()
    child = actions.NewArrival("Rima", "Proefpersoon", role="child", unaccompanied=True)
    with pytest.raises(Refused) as refused:
        actions.register(ind, [actions.NewArrival("Hala", "Proefpersoon"), child], reception())
    assert "1.unaccompanied" in refused.value.problems


def test_the_page_asks_a_constant_number_of_questions(
    as_owner: factories.AsOwner, django_assert_max_num_queries: Any
) -> None:
    ind = worker(as_owner, "ind")
    factories.be(None)
    client = browser(ind)
    client.post(ADDRESS, typed(3))
    client.get(ADDRESS)
    with django_assert_max_num_queries(14):
        client.get(ADDRESS)
