"""Volunteers of the demo: their profiles, matches with a term, what they noted, and what they ask."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from reisgenoot.access.identity import acting_as
from reisgenoot.access.models import Limitation, Member
from reisgenoot.dossiers import actions as dossiers
from reisgenoot.dossiers.models import Dossier
from reisgenoot.people.models import HouseholdMember
from reisgenoot.volunteers import actions
from reisgenoot.volunteers.actions import ProfileGiven

STREETS = ("Voorbeeldstraat", "Verzonnenlaan", "Denkbeeldpad", "Fantasieplein", "Bedachtsteeg")


@dataclass(frozen=True)
class Volunteer:
    """One volunteer; ``vog``: days since it was issued (none: not seen); ``away``: days until back."""

    kinds: tuple[str, ...]
    languages: Mapping[str, str]
    postcode: str
    municipality: str
    parts: tuple[str, ...]
    households: int
    vog: int | None
    trainings: tuple[tuple[str, int], ...] = ()
    away: int = 0


VOLUNTEERS = {
    "vrijwilliger": Volunteer(
        ("guide",), {"nl": "native", "ar": "some", "en": "good"}, "7001 AB", "Doetinchem",
        ("morning", "evening"), 3, 400, (("Basistraining begeleiden (demo)", 390), ("Grenzen stellen (demo)", 120)),
    ),
    "vrijwilliger2": Volunteer(
        ("guide", "language_coach"), {"nl": "native", "en": "good", "fa": "some"}, "7041", "Montferland",
        ("afternoon", "saturday"), 2, 900, (("Taalcoach (demo)", 700),), 10,
    ),
    "vrijwilliger3": Volunteer(
        ("guide",), {"nl": "good", "ti": "native"}, "7101", "Winterswijk", ("afternoon", "evening"), 2, 100,
    ),
    "vrijwilliger4": Volunteer(
        ("guide", "language_coach"), {"ar": "native", "nl": "good"}, "7061", "Oude IJsselstreek",
        ("evening", "sunday"), 2, 1300,
    ),
    "vrijwilliger5": Volunteer(
        ("language_coach",), {"nl": "native", "uk": "good"}, "7261", "Berkelland", ("morning",), 1, None,
    ),
}  # fmt: skip


@dataclass(frozen=True)
class Pair:
    """A match: of whom, as what, since how many days, for how many more (none: no end), and days of contact ago."""

    volunteer: str
    kind: str
    since: int
    left: int | None
    contacts: tuple[int, ...] = field(default=())


PAIRS = (
    Pair("vrijwilliger", "guide", 60, 120, (3, 12, 20)),
    Pair("vrijwilliger", "guide", 100, 9, (6,)),
    Pair("vrijwilliger", "guide", 95, 200, (40, 61)),  # no contact for forty days
    Pair("vrijwilliger2", "language_coach", 50, 150, (33,)),  # on holiday
    Pair("vrijwilliger2", "guide", 30, None, (8,)),
)
VISITS = (
    ("visit", "Post doorgenomen; de brief van de energie was al betaald."),
    ("phone", ""),
    ("visit", "Samen naar de bibliotheek geweest."),
)


def fill(members: Mapping[str, Member]) -> None:
    """Give the volunteers profiles, match them with households of the guides, and let them do something."""
    coordinator, today = members["coordinator"], timezone.localdate()
    with acting_as(coordinator):
        for login, it in VOLUNTEERS.items():
            _profile(coordinator, members[login], it, today)
    homes = _homes(members)
    for number, (pair, home) in enumerate(zip(PAIRS, homes, strict=False)):
        _match(members, pair, home, number, today)
    _given(members, homes[0], today)


def _profile(coordinator: Member, volunteer: Member, it: Volunteer, today: date) -> None:
    issued = today - timedelta(days=it.vog) if it.vog is not None else None
    given = ProfileGiven(
        kinds=it.kinds,
        languages=it.languages,
        postcode=it.postcode,
        municipality=it.municipality,
        parts=it.parts,
        households=it.households,
        vog_issued_on=issued,
        vog_seen=issued is not None,
    )
    actions.save_profile(coordinator, volunteer.pk, given)
    for name, days in it.trainings:
        actions.add_training(coordinator, volunteer.pk, name=name, on=today - timedelta(days=days))
    if it.away:
        until = today + timedelta(days=it.away)
        actions.add_pause(
            coordinator, volunteer.pk, why="holiday", begins_on=today - timedelta(days=4), until=until
        )


def _homes(members: Mapping[str, Member]) -> list[Dossier]:
    """Heads of households that settled lately, of the guide who is offered on the log-in page and one colleague."""
    found: list[Dossier] = []
    with acting_as(members["coordinator"]):
        for login in ("gids", "gids2"):
            heads = Dossier.objects.filter(
                worker=members[login], phase="settling", closed_on=None, person__places__role="head"
            )
            limited = Limitation.objects.filter(lifted_on=None).values("dossier_id")
            found += heads.exclude(pk__in=limited).order_by("name", "pk")[:3]
    return found[: len(PAIRS)]


def _match(members: Mapping[str, Member], pair: Pair, home: Dossier, number: int, today: date) -> None:
    coordinator, volunteer = members["coordinator"], members[pair.volunteer]
    with acting_as(coordinator):
        together = HouseholdMember.objects.filter(
            household__places__person_id=home.pk, ends_on__isnull=True
        ).values_list("person_id", flat=True)
        mates = set(Dossier.objects.filter(pk__in=[*together, home.pk]).values_list("pk", flat=True))
        reached = {"address": f"{STREETS[number]} {number + 3}", "phone": f"06 0000 00{number + 10}"}
        dossiers.record_facts(coordinator, home, reached)
        actions.match_household(
            coordinator,
            sorted(mates),
            volunteer.pk,
            kind=pair.kind,
            begins_on=today - timedelta(days=pair.since),
            until=today + timedelta(days=pair.left) if pair.left else None,
        )
    with acting_as(volunteer):
        for place, days in enumerate(sorted(pair.contacts, reverse=True)):
            kind, text = VISITS[place % len(VISITS)]
            actions.note_visit(volunteer, home.pk, kind=kind, text=text, on=today - timedelta(days=days))


def _given(members: Mapping[str, Member], home: Dossier, today: date) -> None:
    """A small task, two appointments, and a question that waits beside one that was answered."""
    guide, volunteer = members["gids"], members["vrijwilliger"]
    with acting_as(guide):
        actions.give_task(
            guide,
            home.pk,
            volunteer.pk,
            text="Samen een tweedehands fiets uitzoeken",
            note="Bij de kringloop aan de Verzonnenlaan; er is 60 euro voor.",
            due_on=today + timedelta(days=5),
        )
        for days, hour, kind, place, along in (
            (2, 8, "conversation", "Stadhuis, loket 3 (demo)", [guide, volunteer]),
            (9, 8, "information", "Bibliotheek (demo)", [guide]),
        ):
            begins = timezone.make_aware(datetime.combine(today + timedelta(days=days), time(hour)))
            dossiers.plan_appointment(
                guide, home, kind=kind, starts_at=begins, ends_at=begins + timedelta(hours=1), place=place,
                members=along,
            )  # fmt: skip
    with acting_as(volunteer):
        first = actions.ask_help(volunteer, home.pk, "Mag ik meelezen met brieven van de Belastingdienst?")
    with acting_as(guide):
        actions.answer_help(
            guide, first.pk, "Ja, als zij dat vragen. Laat het betalen en ondertekenen aan henzelf."
        )
    with acting_as(volunteer):
        actions.ask_help(volunteer, home.pk, "De verwarming doet het niet. Wie belt de woningcorporatie?")
