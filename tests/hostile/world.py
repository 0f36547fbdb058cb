"""Two organisations that do the same work, and some others. Everything of the first is full of canaries."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import factories
from django.test import Client
from django.utils import timezone
from wall import out_of_the_wall

from reisgenoot.access.identity import acting_as
from reisgenoot.access.models import Member, Organisation, Question
from reisgenoot.dossiers import actions
from reisgenoot.dossiers.models import Dossier
from reisgenoot.exchange.actions import preparing, running

CANARY = "kanarie"
"""In every text that is about somebody whom the first organisation guides; nowhere else."""
V_NUMBER, PHONE = "2987650123", "0699887766"
SIGNS = (CANARY, V_NUMBER, PHONE)
OWN = ("guide", "director", "coordinator", "matched volunteer", "administrator", "privacy_officer")
"""Roles of the first organisation whose pages are walked through to find addresses and forms."""


@dataclass
class World:
    """Who there is, by what they are, and what can be named in an address."""

    people: dict[str, Member] = field(default_factory=dict)
    parameters: dict[str, tuple[Any, ...]] = field(default_factory=dict)

    def browser(self, who: str) -> Client:
        """A browser in which somebody is logged in ("nobody": nobody), and that takes errors as they come."""
        client = Client(raise_request_exception=False)
        if who != "nobody":
            client.force_login(self.people[who].user)
        return client

    def outsiders(self) -> list[str]:
        """Everybody whom the first organisation's dossiers are no business of."""
        strangers = [who for who in self.people if who.startswith(("other ", "GZA", "legal aid"))]
        return [*strangers, "unmatched volunteer", "newcomer", "policy_maker", "nobody"]


def make() -> World:
    """Build it, in the transaction that is open."""
    world = World()
    own, other = factories.member(out_of_the_wall), factories.member(out_of_the_wall)
    for prefix, first in (("", own), ("other ", other)):
        world.people[f"{prefix}guide"] = first
        for role in Member.Role.values:
            if role not in ("guide", "volunteer"):
                world.people[f"{prefix}{role}"] = factories.member(out_of_the_wall, role, first.organisation)
        for kind in ("matched", "unmatched"):
            made = factories.member(out_of_the_wall, "volunteer", first.organisation)
            world.people[f"{prefix}{kind} volunteer"] = made
    for name, kind in (("GZA", "gza"), ("legal aid", "legal_aid"), ("asker", "coa")):
        member = world.people[name] = factories.member(
            out_of_the_wall, "coordinator" if name == "asker" else "guide"
        )
        with out_of_the_wall():
            Organisation.objects.filter(pk=member.organisation_id).update(kind=kind)
    theirs = _dossier(world, "", CANARY)
    _dossier(world, "other ", "gewoon")
    _around(world, theirs)
    factories.be(None)
    return world


def _dossier(world: World, whose: str, word: str) -> Dossier:
    """A dossier with something in every part of it."""
    guide = world.people[f"{whose}guide"]
    secret = word == CANARY
    today = timezone.localdate()
    facts = {
        key: today - timedelta(days=days)
        for key, days in (("arrived", 500), ("permit_granted", 200), ("moved_in", 40))
    }
    facts |= {"born": date(1990, 5, 17), "postcode": "7001 AB", "address": f"{word}straat 1"}
    facts |= {"phone": PHONE if secret else "0612345678", "email": f"{word}@example.org", "languages": ["ti"]}
    dossier = factories.dossier(
        guide,
        f"Hala {word}naam",
        facts=facts,
        worker=guide,
        names=[actions.NameParts(full=f"حالة {word}")],
        numbers={"v_number": V_NUMBER if secret else "2912345678"},
        household_name=f"Gezin {word}",
    )
    actions.match_volunteer(guide, dossier, world.people[f"{whose}matched volunteer"])
    for sensitivity in ("normal", "sensitive"):
        actions.add_note(guide, dossier, kind="visit", text=f"{word} verteld", sensitivity=sensitivity)
        content = f"{word} in een brief".encode()
        actions.add_document(guide, dossier, name=f"{word}.txt", content=content, sensitivity=sensitivity)
    actions.complete_task(guide, dossier, "gp_registered", note=f"{word} gedaan")
    actions.record_fact(guide, dossier, "brp_registered", today, note=f"{word} gezien")
    actions.correct_fact(
        guide, dossier.facts.get(key="moved_in"), today - timedelta(days=41), note=f"{word} fout"
    )
    actions.save_view(guide, name=f"{word} lijst", query="kind=health")
    return dossier


def _around(world: World, dossier: Dossier) -> None:
    """A question and emergency access of a third organisation; imports; and what an address can name."""
    asker, coordinator = world.people["asker"], world.people["coordinator"]
    with acting_as(asker):
        actions.ask(asker, v_number=V_NUMBER, question=f"Weet u van {CANARY}?")
        actions.emergency_access(asker, v_number=V_NUMBER, reason=f"Staat aan de deur: {CANARY}.")
    rows = [
        f"{CANARY}{number},Sami,{born},{number + 2900000000},Doetinchem"
        for number, born in ((1, "1990-01-01"), (2, "31-02-1990"))
    ]
    rows += [f"{CANARY}naam,Hala,1990-05-17,,Doetinchem"]
    content = "\n".join(["achternaam,voornaam,geboortedatum,v-nummer,gemeente", *rows]).encode()
    with acting_as(coordinator):
        waiting = preparing.upload(coordinator, file_name=f"{CANARY}.csv", content=content)
        imported = preparing.upload(
            coordinator, file_name=f"{CANARY}-oud.csv", content=content.replace(b"Sami", b"Sara")
        )
        running.begin(coordinator, imported.pk)
        running.work(coordinator, imported.pk)
    with out_of_the_wall():
        world.parameters = {
            "dossier_id": (dossier.pk,),
            "document_id": tuple(dossier.documents.values_list("pk", flat=True)),
            "fact_id": tuple(
                dossier.facts.filter(superseded_by__isnull=True, key="moved_in").values_list("pk", flat=True)
            ),
            "question_id": tuple(Question.objects.values_list("pk", flat=True)),
            "view_id": tuple(world.people["guide"].saved_views.values_list("pk", flat=True)),
            "import_id": (waiting.pk, imported.pk),
            "number": (2, 3),
            "member_id": (world.people["guide"].pk,),
            "key": ("gp_registered",),  # of a task; of allauth's links it is no key
            "uidb36": ("1",),
        }
