"""What happened to each invented household: pure, and the same for the same day.

``households(today)`` gives persons with dated facts (the ids of the trajectory definitions) up to ``today``. Steps are
skipped now and then, so that there is something overdue, waiting and stuck to look at.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from reisgenoot.demo.cast import MUNICIPALITIES
from reisgenoot.demo.names import ORIGINS, Origin

SEED = 20220101  # the day on which the Wet inburgering 2021 came into force; any fixed number would do
HOUSEHOLDS = 150
MISSED = 0.05  # how often a step that others have taken was not recorded
DAYS_ON_ROUTE = (
    (3, 6),
    (7, 130),
    (131, 260),
    (261, 420),
    (421, 800),
    (801, 1300),
    (1301, 1850),
    (1851, 2300),
)
HOUSEHOLDS_PER_BAND = (5, 28, 24, 27, 30, 20, 10, 6)  # together 150: every phase has something in it

Step = tuple[str, str, int, int]  # milestone, the milestone that it follows, days after it: at least, at most
ARRIVAL: tuple[Step, ...] = (
    ("identity_checked", "arrived", 0, 1),
    ("health_checked", "arrived", 1, 2),
    ("first_interview", "arrived", 2, 4),
    ("asylum_applied", "arrived", 3, 8),
    ("legal_aid_assigned", "asylum_applied", 6, 20),
)
TO_THE_HOME: tuple[Step, ...] = (
    ("linked", "permit_granted", 7, 40),
    ("duty_started", "permit_granted", 0, 0),
    ("home_requested", "linked", 1, 10),
    ("intake_started", "linked", 10, 40),
    ("intake_completed", "intake_started", 7, 40),
    ("learnability_tested", "intake_started", 7, 35),
    ("home_offered", "home_requested", 20, 80),
    ("home_viewed", "home_offered", 2, 9),
    ("home_accepted", "home_viewed", 0, 3),
    ("guidance_started", "home_offered", 0, 7),
    ("moved_in", "home_accepted", 10, 30),
)
SETTLING: tuple[Step, ...] = (
    ("arranging_day", "moved_in", 0, 1),
    ("brp_registered", "moved_in", 1, 6),
    ("benefit_applied", "moved_in", 0, 6),
    ("insured", "moved_in", 2, 40),
    ("gp_registered", "moved_in", 5, 45),
    ("dentist_registered", "moved_in", 20, 90),
    ("fixed_costs_arranged", "moved_in", 1, 20),
    ("guide_matched", "moved_in", 0, 20),
    ("language_coach_matched", "moved_in", 14, 90),
    ("duty_notified", "brp_registered", 3, 21),
)
INTEGRATION: tuple[Step, ...] = (
    ("pip_set", "duty_notified", 21, 72),
    ("pvt_enrolled", "pip_set", 7, 60),
    ("route_started", "pip_set", 14, 70),
    ("pvt_signed", "pvt_enrolled", 40, 160),
    ("map_completed", "route_started", 250, 600),
    ("knm_passed", "route_started", 200, 600),
    ("language_reached", "route_started", 450, 950),
    ("duty_fulfilled", "language_reached", 20, 90),
    ("guidance_closed", "duty_fulfilled", 10, 60),
)
SHARED = {
    "arrived",
    "asylum_applied",
    "permit_granted",
    "permit_refused",
    "linked",
    "moved_in",
    "brp_registered",
}


@dataclass
class DemoPerson:
    """One invented person: names, birth, and facts by id of the trajectory definition."""

    given: tuple[str, str]
    family: tuple[str, str]
    born: date
    born_uncertain: bool
    sex: str
    role: str
    nationality: str
    languages: tuple[str, ...]
    v_number: str
    facts: dict[str, object] = field(default_factory=dict)

    @property
    def full_name(self) -> str:
        """The name in Latin script."""
        return f"{self.given[0]} {self.family[0]}"


@dataclass
class DemoHousehold:
    """One invented household; the first person is its head."""

    number: int
    municipality: str
    postcode: str
    persons: list[DemoPerson]


def households(today: date) -> Iterator[DemoHousehold]:
    """The demo's households as they stand on ``today``, numbered from 1; the same on every call for the same day."""
    random = Random(SEED)
    bands = [
        band for band, count in zip(DAYS_ON_ROUTE, HOUSEHOLDS_PER_BAND, strict=True) for _ in range(count)
    ]
    for number, (least, most) in enumerate(bands, start=1):
        yield _household(number, today - timedelta(days=random.randint(least, most)), today, random)


def _household(number: int, arrived: date, today: date, random: Random) -> DemoHousehold:
    origin = random.choices(ORIGINS, weights=[o.share for o in ORIGINS])[0]
    family = random.choice(origin.families)
    municipality = random.choice((*MUNICIPALITIES, "Doetinchem", "Doetinchem"))
    head = _adult("head", origin, family, today, random)
    head.facts = _facts(arrived, municipality, today, random)
    persons = [head]
    if random.random() < 0.5:
        partner = _adult("partner", origin, family, today, random)
        partner.facts = _partner_facts(head.facts, today, random)
        persons.append(partner)
    for _ in range(random.choices((0, 1, 2, 3, 4), weights=(45, 20, 18, 12, 5))[0]):
        persons.append(_child(head, origin, family, today, random))
    taken: set[tuple[str, str]] = set()
    for place, person in enumerate(persons):
        names = origin.women if person.sex == "v" else origin.men
        person.given = next((name for name in (person.given, *names) if name not in taken), person.given)
        taken.add(person.given)
        person.v_number = f"28{number:06d}{place:02d}"
    return DemoHousehold(number, municipality, _postcode(municipality, random), persons)


def _adult(role: str, origin: Origin, family: tuple[str, str], today: date, random: Random) -> DemoPerson:
    sex = random.choice("mv")
    born = today - timedelta(days=random.randint(19 * 366, 60 * 365))
    guessed = random.random() < 0.2
    return _person(role, origin, family, date(born.year, 1, 1) if guessed else born, guessed, sex, random)


def _child(
    head: DemoPerson, origin: Origin, family: tuple[str, str], today: date, random: Random
) -> DemoPerson:
    born = today - timedelta(days=random.randint(200, 17 * 365 + 300))
    child = _person("child", origin, family, born, False, random.choice("mv"), random)
    child.facts = {k: v for k, v in head.facts.items() if k in SHARED or k == "municipality"}
    moved_in = child.facts.get("moved_in")
    if isinstance(moved_in, date) and born <= today - timedelta(days=5 * 366) and random.random() < 0.85:
        enrolled = moved_in + timedelta(days=random.randint(3, 40))
        if enrolled <= today:
            child.facts["school_enrolled"] = enrolled
    return child


def _person(
    role: str, origin: Origin, family: tuple[str, str], born: date, guessed: bool, sex: str, random: Random
) -> DemoPerson:
    given = random.choice(origin.women if sex == "v" else origin.men)
    languages = (origin.language, "en") if random.random() < 0.2 and role != "child" else (origin.language,)
    return DemoPerson(given, family, born, guessed, sex, role, origin.nationality, languages, v_number="")


def _facts(arrived: date, municipality: str, today: date, random: Random) -> dict[str, object]:
    """The head's own story, up to today."""
    facts: dict[str, object] = {"arrived": arrived}
    _take(ARRIVAL, facts, today, random)
    applied = facts.get("asylum_applied")
    decided = (applied if isinstance(applied, date) else arrived) + timedelta(days=random.randint(70, 210))
    if decided > today:
        return facts
    if random.random() < 0.12:
        facts["permit_refused"] = decided
        if random.random() < 0.6:
            _take((("appeal_filed", "permit_refused", 4, 26),), facts, today, random)
        return facts
    facts |= {"permit_granted": decided, "permit_kind": "asylum", "municipality": municipality}
    if decided >= date(2026, 6, 12):
        facts["protection"] = random.choice(("refugee", "subsidiary"))
    _take(TO_THE_HOME, facts, today, random)
    if "moved_in" in facts:
        _take(SETTLING, facts, today, random)
        facts["learning_route"] = random.choices(("b1", "education", "z"), weights=(60, 15, 25))[0]
        _take(INTEGRATION, facts, today, random)
        if "pip_set" not in facts:
            del facts["learning_route"]
    return facts


def _partner_facts(head: dict[str, object], today: date, random: Random) -> dict[str, object]:
    """A partner shares the dates of the household, and has steps of their own."""
    facts = {
        k: v for k, v in head.items() if k in SHARED or k in ("municipality", "permit_kind", "protection")
    }
    if "permit_granted" in facts:
        own = [s for s in TO_THE_HOME if s[0] in ("duty_started", "intake_started", "intake_completed")]
        _take(own, facts, today, random)
    if "moved_in" in facts:
        _take([s for s in SETTLING if s[0] not in SHARED and s[0] != "arranging_day"], facts, today, random)
        _take(INTEGRATION[:-1], facts, today, random)
        if "pip_set" in facts:
            facts["learning_route"] = random.choices(("b1", "education", "z"), weights=(55, 10, 35))[0]
    return facts


def _take(
    steps: tuple[Step, ...] | list[Step], facts: dict[str, object], today: date, random: Random
) -> None:
    """Add each step whose turn has come; a step after a missed one is missed as well, as in life."""
    for milestone, after, least, most in steps:
        began = facts.get(after)
        happened = began + timedelta(days=random.randint(least, most)) if isinstance(began, date) else None
        needed = milestone in SHARED or milestone in (
            "home_accepted",
            "home_requested",
            "home_offered",
            "home_viewed",
        )
        if happened is not None and happened <= today and (needed or random.random() > MISSED):
            facts[milestone] = happened


POSTCODES = {
    "Aalten": ("7121", "7091"),
    "Berkelland": ("7151", "7161", "7261", "7271"),
    "Bronckhorst": ("7251", "7255", "7021"),
    "Doetinchem": ("7001", "7006"),
    "Montferland": ("6941", "7041"),
    "Oost Gelre": ("7131", "7141"),
    "Oude IJsselstreek": ("7051", "7061", "7071", "7081"),
    "Winterswijk": ("7101",),
}


def _postcode(municipality: str, random: Random) -> str:
    return f"{random.choice(POSTCODES[municipality])} {random.choice('ABCDEFGH')}{random.choice('ABCDEFGH')}"
