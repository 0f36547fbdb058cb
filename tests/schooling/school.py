"""A school in Doetinchem, the director who keeps it, and somebody on the self-reliance route who can follow it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import factories
from django.test import Client
from django.utils import timezone

from reisgenoot.access.models import Member
from reisgenoot.dossiers.models import Dossier
from reisgenoot.schooling import actions
from reisgenoot.schooling.models import Course, Start, Supplier

TOWN = "Doetinchem"
COURSE: dict[str, Any] = {
    "name": "Z-route overdag",
    "part": "lessons",
    "route": "z",
    "level": "A1",
    "place": TOWN,
    "languages": ["ti"],
    "price": Decimal("9500.00"),
    "week_minutes": 720,
    "total_minutes": 48_000,
}


def ahead(days: int) -> date:
    """So many days from today; negative ones lie behind."""
    return timezone.localdate() + timedelta(days=days)


@dataclass
class School:
    """A supplier with a course and a start of two places, and the people around it."""

    supplier: Supplier
    course: Course
    start: Start
    people: dict[str, Member] = field(default_factory=dict)

    def browser(self, who: str) -> Client:
        """A browser in which that person is logged in."""
        client = Client()
        client.force_login(self.people[who].user)
        return client

    def learner(self, name: str = "Hala Voorbeeld", **facts: Any) -> Dossier:
        """Somebody with a PIP for the self-reliance route, guided by the guide, who then acts."""
        known = {"arrived": ahead(-700), "permit_granted": ahead(-400), "moved_in": ahead(-300)}
        known |= {
            "pip_set": ahead(-200),
            "learning_route": "z",
            "municipality": TOWN,
            "born": date(1990, 5, 17),
        }
        return factories.dossier(self.people["guide"], name, facts=known | facts, worker=self.people["guide"])


def made(as_owner: factories.AsOwner, places: int = 2) -> School:
    """The school; nobody acts when it is handed over."""
    director = factories.member(as_owner, "director")
    with as_owner():
        director.organisation.municipality = TOWN
        director.organisation.save()
    guide = factories.member(as_owner)
    people = {
        "director": director,
        "guide": guide,
        "colleague": factories.member(as_owner, organisation=guide.organisation),
        "other organisation": factories.member(as_owner),
    }
    factories.be(director)
    about = {"name": "Taalhuis Voorbeeld", "mark": "blik_op_werk", "mark_until": ahead(900)}
    supplier = actions.save_supplier(director, about)
    course = actions.save_course(director, supplier.pk, COURSE)
    start = actions.save_start(director, course.pk, on=ahead(10), places=places)
    factories.be(None)
    return School(supplier, course, start, people)
