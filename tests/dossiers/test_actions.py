"""What the actions do, refuse and leave behind."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.utils import timezone
from factories import AsOwner, be, dossier, member

from reisgenoot.access.errors import NotAllowed, NotFound, Overtaken, Refused
from reisgenoot.access.models import AccessLog, Involvement, Member
from reisgenoot.dossiers import actions
from reisgenoot.dossiers.actions import NameParts, NewDossier
from reisgenoot.dossiers.models import Dossier, Fact, Task
from reisgenoot.people.models import HouseholdMember, Person

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
AGO = TODAY - timedelta(days=40)


@pytest.fixture
def guide(as_owner: AsOwner) -> Member:
    return member(as_owner)


@pytest.fixture
def opened(guide: Member) -> Dossier:
    return dossier(guide, facts={"arrived": AGO, "born": "1990-05-17", "municipality": "Doetinchem"})


def test_opening_records_projects_and_plans(guide: Member, opened: Dossier) -> None:
    found = Dossier.objects.get(pk=opened.pk)
    assert (found.municipality, found.phase, found.name) == ("Doetinchem", "registration", "Amina Test")
    assert Person.objects.get(pk=opened.pk).born == date(1990, 5, 17)
    assert set(found.tasks.values_list("key", flat=True)) == {"welcome", "furnish"}
    assert found.tasks.get(key="welcome").overdue_from == AGO + timedelta(days=11)
    assert set(found.signals.values_list("key", flat=True)) == {"no_contact", "overdue"}
    assert (found.open_tasks, found.overdue_tasks) == (2, 1)
    assert AccessLog.objects.filter(dossier_id=opened.pk, act="write", part="opened").count() == 1


def test_opening_many_puts_a_family_in_one_household(guide: Member) -> None:
    be(guide)
    family = [
        NewDossier(NameParts(given="Yusuf", family="Haile"), household_key="a", role="partner"),
        NewDossier(NameParts(given="Sara", family="Tesfay"), household_key="a", facts={"arrived": AGO}),
    ]
    first, second = actions.open_dossiers(guide, family)
    places = HouseholdMember.objects.filter(person_id__in=[first.pk, second.pk])
    assert len({place.household_id for place in places}) == 1
    assert Dossier.objects.get(pk=first.pk).household_name == "Tesfay"


def test_opening_is_all_or_nothing_and_says_where(guide: Member) -> None:
    be(guide)
    new = [
        NewDossier(NameParts(full="A"), facts={"arrived": AGO}),
        NewDossier(NameParts(full="B"), facts={"born": "1990-02-30"}),
        NewDossier(NameParts(full="C"), numbers={"bsn": "123456789"}),
    ]
    with pytest.raises(Refused) as refused:
        actions.open_dossiers(guide, new)
    assert set(refused.value.problems) == {"2.bsn"}
    with pytest.raises(Refused) as refused:
        actions.open_dossiers(guide, new[:2])
    assert set(refused.value.problems) == {"1.born"}
    assert not Dossier.objects.exists()


def test_a_correction_supersedes_and_shows_both(guide: Member, opened: Dossier) -> None:
    old = opened.facts.get(key="born")
    new = actions.correct_fact(guide, old, "1991-01-01", note="paspoort gezien")
    assert new.supersedes == old
    assert opened.facts.filter(key="born").count() == 2
    assert Person.objects.get(pk=opened.pk).born == date(1991, 1, 1)
    with pytest.raises(Refused):
        actions.correct_fact(guide, old, "1992-01-01")


def test_taking_back_brings_no_earlier_value_to_life(guide: Member, opened: Dossier) -> None:
    actions.retract_fact(guide, opened.facts.get(key="born"))
    assert Person.objects.get(pk=opened.pk).born is None
    actions.record_fact(guide, opened, "born", "1990-05-17")
    assert Person.objects.get(pk=opened.pk).born == date(1990, 5, 17)
    assert opened.facts.filter(key="born").count() == 3


def test_the_same_again_changes_nothing(guide: Member, opened: Dossier) -> None:
    before = Fact.objects.count()
    assert actions.record_facts(guide, opened, {"arrived": AGO, "municipality": "Doetinchem"}) == []
    assert Fact.objects.count() == before


def test_an_attribute_can_hold_from_a_later_day(guide: Member, opened: Dossier) -> None:
    later = TODAY + timedelta(days=10)
    actions.record_facts(guide, opened, {"municipality": "Aalten"}, valid_from=later)
    found = Dossier.objects.get(pk=opened.pk)
    assert (found.municipality, found.replan_on) == ("Doetinchem", later)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("born", TODAY + timedelta(days=1)),
        ("born", "1990-02-30"),
        ("arrived", "yesterday"),
        ("arrived", None),
        ("sex", "unknown"),
        ("unheard_of", "x"),
        ("postcode", "12 AB"),
        ("email", "nobody"),
        ("languages", "ar"),
        ("born_uncertain", "yes"),
    ],
)
def test_what_cannot_be_is_refused_by_its_key(
    guide: Member, opened: Dossier, key: str, value: object
) -> None:
    before = Fact.objects.count()
    with pytest.raises(Refused) as refused:
        actions.record_facts(guide, opened, {key: value, "nationality": "SY"})
    assert set(refused.value.problems) == {key}
    assert Fact.objects.count() == before


def test_ticking_off_and_undoing(guide: Member, opened: Dossier) -> None:
    actions.complete_task(guide, opened, "welcome", on=TODAY, note="thee")
    assert not Task.objects.filter(dossier=opened, key="welcome").exists()
    with pytest.raises(Refused):
        actions.complete_task(guide, opened, "welcome", on=TODAY)
    actions.undo_task(guide, opened, "welcome")
    assert Task.objects.filter(dossier=opened, key="welcome").exists()
    with pytest.raises(Overtaken):
        actions.undo_task(guide, opened, "welcome")
    with pytest.raises(NotFound):
        actions.undo_task(guide, opened, "furnish")
    actions.complete_task(guide, opened, "welcome", on=TODAY)
    with pytest.raises(Refused):
        actions.complete_task(guide, opened, "furnish", on=TODAY + timedelta(days=1))


def test_a_preview_saves_nothing(guide: Member, opened: Dossier) -> None:
    before, after = actions.preview_facts(guide, opened, {"moved_in": TODAY})
    assert (before.phase, after.phase) == ("registration", "settling")
    assert not Fact.objects.filter(key="moved_in").exists()


def test_a_note_counts_as_contact(guide: Member, opened: Dossier) -> None:
    actions.add_note(guide, opened, kind="phone", text="Gebeld", on=TODAY - timedelta(days=2))
    assert Dossier.objects.get(pk=opened.pk).last_contact == TODAY - timedelta(days=2)
    actions.add_note(guide, opened, kind="visit", text="Eerder", on=TODAY - timedelta(days=9))
    assert Dossier.objects.get(pk=opened.pk).last_contact == TODAY - timedelta(days=2)


def test_documents_are_what_they_say(guide: Member, opened: Dossier) -> None:
    made = actions.add_document(guide, opened, name="..\\..\\scan.PDF", content=b"%PDF-1.7 x")
    assert (made.name, made.content_type) == ("scan.PDF", "application/pdf")
    assert actions.read_document(guide, made.pk)[1] == b"%PDF-1.7 x"
    for name, content in (
        ("a.exe", b"MZ"),
        ("a.pdf", b"MZ"),
        ("a.txt", b""),
        ("a.txt", b"\xff\xfe"),
        ("a.docx", b"PK\x03\x04"),
    ):
        with pytest.raises(Refused) as refused:
            actions.add_document(guide, opened, name=name, content=content)
        assert set(refused.value.problems) == {"file"}


def test_a_matched_volunteer_works_by_none_of_these(
    guide: Member, opened: Dossier, as_owner: AsOwner
) -> None:
    """What is theirs to do is in ``volunteers.actions``."""
    volunteer = member(as_owner, "volunteer", guide.organisation)
    actions.match_volunteer(guide, opened, volunteer)
    be(volunteer)
    for forbidden in (
        lambda: actions.complete_task(volunteer, opened, "furnish", on=TODAY),
        lambda: actions.record_facts(volunteer, opened, {"born": "1990-01-01"}),
        lambda: actions.add_note(volunteer, opened, kind="visit", text="x"),
        lambda: actions.assign_worker(volunteer, opened, None),
        lambda: actions.open_dossier(volunteer, name=NameParts(full="X")),
    ):
        with pytest.raises(NotAllowed):
            forbidden()


def test_a_volunteer_is_matched_once_at_a_time_and_for_a_term_that_can_be(
    guide: Member, opened: Dossier, as_owner: AsOwner
) -> None:
    volunteer = member(as_owner, "volunteer", guide.organisation)
    be(guide)
    later = TODAY + timedelta(days=10)
    with pytest.raises(Refused):
        actions.match_volunteer(guide, opened, volunteer, begins_on=later, ends_on=later)
    part = actions.match_volunteer(guide, opened, volunteer, ends_on=later)
    with pytest.raises(Refused):
        actions.match_volunteer(guide, opened, volunteer, begins_on=later - timedelta(days=1))
    actions.match_volunteer(guide, opened, volunteer, begins_on=later)  # after it
    with pytest.raises(Refused):
        actions.extend_match(guide, part.pk, until=TODAY)
    actions.extend_match(guide, part.pk, until=later - timedelta(days=2))
    actions.end_involvement(guide, part)
    with pytest.raises(NotFound):
        actions.extend_match(guide, part.pk, until=later)


def test_strangers_find_nothing(opened: Dossier, as_owner: AsOwner) -> None:
    stranger = member(as_owner)
    be(stranger)
    with pytest.raises(NotFound):
        actions.record_facts(stranger, opened, {"arrived": TODAY})
    with pytest.raises(NotFound):
        actions.preview_facts(stranger, opened, {"arrived": TODAY})


def test_a_worker_is_of_the_own_organisation(guide: Member, opened: Dossier, as_owner: AsOwner) -> None:
    colleague, other = member(as_owner, "director", guide.organisation), member(as_owner)
    assert actions.assign_worker(guide, opened, colleague).worker == colleague
    assert set(Task.objects.filter(dossier=opened).values_list("worker", flat=True)) == {colleague.pk}
    with pytest.raises(Refused):
        actions.assign_worker(guide, opened, other)


def test_only_the_organisation_itself_ends_its_part(
    guide: Member, opened: Dossier, as_owner: AsOwner
) -> None:
    partner = member(as_owner)
    part = actions.involve(guide, opened, partner.organisation)
    assert actions.involve(guide, opened, partner.organisation) == part
    with pytest.raises(NotAllowed):
        actions.end_involvement(guide, part)
    be(partner)
    actions.end_involvement(partner, part)
    assert not Involvement.objects.filter(dossier_id=opened.pk).exists()


def test_what_is_recorded_again_supersedes_what_stood(guide: Member, opened: Dossier) -> None:
    before = opened.facts.get(key="municipality")
    actions.record_facts(guide, opened, {"municipality": "Aalten"})
    after = opened.facts.filter(key="municipality").latest("id")
    assert (after.value, after.supersedes) == ("Aalten", before)
    actions.record_facts(guide, opened, {"municipality": "Aalten"})  # again the same: nothing new
    assert opened.facts.filter(key="municipality").latest("id") == after


def at_once(statement: str) -> None:
    """Run it, and what it defers to the end of the transaction too."""
    with connection.cursor() as cursor:
        cursor.execute(statement)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_the_responsible_organisation_keeps_a_part(guide: Member, opened: Dossier, as_owner: AsOwner) -> None:
    """The action says so in words; the database holds it whoever asks."""
    own = Involvement.objects.get(dossier_id=opened.pk)
    with pytest.raises(Refused) as refused:
        actions.end_involvement(guide, own)
    assert set(refused.value.problems) == {"on"}
    volunteer = member(as_owner, "volunteer", guide.organisation)
    actions.end_involvement(guide, actions.match_volunteer(guide, opened, volunteer))  # not the last one
    for change in ("ends_on = access_today()", "begins_on = access_today() + 1", "organisation_id = -1"):
        with pytest.raises(IntegrityError), transaction.atomic(), as_owner():
            at_once(f"UPDATE access_involvement SET {change} WHERE id = {own.pk}")


def test_nobody_gives_a_dossier_to_another_organisation(
    guide: Member, opened: Dossier, as_owner: AsOwner
) -> None:
    other = member(as_owner).organisation_id
    for table, column in (("dossiers_dossier", "person_id"), ("dossiers_task", "dossier_id")):
        with pytest.raises(DatabaseError), transaction.atomic():
            at_once(f"UPDATE {table} SET organisation_id = {other} WHERE {column} = {opened.pk}")
    assert set(opened.tasks.values_list("organisation_id", flat=True)) == {guide.organisation_id}


def test_a_household_has_one_head_at_a_time_and_it_can_change(guide: Member, opened: Dossier) -> None:
    child = dossier(guide, "Kind Test", role="child", on=AGO)
    home = actions.new_household(guide, name="Samen")
    actions.move_household(guide, opened, home, role="head")
    with pytest.raises(Refused):
        actions.move_household(guide, child, home, role="head")
    actions.move_household(guide, child, home, role="child")
    actions.change_head(guide, home, child)
    roles = HouseholdMember.objects.filter(household=home, ends_on__isnull=True).values_list(
        "person_id", "role"
    )
    assert dict(roles) == {opened.pk: "other", child.pk: "head"}
    assert not Task.objects.filter(dossier=opened, key="furnish").exists()
    actions.leave_household(guide, opened)
    assert Dossier.objects.get(pk=opened.pk).household_name == ""


def test_saved_views_are_ones_own(guide: Member, as_owner: AsOwner) -> None:
    be(guide)
    actions.save_view(guide, name="Mijn", query="scope=mine")
    view = actions.save_view(guide, name=" Mijn ", query="scope=team")
    assert [v.query for v in guide.saved_views.all()] == ["scope=team"]
    other = member(as_owner, "guide", guide.organisation)
    be(other)
    with pytest.raises(NotFound):
        actions.delete_view(other, view.pk)
