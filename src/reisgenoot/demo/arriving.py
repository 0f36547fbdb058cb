"""Settling in, as the demo shows it: an arranging day next week, checklists with notes, a home half furnished."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, time, timedelta
from decimal import Decimal

from django.utils import timezone

from reisgenoot.access.identity import acting_as
from reisgenoot.access.models import Member
from reisgenoot.dossiers import planning
from reisgenoot.dossiers.actions import match_volunteer
from reisgenoot.dossiers.models import Dossier
from reisgenoot.settlement import actions, queries
from reisgenoot.settlement.actions import ItemAsked, SlotAsked
from reisgenoot.settlement.day_templates import drawn_up
from reisgenoot.settlement.models import FurnishingItem

GUIDE, VOLUNTEER, SHARED = "gids", "vrijwilliger", 3
WHERE = "Kringloop De Tweede Ronde (voorbeeld)"
GIVEN = ("Eettafel", "Bank", "Fiets")
BOUGHT = {"Bed met matras": "357.00", "Koelkast met vriesvak": "145.50", "Wasmachine": "189.95"}


def fill(members: Mapping[str, Member]) -> None:
    """For one guide's newest households; the same for the same day."""
    guide, today = members[GUIDE], timezone.localdate()
    with acting_as(guide):
        settling = Dossier.objects.filter(worker=guide, phase="settling").order_by("-phase_since", "pk")
        homes = {queries.household(it.pk, today).head.dossier_id for it in settling}
        newest = [it.pk for it in settling if it.pk in homes][:SHARED]
        for place, head in enumerate(newest):
            home = queries.household(head, today)
            for dossier_id in home.ids:
                match_volunteer(guide, dossier_id, members[VOLUNTEER])
            _write(guide, members[VOLUNTEER], head, today)
            if place == 0:
                _plan_day(guide, members[VOLUNTEER], home.head.municipality, head, today)
            _furnish(guide, home, place)


def _write(guide: Member, volunteer: Member, head: int, today: date) -> None:
    """Who does what, and one item that does not apply."""
    known = planning.gather([head], today)[head]
    open_tasks = [it.id for it in planning.make_plan(known, today).tasks if it.state != "done"]
    for key, about in (
        ("energy_arranged", {"owner": str(volunteer.pk), "note": "Meterstanden staan op de foto."}),
        (
            "dentist_registered",
            {"owner": actions.PERSON, "note": "Belt zelf; het nummer hangt op de koelkast."},
        ),
        ("allowances_applied", {"owner": str(guide.pk), "note": "Wacht op DigiD."}),
    ):
        if key in open_tasks:
            actions.write_item(guide, head, key, **about)
    if "liability_insured" in open_tasks:
        actions.set_aside(
            guide, head, "liability_insured", why="Loopt mee in het pakket van de woningcorporatie."
        )


def _plan_day(guide: Member, volunteer: Member, municipality: str, head: int, today: date) -> None:
    """Next week, on a weekday, from the template of the municipality."""
    on = today + timedelta(days=7)
    on += timedelta(days=(7 - on.weekday()) % 7 if on.weekday() > 4 else 0)
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
        for at, it in drawn_up(municipality, time(9, 0))
    ]
    actions.save_day(guide, head, on=on, slots=slots)


def _furnish(guide: Member, home: queries.Household, place: int) -> None:
    """A list by the size of the household, half of it there; each household a little further."""
    head, children = home.head.dossier_id, sum(mate.role == "child" for mate in home.mates)
    persons = max(len(home.mates), children + 1)
    actions.set_budget(guide, head, budget=Decimal(1250 + 450 * persons), source="loan" if place else "gift")
    actions.start_list(guide, head, persons=persons, children=children)
    lines = []
    for it in FurnishingItem.objects.filter(dossier_id=head):
        about = {"what": it.what, "number": it.number, "id": it.pk, "seen": it.changes}
        if it.what in GIVEN:
            lines.append(ItemAsked(state="given", source="buren", **about))
        elif it.what in BOUGHT:
            lines.append(ItemAsked(state="bought", price=Decimal(BOUGHT[it.what]), source=WHERE, **about))
    actions.save_list(guide, head, lines)
