"""What the demo shows of the desk: a social map, walk-in hours until today, and referrals in all outcomes."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from random import Random

from django.utils import timezone

from reisgenoot.access.identity import acting_as
from reisgenoot.access.models import Limitation, Member
from reisgenoot.dossiers.models import Dossier
from reisgenoot.helpdesk import actions
from reisgenoot.helpdesk.models import DeskSession, MapEntry, Visit

from .story import SEED

WEEK = {"1": [["09:00", "12:30"], ["13:00", "17:00"]], "3": [["09:00", "12:30"]], "5": [["09:00", "16:00"]]}
EVENING = {"2": [["19:00", "21:00"]], "4": [["19:00", "21:00"]]}
ALL_DAYS = {str(day): [["08:30", "17:00"]] for day in range(1, 6)}
# Name, kind, themes, what they do, languages, place, hours, days since it was checked. All invented (demo).
MAP = (
    (
        "Huisartsenpraktijk De Linde (demo)",
        "gp",
        "health",
        "Huisarts; nieuwe patiënten uit de wijk.",
        "nl en",
        "Doetinchem",
        ALL_DAYS,
        40,
    ),
    (
        "Praktijk Veerkracht (demo)",
        "mental",
        "health",
        "Hulp bij slecht slapen, angst en verlies.",
        "nl",
        "Doetinchem",
        ALL_DAYS,
        90,
    ),
    (
        "Raadslieden De Brug (demo)",
        "legal",
        "law letter money",
        "Gratis uitleg bij brieven en bezwaar.",
        "nl en ar",
        "Doetinchem",
        WEEK,
        20,
    ),
    (
        "Schuldhulp Oost (demo)",
        "debt",
        "money",
        "Overzicht, regelingen en budgethulp.",
        "nl",
        "Doetinchem",
        WEEK,
        400,
    ),
    (
        "Woningstichting De Es (demo)",
        "housing",
        "home",
        "Reparaties en vragen over de huur.",
        "nl",
        "Aalten",
        ALL_DAYS,
        15,
    ),
    (
        "Taalhuis De Letter (demo)",
        "language",
        "language contact",
        "Oefenen, taalcafé en taalmaatjes.",
        "nl en ar ti",
        "Winterswijk",
        WEEK,
        60,
    ),
    (
        "Voedselbank De Korf (demo)",
        "food",
        "money",
        "Voedselpakket na een gesprek.",
        "nl",
        "Doetinchem",
        {"5": [["13:00", "15:30"]]},
        130,
    ),
    (
        "Buurthuis 't Hoekje (demo)",
        "welfare",
        "contact letter",
        "Koffie, sport en een hulpbalie.",
        "nl ar tr",
        "Doetinchem",
        EVENING,
        10,
    ),
    (
        "Werkplein Achterhoek (demo)",
        "work",
        "work",
        "Solliciteren en proefplaatsing.",
        "nl en",
        "Doetinchem",
        ALL_DAYS,
        70,
    ),
    (
        "Gemeentewinkel (demo)",
        "town",
        "money letter",
        "Uitkering, bijzondere bijstand en de Wmo.",
        "nl",
        "Doetinchem",
        ALL_DAYS,
        None,
    ),
)
# Kind, theme, what for, and how it went: outcome, reason, how many.
SENT = (
    (
        "mental",
        "health",
        "Een eerste gesprek",
        (("turned_away", "waiting_list", 8), ("turned_away", "language", 3), ("helped", "", 2), ("", "", 4)),
    ),
    (
        "gp",
        "health",
        "Inschrijven bij de huisarts",
        (("helped", "", 9), ("turned_away", "waiting_list", 2), ("", "", 1)),
    ),
    ("legal", "letter", "Een brief uitleggen", (("helped", "", 11), ("not_gone", "", 1), ("", "", 1))),
    (
        "debt",
        "money",
        "Betalingsregeling",
        (("turned_away", "responsible", 6), ("helped", "", 3), ("not_helped", "", 1), ("", "", 2)),
    ),
    ("language", "language", "Taalmaatje", (("helped", "", 7), ("not_gone", "", 2))),
    ("food", "money", "Voedselpakket", (("helped", "", 2), ("turned_away", "costs", 1))),
    (
        "town",
        "money",
        "Bijzondere bijstand",
        (("turned_away", "responsible", 5), ("not_helped", "", 2), ("helped", "", 4), ("", "", 1)),
    ),
)
NAMES = ("Nour", "Idris", "", "Selam", "Mahmoud", "", "Olena", "Yusuf", "Farah", "")
LANGUAGES = ("ar", "ti", "ar", "tr", "fa", "ar", "uk", "so", "ti", "nl")
THEMES = ("letter", "money", "letter", "home", "health", "money", "language", "work", "family", "letter")
PLACE = "Bibliotheek Doetinchem"


def fill(members: Mapping[str, Member]) -> None:
    """Add it to the demo, as a guide of VluchtelingenWerk."""
    guide, today = members["gids"], timezone.localdate()
    random = Random(f"{SEED} desk")
    with acting_as(guide):
        entries = {kind: _entry(guide, row, today) for row in MAP for kind in [row[1]]}
        manned = [guide, members["vrijwilliger"], members["coordinator"]]
        for weeks in range(8, 0, -1):
            _past(guide, today - timedelta(weeks=weeks), manned, random)
        _today(guide, today, manned, entries)
        _referrals(guide, entries, today, random)


def _entry(guide: Member, row: tuple[object, ...], today: date) -> MapEntry:
    name, kind, themes, does, languages, place, hours, since = row
    made = actions.add_entry(
        guide, name=name, kind=kind, themes=str(themes).split(), does=does, languages=str(languages).split(),
        place=place, hours=hours, phone="0314 000 000", address="Voorbeeldstraat 1", postcode="7001 AB",
    )  # fmt: skip
    checked = today - timedelta(days=since) if isinstance(since, int) else None
    MapEntry.objects.filter(pk=made.pk).update(checked_on=checked)
    return made


def _past(guide: Member, day: date, manned: list[Member], random: Random) -> None:
    """Walk-in hours that were: numbers are left of them, and nothing else."""
    session = actions.open_session(guide, place=PLACE, day=day, begins=time(9), ends=time(12), manned=manned)
    for number in range(random.randint(6, 10)):
        came = timezone.make_aware(datetime.combine(day, time(9 + number // 4, 15 * (number % 4))))
        visit = actions.add_visitor(
            guide, session.pk, language=random.choice(LANGUAGES), theme=random.choice(THEMES), came_at=came
        )
        if random.random() < 0.1:
            actions.leave(guide, visit.pk)
            continue
        actions.finish(guide, visit.pk, minutes=random.choice((5, 10, 15, 20, 30)))
        Visit.objects.filter(pk=visit.pk).update(taken_at=came + timedelta(minutes=random.randint(2, 40)))


def _today(guide: Member, today: date, manned: list[Member], entries: Mapping[str, MapEntry]) -> None:
    """Walk-in hours of today: some are home, one is helped, some wait; one is known."""
    session: DeskSession = actions.open_session(
        guide, place=PLACE, day=today, begins=time(9), ends=time(17), manned=manned
    )
    visits = [
        actions.add_visitor(guide, session.pk, called=name, language=language, theme=theme)
        for name, language, theme in list(zip(NAMES, LANGUAGES, THEMES, strict=True))[:7]
    ]
    known = Dossier.objects.filter(worker=guide, phase="integration", closed_on=None).order_by("pk").first()
    if known is not None:
        actions.link(guide, visits[1].pk, known.pk)
    said = {
        "question": "Wat wil de gemeente met deze brief?",
        "answer": "Samen gebeld: er hoeft niets te gebeuren.",
    }
    actions.finish(guide, visits[0].pk, minutes=15, **said)
    actions.finish(
        guide,
        visits[1].pk,
        minutes=25,
        question="De huurtoeslag is gestopt.",
        answer="Samen opnieuw aangevraagd.",
    )
    actions.refer(
        guide, visit_id=visits[1].pk, entry=entries["debt"], theme="money", about="Rood staan", how="called"
    )
    actions.take(guide, session.pk, visits[2].pk)


def _referrals(guide: Member, entries: Mapping[str, MapEntry], today: date, random: Random) -> None:
    """Half a year of them, of people in dossiers."""
    limited = Limitation.objects.filter(lifted_on=None).values("dossier_id")
    moved = Dossier.objects.filter(worker=guide, facts__key="moved_in").exclude(pk__in=limited)
    people = list(moved.distinct().order_by("pk")[:30])
    for kind, theme, about, went in SENT:
        for outcome, reason, times in went:
            for _each in range(times):
                made_on = today - timedelta(
                    days=random.randint(3, 30) if not outcome else random.randint(40, 180)
                )
                row = actions.refer(
                    guide, dossier_id=random.choice(people).pk, entry=entries[kind], theme=theme, about=about,
                    how=random.choice(("called", "letter", "along", "told")), made_on=made_on,
                )  # fmt: skip
                if outcome:
                    known = made_on + timedelta(days=random.randint(5, 38))
                    actions.outcome(guide, row.pk, outcome=outcome, reason=reason, known_on=known)
