"""A municipality with two case directors and three people, one of whose terms has passed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import factories
from django.test import Client
from django.utils import timezone

from reisgenoot.access.models import Member
from reisgenoot.dossiers.models import Dossier

TODAY = timezone.localdate()


def ago(days: int) -> date:
    """So many days before today."""
    return TODAY - timedelta(days=days)


def facts(notified: int, **more: Any) -> dict[str, Any]:
    """Of somebody of whom DUO gave notice so many days ago."""
    return {
        "arrived": ago(900),
        "permit_granted": ago(notified + 60),
        "permit_kind": "asylum",
        "born": date(1990, 5, 17),
        "brp_registered": ago(notified + 5),
        "moved_in": ago(notified + 6),
        "duty_started": ago(notified + 60),
        "duty_notified": ago(notified),
        **more,
    }


@dataclass
class Desk:
    """``soon``: ten weeks end in five days; ``late``: ended thirty days ago; ``far``: has a PIP, the Z route."""

    director: Member
    colleague: Member
    coordinator: Member
    guide: Member
    elsewhere: Member
    soon: Dossier
    late: Dossier
    far: Dossier


def browser(member: Member) -> Client:
    """A browser in which the member is logged in."""
    client = Client()
    client.force_login(member.user)
    return client


def made(as_owner: factories.AsOwner) -> Desk:
    """The director carries ``soon`` and ``far``, the colleague carries ``late``."""
    director = factories.member(as_owner, "director")
    town = director.organisation
    colleague = factories.member(as_owner, "director", town)
    coordinator = factories.member(as_owner, "coordinator", town)
    guide, elsewhere = factories.member(as_owner, "guide", town), factories.member(as_owner, "director")
    intake: dict[str, Any] = {"intake_started": ago(60), "intake_completed": ago(50)}
    soon = factories.dossier(director, "Soon Voorbeeld", facts=facts(65, **intake), worker=director)
    late = factories.dossier(director, "Late Voorbeeld", facts=facts(100, **intake), worker=colleague)
    planned = facts(310, pip_set=ago(260), learning_route="z")
    far = factories.dossier(director, "=Far Voorbeeld", facts=planned, worker=director)
    return Desk(director, colleague, coordinator, guide, elsewhere, soon, late, far)
