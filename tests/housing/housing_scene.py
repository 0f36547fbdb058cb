"""A family that waits for a home, and everybody around it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

import factories
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.utils import timezone
from factories import AsOwner, be

from reisgenoot.access.models import Member, Organisation
from reisgenoot.dossiers import actions as dossiers
from reisgenoot.dossiers.models import Dossier, Fact
from reisgenoot.housing import actions
from reisgenoot.housing.actions.asking import Dwelling, Wanted
from reisgenoot.housing.models import Offer, Request

HEAD, PHONE, STREET = "Zahra Nachtegaalse", "0611223344", "Merelpad 7"
FAR = timezone.localdate() + timedelta(days=30)


def ago(days: int) -> date:
    """So many days before today."""
    return timezone.localdate() - timedelta(days=days)


@dataclass
class Scene:
    """The people, and the dossiers of a mother and her child."""

    coa: Member
    town: Member
    other_town: Member
    wilg: Member
    beuk: Member
    guide: Member
    nurse: Member
    head: Dossier
    child: Dossier

    def browser(self, who: str) -> Client:
        """A browser in which somebody of the scene is logged in."""
        client = Client()
        client.force_login(getattr(self, who).user)
        return client

    def link(self, **more: Any) -> Any:
        """The COA proposes the town."""
        be(self.coa)
        asked = {"reasons": {"work": "Heeft een baan bij een bakker."}, "answer_by": FAR, **more}
        return actions.propose_link(self.coa, self.head.pk, self.town.organisation, **asked)

    def linked(self) -> None:
        """The town accepted."""
        link = self.link()
        be(self.town)
        actions.answer_link(self.town, link.pk, accepted=True)

    def wanted(self, *associations: Member, **more: Any) -> Request:
        """The town asks for a home."""
        be(self.town)
        asked = [it.organisation for it in associations or (self.wilg, self.beuk)]
        about = Wanted("Rob van de gemeente", "0314-000000", FAR, **more)
        return actions.make_request(self.town, self.head.pk, asked, about)

    def offered(self, request: Request, by: Member | None = None, **more: Any) -> Offer:
        """An association offers a home."""
        be(by or self.wilg)
        about: dict[str, Any] = {
            "address": STREET,
            "postcode": "7001AA",
            "place": "Doetinchem",
            "rent": Decimal("640.50"),
            "rooms": 3,
            "floor": 0,
            "available_on": FAR,
            "valid_until": FAR,
            **more,
        }
        return actions.make_offer(by or self.wilg, request.pk, Dwelling(**about))

    def viewing(self, offer: Offer, days: int = 2) -> Offer:
        """The town takes it to be viewed."""
        be(self.town)
        at = timezone.make_aware(datetime.combine(ago(-days), time(10)))
        return actions.plan_viewing(self.town, self.head.pk, offer.pk, at=at)

    def facts(self, dossier: Dossier | None = None) -> dict[str, Any]:
        """The standing facts, as the town sees them."""
        be(self.town)
        standing = Fact.objects.filter(
            dossier=dossier or self.head, superseded_by__isnull=True, value__isnull=False
        )
        return dict(standing.values_list("key", "value"))


def member_of(as_owner: AsOwner, kind: str, role: str = "guide", name: str = "") -> Member:
    """Somebody of a new organisation of this kind."""
    made = factories.organisation(as_owner, kind)
    with as_owner():
        Organisation.objects.filter(pk=made.pk).update(municipality=name)
        made.refresh_from_db()
    return factories.member(as_owner, role, made)


def make_scene(as_owner: AsOwner) -> Scene:
    """Two people with a permit since sixty days, in the care of the COA."""
    coa = member_of(as_owner, "coa")
    town = member_of(as_owner, "municipality", "director", "Doetinchem")
    other_town = member_of(as_owner, "municipality", "director", "Aalten")
    wilg, beuk = (member_of(as_owner, "housing_association") for _each in range(2))
    guide, nurse = member_of(as_owner, "vluchtelingenwerk"), member_of(as_owner, "gza")
    be(coa)
    facts = {"arrived": ago(200), "asylum_applied": ago(195), "permit_granted": ago(60)}
    mother = dossiers.NewDossier(
        name=dossiers.NameParts(full=HEAD),
        names=[],
        numbers={"v_number": "2801234567"},
        facts={**facts, "born": date(1988, 3, 4), "languages": ["ti"], "nationality": "ER", "phone": PHONE},
        household_key="1",
        role="head",
        worker=coa,
        on=ago(200),
    )
    boy = dossiers.NewDossier(
        name=dossiers.NameParts(full="Yonas Nachtegaalse"),
        names=[],
        numbers={},
        facts={**facts, "born": ago(7 * 366)},
        household_key="1",
        role="child",
        worker=coa,
        on=ago(200),
    )
    head, child = dossiers.open_dossiers(coa, [mother, boy], source="demo")
    for other in (guide, nurse):
        for each in (head, child):
            dossiers.involve(coa, each, other.organisation, basis="phase")
    be(None)
    return Scene(coa, town, other_town, wilg, beuk, guide, nurse, head, child)


def sql(statement: str, values: list[Any] | None = None) -> list[tuple[Any, ...]]:
    """What the database gives to the application's role, as whoever is acting; [] if it refuses."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, values)
            return cursor.fetchall() if cursor.description else [(cursor.rowcount,)]
    except DatabaseError:
        return []
