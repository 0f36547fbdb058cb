"""Referrals: sending somebody on, and keeping after it until it is known what became of it."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from reisgenoot.access.errors import NotFound, Overtaken, Refused, Text
from reisgenoot.access.log import log
from reisgenoot.access.models import AccessLog, Member
from reisgenoot.access.roles import require_guiding, require_professional
from reisgenoot.dossiers.models import Dossier

from ..models import KnownVisit, MapEntry, Referral, Theme
from .desk import visit_of

USUAL = timedelta(days=14)
"""When it should be known what became of it, unless somebody says otherwise: our own choice."""


def refer(
    member: Member,
    *,
    entry: MapEntry,
    theme: str,
    about: str,
    how: str,
    dossier_id: int | None = None,
    visit_id: int | None = None,
    made_on: date | None = None,
    expected_on: date | None = None,
) -> Referral:
    """Send somebody on: from a dossier (a professional does), from a visit, or from both.

    ``made_on``: default today. Raises NotAllowed, NotFound, and Refused with the fields.
    """
    require_guiding(member)
    with transaction.atomic():
        if visit_id is not None:
            visit = visit_of(member, visit_id)
            whose = KnownVisit.objects.filter(visit=visit).first()
            if whose is not None:
                dossier_id = whose.dossier_id
        if dossier_id is not None:
            require_professional(member)
            if not Dossier.objects.filter(pk=dossier_id).exists():
                raise NotFound(_("There is no such dossier, or you have no access to it."))
        elif visit_id is None:
            raise NotFound(_("There is nobody to refer."))
        made = made_on or timezone.localdate()
        _check(member, entry, theme, about, how, made, expected_on)
        row = Referral.objects.create(
            organisation_id=member.organisation_id,
            dossier_id=dossier_id,
            visit_id=visit_id,
            entry=entry,
            kind=entry.kind,
            to_name=entry.name,
            theme=theme,
            about=about.strip(),
            how=how,
            made_on=made,
            expected_on=expected_on or made + USUAL,
            member=member,
        )
        if dossier_id is not None:
            log(member, [dossier_id], AccessLog.Act.WRITE, "referral")
    return row


def _check(
    member: Member, entry: MapEntry, theme: str, about: str, how: str, made: date, expected: date | None
) -> None:
    problems: dict[str, Text] = {}
    if entry.organisation_id != member.organisation_id or entry.gone_on is not None:
        problems["entry"] = _("Choose an organisation that is on your social map.")
    if theme not in Theme.values:
        problems["theme"] = _("Choose what it is about.")
    if not about.strip():
        problems["about"] = _("Say in a few words what for.")
    if how not in Referral.How.values:
        problems["how"] = _("Say how they were sent.")
    if made > timezone.localdate():
        problems["made_on"] = _("This date lies in the future.")
    if expected is not None and expected < made:
        problems["expected_on"] = _("This cannot be before the referral itself.")
    if problems:
        raise Refused(problems)


def outcome(
    member: Member,
    referral_id: int,
    *,
    outcome: str,
    reason: str = "",
    note: str = "",
    known_on: date | None = None,
    seen: str = "",
) -> Referral:
    """Note what became of a referral of the member's own organisation.

    ``seen``: the outcome that the member saw there (empty: none yet). Raises NotAllowed, NotFound, Refused with the
    fields, and Overtaken if a colleague noted another outcome meanwhile.
    """
    require_professional(member)
    with transaction.atomic():
        found = _own(member, referral_id)
        day, problems = known_on or timezone.localdate(), dict[str, Text]()
        if outcome not in Referral.Outcome.values:
            problems["outcome"] = _("Choose what became of it.")
        if (outcome == Referral.Outcome.TURNED_AWAY) != bool(reason) or (
            reason and reason not in Referral.Reason.values
        ):
            problems["reason"] = (
                _("Choose why they were turned away.")
                if outcome == Referral.Outcome.TURNED_AWAY
                else _("Only for who was turned away.")
            )
        if not found.made_on <= day <= timezone.localdate():
            problems["known_on"] = _("Between the day of the referral and today.")
        if problems:
            raise Refused(problems)
        if found.outcome != seen:
            raise _overtaken(found, seen)
        found.outcome, found.reason, found.known_on = outcome, reason, day
        found.outcome_note, found.known_by = note.strip()[:500], member
        found.save(update_fields=["outcome", "reason", "known_on", "outcome_note", "known_by"])
        _logged(member, found)
    return found


def reopen(member: Member, referral_id: int) -> Referral:
    """It is not known after all. Raises NotAllowed and NotFound."""
    require_professional(member)
    with transaction.atomic():
        found = _own(member, referral_id)
        found.outcome, found.reason, found.known_on, found.known_by = "", "", None, None
        found.save(update_fields=["outcome", "reason", "known_on", "known_by"])
        _logged(member, found)
    return found


def _own(member: Member, referral_id: int) -> Referral:
    rows = Referral.objects.select_for_update(of=("self",)).select_related("known_by")
    found = rows.filter(pk=referral_id, organisation_id=member.organisation_id).first()
    if found is None:
        raise NotFound(_("There is no such referral, or it is not of your organisation."))
    return found


def _overtaken(found: Referral, seen: str) -> Overtaken:
    labels = dict(Referral.Outcome.choices)
    return Overtaken(
        "outcome",
        seen=str(labels.get(seen, _("not known yet"))),
        now=str(labels.get(found.outcome, _("not known yet"))),
        by=found.known_by.name if found.known_by else "",
        at=None,
        version=found.outcome,
    )


def _logged(member: Member, referral: Referral) -> None:
    if referral.dossier_id is not None:
        log(member, [referral.dossier_id], AccessLog.Act.WRITE, "referral")
