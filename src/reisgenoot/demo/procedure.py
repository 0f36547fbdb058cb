"""Registration and procedure in the demo: arrivals of this week, checks, sessions, lawyers, decisions with terms."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from reisgenoot.access.identity import acting_as
from reisgenoot.access.models import Involvement, Member
from reisgenoot.dossiers import actions as dossiers
from reisgenoot.dossiers.models import Dossier
from reisgenoot.procedure import actions
from reisgenoot.procedure.models import AskedCheck

INTERPRETER = "Tolkendienst (demo), nummer 0000"
CENTRES = ("Azc De Voorbeeldweide (demo)", "Azc Het Proefveld (demo)")
DESK = "Aanmeldlocatie (demo)"
Typed = tuple[str, str, str, str, str, str, int, str]
ARRIVALS: tuple[tuple[int, int, tuple[Typed, ...]], ...] = (
    # Days ago, hour; given and family name, own script, sex, nationality, language, age, place in the household.
    (
        4,
        9,
        (
            ("Lina", "Wahmi", "لينا وهمي", "v", "SY", "ar", 34, "head"),
            ("Sami", "Wahmi", "سامي وهمي", "m", "SY", "ar", 9, "child"),
        ),
    ),
    (2, 14, (("Dawit", "Mesal", "ዳዊት ምሳል", "m", "ER", "ti", 23, "head"),)),
    (
        1,
        10,
        (
            ("Roya", "Namuna", "رویا نمونه", "v", "AF", "prs", 41, "head"),
            ("Hamid", "Namuna", "حمید نمونه", "m", "AF", "prs", 45, "partner"),
            ("Sara", "Namuna", "سارا نمونه", "v", "AF", "prs", 12, "child"),
        ),
    ),
    (0, 0, (("Faysal", "Tusaale", "", "m", "SO", "so", 16, "head"),)),
)
STORY = "Vertelt rustig over de reis: eerst over land, daarna over zee. Het verhaal is verzonnen voor de demonstratie."


def fill(members: Mapping[str, Member]) -> None:
    """Everything, as the members who do it."""
    _arrivals(members)
    _reception(members)
    _decisions(members)


def _arrivals(members: Mapping[str, Member]) -> None:
    ind, gza = members["ind"], members["gza"]
    opened: list[list[Dossier]] = []
    with acting_as(ind):
        for number, (days, hour, household) in enumerate(ARRIVALS):
            at = timezone.make_aware(
                datetime.combine(timezone.localdate() - timedelta(days=days), time(hour, 20 if hour else 0))
            )
            reception = actions.Reception(at, DESK, CENTRES[number % 2], gza=gza.organisation)
            people = [_person(it, number, place) for place, it in enumerate(household)]
            opened.append(actions.register(ind, people, reception))
        for made, (days, _hour, household) in zip(opened, ARRIVALS, strict=True):
            if days:
                _welcome(ind, made, household[0][5], days)
        first = opened[0]
        for key, days in (("identity_checked", 4), ("asylum_applied", 1)):
            for it in first:
                actions.record_step(ind, it.pk, key, _ago(days))
        about = {"language": "ar", "how": "present", "interpreter": INTERPRETER}
        actions.record_talk(ind, first[0].pk, subject="interview", on=_ago(2), **about)
        actions.record_talk(ind, first[0].pk, subject="travel_story", on=_ago(2), text=STORY, **about)
        actions.record_step(ind, opened[1][0].pk, "identity_checked", _ago(1))
    with acting_as(gza):
        for it in first:
            asked = AskedCheck.objects.get(dossier=it, kind="health_checked")
            actions.close_check(gza, asked.pk, outcome="done", on=_ago(3))


def _person(it: Typed, number: int, place: int) -> actions.NewArrival:
    given, family, own_script, sex, nationality, language, age, role = it
    today = timezone.localdate()
    return actions.NewArrival(
        given,
        family,
        own_script,
        born=date(today.year - age, 1 if age > 40 else 5, 1),
        born_uncertain=age > 40,
        sex=sex,
        nationality=nationality,
        languages=(language,),
        v_number=f"29{number:06d}{place:02d}",
        role=role,
        unaccompanied=age < 18 and role == "head",
    )


def _welcome(ind: Member, made: list[Dossier], language: str, days: int) -> None:
    for it in made:
        actions.record_talk(
            ind,
            it.pk,
            subject="welcome",
            on=_ago(days),
            language=language,
            how="phone",
            interpreter=INTERPRETER,
            text="Verteld waar iemand is, dat de eerste dagen ongeveer vier dagen duren, en wie helpt.",
        )


def _reception(members: Mapping[str, Member]) -> None:
    """What COA keeps for whom it looks after: centres, lessons, checks, and two sessions with who was there."""
    coa, gza, lawyer = members["coa"], members["gza"], members["advocaat"]
    with acting_as(coa):
        mine = list(Dossier.objects.filter(worker=coa, phase="procedure").order_by("pk")[:40])
        for place, it in enumerate(mine):
            centre = CENTRES[place % 2]
            actions.move_centre(coa, it.pk, centre=centre, on=_ago(60 - place), household=False)
            if place % 5 == 0:
                actions.move_centre(
                    coa,
                    it.pk,
                    centre=CENTRES[(place + 1) % 2],
                    on=_ago(10),
                    reason="Dichter bij school",
                    household=False,
                )
            if place % 3 == 0:
                actions.start_activity(
                    coa, it.pk, kind="daily", name="Fietswerkplaats op het azc", begins_on=_ago(20)
                )
            if place % 4 == 1:
                actions.start_activity(
                    coa, it.pk, kind="language", name="Taalles, niveau A1", begins_on=_ago(15)
                )
            if place % 6 == 0:
                actions.ask_check(coa, it.pk, kind="medical_intake", asked_of=gza.organisation)
            if place % 7 == 2:
                actions.set_counsel(
                    coa,
                    it.pk,
                    lawyer="mr. A. Advocaat (demo)",
                    phone="000 000 0000",
                    email="advocaat@demo.example",
                    begins_on=_ago(30),
                    office=lawyer.organisation,
                )
        for days, topics, language in ((12, ["rights", "safety"], "ar"), (5, ["procedure", "health"], "ti")):
            given = actions.give_session(
                coa,
                on=_ago(days),
                topics=topics,
                language=language,
                place=CENTRES[0],
                interpreter=INTERPRETER,
            )
            there = [it.pk for it in mine if it.language == language][:8]
            actions.attend(coa, given.pk, shown=there, there=there)


def _decisions(members: Mapping[str, Member]) -> None:
    """Two refusals and a transfer of the last days: for these legal aid has terms that run."""
    coa, lawyer = members["coa"], members["advocaat"]
    with acting_as(coa):
        waiting = Dossier.objects.filter(worker=coa, phase="procedure").order_by("-pk")
        for it, (outcome, kind, days) in zip(
            waiting[:3],
            (("refused", "unfounded", 4), ("refused", "manifestly_unfounded", 2), ("transfer", "", 1)),
            strict=False,
        ):
            dossiers.involve(coa, it, lawyer.organisation, basis=Involvement.Basis.PHASE)
            actions.decide(coa, it.pk, outcome=outcome, on=_ago(days), kind=kind)


def _ago(days: int) -> date:
    return timezone.localdate() - timedelta(days=days)
