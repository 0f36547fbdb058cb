"""The half-year of a municipality: quota, share, achieved, under way, expected."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from factories import AsOwner, be, member
from housing_scene import Scene, ago, sql

from reisgenoot.access.errors import NotAllowed, Overtaken, Refused
from reisgenoot.dossiers import actions as dossiers
from reisgenoot.housing import actions, law, queries
from reisgenoot.housing.expectation import chance, expected
from reisgenoot.housing.queries.municipality import Filters

TODAY = timezone.localdate()
NOW = law.half_year(TODAY)


def test_half_years_and_the_share() -> None:
    assert law.half_year(date(2026, 6, 30)) == date(2026, 1, 1)
    assert law.half_year(date(2026, 7, 1)) == date(2026, 7, 1)
    assert law.next_half_year(date(2026, 7, 1)) == date(2027, 1, 1)
    assert law.last_half_year(date(2026, 1, 1)) == date(2025, 7, 1)
    assert law.share(11_700, 60_000, 18_000_000) == 39  # exactly
    assert law.share(11_701, 60_000, 18_000_000) == 40  # rounded up
    assert law.rent_limits(2, date(2027, 1, 1)) is None  # not read


def test_what_may_be_expected() -> None:
    past = {"requested": [10, 20, 30, 40, 50, 60, 70, 80], "offered": [5, 6, 7]}
    assert chance(past["requested"], 0, 40) == 0.5
    assert (
        chance(past["requested"], 40, 0) == 0.2
    )  # of the five that took forty days or longer, one took just that
    assert chance(past["requested"], 50, 100) is None  # four: too few to say
    found = expected(
        past, [("requested", 0, 4), ("offered", 1, 3), ("requested", 40, 5), ("linked", 1, 1)], 40
    )
    assert (found.persons, found.counted, found.unknown) == (round(4 * 0.5 + 5 * 1.0), 9, 4)


@pytest.mark.django_db
def test_who_enters_the_quota_and_what_it_follows_from(scene: Scene, as_owner: AsOwner) -> None:
    guide = member(as_owner, "guide", scene.town.organisation)
    be(guide)
    with pytest.raises(NotAllowed):
        actions.set_quota(guide, NOW, number=10, arrears=0, source="x")
    assert (
        sql(
            "INSERT INTO housing_quota (organisation_id, begins_on, number, arrears, source, set_by_id)"
            " VALUES (%s, %s, 1, 0, 'x', %s)",
            [guide.organisation_id, NOW, guide.pk],
        )
        == []
    )
    be(scene.town)
    for about, field in (
        ({"number": None}, "number"),
        ({"number": 3, "nationwide": 5}, "nationwide"),
    ):
        with pytest.raises(Refused) as refused:
            actions.set_quota(scene.town, NOW, arrears=0, source="x", **about)
        assert set(refused.value.problems) == {field}
    with pytest.raises(Refused):
        actions.set_quota(scene.town, NOW + timedelta(days=1), number=1, arrears=0, source="x")
    made = actions.set_quota(
        scene.town, NOW, number=None, arrears=2, source="Staatscourant", seen=0,
        nationwide=11_700, inhabitants=60_000, inhabitants_nationwide=18_000_000,
    )  # fmt: skip
    assert made.number == 39
    with pytest.raises(Overtaken):
        actions.set_quota(scene.town, NOW, number=40, arrears=0, source="x", seen=0)
    actions.set_quota(scene.town, NOW, number=40, arrears=0, source="x", seen=made.pk)
    be(scene.other_town)
    assert sql("SELECT count(*) FROM housing_quota") == [(0,)]


def look(scene: Scene, **filters: object) -> queries.Overview:
    be(scene.town)
    return queries.overview(scene.town, begins_on=NOW, today=TODAY, filters=Filters(**filters))  # type: ignore[arg-type]


def moved(scene: Scene, since: int, after: int) -> None:
    """Two people who were linked so many days ago, and moved in so many days after that."""
    be(scene.town)
    facts = {"permit_granted": ago(since + 10), "linked": ago(since), "moved_in": ago(since - after)}
    head = dossiers.open_dossier(scene.town, name=dossiers.NameParts(full=f"Hoofd {since}"), facts=facts)
    home = head.person.places.get().household
    dossiers.open_dossier(
        scene.town,
        name=dossiers.NameParts(full=f"Partner {since}"),
        facts=facts,
        household=home,
        role="partner",
    )


@pytest.mark.django_db
def test_the_figures(scene: Scene) -> None:
    link = scene.link()
    first = look(scene)
    assert (first.quota, first.task, first.missing, first.total) == (None, None, None, 0)
    assert [(it.id, it.persons, it.late) for it in first.proposals] == [(link.pk, 2, False)]
    actions.answer_link(scene.town, link.pk, accepted=True)
    days_in = (TODAY - NOW).days
    moved(scene, days_in + 4, 4)  # on the first day of the half-year
    moved(scene, days_in + 5, 4)  # on the last day of the one before
    for more in range(4):
        moved(scene, 400 + more, 3)
    actions.set_quota(scene.town, law.last_half_year(NOW), number=7, arrears=1, source="x")
    actions.set_quota(scene.town, NOW, number=5, arrears=6, source="x")
    found = look(scene)
    assert found.achieved == 2
    assert found.suggested == 7 + 1 - 2
    assert found.under_way["linked"] == (1, 2)
    left = (found.ends_on - TODAY).days - 1
    assert (found.expected.persons, found.expected.counted) == (2 if left >= 4 else found.expected.persons, 2)
    assert found.missing == max(0, 11 - 2 - found.expected.persons)
    assert {row.name for row in found.rows} == {scene.head.name, f"Hoofd {days_in + 4}"}
    assert look(scene, stage="moved_in").total == 1
    assert look(scene, q="nachte").total == 1
    assert look(scene, wait=1).total == 0


@pytest.mark.django_db
def test_how_far_a_household_is(scene: Scene) -> None:
    scene.linked()

    def stage() -> tuple[str, int]:
        (row,) = look(scene).rows
        return row.stage, row.offers

    assert stage() == ("linked", 0)
    request = scene.wanted()
    assert stage() == ("requested", 0)
    offer = scene.offered(request)
    assert stage() == ("offered", 1)
    scene.viewing(offer)
    assert stage() == ("viewing", 0)
    actions.accept_home(scene.town, scene.head.pk, offer.pk, viewed_on=TODAY, on=TODAY)
    assert stage() == ("accepted", 0)
    actions.sign_lease(scene.town, scene.head.pk, offer.pk, signed_on=TODAY, begins_on=TODAY, rent=offer.rent)
    actions.move_in(scene.town, scene.head.pk, offer.pk, on=TODAY)
    assert stage() == ("moved_in", 0)


@pytest.mark.django_db
def test_as_many_statements_for_many_as_for_one(scene: Scene) -> None:
    scene.linked()

    def counted() -> tuple[int, int, int]:
        be(scene.town)
        with CaptureQueriesContext(connection) as town:
            look(scene)
        be(scene.coa)
        with CaptureQueriesContext(connection) as coa:
            queries.to_link(scene.coa, queries.LinkFilters(), TODAY)
        be(scene.town)
        with CaptureQueriesContext(connection) as tab:
            queries.home_page(scene.town, scene.head.pk, TODAY)
        return len(town), len(coa), len(tab)

    scene.offered(scene.wanted())
    few = counted()
    for more in range(3):
        moved(scene, 300 + more, 20)
        scene.offered(queries.home_page(scene.town, scene.head.pk, TODAY).running.request, scene.beuk)
    assert counted() == few
    assert few[0] <= 13
    assert few[1] <= 6
    assert few[2] <= 20


@pytest.mark.django_db
def test_who_is_to_be_linked_goes_by_its_index(scene: Scene) -> None:
    be(scene.coa)
    with CaptureQueriesContext(connection) as caught:
        queries.to_link(scene.coa, queries.LinkFilters(), TODAY)
    statements = [it["sql"] for it in caught if "dossiers_task" in it["sql"]]
    assert len(statements) == 2  # how many there are, and the page
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("SET LOCAL enable_sort = off")
        for statement in statements:
            cursor.execute("EXPLAIN " + statement)
            assert "task_to_link" in "\n".join(row[0] for row in cursor.fetchall())
