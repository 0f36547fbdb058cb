"""The COA proposes to link a household to a municipality, which accepts it or returns it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.db import IntegrityError, connection, transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from reisgenoot.access import rules
from reisgenoot.access.errors import NotAllowed, NotFound, Refused
from reisgenoot.access.models import Member, Organisation
from reisgenoot.access.roles import require_professional
from reisgenoot.dossiers.actions import record_many
from reisgenoot.dossiers.actions.common import dossier_of, wrote
from reisgenoot.dossiers.models import Fact

from ..family import family_of
from ..home import home_of
from ..models import ExpectedFamily, Link
from ..roles import Kind, require_kind
from .telling import STEERS, tell

ABOUT: Mapping[str, str] = {
    "work": "work_education",
    "education": "work_education",
    "family": "family",
    "network": "family",
    "medical": "health",
}
"""The category of data that a note with a reason belongs to."""


def may_note(reason: str) -> bool:
    """Whether a note with this reason may go to a municipality, by the table of access."""
    return rules.table().may("acts_in_phase", ABOUT[reason], "r", Kind.MUNICIPALITY)


def propose_link(
    member: Member,
    dossier_id: int,
    municipality: Organisation,
    *,
    reasons: Mapping[str, str],
    answer_by: date,
) -> Link:
    """Propose that a municipality houses the household of this person.

    ``reasons``: kinds of reason, each with a note for the municipality (empty: none).
    Raises NotAllowed, NotFound, and Refused: no reason, a note that may not go there, a day in the past, no permit yet,
    or a household that is linked or proposed already.
    """
    require_kind(member, Kind.COA)
    today = timezone.localdate()
    problems = _reasons(reasons)
    if municipality.kind != Kind.MUNICIPALITY:
        problems["municipality"] = _("Choose a municipality.")
    if answer_by < today:
        problems["answer_by"] = _("This day has passed.")
    if problems:
        raise Refused(problems)
    with transaction.atomic():
        home = home_of(dossier_id, today)
        target = dossier_of(home.head_id)
        known = dict(_standing(target.pk).values_list("key", "value"))
        if "permit_granted" not in known:
            raise Refused({"": _("A household is linked after the permit, and no permit is recorded.")})
        if "linked" in known:
            raise Refused({"": _("This household has been linked to a municipality already.")})
        try:
            with transaction.atomic():
                made = Link.objects.create(
                    dossier_id=target.pk,
                    municipality=municipality,
                    organisation=member.organisation,
                    proposed_by=member,
                    answer_by=answer_by,
                    reasons={key: " ".join(note.split()) for key, note in reasons.items()},
                    adults=home.adults,
                    children=list(home.children),
                    languages=list(home.languages),
                    family_expected=family_of(target.pk).persons,
                )
        except IntegrityError:
            raise Refused({"": _("This household has been proposed to a municipality already.")}) from None
        wrote(member, target, "link")
        tell("link_proposed", municipality.pk, *STEERS)
    return made


def _reasons(reasons: Mapping[str, str]) -> dict[str, str]:
    problems: dict[str, str] = {}
    if not reasons:
        problems["reasons"] = _("Choose at least one reason.")
    for key, note in reasons.items():
        if key not in Link.Reason.values:
            problems["reasons"] = _("There is no such reason.")
        elif note.strip() and not may_note(key):
            problems[f"note_{key}"] = _(
                "A municipality may not read about health. Ask consent for one sentence instead."
            )
        elif len(note) > 500:
            problems[f"note_{key}"] = _("This is too long.")
    return problems


def _standing(dossier_id: int) -> QuerySet[Fact]:
    return Fact.objects.filter(
        dossier_id=dossier_id,
        key__in=("permit_granted", "linked"),
        superseded_by__isnull=True,
        value__isnull=False,
    )


def answer_link(member: Member, link_id: int, *, accepted: bool, why: str = "", note: str = "") -> list[int]:
    """Accept or return a proposal; returns the dossiers that the municipality got into.

    Accepting records the link and the municipality in each dossier of the household. Raises NotAllowed, Refused without
    a reason for returning, and NotFound if there is nothing to answer (any more).
    """
    require_kind(member, Kind.MUNICIPALITY)
    if not accepted and why not in Link.ANSWERS:
        raise Refused({"why": _("Say why you return it.")})
    if not accepted and why == Link.Returned.OTHER and not note.strip():
        raise Refused({"note": _("Say in a few words what the reason is.")})
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT * FROM housing_answer_link(%s, %s, %s, %s)",
                [link_id, accepted, why, " ".join(note.split())],
            )
            ids = [key for (key,) in cursor.fetchall()]
        if not ids:
            raise NotFound(_("This proposal was answered or withdrawn already."))
        if not accepted:
            return []  # the COA is told by the database: whoever returned it can't see the dossier
        place = member.organisation.municipality or member.organisation.name
        facts = {"linked": timezone.localdate(), "municipality": place}
        record_many(member, dict.fromkeys(ids, facts), source=Fact.Source.SCREEN)
        for key in ids:
            wrote(member, key, "link")
    return ids


def expect_family(
    member: Member, dossier_id: int, *, adults: int, children: int, source: str
) -> ExpectedFamily:
    """Note that another number of relatives is expected than follows from family reunification, and how that is known.

    Raises NotAllowed, NotFound, and Refused.
    """
    require_professional(member)
    if member.organisation.kind == Kind.HOUSING_ASSOCIATION:
        raise NotAllowed(_("This is for another kind of organisation."))
    if max(adults, children) > 30 or min(adults, children) < 0:
        raise Refused({"adults": _("This number cannot be right.")})
    if not source.strip():
        raise Refused({"source": _("Say how this is known.")})
    with transaction.atomic():
        target = dossier_of(home_of(dossier_id, timezone.localdate()).head_id)
        follows = family_of(target.pk).follows
        made = ExpectedFamily.objects.create(
            dossier_id=target.pk,
            adults=adults,
            children=children,
            following_adults=follows.adults,
            following_children=follows.children,
            source=" ".join(source.split()),
            member=member,
            organisation=member.organisation,
        )
        wrote(member, target, "household")
    return made
