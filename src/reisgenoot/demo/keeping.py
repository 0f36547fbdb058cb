"""What the demo shows of keeping: guidance that is long over, something suspended, and requests of people."""

from collections.abc import Mapping
from datetime import date, timedelta

from django.utils import timezone

from reisgenoot.access.identity import acting_as
from reisgenoot.access.models import Member
from reisgenoot.dossiers import actions as dossiers
from reisgenoot.dossiers.models import Dossier, Fact
from reisgenoot.keeping import actions

OVER = (  # name, years since the guidance ended, days until the term of those years
    (("Rima", "Khayali"), 2, 5),
    (("Yonas", "Abneta"), 2, 17),
    (("Laleh", "Farazi"), 2, 24),
    (("Emre", "Varsayım"), 1, 9),
)
SUSPENDED = 2  # the place in OVER of who has a court case
NOTE = "Afscheid genomen. Alles loopt; komt alleen nog op het spreekuur als er een brief is."


def fill(members: Mapping[str, Member]) -> None:
    """Add it to the demo, as its guides."""
    today = timezone.localdate()
    with acting_as(members["gids"]):
        _over(members["gids"], today)
        _limited(members["gids"], today)
        _asked(members["gids"], today)


def _over(guide: Member, today: date) -> None:
    """Dossiers of which the guidance ended so long ago that something is erased in the month to come."""
    new = []
    for place, ((given, family), years, days) in enumerate(OVER):
        closed = _years_before(today + timedelta(days=days), years)
        began = closed - timedelta(days=1500)
        steps = ("arrived", "permit_granted", "moved_in", "guidance_started", "pip_set", "duty_fulfilled")
        facts: dict[str, object] = {
            step: began + timedelta(days=200 * number) for number, step in enumerate(steps)
        }
        new.append(
            dossiers.NewDossier(
                name=dossiers.NameParts(given=given, family=family),
                facts={
                    **facts,
                    "guidance_closed": closed,
                    "municipality": "Doetinchem",
                    "learning_route": "b1",
                },
                numbers={"v_number": f"2899{place:06d}"},
                worker=guide,
                on=began,
            )
        )
    opened = dossiers.open_dossiers(guide, new, source=Fact.Source.DEMO)
    for dossier, it in zip(opened, new, strict=True):
        closed_on = it.facts["guidance_closed"]
        dossiers.add_note(guide, dossier, kind="visit", text=NOTE, on=closed_on)
        Dossier.objects.filter(pk=dossier.pk).update(opened_on=closed_on - timedelta(days=900))
    actions.hold(guide, opened[SUSPENDED].pk, reason="court", note="Rechtbank, zaak 24/0815 (demo)")


def _years_before(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year - years)
    except ValueError:  # 29 February
        return day.replace(year=day.year - years, day=28)


def _limited(guide: Member, today: date) -> None:
    """Somebody who contests what stands in their dossier, and had its use limited."""
    arrived = today - timedelta(days=420)
    name = dossiers.NameParts(given="Deka", family="Tusaale")
    facts = {"arrived": arrived, "moved_in": today - timedelta(days=60), "municipality": "Aalten"}
    opened = dossiers.open_dossier(
        guide, name=name, facts=facts, worker=guide, source=Fact.Source.DEMO, on=arrived
    )
    asked = actions.record_request(
        guide, opened.pk, kind="limit", received_on=today - timedelta(days=6), identity="known", language="so",
        words="De datum van mijn aankomst klopt niet. Gebruik hem niet tot het is uitgezocht.",
    )  # fmt: skip
    actions.limit(guide, asked.pk, ground="contested")


def _asked(guide: Member, today: date) -> None:
    """Requests in several states, one of them late."""
    there = Dossier.objects.filter(worker=guide, facts__key="moved_in").filter(facts__key="born")
    own = list(there.distinct().order_by("pk")[:4])
    see, correct, erase, along = own
    days = timedelta(days=1)
    actions.record_request(
        guide, see.pk, kind="see", received_on=today - 38 * days, identity="known", language=see.language,
        words="Ik wil weten wat er over mij in de computer staat, en wie dat leest.",
    )  # fmt: skip
    born = correct.facts.get(key="born", superseded_by__isnull=True)
    actions.record_request(
        guide, correct.pk, kind="correct", received_on=today - 25 * days, identity="document", fact_id=born.pk,
        words="Mijn geboortedag is verkeerd overgenomen.",
    )  # fmt: skip
    asked = actions.record_request(
        guide, erase.pk, kind="erase", received_on=today - 12 * days, identity="known",
        words="Alles over mijn zoektocht naar werk mag weg.",
    )  # fmt: skip
    actions.extend(guide, asked.pk, why="Ook de gemeente werkt met dit dossier; dat wordt eerst besproken.")
    done = actions.record_request(
        guide, along.pk, kind="take_along", received_on=today - 20 * days, identity="known"
    )
    actions.answer(guide, done.pk, state="done", outcome="Op een usb-stick meegegeven en samen bekeken.")
