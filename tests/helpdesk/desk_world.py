"""A desk with everybody around it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time, timedelta
from typing import Any

import factories
from django.test import Client
from django.utils import timezone
from factories import AsOwner, be

from reisgenoot.access.models import Member
from reisgenoot.dossiers.models import Dossier
from reisgenoot.helpdesk import actions
from reisgenoot.helpdesk.models import DeskSession, MapEntry

TODAY = timezone.localdate()
DAY = timedelta(days=1)


@dataclass
class Desk:
    """Today's walk-in hours, manned by a guide and one volunteer; a dossier; an organisation on the map."""

    guide: Member
    colleague: Member
    volunteer: Member
    other_volunteer: Member
    stranger: Member
    dossier: Dossier
    session: DeskSession
    entry: MapEntry

    def browser(self, who: str) -> Client:
        """A browser in which that person is logged in."""
        client = Client()
        client.force_login(getattr(self, who).user)
        return client


def make_desk(as_owner: AsOwner) -> Desk:
    """It; the guide acts when it is handed over."""
    guide = factories.member(as_owner)
    own = guide.organisation
    colleague = factories.member(as_owner, "coordinator", own)
    volunteer, other = (factories.member(as_owner, "volunteer", own) for _each in range(2))
    stranger = factories.member(as_owner, "coordinator")
    dossier = factories.dossier(guide, "Hala Bekend", worker=guide)
    session = actions.open_session(
        guide, place="Bibliotheek", day=TODAY, begins=time(9), ends=time(12), manned=[guide, volunteer]
    )
    entry = actions.add_entry(guide, **about_entry())
    return Desk(guide, colleague, volunteer, other, stranger, dossier, session, entry)


def about_entry(**more: Any) -> dict[str, Any]:
    """The fields of an entry."""
    about = {
        "name": "Raadslieden De Brug",
        "kind": "legal",
        "themes": ["money", "letter"],
        "place": "Doetinchem",
    }
    return {**about, "languages": ["nl", "ar"], "hours": {"1": [["09:00", "12:00"]]}, **more}


def refer(desk: Desk, **more: Any) -> Any:
    """A referral from a new visitor."""
    be(desk.guide)
    if not {"visit_id", "dossier_id"} & more.keys():
        more["visit_id"] = actions.add_visitor(desk.guide, desk.session.pk).pk
    about = {"entry": desk.entry, "theme": "money", "about": "toeslagen", "how": "called"}
    return actions.refer(desk.guide, **{**about, **more})
