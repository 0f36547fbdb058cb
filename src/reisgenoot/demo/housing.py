"""The way to a home in the demo: Doetinchem's half-year, proposals of the COA, and a housing association with homes."""

from collections.abc import Mapping, Sequence
from datetime import datetime, time, timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone

from reisgenoot.access.identity import acting_as
from reisgenoot.access.models import Member
from reisgenoot.dossiers import actions as dossiers
from reisgenoot.dossiers.models import Fact
from reisgenoot.housing import actions, law, queries
from reisgenoot.housing.actions.asking import Dwelling, Wanted, need_agreed
from reisgenoot.housing.actions.viewing import Saying
from reisgenoot.housing.models import Link, Offer, Request
from reisgenoot.housing.queries.municipality import Filters, HouseholdRow
from reisgenoot.reunification import actions as reunification

FAMILIES: tuple[tuple[str, str, tuple[tuple[str, int], ...]], ...] = (
    ("Voorbeeldi", "ti", (("Selam", 34), ("Robel", 9), ("Saba", 4))),
    ("Demoyan", "hy", (("Ani", 41), ("Davit", 44), ("Lilit", 16))),
    ("Proefzai", "prs", (("Farid", 27),)),
    ("al-Voorbeeld", "ar", (("Nadia", 52), ("Omar", 55))),
    ("Schijnoglu", "tr", (("Emre", 36), ("Elif", 33), ("Can", 6), ("Defne", 2))),
    ("Testir", "ar", (("Rami", 23),)),
    ("Oefenle", "so", (("Hodan", 30), ("Asad", 11), ("Ifrah", 8), ("Bile", 5))),
    ("Demosi", "fa", (("Shirin", 39), ("Kian", 13))),
)
"""Who waits for a home besides the others of the demo: family name, language, and given names with ages; head first."""
STREETS = ("Voorbeeldstraat 12", "Proefplein 3", "Demolaan 48", "Oefenpad 7", "Testhof 21", "Schijnweg 9")
REASONS: tuple[dict[str, str], ...] = (
    {"work": "Kan beginnen bij een bakker in Doetinchem.", "network": ""},
    {"education": "Is toegelaten tot een mbo-opleiding in Doetinchem."},
    {"family": "Een zus woont in Doetinchem."},
)
ACCEPTED, WAITING = 6, 2
"""Proposals to Doetinchem."""
RETURNED = {
    "accepted": False,
    "why": "no_home",
    "note": "Wij hebben tot april geen woning voor een huishouden van deze grootte.",
}


def fill(members: Mapping[str, Member]) -> None:
    """Fill it, as the members of the demo."""
    town, wilg = members["regisseur"], members["wilg"]
    _quota(town)
    _families(members["coa"])
    _proposals(members["coa"], town, members["regisseur-aalten"])
    with acting_as(town):
        waiting = _waiting(town)
    for place, household in enumerate(waiting[:6]):
        _one(members["coa"], town, wilg, members["beuk"], household, place)
    _undoing(members["coa"], [it.dossier_id for it in reversed(waiting)])


def _quota(town: Member) -> None:
    with acting_as(town):
        now = law.half_year(timezone.localdate())
        for begins_on, number, arrears in ((law.last_half_year(now), 12, 4), (now, 38, 9)):
            actions.set_quota(
                town,
                begins_on,
                number=number,
                arrears=arrears,
                source="Verzonnen getal voor de demonstratie",
            )


def _families(coa: Member) -> None:
    """Households with a permit, in the care of the COA."""
    today, new = timezone.localdate(), []
    for place, (family, language, people) in enumerate(FAMILIES):
        permit = today - timedelta(days=12 + 17 * place)
        for who, (given, age) in enumerate(people):
            role = "head" if who == 0 else "partner" if age > 17 else "child"
            facts: dict[str, Any] = {
                "arrived": permit - timedelta(days=130),
                "asylum_applied": permit - timedelta(days=125),
                "permit_granted": permit,
                "permit_kind": "asylum",
                "born": today - timedelta(days=age * 365 + 40 + place),
                "languages": [language],
                "household_role": role,
            }
            if role == "head":
                facts["phone"] = f"06 0000 00{place:02d}"
            new.append(
                dossiers.NewDossier(
                    name=dossiers.NameParts(given=given, family=family),
                    numbers={"v_number": f"2898{place:04d}{who:02d}"},
                    facts=facts,
                    household_key=f"huisvesting {place}",
                    role=role,
                    worker=coa,
                    on=permit - timedelta(days=130),
                )
            )
    with acting_as(coa):
        dossiers.open_dossiers(coa, new, source=Fact.Source.DEMO)


def _proposals(coa: Member, town: Member, other: Member) -> None:
    """Some accepted by Doetinchem, some that wait for its answer, and one that another municipality returned."""
    today = timezone.localdate()
    with acting_as(coa):
        todo = queries.to_link(coa, queries.LinkFilters(), today, limit=None).rows
        to_link = sorted(todo, key=lambda row: (row.permit_granted or today, row.name))[
            : ACCEPTED + WAITING + 1
        ]
        asked = [
            actions.propose_link(
                coa,
                row.dossier_id,
                (town if place else other).organisation,
                reasons=REASONS[place % len(REASONS)],
                answer_by=today + timedelta(days=3 + place),
            )
            for place, row in enumerate(to_link)
        ]
    for place, link in enumerate(asked[: ACCEPTED + 1]):
        answer: dict[str, Any] = {"accepted": True} if place else RETURNED
        with acting_as(town if place else other):
            actions.answer_link(town if place else other, link.pk, **answer)


def _waiting(town: Member) -> list[HouseholdRow]:
    """Households that wait for a home, those who wait longest first."""
    today = timezone.localdate()
    found = queries.overview(
        town, begins_on=law.half_year(today), today=today, filters=Filters(), per_page=None
    )
    early = [row for row in found.rows if row.stage in ("linked", "requested")]
    return sorted(early, key=lambda row: (row.linked or today, row.name))


def _one(coa: Member, town: Member, wilg: Member, beuk: Member, household: HouseholdRow, place: int) -> None:
    """A household, as far as its place in the row says: looking, offered, viewing, signed, refused, looking again."""
    today, key = timezone.localdate(), household.dossier_id
    if place == 1:
        _family_follows(coa, key)
    with acting_as(town):
        if place == 5:
            actions.expect_family(
                town, key, adults=1, children=2, source="Aanvraag gezinshereniging, verteld in de intake"
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


def _family_follows(coa: Member, key: int) -> None:
    """A partner and a child abroad who applied: the municipality sees how many, and not who."""
    today = timezone.localdate()
    with acting_as(coa):
        ids = [
            reunification.add_relative(
                coa,
                key,
                name=dossiers.NameParts(given=given, family="Voorbeeldnareis"),
                relation=relation,
                facts={"born": today - timedelta(days=age * 366)},
            ).pk
            for given, relation, age in (("Sami", "spouse", 31), ("Lina", "child", 5))
        ]
        on = today - timedelta(days=5)
        reunification.record_step(coa, key, step="reunification_applied", on=on, relatives=ids)


def _undoing(coa: Member, keys: Sequence[int]) -> None:
    """The COA asks to undo the link of the last of these, for which no home is sought yet."""
    for key in keys:
        with acting_as(coa):
            link = Link.objects.filter(dossier_id=key, state=Link.State.ACCEPTED).first()
            if link is not None:
                why = "Het hoofd van het huishouden kan in Aalten beginnen met werken."
                actions.ask_undo(coa, link.pk, why=why)
                return


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
