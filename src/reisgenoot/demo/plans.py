"""Plans (PIP) in the demo: two that were set, one of them changed and objected to, and a draft. All invented."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any

from django.utils import timezone

from reisgenoot.access.identity import acting_as
from reisgenoot.access.models import Member
from reisgenoot.dossiers import actions as dossiers
from reisgenoot.dossiers.models import Dossier, Fact
from reisgenoot.pip import actions
from reisgenoot.pip.models import DraftPart

TOWN = "Doetinchem"
WHOLE: Mapping[str, Mapping[str, Any]] = {
    "route": {
        "route": "b1",
        "why": "De leerbaarheidstoets wijst op B1, en twaalf jaar school maakt een hoog tempo haalbaar.",
        "wish": "Weer met mijn handen werken, en mijn kinderen zelf helpen met school.",
    },
    "intensity": {"hours": 15, "weeks": 40, "lessons": "Drie ochtenden in de week, in het Taalhuis."},
    "pvt": {"hours": 12, "period": "Het eerste halfjaar", "how": "Vier bijeenkomsten en een excursie."},
    "map": {"hours": 64, "period": "Het tweede jaar", "how": "Stage bij een installatiebedrijf."},
    "support": {"support": "Een taalcoach, en vooraan zitten in de les.", "contact": "De regisseur"},
    "talks": {"number": 6, "every": 6, "how": "Op het stadhuis, met een telefonische tolk."},
    "child": {"applies": "agreed", "agreed": "De jongste gaat vier dagdelen naar de voorschool in de wijk."},
    "participation": {"applies": "none"},
    "relief": {"applies": "exempt", "costs": "De uitkering is al meer dan een half jaar geleden begonnen."},
    "goals": {
        "goal": "Werken als elektricien, met een deel van de week les.",
        "steps": [
            {"step": "Kennismaken bij een installatiebedrijf", "who": "Werkcoach", "by": "2027-03-01"},
            {"step": "Diploma laten waarderen", "who": "De persoon zelf", "by": "2027-01-15"},
            {"step": "Kinderopvang regelen", "who": "Beide partners", "together": True},
        ],
    },
    "objection": {
        "where": "College van burgemeester en wethouders, Postbus 0000, Doetinchem",
        "more": "De sociaal raadslieden helpen gratis met een brief.",
    },
}
"""The parts of a plan, the last of which a draft has not yet."""


def fill(members: Mapping[str, Member]) -> None:
    """Add them to the demo, by the case director of Doetinchem."""
    director = members["regisseur"]
    with acting_as(director):
        have = Fact.objects.filter(key="pip_set", superseded_by__isnull=True, value__isnull=False)
        route = Fact.objects.filter(key="learning_route", superseded_by__isnull=True, value="b1")
        over = Fact.objects.filter(key="duty_fulfilled").values("dossier")
        there = Dossier.objects.filter(municipality=TOWN, person__in=have.values("dossier"), closed_on=None)
        there = there.exclude(person__in=over)
        chosen = list(there.filter(person__in=route.values("dossier")).order_by("-phase_since", "pk")[:2])
        for place, dossier in enumerate(chosen):
            _set(director, dossier, changed=place == 0)
        waiting = Dossier.objects.filter(
            municipality=TOWN, facts__key="intake_completed", tasks__key="pip_set"
        )
        half = (
            waiting.exclude(pk__in=[it.pk for it in chosen]).distinct().order_by("-phase_since", "pk").first()
        )
        if half:
            _write(director, half, [key for key in WHOLE if key not in ("relief", "goals", "objection")])


def _write(director: Member, dossier: Dossier, keys: Iterable[str], **instead: Mapping[str, Any]) -> None:
    seen = {it.part: it.changes for it in DraftPart.objects.filter(dossier=dossier)}
    for key in keys:
        actions.save_part(director, dossier.pk, key, instead.get(key, WHOLE[key]), seen=seen.get(key))


def _set(director: Member, dossier: Dossier, *, changed: bool) -> None:
    """The plan that the story set, on its day; one of them was changed since, and somebody objected to that."""
    today = timezone.localdate()
    set_on = dossier.facts.filter(key="pip_set", superseded_by__isnull=True).order_by("id").last()
    if set_on is None or set_on.happened_on is None:
        return
    dossiers.record_facts(director, dossier, {"permit_kind": "asylum"})
    _write(director, dossier, WHOLE)
    on = set_on.happened_on
    actions.set_plan(director, dossier.pk, actions.Asked("first", on, on))
    if not changed:
        return
    _write(director, dossier, ["talks"], talks={"number": 9, "every": 4, "how": "Bij het Taalhuis."})
    later = max(on, today - timedelta(days=24))
    again = actions.set_plan(
        director,
        dossier.pk,
        actions.Asked("again", later, later, reason="De lessen vragen meer begeleiding dan verwacht."),
    )
    actions.receive_objection(
        director,
        dossier.pk,
        again.pk,
        received_on=max(later, today - timedelta(days=4)),
        about="Wil minder vaak op gesprek komen, vanwege het werk.",
    )
