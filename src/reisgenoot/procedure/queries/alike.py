"""Who among those that the member sees may be the same person as somebody who is being registered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from reisgenoot.access.errors import Text
from reisgenoot.access.log import log
from reisgenoot.access.models import AccessLog, Member
from reisgenoot.dossiers.queries import search_people
from reisgenoot.people.models import Identifier, Person

from ..actions import NewArrival

CLOSE = 0.6
"""How much a name resembles (0 to 1) before anybody is asked about it: our own choice."""
GUESSED_APART = 2
"""Years that a guessed year of birth may be off."""
MOST = 5
"""People shown beside one."""


@dataclass(frozen=True, slots=True)
class Alike:
    """Somebody known who may be the same person, and why."""

    dossier_id: int
    name: str
    born: date | None
    nationality: str
    v_number: str
    why: Text


def alike(member: Member, people: Sequence[NewArrival]) -> dict[int, list[Alike]]:
    """Those alike, by the place of the person in the list; nothing of anybody outside the wall.

    Three SQL statements and one for each person with a name, besides that of the log.
    """
    found = {
        index: {it.dossier_id: it for it in search_people(member, name, limit=20, logged=False)}
        for index, person in enumerate(people)
        if (name := f"{person.given} {person.family}".strip())
    }
    numbers = {digits: index for index, person in enumerate(people) if (digits := _digits(person.v_number))}
    same = dict(
        Identifier.objects.filter(kind=Identifier.Kind.V_NUMBER, value__in=numbers).values_list(
            "person_id", "value"
        )
    )
    wanted = {key for each in found.values() for key, it in each.items() if it.score >= CLOSE} | set(same)
    known = {it.pk: it for it in Person.objects.filter(pk__in=wanted).prefetch_related("names")}
    v_numbers = dict(
        Identifier.objects.filter(kind=Identifier.Kind.V_NUMBER, person_id__in=wanted).values_list(
            "person_id", "value"
        )
    )
    shown: dict[int, list[Alike]] = {}
    for index, person in enumerate(people):
        for key, it in known.items():
            by_number = numbers.get(same.get(key, "")) == index
            by_name = key in found.get(index, {}) and found[index][key].score >= CLOSE
            if by_number or (by_name and _born_alike(person, it)):
                shown.setdefault(index, []).append(
                    Alike(
                        key,
                        next((name.full for name in it.names.all() if name.kind == "main"), ""),
                        it.born,
                        it.nationality,
                        v_numbers.get(key, ""),
                        _("the same V-number") if by_number else _why(person, it),
                    )
                )
    shown = {index: each[:MOST] for index, each in shown.items()}
    log(
        member,
        sorted({it.dossier_id for each in shown.values() for it in each}),
        AccessLog.Act.APPEARED,
        "search",
    )
    return shown


def _digits(number: str) -> str:
    return "".join(letter for letter in number if letter.isdigit())


def _born_alike(person: NewArrival, known: Person) -> bool:
    if person.born is None or known.born is None or person.born == known.born:
        return True
    guessed = person.born_uncertain or known.born_uncertain
    return guessed and abs(person.born.year - known.born.year) <= GUESSED_APART


def _why(person: NewArrival, known: Person) -> Text:
    if person.born is not None and person.born == known.born:
        return _("a similar name and the same date of birth")
    if person.born is None or known.born is None:
        return _("a similar name; a date of birth is missing")
    return _("a similar name, and a date of birth that was guessed")
