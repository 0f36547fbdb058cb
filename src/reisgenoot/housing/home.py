"""The household that a home is for, as far as whoever asks may see it; its things hang on the dossier of its head."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from reisgenoot.dossiers.models import Dossier
from reisgenoot.people.models import HouseholdMember, Person


@dataclass(frozen=True, slots=True)
class Mate:
    """One person; ``age`` None if the date of birth is unknown, who then counts as an adult."""

    dossier_id: int
    name: str
    role: str
    age: int | None
    languages: tuple[str, ...]

    @property
    def minor(self) -> bool:
        """Younger than 18."""
        return self.age is not None and self.age < 18


@dataclass(frozen=True, slots=True)
class Home:
    """A household on a day. ``head_id``: whose dossier its things hang on."""

    head_id: int
    mates: tuple[Mate, ...]

    @property
    def adults(self) -> int:
        """How many are 18 or older."""
        return sum(not mate.minor for mate in self.mates)

    @property
    def children(self) -> tuple[int, ...]:
        """The ages of those younger than 18, eldest first."""
        return tuple(sorted((mate.age or 0 for mate in self.mates if mate.minor), reverse=True))

    @property
    def languages(self) -> tuple[str, ...]:
        """What they speak, each once."""
        return tuple(dict.fromkeys(code for mate in self.mates for code in mate.languages))

    @property
    def ids(self) -> list[int]:
        """The dossiers."""
        return [mate.dossier_id for mate in self.mates]


def home_of(dossier_id: int, on: date) -> Home:
    """The household of a person on a day; one person alone if there is none. Three SQL statements at most."""
    places = list(_places(dossier_id, on))
    ids = [place.person_id for place in places] or [dossier_id]
    roles = {place.person_id: place.role for place in places}
    people = {it.pk: it for it in Person.objects.filter(pk__in=ids)}
    names = dict(Dossier.objects.filter(pk__in=ids).values_list("pk", "name"))
    order = sorted(people, key=lambda key: (roles.get(key) != "head", people[key].born or date.min, key))
    mates = [_mate(people[key], names.get(key, ""), roles.get(key, "head"), on) for key in order]
    head = next((key for key in order if roles.get(key, "head") == "head"), dossier_id)
    return Home(head, tuple(mates))


def _places(dossier_id: int, on: date) -> Sequence[HouseholdMember]:
    running = Q(ends_on__isnull=True) | Q(ends_on__gt=on)
    own = HouseholdMember.objects.filter(running, person_id=dossier_id, begins_on__lte=on)
    return HouseholdMember.objects.filter(  # type: ignore[return-value]
        running, household_id__in=own.values("household_id"), begins_on__lte=on
    )


def _mate(person: Person, name: str, role: str, on: date) -> Mate:
    return Mate(person.pk, name, role, person.age_on(on), tuple(person.languages))
