"""What two municipalities set for all their households in the demo. The addresses and places are invented."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import time

from reisgenoot.access.identity import acting_as
from reisgenoot.access.models import Member
from reisgenoot.settlement import actions
from reisgenoot.settlement.day_templates import Entry

TOWN_HALL, CONSULTATION = "Voorbeeldplein 1, Doetinchem", "Voorbeeldlaan 5, Doetinchem"
WITH_PAPERS = ("permit", "lease", "bsn")
BY_PHONE = ("lease", "card", "meter")
HOUSING = "Woningcorporatie De Wilg (demo)"
FAMILY = (
    Entry(time(9), 60, "key", HOUSING, "bij de nieuwe woning", bring=("permit", "phone", "children")),
    Entry(
        time(10), 60, "brp", "Gemeente Doetinchem, Burgerzaken", TOWN_HALL,
        bring=("permit", "lease", "birth", "children"),
    ),
    Entry(time(11), 60, "benefit", "Gemeente Doetinchem, Werk en inkomen", TOWN_HALL, "guide", WITH_PAPERS),
    Entry(time(12, 30), 60, "bank", "Bank", "Voorbeeldstraat 20, Doetinchem", bring=("permit", "bsn", "phone")),
    Entry(
        time(13, 30), 30, "insurance", "VluchtelingenWerk, spreekuur verzekeren", CONSULTATION,
        bring=("permit", "bsn", "card"),
    ),
    Entry(time(14), 30, "energy", "Energiebedrijf, per telefoon", CONSULTATION, bring=BY_PHONE),
    Entry(time(14, 30), 30, "water", "Waterbedrijf, per telefoon", CONSULTATION, bring=BY_PHONE),
    Entry(time(15), 30, "internet", "Internetaanbieder", CONSULTATION, bring=("card", "phone")),
)  # fmt: skip
WITHOUT_CHILDREN = (
    *(it for it in FAMILY if it.what not in ("key", "brp")),
    Entry(time(9), 60, "key", HOUSING, "bij de nieuwe woning", bring=("permit", "phone")),
    Entry(
        time(10), 60, "brp", "Gemeente Doetinchem, Burgerzaken", TOWN_HALL, bring=("permit", "lease", "birth")
    ),
)
TEMPLATES = {"regisseur": {"Gezin met kinderen": FAMILY, "Zonder kinderen": WITHOUT_CHILDREN}}
PLACES = {
    "regisseur": (
        (
            "Kringloop De Tweede Ronde (voorbeeld)",
            "Voorbeeldstraat 12, 7001 AA Doetinchem",
            "Meubels en servies; bezorgt op dinsdag",
        ),
        (
            "Witgoedpunt Achterhoek (voorbeeld)",
            "Fabriekspad 3, 7005 AB Doetinchem",
            "Nagekeken wasmachines, met een jaar garantie",
        ),
        (
            "Fietsenschuur (voorbeeld)",
            "Stationsdwarsstraat 8, 7002 AC Doetinchem",
            "Gratis fietsles bij een fiets",
        ),
    ),
    "regisseur-winterswijk": (
        (
            "Tweedehandshal Winterswijk (voorbeeld)",
            "Voorbeeldweg 4, 7101 AA Winterswijk",
            "Spullen ophalen op zaterdag",
        ),
    ),
}


def fill(members: Mapping[str, Member]) -> None:
    """By each municipality's case director."""
    for login, templates in TEMPLATES.items():
        with acting_as(members[login]):
            for name, visits in templates.items():
                actions.save_template(members[login], name=name, visits=visits)
    for login, places in PLACES.items():
        with acting_as(members[login]):
            for name, address, note in places:
                actions.save_place(members[login], name=name, address=address, note=note)
