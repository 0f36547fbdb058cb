"""Enforcement in the demo: somebody who was not to blame, and a case that only begins. All invented."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from django.utils import timezone

from reisgenoot.access.identity import acting_as
from reisgenoot.access.models import Member
from reisgenoot.dossiers.models import Dossier
from reisgenoot.enforcement import actions

TOWN = "Doetinchem"
ASKED = {
    "health": actions.Asked("Slaapt slecht; heeft een afspraak bij de huisarts."),
    "children": actions.Asked("De jongste was ziek, en er was geen oppas.", matters=True),
    "work": actions.Asked("Geen werk; de uitkering loopt."),
    "travel": actions.Asked(
        "Een uur met de bus, met een overstap. Geen geld meer op de OV-chipkaart.", matters=True
    ),
    "language": actions.Asked(
        "De brief was in het Nederlands; de buurman las hem pas een week later voor.", matters=True
    ),
}


def fill(members: Mapping[str, Member]) -> None:
    """Add them to the demo, by the case director of Doetinchem."""
    director = members["regisseur"]
    with acting_as(director):
        planned = Dossier.objects.filter(
            municipality=TOWN, phase="integration", tasks__key="language_reached"
        )
        chosen = list(planned.exclude(facts__key="guidance_closed").distinct().order_by("pk")[:2])
        for dossier, story in zip(chosen, (_not_to_blame, _begins), strict=False):
            story(director, dossier)


def _not_to_blame(director: Member, dossier: Dossier) -> None:
    day = timezone.localdate() - timedelta(days=40)
    key = (dossier.pk, actions.add_case(
        director, dossier.pk, kind="support", happened_on=day, noticed_on=day + timedelta(days=1),
        what="Kwam niet naar het voortgangsgesprek, en belde niet af.",
    ).pk)  # fmt: skip
    actions.ask_circumstances(director, *key, ASKED)
    actions.remind(director, *key, on=day + timedelta(days=3), until=day + timedelta(days=17))
    actions.hear(
        director, *key, on=day + timedelta(days=12), present="De bewoner en een begeleider van VluchtelingenWerk",
        language="ar", interpreter="Tolkentelefoon", silence_told=True,
        said="Mijn zoontje had koorts en ik kon niemand bellen. Ik wist niet dat ik mocht afzeggen. Ik wil graag "
        "komen, het liefst in de ochtend als hij op de voorschool is.",
    )  # fmt: skip
    reason = "Ziek kind, geen oppas, en de brief te laat begrepen. Afgesproken: gesprekken in de ochtend, met een tolk."
    actions.judge(director, *key, degree="none", reason=reason)


def _begins(director: Member, dossier: Dossier) -> None:
    day = timezone.localdate() - timedelta(days=6)
    actions.add_case(
        director, dossier.pk, kind="route", happened_on=day, noticed_on=day + timedelta(days=2),
        what="De school meldt dat vier lessen achter elkaar zijn gemist.",
    )  # fmt: skip
