"""Relief of finances: who, from when to when, months that add up, steps, stop; the wall, the archive and erasing."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import factories
import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from factories import AsOwner

from reisgenoot.access.errors import NotAllowed, Overtaken, Refused
from reisgenoot.access.models import Member
from reisgenoot.dossiers.actions import involve, record_facts
from reisgenoot.dossiers.models import Dossier
from reisgenoot.keeping import archive
from reisgenoot.relief import actions, queries
from reisgenoot.relief.models import Cost, Month, Relief

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
BEGAN = TODAY.replace(day=1) - timedelta(days=40)
COSTS = {"rent": "712,35", "energy": "180,10", "water": "14,05", "insurance": "148,95"}


@pytest.fixture
def director(as_owner: AsOwner) -> Member:
    """Of the municipality."""
    return factories.member(as_owner, "director")


@pytest.fixture
def dossier(director: Member) -> Dossier:
    """Somebody with an asylum permit."""
    facts = {"permit_granted": BEGAN - timedelta(days=90), "permit_kind": "asylum", "benefit_applied": BEGAN}
    facts["moved_in"] = BEGAN
    return factories.dossier(director, "Amal Voorbeeld", facts=facts, worker=director)


def browser(member: Member) -> Client:
    client = Client()
    client.force_login(member.user)
    return client


def fact(dossier: Dossier, key: str) -> object:
    newest = dossier.facts.filter(key=key, superseded_by__isnull=True).last()
    return newest.value if newest else None


def paid(**changed: actions.Paid) -> dict[str, actions.Paid]:
    plain = {kind: actions.Paid(Decimal(euros.replace(",", "."))) for kind, euros in COSTS.items()}
    return plain | changed


def test_from_begin_to_stop_in_the_browser(director: Member, dossier: Dossier) -> None:
    client, at = browser(director), reverse("relief:relief", args=[dossier.pk])
    assert "Niemand betaalt hier" in client.get(at).content.decode()
    assert (
        client.post(f"{at}begin/", {"basis": "57", "begins_on": str(BEGAN)}).status_code == 422
    )  # no reasons
    assert client.post(f"{at}begin/", {"basis": "56a", "begins_on": str(BEGAN)}).status_code == 302
    it = Relief.objects.get()
    months = it.until.year * 12 + it.until.month - BEGAN.year * 12 - BEGAN.month
    assert months == 6
    assert fact(dossier, "relief_started") == str(BEGAN)
    sent = {"month": str(BEGAN), "benefit": "1345,67", **COSTS}
    short = client.post(f"{at}month/", sent | {"benefit": "1000"})
    assert (short.status_code, "712,35" in short.content.decode()) == (422, True)
    assert client.post(f"{at}month/", sent).status_code == 302
    assert Month.objects.get().rest == Decimal("1345.67") - Decimal("1055.45")
    again = client.post(f"{at}month/", sent | {"water_alone": "on"})  # somebody wrote it: first look
    assert again.status_code == 422
    seen = {"seen": str(Month.objects.get().changes)}
    assert client.post(f"{at}month/", sent | seen | {"water_alone": "on"}).status_code == 302
    assert Month.objects.get().rest == Decimal("304.27")
    text = client.get(at).content.decode()
    assert "304,27" in text
    assert "betaalt zelf" in text
    assert client.post(f"{at}step/", {"kind": "trained", "on": str(TODAY), "note": ""}).status_code == 302
    assert client.post(f"{at}stop/", {"on": str(TODAY), "why": "Betaalt alles zelf."}).status_code == 302
    assert fact(dossier, "relief_ended") == str(TODAY)
    assert client.post(f"{at}month/", sent | {"month": str(TODAY + timedelta(days=62))}).status_code == 422


def test_who_is_under_article_56a(director: Member, dossier: Dossier) -> None:
    record_facts(director, dossier, {"permit_kind": "family"})
    with pytest.raises(Refused) as refused:
        actions.begin(director, dossier.pk, basis="56a", begins_on=BEGAN)
    assert set(refused.value.problems) == {"basis"}
    with pytest.raises(Refused):
        actions.begin(director, dossier.pk, basis="57", begins_on=BEGAN, reason="Schulden.")  # no end
    until = BEGAN + timedelta(days=90)
    actions.begin(director, dossier.pk, basis="57", begins_on=BEGAN, until=until, reason="Schulden.")
    with pytest.raises(Refused):  # another runs
        actions.begin(director, dossier.pk, basis="57", begins_on=TODAY, until=until, reason="Weer.")


def test_a_month_adds_up_in_the_database_whoever_writes(
    director: Member, dossier: Dossier, as_owner: AsOwner
) -> None:
    actions.begin(director, dossier.pk, basis="56a", begins_on=BEGAN)
    actions.write_month(director, dossier.pk, month=BEGAN, benefit=Decimal("1300.00"), costs=paid())
    with pytest.raises(Overtaken):
        actions.write_month(
            director, dossier.pk, month=BEGAN, benefit=Decimal("1300.01"), costs=paid(), seen=9
        )
    with as_owner():
        for statement in (
            "UPDATE relief_month SET rest = rest + 0.01",
            "UPDATE relief_cost SET amount = amount + 0.01 WHERE kind = 'rent'",
            "UPDATE relief_cost SET alone = true WHERE kind = 'water'",
            "DELETE FROM relief_cost WHERE kind = 'insurance'",
        ):
            assert refused(statement) == "relief_month_adds_up", statement
        assert refused("UPDATE relief_month SET month = month + 1") == "relief_month_begins"


def refused(statement: str) -> str:
    """What refused it when the transaction would end."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    except DatabaseError as error:
        return str(error.__cause__.diag.constraint_name)  # type: ignore[union-attr]
    return ""


def test_who_reads_and_writes(director: Member, dossier: Dossier, as_owner: AsOwner) -> None:
    guiding = factories.member(as_owner, organisation=factories.organisation(as_owner, "vluchtelingenwerk"))
    involve(director, dossier, guiding.organisation)
    actions.begin(director, dossier.pk, basis="56a", begins_on=BEGAN)
    actions.write_month(director, dossier.pk, month=BEGAN, benefit=Decimal(1300), costs=paid())
    actions.take_step(director, dossier.pk, kind="overview", on=TODAY)
    people = {
        "director": director,
        "guiding": guiding,
        "elsewhere": factories.member(as_owner),
        "volunteer": factories.member(as_owner, "volunteer", director.organisation),
        "administrator": factories.member(as_owner, "administrator", director.organisation),
    }
    for who, member in people.items():
        factories.be(member)
        for table in ("relief", "month", "cost", "step"):
            with connection.cursor() as cursor:
                cursor.execute(f"SELECT FROM relief_{table}")
                assert (cursor.rowcount > 0) == (who in ("director", "guiding")), (who, table)
    factories.be(guiding)
    with pytest.raises(NotAllowed):
        actions.take_step(guiding, dossier.pk, kind="overview", on=TODAY)
    assert not Cost.objects.filter(kind="rent").exclude(amount="712.35").exists()
    text = browser(guiding).get(reverse("relief:relief", args=[dossier.pk])).content.decode()
    assert "/relief/month/" not in text


def test_taken_along_erased_and_in_few_statements(
    director: Member, dossier: Dossier, as_owner: AsOwner, django_assert_max_num_queries
) -> None:
    actions.begin(director, dossier.pk, basis="56a", begins_on=BEGAN)
    for month in (BEGAN, date(TODAY.year, TODAY.month, 1)):
        actions.write_month(director, dossier.pk, month=month, benefit=Decimal(1300), costs=paid())
    actions.take_step(director, dossier.pk, kind="overview", on=TODAY)
    with django_assert_max_num_queries(11):
        queries.relief(director, dossier.pk, TODAY)
    told = " ".join(it["text"] for it in archive.gather(director, dossier.pk, [])["lines"])
    assert "huur € 712.35" in told
    with as_owner(), connection.cursor() as cursor:
        for table in ("erasedpart", "fileleft"):  # they belong to an erasure, of which there is none here
            cursor.execute(f"ALTER TABLE keeping_{table} DISABLE TRIGGER ALL")
        number = "11111111-1111-1111-1111-111111111111"
        cursor.execute("SELECT keeping_erase_part(%s, %s, 'finance')", [number, dossier.pk])
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in ("relief", "month", "cost", "step"):
            cursor.execute(f"SELECT count(*) FROM relief_{table}")
            assert cursor.fetchone() == (0,), table
