"""Walk-in hours, referrals and the end of guidance of the first organisation, full of canaries."""

from __future__ import annotations

from datetime import time
from typing import Any

from django.utils import timezone
from wall import out_of_the_wall

from reisgenoot.access.identity import acting_as
from reisgenoot.access.models import Member
from reisgenoot.aftercare import actions as aftercare
from reisgenoot.aftercare.models import Contract
from reisgenoot.dossiers.models import Dossier
from reisgenoot.helpdesk import actions as helpdesk


def desk_and_closing(people: dict[str, Member], dossier: Dossier, word: str) -> dict[str, tuple[Any, ...]]:
    """Something of each; returns what addresses name of it."""
    guide, today = people["guide"], timezone.localdate()
    with acting_as(guide):
        # Volunteers of the organisation read its map, so nothing on it is secret.
        entry = helpdesk.add_entry(guide, name="Steunpunt", kind="legal", does="Helpt")
        session = helpdesk.open_session(
            guide,
            place=f"Zaal {word}",
            day=today,
            begins=time(9),
            ends=time(12),
            manned=[people["matched volunteer"]],
        )
        anonymous, known = (helpdesk.add_visitor(guide, session.pk, called=f"{word}-{n}") for n in (1, 2))
        helpdesk.describe(guide, anonymous.pk, question=f"{word}?", answer=f"{word}!")
        helpdesk.link(guide, known.pk, dossier.pk)
        sent = [
            helpdesk.refer(
                guide, entry=entry, theme="money", about=f"{word} geld", how="told", visit_id=it.pk
            )
            for it in (anonymous, known)
        ]
        helpdesk.outcome(guide, sent[0].pk, outcome="turned_away", reason="other", note=f"{word} weg")
        line = aftercare.write_hours(guide, dossier.pk, minutes=30, kind="visit")
        aftercare.measure(
            guide, dossier.pk, moment="start", levels={"housing": 2}, words={"housing": f"{word} zelf"}
        )
    with out_of_the_wall():
        # Of what was bought policy makers know too, so nothing in it is secret.
        contract = Contract.objects.create(
            municipality="Doetinchem",
            organisation_id=guide.organisation_id,
            months=12,
            begins_on=today,
            source="Overeenkomst",
            set_by=guide,
            set_by_organisation_id=guide.organisation_id,
        )
    return {
        "desk_id": (session.pk,),
        "visit_id": (anonymous.pk, known.pk),
        "referral_id": tuple(it.pk for it in sent),
        "entry_id": (entry.pk,),
        "contract_id": (contract.pk,),
        "line_id": (line.pk,),
    }
