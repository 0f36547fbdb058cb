"""Matching a volunteer with a household for a term, and ending that."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from reisgenoot.access.errors import NotFound, Refused, Text
from reisgenoot.access.keys import random_key
from reisgenoot.access.models import Member
from reisgenoot.dossiers import actions as dossiers
from reisgenoot.dossiers.models import Dossier, Fact
from reisgenoot.notices.actions import notify

from ..models import Kind, Match, Profile, vog_state
from ..roles import require_coordinator

MILESTONES = {Kind.GUIDE: "guide_matched", Kind.LANGUAGE_COACH: "language_coach_matched"}


def match_household(
    member: Member,
    dossier_ids: Sequence[int],
    volunteer_id: int,
    *,
    kind: str,
    begins_on: date | None = None,
    until: date | None = None,
) -> list[Match]:
    """Match a volunteer of the own organisation with these people of one household, and record the milestone.

    ``until``: the last day (None: no end agreed). The volunteer is told. Nobody is matched without a valid
    certificate of conduct (VOG): our own rule.
    Raises NotAllowed, NotFound, and Refused with the fields; then nobody was matched.
    """
    require_coordinator(member)
    first = begins_on or timezone.localdate()
    with transaction.atomic():
        volunteer = Member.objects.filter(
            pk=volunteer_id, organisation_id=member.organisation_id, role=Member.Role.VOLUNTEER
        ).first()
        problems = _problems(volunteer, dossier_ids, kind, first, until)
        if problems:
            raise Refused(problems)
        assert volunteer is not None  # or there was a problem
        ends_on = until + timedelta(days=1) if until else None
        together, made = random_key(), []
        for dossier_id in sorted(set(dossier_ids)):
            period = {"begins_on": first, "ends_on": ends_on}
            part = dossiers.match_volunteer(member, dossier_id, volunteer, **period)
            made.append(
                Match.objects.create(
                    dossier_id=dossier_id,
                    involvement=part,
                    member=volunteer,
                    organisation_id=member.organisation_id,
                    kind=kind,
                    together=together,
                    made_by=member,
                    **period,
                )
            )
            _record(member, dossier_id, kind, first)
        notify("match_made", to=[volunteer], dossier_id=made[0].dossier_id)
    return made


def _problems(
    volunteer: Member | None, dossier_ids: Sequence[int], kind: str, first: date, until: date | None
) -> dict[str, Text]:
    problems: dict[str, Text] = {}
    profile = Profile.objects.filter(pk=volunteer.pk).first() if volunteer else None
    if volunteer is None:
        problems["volunteer"] = _("Choose a volunteer of your own organisation.")
    elif vog_state(profile.vog_issued_on if profile else None, timezone.localdate()) != "valid":
        problems["volunteer"] = _(
            "Without a valid certificate of conduct (VOG) nobody is matched: our own rule."
        )
    if kind not in Kind.values:
        problems["kind"] = _("Choose what the volunteer does for this household.")
    if not dossier_ids:
        problems["dossiers"] = _("Choose at least one person.")
    if until is not None and until < max(first, timezone.localdate()):
        problems["until"] = _("Choose a day that is still to come.")
    return problems


def _record(member: Member, dossier_id: int, kind: str, first: date) -> None:
    """The milestone, at the first match of this kind: a later one does not change when that was."""
    key = MILESTONES[Kind(kind)]
    known = Fact.objects.filter(
        dossier_id=dossier_id, key=key, superseded_by__isnull=True, value__isnull=False
    )
    if not known.exists():
        dossiers.record_facts(member, dossier_id, {key: first})


def matches_of(member: Member, match_id: int) -> list[Match]:
    """A match with all that runs together with it. Raises NotAllowed, NotFound."""
    require_coordinator(member)
    today = timezone.localdate()
    own = Match.objects.filter(organisation_id=member.organisation_id)
    found = own.filter(pk=match_id).first()
    runs = (
        list(own.filter(together=found.together, member_id=found.member_id).order_by("dossier_id"))
        if found
        else []
    )
    runs = [it for it in runs if it.ends_on is None or it.ends_on > today]
    visible = set(Dossier.objects.filter(pk__in=[it.dossier_id for it in runs]).values_list("pk", flat=True))
    if not visible:
        raise NotFound(_("There is no such match, or it has ended."))
    return [it for it in runs if it.dossier_id in visible]


def end_match(
    member: Member, match_id: int, *, on: date | None = None, how: str, note: str = ""
) -> list[Match]:
    """End a match with the whole household: ``on`` (default: today) is the first day without access.

    Raises NotAllowed, NotFound for one that has ended, and Refused with the fields.
    """
    day = on or timezone.localdate()
    with transaction.atomic():
        rows = matches_of(member, match_id)
        problems: dict[str, Text] = {}
        if how not in Match.Ended.values:
            problems["how"] = _("Say how it ended.")
        if any(it.ends_on is not None and day > it.ends_on for it in rows):
            problems["on"] = _("It ends earlier than that already; extend it instead.")
        elif any(day < it.begins_on for it in rows if it.begins_on <= timezone.localdate()):
            problems["on"] = _("It cannot end before it began.")
        if len(note.strip()) > 200:
            problems["note"] = _("This has %(most)d characters at most.") % {"most": 200}
        if problems:
            raise Refused(problems)
        for it in rows:
            dossiers.end_involvement(member, it.involvement_id, on=max(day, it.begins_on))
        Match.objects.filter(pk__in=[it.pk for it in rows]).update(
            ended_how=how, ended_note=note.strip(), ended_by=member
        )
    return rows


def extend(member: Member, match_id: int, *, until: date | None) -> list[Match]:
    """Let a match run ``until`` and including another day (None: no end agreed).

    Raises NotAllowed, NotFound for one that has ended, and Refused with the fields.
    """
    with transaction.atomic():
        rows = matches_of(member, match_id)
        for it in rows:
            last = until + timedelta(days=1) if until else None
            dossiers.extend_match(member, it.involvement_id, until=last)
        Match.objects.filter(pk__in=[it.pk for it in rows]).update(
            ended_how="", ended_note="", ended_by=member
        )
    return rows
