"""Settling in, as the demo shows it: an arranging day next week, checklists with notes, a home half furnished."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import date, time, timedelta
from decimal import Decimal

from django.utils import timezone

from reisgenoot.access.errors import Refused
from reisgenoot.access.identity import acting_as
from reisgenoot.access.models import Member
from reisgenoot.core.trajectory import Plan
from reisgenoot.dossiers import planning
from reisgenoot.dossiers.models import Dossier
from reisgenoot.settlement import actions, queries
from reisgenoot.settlement.actions import ItemAsked, SlotAsked
from reisgenoot.settlement.day_templates import drawn_up, read, usual
from reisgenoot.settlement.models import FurnishingItem
from reisgenoot.volunteers.actions import match_household

GUIDE, VOLUNTEER, SHARED = "gids", "vrijwilliger", 3
WHERE = "Kringloop De Tweede Ronde (voorbeeld)"
ASIDE = {
    "liability_insured": "Loopt mee in het pakket van de woningcorporatie.",
    "family_reunification_applied": "Het hele gezin is al hier.",
    "tax_remission_applied": "De gemeente verleent die vanzelf.",
}
"""The first of these that is open does not apply."""
GIVEN = ("Eettafel", "Bank", "Fiets")
BOUGHT = {"Bed met matras": "357.00", "Koelkast met vriesvak": "145.50", "Wasmachine": "189.95"}


def fill(members: Mapping[str, Member]) -> None:
    """For households of one guide, large ones first."""
    guide, volunteer, today = members[GUIDE], members[VOLUNTEER], timezone.localdate()
    with acting_as(guide):
        # Without tasks stand only those whose use is limited: nothing is added there.
        near = Dossier.objects.filter(worker=guide, phase__in=("housing", "settling"), tasks__isnull=False)
        known = planning.gather(list(near.distinct().values_list("pk", flat=True)), today)
        plans = {key: planning.make_plan(it, today) for key, it in known.items()}
        homes = {home.head: home for home in (queries.household(key, today) for key in plans)}
        whole = [home for home in homes.values() if all(key in plans for key in home.ids)]
        whole.sort(key=lambda home: (-len(home.mates), home.head.name))
        to_come = [home for home in whole if _is_open(plans, home, "arranging_day")][:1]
        busy = [home for home in whole if _is_open(plans, home, "gp_registered", "furnished")]
        for home in to_come:
            _accompany(guide, volunteer, home)
            _plan_day(guide, volunteer, home, today)
        for place, home in enumerate([home for home in busy if home not in to_come][:SHARED]):
            _accompany(guide, volunteer, home)
            _write(guide, volunteer, home.head.dossier_id, plans[home.head.dossier_id])
            _furnish(guide, home, place)


def _is_open(plans: Mapping[int, Plan], home: queries.Household, *keys: str) -> bool:
    return any(task.id in keys and task.state != "done" for task in plans[home.head.dossier_id].tasks)


def _accompany(guide: Member, volunteer: Member, home: queries.Household) -> None:
    """Let the volunteer go along, unless they do already."""
    boss = Member.objects.get(organisation_id=guide.organisation_id, role="coordinator")
    with suppress(Refused), acting_as(boss):
        match_household(boss, list(home.ids), volunteer.pk, kind="guide")


def _write(guide: Member, volunteer: Member, head: int, plan: Plan) -> None:
    """Who does what, and one item that does not apply."""
    open_tasks = [it.id for it in plan.tasks if it.state != "done"]
    for key, owner, note in (
        ("energy_arranged", str(volunteer.pk), "Meterstanden staan op de foto."),
        ("dentist_registered", actions.PERSON, "Belt zelf; het nummer hangt op de koelkast."),
        ("allowances_applied", str(guide.pk), "Wacht op DigiD."),
    ):
        if key in open_tasks:
            actions.write_item(guide, head, key, owner=owner, note=note)
    if aside := next((key for key in ASIDE if key in open_tasks), None):
        actions.set_aside(guide, head, aside, why=ASIDE[aside])


def _plan_day(guide: Member, volunteer: Member, home: queries.Household, today: date) -> None:
    """Next week, on a weekday, from the template of the municipality."""
    on = today + timedelta(days=7)
    on += timedelta(days=(7 - on.weekday()) % 7 if on.weekday() > 4 else 0)
    of_town = queries.templates(home.head.municipality)
    slots = [
        SlotAsked(
            starts=at,
            minutes=it.minutes,
            what=it.what,
            organisation=it.organisation,
            place=it.place,
            bring=it.bring,
            companion=(guide if it.companion == "guide" else volunteer).pk,
            interpreter="Tolkendienst Oost (demo)" if it.what in ("benefit", "insurance") else "",
        )
        for at, it in drawn_up(read(of_town[0].visits) if of_town else usual(), time(9, 0))
    ]
    actions.save_day(guide, home.head.dossier_id, on=on, slots=slots)


def _furnish(guide: Member, home: queries.Household, place: int) -> None:
    """A list by the size of the household, half of it there; each household a little further."""
    head, children = home.head.dossier_id, sum(mate.role == "child" for mate in home.mates)
    persons = max(len(home.mates), children + 1)
    actions.set_budget(guide, head, budget=Decimal(1250 + 450 * persons), source="loan" if place else "gift")
    actions.start_list(guide, head, persons=persons, children=children)
    lines = []
    for it in FurnishingItem.objects.filter(dossier_id=head):
        line = ItemAsked(what=it.what, number=it.number, id=it.pk, seen=it.changes)
        if it.what in GIVEN:
            lines.append(replace(line, state="given", source="buren"))
        elif it.what in BOUGHT:
            lines.append(replace(line, state="bought", price=Decimal(BOUGHT[it.what]), source=WHERE))
    actions.save_list(guide, head, lines)
