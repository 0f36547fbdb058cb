"""Names in one searchable form, ages, and what the database refuses about households."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from factories import AsOwner, dossier, member

from reisgenoot.people.models import HouseholdMember, Person
from reisgenoot.people.names import latin, script_of, skeleton


@pytest.mark.parametrize(
    ("text", "script"),
    [("Zoë", "Latn"), ("محمد", "Arab"), ("ኣማኑኤል", "Ethi"), ("Олена", "Cyrl"), ("12", "Zyyy"), ("", "Zyyy")],
)
def test_the_script_of_a_name(text: str, script: str) -> None:
    assert script_of(text) == script


@pytest.mark.parametrize(
    "spellings",
    [
        ("Mohammed", "Muhamad", "Mohamed", "محمد"),
        ("Yusuf", "Yousef", "Joesoef"),
        ("Hussein", "Husain", "Hoseyn"),
    ],
)
def test_spellings_of_one_name_share_a_skeleton(spellings: tuple[str, ...]) -> None:
    assert len({skeleton(spelling) for spelling in spellings}) == 1


def test_latin_form() -> None:
    assert latin("  Yıldız-ÖZ, Müge ") == "yildiz oz muge"


def test_ages() -> None:
    person = Person(born=date(2008, 2, 29))
    assert person.age_on(date(2026, 2, 28)) == 17
    assert person.is_minor_on(date(2026, 2, 28))
    assert not person.is_minor_on(date(2026, 3, 1))
    assert Person().age_on(date(2026, 1, 1)) is None


@pytest.mark.django_db
def test_a_household_never_has_two_heads_nor_a_person_two_places(as_owner: AsOwner) -> None:
    guide = member(as_owner)
    first, second = dossier(guide, on=date(2025, 1, 1)), dossier(guide, on=date(2025, 1, 1))
    home = HouseholdMember.objects.get(person_id=first.pk).household
    for person, household, role in ((second.pk, home, "head"), (first.pk, home, "other")):
        with pytest.raises(IntegrityError), transaction.atomic():
            HouseholdMember.objects.create(
                household=household, person_id=person, role=role, begins_on=date(2026, 1, 1)
            )
    HouseholdMember.objects.filter(person_id=second.pk).update(ends_on=date(2026, 1, 1))
    HouseholdMember.objects.create(
        household=home, person_id=second.pk, role="partner", begins_on=date(2026, 1, 1)
    )
