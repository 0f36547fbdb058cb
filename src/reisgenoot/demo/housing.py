"""The way to a home in the demo: Doetinchem's half-year, proposals of the COA, and a housing association with homes."""

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone

from reisgenoot.access.identity import acting_as
from reisgenoot.access.models import Member
from reisgenoot.housing import actions, law, queries
from reisgenoot.housing.actions.asking import Dwelling, Wanted, need_agreed
from reisgenoot.housing.actions.viewing import Saying
from reisgenoot.housing.models import Offer, Request
from reisgenoot.housing.queries.municipality import Filters, HouseholdRow

STREETS = ("Voorbeeldstraat 12", "Proefplein 3", "Demolaan 48", "Oefenpad 7", "Testhof 21", "Schijnweg 9")
REASONS: tuple[dict[str, str], ...] = (
    {"work": "Kan beginnen bij een bakker in Doetinchem.", "network": ""},
    {"education": "Is toegelaten tot een mbo-opleiding in Doetinchem."},
    {"family": "Een zus woont in Doetinchem."},
)


def fill(members: Mapping[str, Member]) -> None:
    """Fill it, as the members of the demo."""
    coa, town, wilg = members["coa"], members["regisseur"], members["wilg"]
    _quota(town)
    _proposals(coa, members)
    with acting_as(town):
        waiting = _waiting(town)
    for place, household in enumerate(waiting[:6]):
        _one(town, wilg, members["beuk"], household, place)


def _quota(town: Member) -> None:
    with acting_as(town):
        now = law.half_year(timezone.localdate())
        for begins_on, number, arrears in ((law.last_half_year(now), 41, 6), (now, 38, 9)):
            actions.set_quota(
                town,
                begins_on,
                number=number,
                arrears=arrears,
                source="Verzonnen getal voor de demonstratie",
            )


def _proposals(coa: Member, members: Mapping[str, Member]) -> None:
    today = timezone.localdate()
    with acting_as(coa):
        todo = queries.to_link(coa, show="todo", mine=False, today=today).rows
        to_link = sorted(todo, key=lambda row: (row.permit_granted or today, row.name))[: len(REASONS) + 1]
        towns = [members["regisseur"]] * len(REASONS) + [members["regisseur-aalten"]]
        asked = [
            actions.propose_link(
                coa,
                row.dossier_id,
                town.organisation,
                reasons=REASONS[place % len(REASONS)],
                answer_by=today + timedelta(days=3 + place),
            )
            for place, (row, town) in enumerate(zip(to_link, towns, strict=False))
        ]
    if len(asked) == len(towns):
        with acting_as(towns[-1]):
            actions.answer_link(
                towns[-1],
                asked[-1].pk,
                accepted=False,
                why="no_home",
                note="Wij hebben tot april geen woning voor een huishouden van deze grootte.",
            )


def _waiting(town: Member) -> list[HouseholdRow]:
    """Households that wait for a home, those who wait longest first."""
    today = timezone.localdate()
    found = queries.overview(
        town, begins_on=law.half_year(today), today=today, filters=Filters(), per_page=None
    )
    early = [row for row in found.rows if row.stage in ("linked", "requested")]
    return sorted(early, key=lambda row: (row.linked or today, row.name))


def _one(town: Member, wilg: Member, beuk: Member, household: HouseholdRow, place: int) -> None:
    """A household, as far as its place in the row says: looking, offered, viewing, signed, refused, looking again."""
    today, key = timezone.localdate(), household.dossier_id
    with acting_as(town):
        if place in (1, 5):
            actions.expect_family(
                town, key, adults=1, children=place, source="Aanvraag gezinshereniging, verteld in de intake"
            )
        about = Wanted(
            town.name,
            "0314-000000",
            today + timedelta(days=28 - 9 * (place % 3)),
            ground_floor=need_agreed(key),
            max_rent=Decimal("713.02") if household.persons < 3 else Decimal("764.14"),
            urgency=("normal", "high", "now")[place % 3],
        )
        request = actions.make_request(town, key, [wilg.organisation, beuk.organisation], about)
    if place in (0, 5):
        return
    offer = _offer(wilg, request, place)
    if place == 1:
        _offer(beuk, request, 5)
        return
    with acting_as(town):
        at = timezone.make_aware(datetime.combine(today + timedelta(days=1 + place), time(10, 30)))
        actions.plan_viewing(town, key, offer.pk, at=at)
        if place == 3:
            actions.accept_home(town, key, offer.pk, viewed_on=today, on=today)
            actions.sign_lease(
                town,
                key,
                offer.pk,
                signed_on=today,
                begins_on=today + timedelta(days=10),
                rent=offer.rent,
                keys=3,
                arranging_on=today + timedelta(days=10),
            )
        if place == 4:
            said = Saying("far", today, "ar", "weighed", note="Het werk is in Winterswijk, zonder bus.")
            actions.refuse_home(town, key, offer.pk, said)


def _offer(by: Member, request: Request, place: int) -> Offer:
    today = timezone.localdate()
    home: dict[str, Any] = {
        "address": STREETS[place],
        "postcode": "7001 AA",
        "place": "Doetinchem",
        "rent": Decimal("612.35") + 18 * place,
        "rooms": max(1, min(5, request.persons - 1)),
        "floor": 0 if request.ground_floor else place % 3,
        "available_on": today + timedelta(days=12),
        "valid_until": today + timedelta(days=7),
        "note": "Verzonnen woning, dicht bij een school.",
    }
    with acting_as(by):
        return actions.make_offer(by, request.pk, Dwelling(**home))
