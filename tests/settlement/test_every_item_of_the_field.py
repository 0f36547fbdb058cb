"""The checklist against the list of the field, in the source document "Begeleidingstraject" (points 3 and 4).

Each item of that list by the ids of ours that stand for it, for whom it is there, and how it got its date.
"""

from __future__ import annotations

import pytest

from reisgenoot.core.trajectory import catalogue
from reisgenoot.core.trajectory.model import Definition, Task

HOUSEHOLD, PERSON = "household", "person"
ITEMS: dict[str, dict[str, str]] = {
    "inschrijving BRP": {"brp_registered": PERSON},
    "aanvragen inzake PW-uitkering": {
        "benefit_applied": HOUSEHOLD,
        "benefit_advance_paid": HOUSEHOLD,
        "special_assistance_applied": HOUSEHOLD,
    },
    "verschillende verzekeringen": {
        "insured": PERSON,
        "adult_insured": PERSON,
        "contents_insured": HOUSEHOLD,
        "liability_insured": HOUSEHOLD,
    },
    "andere aanvragen": {
        "bank_account_opened": PERSON,
        "digid_applied": PERSON,
        "allowances_applied": HOUSEHOLD,
        "child_benefit_applied": PERSON,
        "childcare_allowance_applied": PERSON,
        "tax_remission_applied": HOUSEHOLD,
    },
    "woningbezichtiging": {"home_viewed": HOUSEHOLD},
    "de sleutel, op de regeldag": {"arranging_day": HOUSEHOLD},
    "regelen van de vaste lasten": {
        "fixed_costs_arranged": HOUSEHOLD,
        "energy_arranged": HOUSEHOLD,
        "water_arranged": HOUSEHOLD,
        "internet_arranged": HOUSEHOLD,
    },
    "aanmelden bij huisarts, tandarts etc.": {
        "gp_registered": PERSON,
        "dentist_registered": PERSON,
        "pharmacy_registered": HOUSEHOLD,
        "child_health_registered": PERSON,
    },
    "kinderen aanmelden bij een school": {"school_enrolled": PERSON, "childcare_arranged": PERSON},
    "koppeling aan taalcoach": {"language_coach_matched": PERSON},
    "koppeling aan vrijwillige maatschappelijk begeleider": {"guide_matched": HOUSEHOLD},
    "aanmelden bij het participatieverklaringstraject": {"pvt_enrolled": PERSON},
    "stand van zaken bij gezinsherenigingsprocedures": {
        "family_reunification_applied": PERSON,
        "family_state_checked": PERSON,
    },
    "een woning goedkoop en duurzaam inrichten": {"furnished": HOUSEHOLD},
    "kennismaking met de buren en voorzieningen in de wijk": {"neighbours_met": HOUSEHOLD},
    "regels en gebruiken: wonen, veiligheid, financiën, gezondheidszorg": {"rules_explained": PERSON},
    "begin van de begeleiding": {"guidance_started": HOUSEHOLD},
}
OF_DOETINCHEM = {"waste_pass_fetched": HOUSEHOLD, "library_visited": HOUSEHOLD}
"""What the example of a municipality adds."""


def _items(definition: Definition) -> dict[str, Task]:
    """What stands on the checklist of a route."""
    return {task.id: task for task in definition.tasks.values() if task.checklist}


@pytest.mark.parametrize("version", catalogue().versions("nl-asylum"), ids=lambda it: it.version)
def test_every_item_of_the_field_is_there_and_nothing_else(version: Definition) -> None:
    asked = {key: per for ids in ITEMS.values() for key, per in ids.items()}
    assert {key: task.per for key, task in _items(version).items()} == asked


def test_a_municipality_adds_and_changes() -> None:
    overlaid = 0
    for version in catalogue().versions("nl-asylum"):
        overlay = catalogue().overlays(version).get("Doetinchem")
        if overlay is None:
            continue
        overlaid += 1
        plain, its_own = _items(version), _items(overlay)
        assert {key: its_own[key].per for key in its_own.keys() - plain.keys()} == OF_DOETINCHEM
        assert not plain.keys() - its_own.keys()
        assert {key for key in plain if its_own[key].due != plain[key].due} == {
            "language_coach_matched",
            "internet_arranged",
        }
    assert overlaid


@pytest.mark.parametrize("version", catalogue().versions("nl-asylum"), ids=lambda it: it.version)
def test_each_item_has_an_owner_and_a_date_with_its_ground_or_says_whose_choice_it_is(
    version: Definition,
) -> None:
    overlay = catalogue().overlays(version).get("Doetinchem", version)
    for key, task in _items(overlay).items():
        assert task.owner, key
        assert task.due or task.expected, key
        for due in task.due:
            assert due.reason.ground or due.reason.own_choice, key
        assert {"nl", "en"} <= task.text.keys(), key
        assert task.set_aside_by, key
