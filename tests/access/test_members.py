"""An administrator keeps the accounts of their own organisation, and sees no dossier."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from factories import AsOwner, be, dossier, member

from reisgenoot.access import actions
from reisgenoot.access.errors import NotAllowed, NotFound, Refused
from reisgenoot.access.models import AccessLog, Member, User
from reisgenoot.dossiers.models import Dossier

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


@pytest.fixture
def administrator(as_owner: AsOwner) -> Member:
    found = member(as_owner, "administrator")
    be(found)
    return found


def browser_of(who: Member) -> Client:
    client = Client()
    client.force_login(who.user)
    be(None)
    return client


def test_somebody_new_chooses_a_password_and_works(administrator: Member) -> None:
    entered = {"name": "Nora Nieuw", "email": "nora@example.org", "role": "guide", "begins_on": TODAY}
    page = browser_of(administrator).post("/members/", entered).content.decode()
    link = re.search(r"http://testserver(/account/password/reset/key/[^<]+)", page)
    assert link
    newcomer = Client()
    form = newcomer.get(link[1], follow=True)
    chosen = {"password1": "een-lang-wachtwoord-7", "password2": "een-lang-wachtwoord-7"}
    newcomer.post(form.redirect_chain[-1][0], chosen)
    logged_in = newcomer.post(
        "/account/login/", {"login": "nora@example.org", "password": "een-lang-wachtwoord-7"}, follow=True
    )
    assert "Werklijst" in logged_in.content.decode()
    again = Client().get(link[1], follow=True).content.decode()
    assert "password1" not in again  # once only


def test_who_has_an_account_gets_a_role_here_and_no_link(administrator: Member, as_owner: AsOwner) -> None:
    other = member(as_owner)
    made, path = actions.add_member(
        administrator, email=other.user.email.upper(), name="Ook hier", role="volunteer"
    )
    assert (made.user_id, path) == (other.user_id, "")
    with pytest.raises(Refused) as refused:
        actions.add_member(administrator, email=other.user.email, name="Ook hier", role="volunteer")
    assert set(refused.value.problems) == {"role"}


def test_what_is_wrong_is_said_beside_the_field_and_nothing_is_made(administrator: Member) -> None:
    with pytest.raises(Refused) as refused:
        actions.add_member(administrator, email="nora@", name=" ", role="newcomer")
    assert set(refused.value.problems) == {"email", "name", "role"}
    answer = browser_of(administrator).post("/members/", {"name": "Nora", "email": "x", "role": "guide"})
    assert answer.status_code == 422
    assert "Nora" in answer.content.decode()
    assert not User.objects.filter(email="x").exists()


def test_who_left_is_out_at_once(administrator: Member, as_owner: AsOwner) -> None:
    guide = member(as_owner, "guide", administrator.organisation)
    member(as_owner, "guide", administrator.organisation)  # who carries on
    opened = dossier(guide)
    client = browser_of(guide)
    assert client.get(f"/dossiers/{opened.pk}/").status_code == 200
    be(administrator)
    actions.end_member(administrator, guide.pk)
    be(None)
    assert client.get(f"/dossiers/{opened.pk}/").status_code == 403


def test_what_somebody_carried_goes_to_a_coordinator(administrator: Member, as_owner: AsOwner) -> None:
    home = administrator.organisation
    guide = member(as_owner, "guide", home)
    opened = [dossier(guide, f"Wie Ook {number}") for number in range(2)]
    be(administrator)
    for day in (None, TODAY + timedelta(days=9)):
        with pytest.raises(Refused) as refused:
            actions.end_member(administrator, guide.pk, on=day)
        assert set(refused.value.problems) == {"on"}
    busy, free = (member(as_owner, "coordinator", home) for _one in range(2))
    member(as_owner, "guide", home)
    dossier(busy, "Een Ander")
    be(administrator)
    with pytest.raises(Refused):  # there is time to redistribute them
        actions.end_member(administrator, guide.pk, on=TODAY + timedelta(days=9))
    browser = browser_of(administrator)
    assert "Deze persoon heeft 2 open dossiers." in browser.get("/members/").content.decode()
    told = browser.post(f"/members/{guide.pk}/end/", follow=True).content.decode()
    assert "De 2 dossiers van deze persoon liggen nu bij een coördinator" in told
    assert opened[0].name not in told
    with as_owner():
        assert {Dossier.objects.get(pk=it.pk).worker_id for it in opened} == {free.pk}
        noted = AccessLog.objects.filter(part="worker", member=administrator)
        assert set(noted.values_list("dossier_id", flat=True)) == {it.pk for it in opened}


def test_the_last_administrator_stays(administrator: Member, as_owner: AsOwner) -> None:
    with pytest.raises(Refused):
        actions.end_member(administrator, administrator.pk)
    second = member(as_owner, "administrator", administrator.organisation)
    with pytest.raises(Refused):
        actions.end_member(administrator, second.pk, on=second.begins_on - timedelta(days=1))
    actions.end_member(administrator, administrator.pk)


def test_only_administrators_and_only_their_own_organisation(
    administrator: Member, as_owner: AsOwner
) -> None:
    stranger = member(as_owner)
    with pytest.raises(NotFound):
        actions.end_member(administrator, stranger.pk)
    for role in ("guide", "coordinator", "director", "volunteer", "privacy_officer", "policy_maker"):
        colleague = member(as_owner, role, administrator.organisation)
        be(colleague)
        with pytest.raises(NotAllowed):
            actions.add_member(colleague, email="x@example.org", name="X", role="guide")
        with pytest.raises(NotAllowed):
            actions.end_member(colleague, colleague.pk)
