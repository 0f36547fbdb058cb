"""Every change to a family reunification: who follows, what happened, which papers are there, and the arrival."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from reisgenoot.access.errors import NotFound, Refused, Text
from reisgenoot.access.models import Involvement, Member
from reisgenoot.access.roles import require_professional
from reisgenoot.dossiers import actions as dossiers
from reisgenoot.dossiers.actions import NameParts
from reisgenoot.dossiers.actions.common import dossier_of, wrote
from reisgenoot.dossiers.models import Dossier, Fact
from reisgenoot.people.models import HouseholdMember

from .models import Paper, Relation, Relative
from .steps import PAPERS, ROLES, STEPS

ROUTE, AFTER_ARRIVAL = "family-reunification", "nl-asylum"
PART = "reunification"
FROM_SPONSOR = {
    "permit_granted": "sponsor_permit_granted",
    "protection": "protection",
    "municipality": "municipality",
}
"""Facts of the one in the Netherlands from which terms of the family member count, and their name there."""


def add_relative(
    member: Member,
    sponsor: Dossier | int,
    *,
    name: NameParts,
    relation: str,
    stays_in: str = "",
    facts: Mapping[str, Any] | None = None,
) -> Relative:
    """Open a dossier for a family member abroad who is to follow the one of ``sponsor``, with the usual papers to find.

    ``facts``: what is known of them (``born``, ``sex``, ``languages`` …). ``stays_in``: ISO 3166-1 alpha-2.
    Raises NotAllowed, NotFound, and Refused with the fields that cannot be; then nothing is opened.
    """
    require_professional(member)
    if relation not in Relation.values:
        raise Refused({"relation": _("Choose what they are of each other.")})
    with transaction.atomic():
        there = dossier_of(sponsor)
        if there.definition == ROUTE:
            raise Refused(
                {"relation": _("This person is abroad too: add them to the one in the Netherlands.")}
            )
        known = {**(facts or {}), **_from_sponsor(there.pk)}
        known |= {"relative_known": timezone.localdate(), "family_relation": relation}
        same = there.organisation_id == member.organisation_id
        opened = dossiers.open_dossier(
            member,
            name=name,
            facts=known,
            definition=ROUTE,
            worker=(there.worker if same else None) or member,
        )
        made = Relative.objects.create(
            dossier=opened,
            sponsor=there,
            relation=relation,
            stays_in=stays_in,
            added_by=member,
            organisation_id=member.organisation_id,
        )
        Paper.objects.bulk_create(
            Paper(dossier=opened, kind=kind, changed_by=member) for kind in PAPERS[Relation(relation)]
        )
        wrote(member, there, PART)
    return made


def _from_sponsor(sponsor_id: int) -> dict[str, Any]:
    """Of the facts that stand with the sponsor those that count here, as far as the member may read them."""
    found: dict[str, Any] = {}
    rows = Fact.objects.filter(
        dossier_id=sponsor_id, key__in=FROM_SPONSOR, superseded_by__isnull=True, value__isnull=False
    )
    for fact in rows.order_by("id"):
        found[FROM_SPONSOR[fact.key]] = fact.value
    return found


def take_over_permit(member: Member, sponsor: Dossier | int) -> int:
    """Bring permit, protection and municipality of the one in the Netherlands to all who follow; returns to how many.

    Raises NotAllowed and NotFound.
    """
    require_professional(member)
    with transaction.atomic():
        there = dossier_of(sponsor)
        known, changed = _from_sponsor(there.pk), 0
        for relative in _abroad(there.pk):
            changed += bool(dossiers.record_facts(member, relative.dossier_id, known))
    return changed


def _abroad(sponsor_id: int) -> list[Relative]:
    """Those who follow and still go along this route."""
    return list(
        Relative.objects.filter(sponsor_id=sponsor_id, dossier__definition=ROUTE).select_related("dossier")
    )


def record_step(
    member: Member,
    sponsor: Dossier | int,
    *,
    step: str,
    on: date,
    relatives: Sequence[int],
    note: str = "",
    moves_in: bool = True,
) -> None:
    """Record one milestone for several family members at once; who arrives comes into the household.

    ``relatives``: ids of their dossiers. ``moves_in``: with the arrival they live in the family's home.
    Raises NotAllowed, NotFound, and Refused; also if one of them has the milestone already: that is corrected in their
    own dossier, where one sees what stands there.
    """
    require_professional(member)
    if step not in STEPS:
        raise Refused({"step": _("Choose what happened.")})
    with transaction.atomic():
        there = dossier_of(sponsor)
        chosen = [it for it in _abroad(there.pk) if it.dossier_id in set(relatives)]
        _check(chosen, relatives, step, on)
        ids = [it.dossier_id for it in chosen]
        try:
            dossiers.record_many(
                member, {key: {step: on} for key in ids}, source=Fact.Source.SCREEN, note=note, replan=True
            )
        except Refused as refused:
            raise Refused({"on": next(iter(refused.problems.values()))}) from None
        for key in ids:
            wrote(member, key, "facts")
        if step == "reunification_applied" and not _has(there.pk, "family_reunification_applied"):
            dossiers.record_facts(member, there, {"family_reunification_applied": on})
        if step == "arrived":
            for relative in chosen:
                _arrive(member, there, relative, on, moves_in)


def _check(chosen: Sequence[Relative], wanted: Sequence[int], step: str, on: date) -> None:
    problems: dict[str, Text] = {}
    if not chosen or len(chosen) < len(set(wanted)):
        problems["relatives"] = _("Choose at least one family member who is not here yet.")
    if on > timezone.localdate():
        problems["on"] = _("Record it once it has happened.")
    already = Fact.objects.filter(
        dossier__in=[it.dossier_id for it in chosen],
        key=step,
        superseded_by__isnull=True,
        value__isnull=False,
    ).select_related("dossier")
    if names := ", ".join(sorted(fact.dossier.name for fact in already)):
        problems["relatives"] = _("Recorded already for %(names)s: correct it in their own dossier.") % {
            "names": names
        }
    if problems:
        raise Refused(problems)


def _has(dossier_id: int, key: str) -> bool:
    return Fact.objects.filter(
        dossier_id=dossier_id, key=key, superseded_by__isnull=True, value__isnull=False
    ).exists()


def _arrive(member: Member, there: Dossier, relative: Relative, on: date, moves_in: bool) -> None:
    """From the day of arrival: the common route, the household, and the organisations that guide the family.

    The asylum permit of somebody who followed is granted afterwards (Vreemdelingenwet 2000, article 28(2)).
    """
    role = ROLES[Relation(relative.relation)]
    dossiers.follow_route(member, relative.dossier_id, AFTER_ARRIVAL)
    facts: dict[str, Any] = {"household_role": role, "permit_kind": "asylum", **_place_of(there.pk)}
    dossiers.record_facts(member, relative.dossier_id, facts | ({"moved_in": on} if moves_in else {}))
    place = HouseholdMember.objects.filter(person_id=there.pk, ends_on__isnull=True).first()
    if place is not None:
        # They were a household of their own until now, and nobody lives in it on the day itself.
        own = HouseholdMember.objects.filter(person_id=relative.dossier_id, ends_on__isnull=True).first()
        since = max(on, own.begins_on) if own else on
        dossiers.move_household(member, relative.dossier_id, place.household, role=role, on=since)
    running = Involvement.objects.filter(dossier_id=there.pk, member__isnull=True, ends_on__isnull=True)
    for part in running.exclude(organisation_id=member.organisation_id).select_related("organisation"):
        dossiers.involve(member, relative.dossier_id, part.organisation, basis=Involvement.Basis.PHASE)


def _place_of(sponsor_id: int) -> dict[str, Any]:
    return {key: value for key, value in _from_sponsor(sponsor_id).items() if key == "municipality"}


def set_papers(
    member: Member, dossier: Dossier | int, papers: Mapping[str, tuple[str, str]], seen: Mapping[str, str]
) -> int:
    """Set state and note of papers of one family member, by kind; returns how many changed.

    ``seen``: the version (:func:`version`) of each that the member saw. Raises NotAllowed, NotFound, and Refused with
    the kinds that cannot be: no such state, no reason for one that cannot be had, or changed meanwhile by another.
    """
    require_professional(member)
    with transaction.atomic():
        target = dossier_of(dossier)
        rows = {it.kind: it for it in Paper.objects.filter(dossier=target).select_related("changed_by")}
        if not rows:
            raise NotFound(_("There is no such dossier, or you have no access to it."))
        problems: dict[str, Text] = {}
        changing = []
        for kind, (state, note) in papers.items():
            row = rows.get(kind)
            if row is None or (row.state, row.note) == (state, note):
                continue
            if state not in Paper.State.values:
                problems[kind] = _("There is no such state.")
            elif state == Paper.State.ABSENT and not note.strip():
                problems[kind] = _("Say why it cannot be had: the application may rest on it.")
            elif version(row) != seen.get(kind):
                problems[kind] = _(
                    "%(who)s changed this meanwhile to: %(state)s. Save again to put yours there."
                ) % {
                    "who": row.changed_by.name,
                    "state": " ".join([row.get_state_display(), row.note]).strip(),
                }
            else:
                row.state, row.note, row.changed_by = state, note.strip()[:300], member
                row.changed_at = timezone.now()
                changing.append(row)
        if problems:
            raise Refused(problems)
        try:
            Paper.objects.bulk_update(changing, ["state", "note", "changed_by", "changed_at"])
        except IntegrityError:
            raise Refused({"": _("This could not be saved.")}) from None
        if changing:
            wrote(member, target, PART)
    return len(changing)


def version(paper: Paper) -> str:
    """What changes with every change of the paper."""
    return paper.changed_at.isoformat()
