"""What lists and pages show, and that the number of SQL statements does not grow."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from factories import AsOwner, be, dossier, member
from wall import out_of_the_wall

from reisgenoot.access.errors import NotAllowed, NotFound
from reisgenoot.access.models import AccessLog, Member
from reisgenoot.dossiers import actions, queries
from reisgenoot.dossiers.actions import NameParts, NewDossier
from reisgenoot.dossiers.models import Task
from reisgenoot.dossiers.queries import WorklistFilters

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
TEAM = WorklistFilters(scope="team")


@pytest.fixture
def guide(as_owner: AsOwner) -> Member:
    return member(as_owner)


def caseload(guide: Member, many: int) -> list[int]:
    """Dossiers that arrived on successive days, the last one today."""
    colleague = member(out_of_the_wall, "coordinator", guide.organisation)
    be(guide)
    new = [
        NewDossier(
            NameParts(full=f"Mens {index}"),
            facts={
                "arrived": TODAY - timedelta(days=many - 1 - index),
                "municipality": ("Aalten", "Doetinchem")[index % 2],
                "languages": [("ar", "ti")[index % 2]],
            },
            worker=guide if index % 2 else colleague,
        )
        for index in range(many)
    ]
    return [opened.pk for opened in actions.open_dossiers(guide, new)]


def test_overdue_first_then_this_week_then_later_then_undated(guide: Member) -> None:
    caseload(guide, 20)
    shown = queries.worklist(guide, filters=TEAM, today=TODAY, per_page=100)
    when = [row.when for row in shown.rows]
    assert when == sorted(when, key=["overdue", "week", "later", "undated"].index)
    assert (shown.counts.total, shown.counts.overdue, shown.counts.week) == (40, 9, 7)
    assert when.count("overdue") == 9
    assert when.count("week") == 7
    assert shown.rows[0].text["en"] == "Get acquainted"


@pytest.mark.parametrize(
    ("filters", "total"),
    [
        (WorklistFilters(), 20),
        (WorklistFilters(scope="team", municipality="Aalten"), 20),
        (WorklistFilters(scope="team", language="ti"), 20),
        (WorklistFilters(scope="team", kind="home"), 20),
        (WorklistFilters(scope="team", kind="home", municipality="Aalten"), 10),
        (WorklistFilters(scope="team", phase="settling"), 0),
        (WorklistFilters(scope="team", signal="overdue"), 18),
        (WorklistFilters(scope="team", q="Mens 7"), 2),
    ],
)
def test_filters_and_their_counts(guide: Member, filters: WorklistFilters, total: int) -> None:
    caseload(guide, 20)
    shown = queries.worklist(guide, filters=filters, today=TODAY, per_page=100)
    if filters.q:
        assert shown.rows[0].name == "Mens 7" or "Mens 7" in {row.name for row in shown.rows}
    else:
        assert (shown.counts.total, len(shown.rows)) == (total, total)


def test_counts_hold_on_every_later_day(guide: Member) -> None:
    """What was tallied on one day is right on the next, compared with counting the tasks one by one."""
    caseload(guide, 20)
    for days in (0, 1, 3, 8, 40, 2):
        day = TODAY + timedelta(days=days)
        counts = queries.worklist(guide, filters=TEAM, today=day, per_page=100).counts
        assert counts.overdue == Task.objects.filter(overdue_from__lte=day).count()
        assert (
            counts.week
            == Task.objects.filter(overdue_from__gt=day, overdue_from__lte=day + timedelta(days=7)).count()
        )


def test_pages_follow_each_other_and_end(guide: Member) -> None:
    caseload(guide, 20)
    seen = [
        row.task_id
        for page in (1, 2, 3)
        for row in queries.worklist(guide, filters=TEAM, today=TODAY, page=page, per_page=15).rows
    ]
    assert len(seen) == len(set(seen)) == 40
    assert queries.worklist(guide, filters=TEAM, today=TODAY, page=99, per_page=15).page == 3
    due = WorklistFilters(scope="team", due="overdue")
    assert queries.worklist(guide, filters=due, today=TODAY, per_page=5).pages == 2


def test_options_are_what_the_member_can_see(guide: Member, as_owner: AsOwner) -> None:
    caseload(guide, 4)
    options = queries.worklist(guide, filters=TEAM, today=TODAY).options
    assert options.municipalities == ("Aalten", "Doetinchem")
    assert options.languages == ("ar", "ti")
    assert options.workers[0] == (guide.pk, guide.name)
    assert len(options.workers) == 2
    stranger = member(as_owner)
    be(stranger)
    shown = queries.worklist(stranger, filters=TEAM, today=TODAY)
    assert (shown.rows, shown.options.municipalities) == ((), ())


def test_lists_hold_what_one_sees_by_another_relation_too(guide: Member, as_owner: AsOwner) -> None:
    """An organisation that was brought in, and one's own dossiers beside those."""
    first, second = caseload(guide, 2)
    partner = member(as_owner)
    actions.involve(guide, second, partner.organisation)
    be(partner)
    (own,) = caseload(partner, 1)
    for who, seen in ((guide, {first, second}), (partner, {second, own})):
        be(who)
        shown = queries.worklist(who, filters=TEAM, today=TODAY, per_page=100)
        assert {row.dossier_id for row in shown.rows} == seen
        assert shown.counts.total == len(shown.rows) > 0
        assert queries.overview(who, TODAY).total.dossiers == len(seen)
        filtered = queries.worklist(who, filters=WorklistFilters(scope="team", kind="home"), today=TODAY)
        assert filtered.counts.total == len(filtered.rows)


def test_lists_are_in_the_log(guide: Member) -> None:
    ids = caseload(guide, 3)
    queries.worklist(guide, filters=TEAM, today=TODAY)
    logged = AccessLog.objects.filter(act="appeared_in_list", part="worklist")
    assert [sorted(entry.dossiers) for entry in logged] == [sorted(ids)]


def test_statements_do_not_grow_with_the_caseload(guide: Member) -> None:
    ids = caseload(guide, 1)

    def statements() -> list[int]:
        numbers = []
        for read in (
            lambda: queries.worklist(guide, filters=TEAM, today=TODAY),
            lambda: queries.worklist(guide, filters=WorklistFilters(scope="team", kind="home"), today=TODAY),
            lambda: queries.overview(guide, TODAY),
            lambda: queries.dossier_page(guide, ids[0], TODAY),
            lambda: queries.search_people(guide, "mens"),
        ):
            with CaptureQueriesContext(connection) as captured:
                read()
            numbers.append(len(captured))
        return numbers

    few = statements()
    assert few[0] <= 6
    with CaptureQueriesContext(connection) as opening:
        ids += caseload(guide, 2)
    with CaptureQueriesContext(connection) as opening_many:
        caseload(guide, 200)
    assert len(opening) == len(opening_many)
    assert statements() == few


def test_the_page_of_a_dossier(guide: Member) -> None:
    opened = dossier(guide, "Head Test", facts={"arrived": TODAY, "born": "1990-05-17", "postcode": "7001AB"})
    home = queries.dossier_page(guide, opened.pk, TODAY).household
    assert home is not None
    child = dossier(guide, "Child Test", role="child", facts={"born": TODAY - timedelta(days=3650)})
    actions.move_household(guide, child, guide_household(opened.pk), role="child")
    actions.add_note(guide, opened, kind="visit", text="Thee")
    actions.correct_fact(guide, opened.facts.get(key="born"), "1991-05-17")
    page = queries.dossier_page(guide, opened.pk, TODAY)
    assert page.household is not None
    assert [(mate.name, mate.minor) for mate in page.household.mates] == [("Child Test", True)]
    assert page.plan.phase == "registration"
    assert page.plan.tasks[0].why("en")
    assert page.values["born"] == "1991-05-17"
    born = [fact for fact in page.facts if fact.key == "born"]
    assert [(fact.value, fact.standing) for fact in born] == [("1991-05-17", True), ("1990-05-17", False)]
    assert born[1].superseded_by == born[0].id
    looked = queries.who_looked(guide, opened.pk, act="read")
    assert {(entry.part, entry.basis) for entry in looked.entries} == {
        ("dossier", "acts_in_phase"),
        ("log", "acts_in_phase"),
    }
    assert page.person.postcode == "7001 AB"
    assert page.person.age is not None


def guide_household(dossier_id: int):  # type: ignore[no-untyped-def]
    from reisgenoot.people.models import HouseholdMember

    return HouseholdMember.objects.get(person_id=dossier_id, ends_on__isnull=True).household


def test_who_may_not_look(guide: Member, as_owner: AsOwner) -> None:
    opened = dossier(guide)
    stranger = member(as_owner)
    be(stranger)
    with pytest.raises(NotFound):
        queries.dossier_page(stranger, opened.pk, TODAY)
    administrator = member(as_owner, "administrator", guide.organisation)
    be(administrator)
    for read in (
        lambda: queries.dossier_page(administrator, opened.pk, TODAY),
        lambda: queries.worklist(administrator, today=TODAY),
        lambda: queries.overview(administrator, TODAY),
        lambda: queries.search_people(administrator, "Amina"),
    ):
        with pytest.raises(NotAllowed):
            read()


def test_the_overview_adds_up(guide: Member) -> None:
    caseload(guide, 20)
    shown = queries.overview(guide, TODAY)
    assert (shown.total.dossiers, shown.total.overdue, shown.total.new) == (20, 9, 20)
    for rows in (shown.by_phase, shown.by_worker, shown.by_municipality):
        assert sum(row.dossiers for row in rows) == 20
    assert {row.key for row in shown.by_municipality} == {"Aalten", "Doetinchem"}
    assert ("overdue", 9) in {(key, many) for key, _text, many in shown.signals}


@pytest.mark.parametrize(
    ("name", "asked"),
    [
        ("Mohammed Al-Hassan", "Muhamad alhasan"),
        ("محمد الحسن", "Mohammed"),
        ("Олександр Шевченко", "Oleksandr Shevchenko"),
        ("ኣማኑኤል", "Amanuel"),
        ("Müzeyyen Yıldız", "muzeyyen yildiz"),
        ("Tesfay Gebremedhin", "gebremedin"),
    ],
)
def test_found_in_any_spelling_or_script(guide: Member, name: str, asked: str) -> None:
    dossier(guide, "Somebody Else")
    wanted = dossier(guide, name)
    found = queries.search_people(guide, asked)
    assert found
    assert found[0].dossier_id == wanted.pk


def test_found_by_number_and_postcode(guide: Member, as_owner: AsOwner) -> None:
    wanted = dossier(guide, facts={"postcode": "7001 AB"}, numbers={"v_number": "1234567890"})
    for asked in ("1234567890", "123 456 7890", "7001ab", "7001 AB", "7001"):
        assert [person.dossier_id for person in queries.search_people(guide, asked)] == [wanted.pk], asked
    stranger = member(as_owner)
    be(stranger)
    for asked in ("1234567890", "7001ab", "Amina"):
        assert queries.search_people(stranger, asked) == ()
