"""Referrals: those of which nothing is known yet, oldest first; all of them; and those of one dossier."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from reisgenoot.access.errors import NotFound
from reisgenoot.access.log import log
from reisgenoot.access.models import AccessLog, Member
from reisgenoot.access.roles import is_professional, require_professional
from reisgenoot.dossiers.models import Dossier

from ..models import Referral

MOST_EXPORTED = 20_000
OPEN, LATE, ALL = "open", "late", "all"
STATES = (OPEN, LATE, ALL)


@dataclass(frozen=True, slots=True)
class ReferralFilters:
    """What stands in the address. ``state``: open, late (open, and should be known by now) or all."""

    state: str = OPEN
    mine: bool = False
    kind: str = ""
    theme: str = ""
    outcome: str = ""


@dataclass(frozen=True, slots=True)
class ReferralShown:
    """One referral; ``name`` empty for a visitor whose name nobody knows. ``age`` in days."""

    referral: Referral
    name: str
    age: int
    late: bool
    own: bool


@dataclass(frozen=True, slots=True)
class ReferralList:
    """One page of them, with how many there are by state."""

    rows: tuple[ReferralShown, ...]
    total: int
    open: int
    late: int
    page: int
    pages: int


def referrals(
    member: Member, filters: ReferralFilters, today: date, *, page: int = 1, per_page: int = 25
) -> ReferralList:
    """Referrals of the member's organisation that they may see, oldest first. The log notes whose.

    Raises NotAllowed.
    """
    require_professional(member)
    found = _filtered(member, filters, today)
    total = found.count()
    pages = max(1, -(-total // per_page))
    page = min(max(1, page), pages)
    rows = list(found[(page - 1) * per_page : page * per_page])
    waiting = _of(member).filter(outcome="")
    return ReferralList(
        rows=_shown(member, rows, today, AccessLog.Act.APPEARED),
        total=total,
        open=waiting.count(),
        late=waiting.filter(expected_on__lt=today).count(),
        page=page,
        pages=pages,
    )


def referrals_export(member: Member, filters: ReferralFilters, today: date) -> tuple[ReferralShown, ...]:
    """All that pass the filters, at most 20,000; the log notes the export. Raises NotAllowed."""
    require_professional(member)
    return _shown(
        member, list(_filtered(member, filters, today)[:MOST_EXPORTED]), today, AccessLog.Act.EXPORT
    )


def overdue_referrals(member: Member, today: date) -> int:
    """Of how many referrals the outcome should be known by now: the member's own; for a coordinator, everybody's.

    One SQL statement. 0 for who is no professional.
    """
    if not is_professional(member):
        return 0
    late = _of(member).filter(outcome="", expected_on__lt=today)
    return late.count() if member.role == Member.Role.COORDINATOR else late.filter(member=member).count()


def _of(member: Member) -> QuerySet[Referral]:
    return Referral.objects.filter(organisation_id=member.organisation_id)


def _filtered(member: Member, filters: ReferralFilters, today: date) -> QuerySet[Referral]:
    found = _of(member)
    if filters.state != ALL:
        found = found.filter(outcome="")
    if filters.state == LATE:
        found = found.filter(expected_on__lt=today)
    if filters.mine:
        found = found.filter(member=member)
    for name in ("kind", "theme", "outcome"):
        if value := getattr(filters, name):
            found = found.filter(**{name: value})
    order = ("-made_on", "pk") if filters.state == ALL else ("made_on", "pk")
    return found.select_related("member", "known_by").order_by(*order)


def _shown(member: Member, rows: list[Referral], today: date, act: str) -> tuple[ReferralShown, ...]:
    ids = sorted({it.dossier_id for it in rows if it.dossier_id is not None})
    names = dict(Dossier.objects.filter(pk__in=ids).values_list("pk", "name"))
    if act:
        log(member, ids, act, "referral")
    return tuple(
        ReferralShown(
            referral=it,
            name=names.get(it.dossier_id or 0, ""),
            age=((it.known_on or today) - it.made_on).days,
            late=not it.outcome and it.expected_on < today,
            own=it.organisation_id == member.organisation_id,
        )
        for it in rows
    )


def referral_page(member: Member, referral_id: int, today: date) -> ReferralShown:
    """One referral of the member's organisation. Raises NotAllowed and NotFound."""
    require_professional(member)
    found = _of(member).filter(pk=referral_id).select_related("entry", "member", "known_by", "visit").first()
    if found is None:
        raise NotFound
    return _shown(member, [found], today, AccessLog.Act.APPEARED)[0]


def dossier_referrals(member: Member, dossier_id: int, today: date) -> tuple[ReferralShown, ...]:
    """Those of one dossier, newest first, also other organisations'. The log is that of the heading."""
    require_professional(member)
    rows = list(
        Referral.objects.filter(dossier_id=dossier_id)
        .select_related("member__organisation")
        .order_by("-made_on", "pk")
    )
    return _shown(member, rows, today, "")
