"""Emergency access: for coordinators, for an hour, seen by whom it concerns, and no way to search people."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.utils import timezone
from factories import AsOwner, be, dossier, member

from reisgenoot.access.errors import NotAllowed, Refused
from reisgenoot.access.models import AccessLog, EmergencyAccess, Member
from reisgenoot.dossiers import queries
from reisgenoot.dossiers.actions import emergency_access
from reisgenoot.dossiers.models import Dossier

pytestmark = pytest.mark.django_db
WHY = "Staat nu aan de deur en is in gevaar."


@pytest.fixture
def guide(as_owner: AsOwner) -> Member:
    return member(as_owner)


@pytest.fixture
def opened(guide: Member) -> Dossier:
    return dossier(
        guide, "Amina Test", facts={"born": "1990-05-17"}, numbers={"v_number": "1234567890"}, worker=guide
    )


@pytest.fixture
def coordinator(opened: Dossier, as_owner: AsOwner) -> Member:
    found = member(as_owner, "coordinator")
    be(found)
    return found


def test_one_hour_with_a_reason(opened: Dossier, coordinator: Member, as_owner: AsOwner) -> None:
    assert not Dossier.objects.exists()
    assert emergency_access(coordinator, v_number="1234567890", reason=WHY) == opened.pk
    page = queries.dossier_page(coordinator, opened.pk, timezone.localdate())
    assert [it.relation["en"][:16] for it in page.why] == ["Emergency access"]
    with as_owner():
        read = AccessLog.objects.filter(member=coordinator).order_by("id")
        assert [(it.part, it.basis) for it in read] == [("emergency", "emergency"), ("dossier", "emergency")]
        EmergencyAccess.objects.update(until=timezone.now() - timedelta(hours=2))
    assert not Dossier.objects.exists()
    assert EmergencyAccess.objects.count() == 1  # listed for ever


def test_by_name_and_birth_date_but_only_if_exact(opened: Dossier, coordinator: Member) -> None:
    born = date(1990, 5, 17)
    assert emergency_access(coordinator, name="amina TEST", born=born, reason=WHY) == opened.pk
    assert emergency_access(coordinator, name="Amina", born=born, reason=WHY) is None
    assert emergency_access(coordinator, name="Amina Test", born=born + timedelta(days=1), reason=WHY) is None
    assert emergency_access(coordinator, v_number="1234567891", reason=WHY) is None
    assert EmergencyAccess.objects.filter(dossier_id__isnull=True).count() == 3  # attempts are kept too


def test_what_is_missing_is_said_beside_the_field(coordinator: Member) -> None:
    with pytest.raises(Refused) as refused:
        emergency_access(coordinator, name="Amina Test", reason="haast")
    assert set(refused.value.problems) == {"v_number", "reason"}
    with pytest.raises(Refused) as refused:
        emergency_access(coordinator, v_number="12", reason=WHY)
    assert set(refused.value.problems) == {"v_number"}


def test_nobody_searches_with_it(coordinator: Member) -> None:
    for number in range(10):
        assert emergency_access(coordinator, v_number=f"99999999{number:02}", reason=WHY) is None
    with pytest.raises(Refused):
        emergency_access(coordinator, v_number="1234567890", reason=WHY)


@pytest.mark.parametrize(
    "role", ["guide", "volunteer", "director", "administrator", "privacy_officer", "newcomer"]
)
def test_not_for_other_roles(opened: Dossier, as_owner: AsOwner, role: str) -> None:
    other = member(as_owner, role)
    be(other)
    with pytest.raises(NotAllowed):
        emergency_access(other, v_number="1234567890", reason=WHY)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT dossiers_emergency('1234567890', '', NULL, %s)", [WHY])
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO access_emergencyaccess (until, member_id, organisation_id, dossier_id, reason)"
            " VALUES (now() + interval '1 hour', %s, %s, %s, 'x')",
            [other.pk, other.organisation_id, opened.pk],
        )


def test_whom_it_concerns_sees_it_at_once(
    guide: Member, opened: Dossier, coordinator: Member, as_owner: AsOwner
) -> None:
    emergency_access(coordinator, v_number="1234567890", reason=WHY)
    emergency_access(coordinator, v_number="1234567899", reason=WHY)
    officers = [
        member(as_owner, "privacy_officer", guide.organisation),
        member(as_owner, "privacy_officer", coordinator.organisation),
    ]
    stranger = member(as_owner)
    seen = {guide: 1, officers[0]: 1, officers[1]: 2, coordinator: 2, stranger: 0}
    for who, many in seen.items():
        be(who)
        assert queries.emergencies(limit=10)[1] == many, who
    be(guide)
    assert queries.notices().emergencies == 1
    assert queries.emergencies(limit=10)[0][0].name == "Amina Test"
    be(officers[0])
    assert queries.emergencies(limit=10)[0][0].name == ""  # no dossier, not even its name
    be(None)
    browser = Client()
    browser.force_login(guide.user)
    assert "Noodtoegang" in browser.get("/emergency/").content.decode()
    assert "noodtoegang gebruikt" in browser.get("/").content.decode()


def test_through_the_page(opened: Dossier, coordinator: Member) -> None:
    be(None)
    browser = Client()
    browser.force_login(coordinator.user)
    answer = browser.post("/emergency/", {"v_number": "1234567890", "reason": "kort"})
    assert answer.status_code == 422
    assert "1234567890" in answer.content.decode()  # what was typed is kept
    answer = browser.post("/emergency/", {"v_number": "1234567890", "reason": WHY})
    assert answer.headers["Location"] == f"/dossiers/{opened.pk}/"
    page = browser.get(answer.headers["Location"])
    assert "Noodtoegang van een coördinator" in page.content.decode()
    for forbidden in ("/record/", "/done/", "/notes/", "/documents/"):
        assert forbidden not in page.content.decode()  # to read, not to work with
    for path, body in {
        "record/": {"key": "moved_in", "on": "2026-01-05", "save": "1"},
        "notes/": {"on": "2026-01-05", "kind": "visit", "sensitivity": "normal", "text": "x"},
    }.items():
        assert browser.post(f"/dossiers/{opened.pk}/{path}", body).status_code == 403
    nobody = browser.post("/emergency/", {"v_number": "1234567899", "reason": WHY}, follow=True)
    assert "Niemand wordt hier met zekerheid mee bedoeld" in nobody.content.decode()
