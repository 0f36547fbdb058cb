"""Fills an empty database with the demo: organisations, members, and every household with its story so far.

All that concerns people goes through the actions of the apps, as the members of the demo, behind the wall.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from random import Random

from django.contrib.auth.hashers import make_password
from django.db import connections, transaction
from django.utils import timezone

from reisgenoot.access.identity import acting_as
from reisgenoot.access.models import Involvement, Member, Organisation, User
from reisgenoot.dossiers import actions, planning
from reisgenoot.dossiers.models import Dossier, Fact
from reisgenoot.people.models import PersonName
from reisgenoot.volunteers.models import Place

from . import (
    appointments,
    arriving,
    besloten,
    desk,
    duo,
    ending,
    enforcing,
    families,
    handing,
    housing,
    integration,
    keeping,
    nidos,
    plans,
    procedure,
    relieving,
    schooling,
    town,
    volunteers,
)
from .agreements import agree
from .cast import MEMBERS, ORGANISATIONS, PASSWORD, municipal_slug
from .places import PLACES
from .story import SEED, DemoHousehold, DemoPerson, households
from .talk import NOTES

GUIDES = ("gids", "gids2", "gids3")
NOT_ROUTINE = {
    "moved_in",
    "linked",
    "home_offered",
    "home_accepted",
    "decision_received",
    "appeal_filed",
    "pip_set",
}
NOT_ROUTINE |= {"guidance_closed", "duty_fulfilled", "language_reached"}  # these are not done by the way
SOCIAL_WORK_EVERY = 5  # VluchtelingenWerk guides 80 %, social work the others (source document)


def fill() -> Iterator[str]:
    """Make the demo unless there is one; yields a line for each step. Needs Django, on a migrated database."""
    with _administrator():
        if Involvement.objects.using("admin").exists():
            return
        yield "Making the demo (once, about half a minute) …"
        members = _people_at_work()
    with transaction.atomic():
        by_opener: dict[str, list[DemoHousehold]] = defaultdict(list)
        for household in households(timezone.localdate()):
            by_opener[_opener(household)].append(household)
        for login, opened in by_opener.items():
            with acting_as(members[login]):
                _open(members, login, opened)
        agree(members)
        appointments.plan(members)
        housing.fill(members)
        procedure.fill(members)
        keeping.fill(members)
        volunteers.fill(members)
        families.follow(members)
        town.fill(members)
        arriving.fill(members)
        schooling.fill(members)
        desk.fill(members)
        ending.fill(members)
        integration.fill(members)
        plans.fill(members)
        duo.fill(members)
        enforcing.fill(members)
        relieving.fill(members)
        nidos.fill(members)
        for login in ("diaken", "opvang", "gids"):
            with acting_as(members[login]):
                besloten.fill(members[login])
        with acting_as(members["gids"]):
            _withhold(members["gids"])
        late = handing.hand_over(members)
    with _administrator():
        handing.make_late(late)
    many = sum(len(opened) for opened in by_opener.values())
    yield f"{len(ORGANISATIONS)} organisations, {len(MEMBERS)} members, {many} households."


def _withhold(guide: Member) -> None:
    """One family without a home yet, whose guide knows of a partner without status who will live there."""
    waiting = Dossier.objects.filter(worker=guide, phase="housing").order_by("pk").first()
    if waiting is not None:
        actions.note_partner(guide, waiting, timezone.localdate() + timedelta(days=30))


@contextmanager
def _administrator() -> Iterator[None]:
    """Outside the wall, for who works where: nobody is a member yet who could do it inside."""
    with transaction.atomic(using="admin"), connections["admin"].cursor() as cursor:
        cursor.execute("SET LOCAL ROLE NONE")
        yield


def log_ins() -> str:
    """One log-in for each role, as lines for a terminal."""
    offered = [member for member in MEMBERS if member.shown]
    width = max(len(member.shown) for member in offered)
    lines = [f"  {member.shown:<{width}}  {member.email}" for member in offered]
    return "\n".join([f"Log in with the password {PASSWORD} as:", *lines])


def _people_at_work() -> dict[str, Member]:
    """Organisations, users and members, made where they are not there yet."""
    organisations = {}
    for it in ORGANISATIONS:
        about = {"name": it.name, "kind": it.kind, "municipality": it.municipality}
        organisations[it.slug], _made = Organisation.objects.using("admin").get_or_create(
            slug=it.slug, defaults=about
        )
    password, members = make_password(PASSWORD), {}
    for worker in MEMBERS:
        user, _made = User.objects.using("admin").get_or_create(
            email=worker.email, defaults={"password": password}
        )
        organisation = organisations[worker.organisation]
        begins = {"name": worker.name, "begins_on": timezone.localdate() - timedelta(days=2400)}
        members[worker.login], _made = Member.objects.using("admin").get_or_create(
            user=user, organisation=organisation, role=worker.role, defaults=begins
        )
    for member in members.values():
        member._state.db = member.organisation._state.db = "default"
    places = [
        Place(pc4=pc4, place=place, municipality=municipality, lat=lat, lon=lon)
        for pc4, place, municipality, lat, lon in PLACES
    ]
    Place.objects.using("admin").bulk_create(places, ignore_conflicts=True)
    return members


def _opener(household: DemoHousehold) -> str:
    """Who keeps the dossier now: the organisation that acts in the phase that the head has reached."""
    facts = household.persons[0].facts
    if "moved_in" in facts or "home_offered" in facts:
        return (
            "maatje" if household.number % SOCIAL_WORK_EVERY == 0 else GUIDES[household.number % len(GUIDES)]
        )
    return "coa" if "asylum_applied" in facts else "ind"


def _open(members: dict[str, Member], login: str, opened: list[DemoHousehold]) -> None:
    """Open the dossiers of these households as one member, with everything that happened since."""
    random, member, today = Random(f"{SEED} {login}"), members[login], timezone.localdate()
    asked = [_asked(household, person, member, today) for household in opened for person in household.persons]
    dossiers = actions.open_dossiers(member, asked, source=Fact.Source.DEMO, replan=False)
    for dossier, person in zip(dossiers, (person for it in opened for person in it.persons), strict=True):
        dossier.opened_on = _opened_on(person, today)
    Dossier.objects.bulk_update(dossiers, ["opened_on"])
    taken = iter(dossiers)
    by_household = {household.number: [next(taken) for _person in household.persons] for household in opened}
    ids = [dossier.pk for dossier in dossiers]
    for _round in range(2):  # what was done lets other tasks begin, some of them long ago
        actions.record_many(member, _routine(ids, today, random), source=Fact.Source.DEMO, replan=False)
    actions.replan(ids)
    for household in opened:
        _company(members, member, household, by_household[household.number])
        _conversations(member, household, by_household[household.number][0], today, random)


def _opened_on(person: DemoPerson, today: date) -> date:
    """The day on which the organisation that keeps the dossier now came in."""
    steps = ("guidance_started", "home_offered", "moved_in", "asylum_applied", "arrived")
    return next(day for step in steps if isinstance(day := person.facts.get(step), date) and day <= today)


def _asked(household: DemoHousehold, person: DemoPerson, member: Member, today: date) -> actions.NewDossier:
    own_script = " ".join(part for part in (person.given[1], person.family[1]) if part)
    about = {
        "born": person.born,
        "sex": person.sex,
        "nationality": person.nationality,
        "languages": list(person.languages),
        "household_role": person.role,
        **({"born_uncertain": True} if person.born_uncertain else {}),
        **({"postcode": household.postcode} if "moved_in" in person.facts else {}),
    }
    arrived = person.facts["arrived"]
    return actions.NewDossier(
        name=actions.NameParts(given=person.given[0], family=person.family[0]),
        names=[actions.NameParts(full=own_script, kind=PersonName.Kind.OTHER)] if own_script else [],
        numbers={"v_number": person.v_number},
        facts={**about, **person.facts},
        household_key=str(household.number),
        role=person.role,
        worker=member,
        on=arrived if isinstance(arrived, date) else today,
    )


def _routine(ids: Iterable[int], today: date, random: Random) -> dict[int, dict[str, date]]:
    """Tasks that good guides have long done: most of what would be overdue, at a day before it was due."""
    done: dict[int, dict[str, date]] = {}
    for dossier_id, known in planning.gather(list(ids), today).items():
        plan = planning.make_plan(known, today)
        for task in plan.tasks:
            begun = task.starts or today
            last = task.due or task.expected
            if task.state == "done" or last is None or last >= today or task.id in NOT_ROUTINE:
                continue
            if random.random() < (0.95 if last < today - timedelta(days=90) else 0.7):
                day = min(today, begun + timedelta(days=random.randint(0, max((last - begun).days, 0))))
                done.setdefault(dossier_id, {})[task.id] = day
    return done


def _company(
    members: dict[str, Member], member: Member, household: DemoHousehold, dossiers: list[Dossier]
) -> None:
    """The other organisations that act beside the one that opened the dossiers."""
    facts = household.persons[0].facts
    beside: list[tuple[str, object]] = []
    if "linked" in facts:
        beside.append((municipal_login(household.municipality), facts["linked"]))
    if member.organisation.slug in ("ind", "coa-achterhoek"):
        beside.append(("gza", facts["arrived"]))
        if "legal_aid_assigned" in facts:
            beside.append(("advocaat", facts["legal_aid_assigned"]))
    for dossier in dossiers:
        for login, since in beside:
            other = members[login]
            begins = since if isinstance(since, date) else None
            actions.involve(
                member, dossier, other.organisation, basis=Involvement.Basis.PHASE, begins_on=begins
            )


def municipal_login(municipality: str) -> str:
    """The login of the case director of a municipality."""
    return "regisseur" if municipality == "Doetinchem" else f"regisseur-{municipal_slug(municipality)[9:]}"


def _conversations(
    member: Member, household: DemoHousehold, head: Dossier, today: date, random: Random
) -> None:
    """A few contact notes with the head; the last one mostly recent, here and there too long ago."""
    if (
        "guidance_started" not in household.persons[0].facts
        or "guidance_closed" in household.persons[0].facts
    ):
        return
    day = today - timedelta(days=random.choice((1, 3, 6, 9, 14, 20, 26, 45)))
    for kind, sensitivity, text in random.sample(NOTES, k=random.randint(1, 3)):
        actions.add_note(member, head, kind=kind, text=text, on=day, sensitivity=sensitivity)
        day -= timedelta(days=random.randint(5, 40))
