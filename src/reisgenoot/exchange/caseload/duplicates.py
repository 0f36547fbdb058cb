"""Rows that may be the same person, with a score and the reasons; never a decision.

Candidates are looked up through keys (same number, same birth date and first consonants of the name, …),
so that
a file of 20,000 rows is not compared pair by pair. The weights are our own choice and add up as evidence:
a name
that sounds the same is required, the birth date says most, the surroundings (household, date of application,
postcode) and identity numbers decide. From `REPORTED_FROM` on a pair is shown to a person.
"""

import datetime as dt
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from rapidfuzz.distance import DamerauLevenshtein

from reisgenoot.exchange.caseload import names

REPORTED_FROM = 0.8
SAME_FAMILY_NAME = 0.85
COMPARED_PER_KEY = 40  # in a crowd under one key: so many first ones, and so many neighbours
HIGHEST_WITHOUT_NUMBER = 0.97
BIRTH_WEIGHTS = {
    "born_same": 0.90,
    "born_same_guessed": 0.75,
    "born_swapped": 0.82,
    "born_guessed": 0.62,
    "born_one_digit": 0.60,
    "born_unknown": 0.55,
}
SAME_WEIGHTS = {
    "household": 0.10,
    "arrived": 0.08,
    "phone": 0.10,
    "email": 0.10,
    "postcode": 0.05,
    "permit_on": 0.02,
    "moved_in": 0.02,
    "sex": 0.02,
    "nationality": 0.02,
}
OTHER_WEIGHTS = {"sex": -0.10, "nationality": -0.15}
OTHER_NUMBER = -0.5
OTHER_NUMBER_BY_A_SLIP = -0.05


@dataclass(frozen=True, slots=True)
class Candidate:
    """What is compared of a row: numbers that are valid, names as typed, and surroundings by field."""

    row: int
    v_number: str | None = None
    bsn: str | None = None
    family: str = ""
    given: str = ""
    born: dt.date | None = None
    born_uncertain: bool = False
    around: Mapping[str, object] = field(default_factory=dict)

    @property
    def birth_is_guessed(self) -> bool:
        """Registries put 1 January (or 1 July) where only the year is known."""
        return self.born is not None and (
            self.born_uncertain or (self.born.day == 1 and self.born.month in (1, 7))
        )


@dataclass(frozen=True, slots=True)
class Duplicate:
    """`row` may be the person of the earlier `of_row`; `agrees` and `differs` name fields, `birth` how
    the dates relate.
    """

    row: int
    of_row: int
    score: float
    agrees: tuple[str, ...]
    differs: tuple[str, ...]
    birth: str
    names_differ_in_spelling: bool


def find_duplicates(people: Sequence[Candidate], asked: Container[int] | None = None) -> list[Duplicate]:
    """For each row the best earlier row that may be the same person, in the order of the rows.

    ``asked``: the rows to find somebody for (default: all); the others are only there to be found, such as
    people who are known already.
    """
    best: dict[int, Duplicate] = {}
    seen: set[tuple[int, int]] = set()
    for earlier, later in _pairs(people, asked):
        if not _worth_comparing(later, earlier):
            continue
        if (id(earlier), id(later)) in seen:
            continue
        seen.add((id(earlier), id(later)))
        found = compare(later, earlier)
        if found is None:
            continue
        known = best.get(later.row)
        if known is None or (-found.score, found.of_row) < (-known.score, known.of_row):
            best[later.row] = found
    return [best[row] for row in sorted(best)]


def compare(one: Candidate, other: Candidate) -> Duplicate | None:
    """The evidence that two rows are one person, or None if there is too little."""
    same_number = [
        name
        for name in ("v_number", "bsn")
        if getattr(one, name) is not None and getattr(one, name) == getattr(other, name)
    ]
    birth = _births(one, other)
    if not same_number and birth == "born_other":
        return None
    sounds = _names_alike(one, other)
    if not same_number and sounds is None:
        return None
    agrees, differs, weight = _surroundings(one, other)
    score = min(
        BIRTH_WEIGHTS.get(birth, 0.0) + weight + _other_numbers(one, other, birth), HIGHEST_WITHOUT_NUMBER
    )
    if same_number:
        score = 0.99 if sounds is not None and birth != "born_other" else 0.9
    if score < REPORTED_FROM:
        return None
    if sounds is None:
        differs.insert(0, "name")
    else:
        agrees.insert(0, "name")
    return Duplicate(
        one.row,
        other.row,
        round(score, 2),
        (*same_number, *agrees),
        tuple(differs),
        birth,
        sounds is not None and _plainly(one) != _plainly(other),
    )


def _plainly(person: Candidate) -> str:
    return f"{person.given} {person.family}".casefold()


def _names_alike(one: Candidate, other: Candidate) -> float | None:
    """How alike the names sound, also with family and given name swapped; None if they are two names."""
    if not (names.is_known(one.given or one.family) and names.is_known(other.given or other.family)):
        return None
    straight = _two_names(one.given, other.given, one.family, other.family)
    swapped = _two_names(one.given, other.family, one.family, other.given)
    return max((value for value in (straight, swapped) if value is not None), default=None)


def _two_names(given: str, other_given: str, family: str, other_family: str) -> float | None:
    if not (given and other_given):
        # Somebody with one name only: it is the only one to compare.
        if given or other_given or not (family and other_family):
            return None
        alike = names.similarity(family, other_family)
        return alike if alike >= names.SAME_NAME else None
    alike = names.similarity(given, other_given)
    if alike < names.SAME_NAME:
        return None
    if family and other_family:
        family_alike = names.similarity(family, other_family)
        return min(alike, family_alike) if family_alike >= SAME_FAMILY_NAME else None
    return alike


def _births(one: Candidate, other: Candidate) -> str:
    mine, theirs = one.born, other.born
    if mine is None or theirs is None:
        return "born_unknown"
    guessed = one.birth_is_guessed or other.birth_is_guessed
    if mine == theirs:
        return "born_same_guessed" if guessed else "born_same"
    if mine.year == theirs.year and (mine.day, mine.month) == (theirs.month, theirs.day):
        return "born_swapped"
    if mine.year == theirs.year and guessed:
        return "born_guessed"
    if not guessed and DamerauLevenshtein.distance(mine.isoformat(), theirs.isoformat()) == 1:
        return "born_one_digit"
    return "born_other"


def _surroundings(one: Candidate, other: Candidate) -> tuple[list[str], list[str], float]:
    agrees: list[str] = []
    differs: list[str] = []
    weight = 0.0
    for name, gain in SAME_WEIGHTS.items():
        mine, theirs = one.around.get(name), other.around.get(name)
        if mine is None or theirs is None:
            continue
        if mine == theirs:
            agrees.append(name)
            weight += gain
        else:
            differs.append(name)
            weight += OTHER_WEIGHTS.get(name, 0.0)
    return agrees, differs, weight


def _other_numbers(one: Candidate, other: Candidate, birth: str) -> float:
    """Two different valid numbers speak against one person, unless one digit of a V-number slipped."""
    if one.bsn and other.bsn and one.bsn != other.bsn:
        return OTHER_NUMBER
    if one.v_number and other.v_number and one.v_number != other.v_number:
        slip = DamerauLevenshtein.distance(one.v_number, other.v_number) == 1
        return OTHER_NUMBER_BY_A_SLIP if slip and birth == "born_same" else OTHER_NUMBER
    return 0.0


def _worth_comparing(one: Candidate, other: Candidate) -> bool:
    """The cheap half of :func:`compare`, before anything is remembered of a pair: most pairs end here."""
    same_number = (one.v_number and one.v_number == other.v_number) or (one.bsn and one.bsn == other.bsn)
    return bool(same_number) or _births(one, other) != "born_other"


def _pairs(
    people: Sequence[Candidate], asked: Container[int] | None
) -> Iterator[tuple[Candidate, Candidate]]:
    """Pairs (earlier, later) that share a key; within a crowd only the first ones and the neighbours."""
    under: dict[tuple[object, ...], list[Candidate]] = {}
    for person in people:
        for key in _keys(person):
            under.setdefault(key, []).append(person)
    for group in under.values():
        for at, later in enumerate(group):
            if asked is not None and later.row not in asked:
                continue
            yield from ((earlier, later) for earlier in group[: min(at, COMPARED_PER_KEY)])
            neighbours = group[max(COMPARED_PER_KEY, at - COMPARED_PER_KEY) : at]
            yield from ((earlier, later) for earlier in neighbours)


def _keys(person: Candidate) -> Iterable[tuple[object, ...]]:
    if person.v_number:
        yield ("v", person.v_number)
    if person.bsn:
        yield ("b", person.bsn)
    known = [name for name in (person.given, person.family) if name and names.is_known(name)]
    sounds = sorted({names.skeleton(name) for name in known} - {""})
    if not sounds:
        return
    household = person.around.get("household")
    yield ("n", *sounds)  # finds those whose birth date is unknown, or guessed, or has one wrong digit
    for sound in sounds:
        if person.born is not None:
            day, month = sorted((person.born.day, person.born.month))
            yield ("d", person.born.year, day, month, sound)
        if household is not None:
            yield ("h", household, sound)
