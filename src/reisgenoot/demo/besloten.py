"""Shielded dossiers of the demo: invented people who chose a name, a few at each organisation that keeps some."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.utils import timezone

from reisgenoot.access.models import Member
from reisgenoot.shielded import actions, queries
from reisgenoot.shielded.route import definition_for
from reisgenoot.vault import keys
from reisgenoot.vault.boxes import Vault, open_vault

from .cast import CHURCH, LVV_PARTNER, VLUCHTELINGENWERK

LONG_AGO = 30  # days since a task was due
SHELTERS = {
    CHURCH: (("Zolder van De Open Deur", "Doetinchem", "bbb", 3),),
    LVV_PARTNER: (("Opvang De Brug", "Utrecht", "lvv", 4), ("Nachtopvang Singel", "Utrecht", "bbb", 2)),
    VLUCHTELINGENWERK: (),
}


@dataclass(frozen=True)
class Guest:
    """Somebody who chose a name. ``days``: ago, by milestone; ``sleeps``: which of SHELTERS, from and until in days."""

    name: str
    days: dict[str, int]
    facts: dict[str, Any] = field(default_factory=dict)
    notes: tuple[tuple[str, int, str], ...] = ()
    safety: tuple[tuple[str, str], ...] = ()
    partners: tuple[tuple[str, str], ...] = ()
    sleeps: tuple[int, int, int | None] | None = None
    child: str = ""


GUESTS: dict[str, tuple[Guest, ...]] = {
    CHURCH: (
        Guest(
            "Zonnebloem",
            {"met": 40, "procedure_ended": 300},
            {"perspective": "permit", "medical_need": True},
            (("health", 6, "Tandpijn, kan nergens terecht. Gevraagd wat de huisarts mag declareren."),),
            (("faith", "Is van geloof veranderd; familie weet het. Niet bellen op het oude nummer."),),
            (("Voedselbank (verzonnen)", "pakket op vrijdag"),),
            (0, -12, 9),
        ),
        Guest("Merel", {"met": 12}, {"perspective": "elsewhere"}, (("contact", 2, "Kwam mee naar het eetcafé."),)),
        Guest(
            "Berk",
            {"met": 90, "procedure_ended": 700},
            {"perspective": "return"},
            (("legal", 20, "Wil weten hoe terugkeer met hulp gaat."),),
            sleeps=(0, -3, None),
        ),
    ),
    LVV_PARTNER: (
        Guest(
            "Karim (gekozen naam)",
            {"met": 200, "procedure_ended": 500},
            {"perspective": "permit", "medical_need": False},
            (("legal", 9, "Met de advocaat de nieuwe aanvraag doorgenomen."),),
            (("politics", "Bekend van een demonstratie; foto staat op internet."),),
            (("Rechtshulp (verzonnen)", "herhaalde aanvraag"), ("Buurtkerk (verzonnen)", "taalles op dinsdag")),
            (0, -60, 30),
        ),
        Guest("Ster", {"met": 25}, {"perspective": "permit"}, sleeps=(0, -25, None), child="Kleine Ster"),
        Guest("Kleine Ster", {"met": 25}, {}, sleeps=(0, -25, None)),
        Guest("Wolk", {"met": 3}, {}, (("contact", 1, "Eerste gesprek. Slaapt nu binnen."),), sleeps=(1, -1, 6)),
        Guest("Haven", {"met": 60, "procedure_ended": 120}, {"perspective": "return"}, sleeps=(1, -30, 4)),
    ),
    VLUCHTELINGENWERK: (
        Guest(
            "Lelie",
            {"met": 15},
            {"perspective": "permit"},
            (("contact", 4, "Op het spreekuur: rekening van het ziekenhuis zonder verzekering."),),
            (("forced_marriage", "Bang voor een huwelijk dat de familie regelt."),),
        ),
        Guest("Regen", {"met": 70, "procedure_ended": 90}, {"perspective": "elsewhere"}),
    ),
}  # fmt: skip


def fill(member: Member) -> None:
    """Give the member's organisation a key, unless it has one, and its shelters and guests."""
    slug, today = member.organisation.slug, timezone.localdate()
    if not keys.has_key(slug):
        keys.write_key(keys.key_file(slug), keys.new_key())
    vault = open_vault(member)
    for name, city, kind, capacity in SHELTERS[slug]:
        actions.add_shelter(vault, name=name, city=city, kind=kind, capacity=capacity)
    opened = {guest.name: actions.open_shielded(vault, name=guest.name) for guest in GUESTS[slug]}
    for guest in GUESTS[slug]:
        _live(vault, opened[guest.name], guest, today)
        if guest.child:
            actions.link(vault, opened[guest.name], None, opened[guest.child], "child")


def _live(vault: Vault, key: UUID, guest: Guest, today: date) -> None:
    """Everything that happened to somebody, as far as the route knows it."""
    known = definition_for({}, today).fact_ids
    happened = {name: (today - timedelta(days=days)).isoformat() for name, days in guest.days.items()}
    if facts := {name: value for name, value in (happened | guest.facts).items() if name in known}:
        actions.record(vault, key, None, facts)
    long_ago = today - timedelta(days=LONG_AGO)
    planned = queries.page_of(vault, vault.box(key), today).plan
    for task in planned.tasks:  # what a good guide has long done
        if task.done_on is None and task.due is not None and task.due < long_ago:
            actions.record(vault, key, None, {task.id: task.due.isoformat()})
    for category, days, text in guest.notes:
        actions.add_note(vault, key, None, category=category, text=text, on=today - timedelta(days=days))
    for danger, text in guest.safety:
        actions.add_note(vault, key, None, category="safety", danger=danger, text=text)
    for name, does in guest.partners:
        actions.add_partner(vault, key, None, name=name, does=does)
    if guest.sleeps is not None:
        places = {shelter.name: shelter.number for shelter in queries.all_shelters(vault)}
        place, begins, ends = guest.sleeps
        shelter = SHELTERS[vault.member.organisation.slug][place][0]
        last = today + timedelta(days=ends) if ends is not None else None
        actions.add_stay(
            vault, key, None, shelter=places[shelter], begins_on=today + timedelta(days=begins), ends_on=last
        )
