"""From a file to dossiers: preview, import, the same file again, corrections, duplicates, undo."""

from collections import Counter

import pytest
from caseloads import Row
from django.utils import timezone
from factories import AsOwner, organisation
from factories import member as member_of
from importers import caseload

from reisgenoot.access.errors import NotAllowed, Refused
from reisgenoot.access.identity import acting_as
from reisgenoot.access.models import AccessLog, Member
from reisgenoot.dossiers.actions import Asked, Offer, give_consent, send_handover
from reisgenoot.dossiers.actions.facts import record_facts
from reisgenoot.dossiers.models import ContactNote, Dossier, Fact, Task
from reisgenoot.exchange.actions import deciding, preparing, running, undoing
from reisgenoot.exchange.models import Import, ImportRow
from reisgenoot.people.models import HouseholdMember, Identifier, PersonName

pytestmark = pytest.mark.django_db
State = ImportRow.State
BORN = 4  # the column "Geb. datum"


def states(made: Import) -> Counter[str]:
    return Counter(made.rows.values_list("state", flat=True))


def imported(member: Member, content: bytes) -> Import:
    made = preparing.upload(member, file_name="caseload.csv", content=content)
    running.begin(member, made.pk)
    running.work(member, made.pk)
    made.refresh_from_db()
    return made


def test_a_preview_changes_no_dossier(coordinator: Member) -> None:
    with acting_as(coordinator):
        made = preparing.upload(coordinator, file_name="caseload.csv", content=caseload())
        assert states(made) == {State.NEW: 12}
        assert Dossier.objects.count() == 0


def test_an_import_opens_dossiers_with_facts_households_and_a_plan(coordinator: Member) -> None:
    with acting_as(coordinator):
        made = imported(coordinator, caseload())
        assert made.state == Import.State.DONE
        assert (made.done, made.total) == (12, 12)
        assert states(made) == {State.CREATED: 12}
        assert Dossier.objects.count() == 12
        row = made.rows.first()
        assert row is not None
        facts = dict(Fact.objects.filter(dossier_id=row.dossier_id).values_list("key", "value"))
        assert facts["arrived"] == row.values["arrived"]
        assert facts["permit_granted"] == row.values["permit_on"]
        assert facts["born"] == row.values["born"]
        assert set(row.fact_ids) == set(
            Fact.objects.filter(dossier_id=row.dossier_id).values_list("id", flat=True)
        )
        households = {it.values["household"] for it in made.rows.all()}
        assert HouseholdMember.objects.values("household").distinct().count() == len(households)
        assert Task.objects.filter(dossier_id=row.dossier_id).exists()


def test_the_same_file_twice_changes_nothing(coordinator: Member) -> None:
    def spoil(rows: list[Row]) -> None:
        rows[4]["postcode"] = "70O1 AB"
        for row in rows[8:]:
            row["v_number"] = row["bsn"] = ""

    with acting_as(coordinator):
        imported(coordinator, caseload(change=spoil))
        before = (Fact.objects.count(), PersonName.objects.count(), ContactNote.objects.count())
        again = imported(coordinator, caseload(change=spoil))
        assert states(again) == {State.UNCHANGED: 11, State.HELD_BACK: 1}
        assert (Fact.objects.count(), PersonName.objects.count(), ContactNote.objects.count()) == before


def test_a_changed_row_changes_its_dossier_and_no_other(coordinator: Member) -> None:
    def move(rows: list[Row]) -> None:
        rows[0]["municipality"] = "Winterswijk"

    with acting_as(coordinator):
        imported(coordinator, caseload())
        made = imported(coordinator, caseload(change=move))
        assert states(made) == {State.UNCHANGED: 11, State.UPDATED: 1}
        row = made.rows.get(state=State.UPDATED)
        assert row.changes == ["municipality"]
        assert Dossier.objects.get(pk=row.dossier_id).municipality == "Winterswijk"


def test_a_held_back_row_is_corrected_checked_again_and_imported(coordinator: Member) -> None:
    def spoil(rows: list[Row]) -> None:
        rows[3]["born"] = "31-02-1990"

    with acting_as(coordinator):
        made = imported(coordinator, caseload(change=spoil))
        assert states(made) == {State.CREATED: 11, State.HELD_BACK: 1}
        row = deciding.correct_row(coordinator, made.pk, 5, {BORN: "31-31-1990"})
        assert row.state == State.HELD_BACK
        row = deciding.correct_row(coordinator, made.pk, 5, {BORN: "28-02-1990"})
        assert row.state == State.CREATED
        assert "31-02-1990" in (row.original or ())
        assert Dossier.objects.count() == 12
        again = imported(coordinator, caseload(change=spoil))
        assert states(again) == {State.UNCHANGED: 12}
        with pytest.raises(Refused):
            deciding.correct_row(coordinator, made.pk, 5, {BORN: "27-02-1990"})


def test_a_possible_duplicate_waits_for_a_person(coordinator: Member) -> None:
    def twice(rows: list[Row]) -> None:
        rows[0]["given_names"] = "Ahmad"
        rows.append({**rows[0], "v_number": "", "bsn": "", "given_names": "Ahmed", "phone": ""})

    with acting_as(coordinator):
        made = imported(coordinator, caseload(change=twice))
        assert states(made) == {State.CREATED: 12, State.DUPLICATE: 1}
        row = deciding.decide(coordinator, made.pk, 14, "same")
        assert row.state == State.UPDATED
        assert row.dossier_id == made.rows.get(number=2).dossier_id
        assert Dossier.objects.count() == 12
        assert PersonName.objects.filter(person_id=row.dossier_id).count() == 2
        with pytest.raises(Refused):
            deciding.decide(coordinator, made.pk, 14, "different")
        assert deciding.decide(coordinator, made.pk, 14, "").state == State.DUPLICATE
        assert deciding.decide(coordinator, made.pk, 14, "different").state == State.CREATED
        assert Dossier.objects.count() == 13
        assert deciding.decide(coordinator, made.pk, 14, "").state == State.DUPLICATE
        assert Dossier.objects.count() == 12


def test_somebody_who_is_known_already_under_another_spelling(coordinator: Member) -> None:
    def first(rows: list[Row]) -> None:
        rows[0]["given_names"] = "Fatima"

    def second(rows: list[Row]) -> None:
        rows[:] = [{**rows[0], "v_number": "", "bsn": "", "given_names": "Fatma"}]

    with acting_as(coordinator):
        made = imported(coordinator, caseload(change=first))
        known = made.rows.get(number=2).dossier_id
        again = imported(coordinator, caseload(change=second))
        row = again.rows.get()
        assert (row.state, row.twin_dossier_id) == (State.DUPLICATE, known)
        assert row.twin_why["nl"]
        row = deciding.decide(coordinator, again.pk, 2, "different")
        assert row.state == State.CREATED
        assert row.dossier_id != known


def test_an_import_is_undone_as_long_as_nothing_was_built_on_it(coordinator: Member) -> None:
    def move(rows: list[Row]) -> None:
        rows[0]["municipality"] = "Winterswijk"

    with acting_as(coordinator):
        first = imported(coordinator, caseload(count=6))
        dossier = first.rows.get(number=2).dossier_id
        assert dossier is not None
        before = Dossier.objects.get(pk=dossier).municipality
        second = imported(coordinator, caseload(count=6, change=move))
        with pytest.raises(Refused):
            undoing.undo(coordinator, first.pk)
        undoing.undo(coordinator, second.pk)
        assert Dossier.objects.get(pk=dossier).municipality == before
        third = imported(coordinator, caseload(count=5, seed=99))
        undoing.undo(coordinator, third.pk)
        assert Dossier.objects.count() == 6
        assert Identifier.objects.exclude(person_id__in=Dossier.objects.values("pk")).count() == 0
        assert states(third) == {State.NEW: 5}


def test_undoing_takes_added_spellings_and_numbers_back_too(coordinator: Member) -> None:
    """A known person gets another spelling and a V-number from a second file, and loses both with it."""

    def without_number(rows: list[Row]) -> None:
        rows[0]["v_number"] = ""

    def spelt_otherwise(rows: list[Row]) -> None:
        rows[0]["given_names"] = str(rows[0]["given_names"]) + "a"

    with acting_as(coordinator):
        first = imported(coordinator, caseload(count=4, change=without_number))
        person = first.rows.get(number=2).dossier_id
        known = (names_and_numbers(person), Dossier.objects.count())
        second = imported(coordinator, caseload(count=4))
        third = imported(coordinator, caseload(count=4, change=spelt_otherwise))
        assert second.rows.get(number=2).changes == ["v_number"]
        assert third.rows.get(number=2).changes == ["name"]
        assert len(names_and_numbers(person)) == len(known[0]) + 2
        undoing.undo(coordinator, third.pk)
        undoing.undo(coordinator, second.pk)
        assert (names_and_numbers(person), Dossier.objects.count()) == known


def names_and_numbers(person: int | None) -> list[str]:
    """All spellings and numbers of one person."""
    names = PersonName.objects.filter(person_id=person).values_list("full", flat=True)
    return sorted([*names, *Identifier.objects.filter(person_id=person).values_list("value", flat=True)])


def test_what_is_removed_is_in_the_log(coordinator: Member, as_owner: AsOwner) -> None:
    with acting_as(coordinator):
        made = imported(coordinator, caseload(count=3))
        undoing.undo(coordinator, made.pk)
    with as_owner():
        assert AccessLog.objects.filter(part="removed", member=coordinator).count() == 3


def test_an_import_is_not_undone_once_somebody_agreed_to_something(
    coordinator: Member, as_owner: AsOwner
) -> None:
    church = organisation(as_owner, "church")
    with acting_as(coordinator):
        made = imported(coordinator, caseload(count=4))
        dossier = made.rows.get(number=2).dossier_id
        assert dossier is not None
        asked = Asked("taking_part", church, until=timezone.localdate(), how="talk", language="ar")
        give_consent(coordinator, dossier, asked)
        assert undoing.built_upon(made.pk) == [dossier]
        with pytest.raises(Refused):
            undoing.undo(coordinator, made.pk)


def test_an_import_is_not_undone_once_a_dossier_of_it_was_offered_to_somebody(
    coordinator: Member, as_owner: AsOwner
) -> None:
    other = member_of(as_owner, "guide")
    with acting_as(coordinator):
        made = imported(coordinator, caseload(count=4))
        dossier = made.rows.get(number=2).dossier_id
        assert dossier is not None
        assert Dossier.objects.get(pk=dossier).worker_id == coordinator.pk  # nobody else was named
        send_handover(coordinator, Offer(other.organisation, "moved", {dossier: {"route": "Verhuisd."}}))
        assert undoing.built_upon(made.pk) == [dossier]
        with pytest.raises(Refused):
            undoing.undo(coordinator, made.pk)


def test_an_import_is_not_undone_once_somebody_worked_on_a_dossier(coordinator: Member) -> None:
    with acting_as(coordinator):
        made = imported(coordinator, caseload(count=4))
        dossier = made.rows.get(number=2).dossier_id
        assert dossier is not None
        record_facts(coordinator, dossier, {"guidance_started": "2026-01-05"})
        assert undoing.built_upon(made.pk) == [dossier]
        with pytest.raises(Refused):
            undoing.undo(coordinator, made.pk)
        assert Dossier.objects.count() == 4


def test_columns_mapped_by_hand_are_remembered_for_the_organisation(coordinator: Member) -> None:
    content = caseload().replace(b"Gezinsnr", b"Kaartenbak", 1)
    with acting_as(coordinator):
        made = preparing.upload(coordinator, file_name="a.csv", content=content)
        assert {row.household for row in made.rows.all()} == {""}
        preparing.map_columns(coordinator, made.pk, {"Kaartenbak": "household"})
        assert "" not in {row.household for row in made.rows.all()}
        later = preparing.upload(coordinator, file_name="b.csv", content=content)
        assert "" not in {row.household for row in later.rows.all()}


@pytest.mark.parametrize("role", ["guide", "volunteer", "policy_maker", "administrator", "privacy_officer"])
def test_others_of_the_organisation_neither_import_nor_see_imports(
    role: str, coordinator: Member, make_member
) -> None:
    with acting_as(coordinator):
        made = imported(coordinator, caseload(count=3))
    with acting_as(make_member(coordinator.organisation, role)) as other:
        assert Import.objects.count() == ImportRow.objects.count() == 0
        for act in (
            lambda: preparing.upload(other, file_name="a.csv", content=caseload()),
            lambda: running.begin(other, made.pk),
            lambda: deciding.correct_row(other, made.pk, 2, {}),
            lambda: undoing.undo(other, made.pk),
        ):
            with pytest.raises(NotAllowed):
                act()


def test_another_organisation_and_nobody_see_nothing(coordinator: Member, as_owner, make_member) -> None:
    from importers import make_organisation

    with acting_as(coordinator):
        imported(coordinator, caseload(count=3))
    assert Import.objects.count() == ImportRow.objects.count() == 0
    with acting_as(make_member(make_organisation(as_owner), "coordinator")) as stranger:
        assert Import.objects.count() == ImportRow.objects.count() == 0
        made = imported(stranger, caseload(count=3))
        assert states(made) == {State.CREATED: 3}
