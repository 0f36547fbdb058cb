"""What the pages of accounts read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from allauth.mfa.models import Authenticator
from django.db import connection
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone

from .events import how
from .models import AccountEvent, ApiToken, Member
from .second_factor import FACTORS

SHOWN = 30
"""So many events are shown."""


@dataclass
class Factors:
    """The second factor of one user, as far as it is set up."""

    app: Authenticator | None = None
    passkeys: list[Authenticator] = field(default_factory=list)
    codes_left: int | None = None

    @property
    def any(self) -> bool:
        """Whether there is one; recovery codes alone are none."""
        return self.app is not None or bool(self.passkeys)


@dataclass(frozen=True)
class Event:
    """One event of an account, in words."""

    at: datetime
    what: str
    how: str
    who: str
    by: str
    device: str
    address: str | None


@dataclass(frozen=True)
class Token:
    """A token that was not revoked. ``until``: the last day on which it works; ``holds``: it does, today.

    ``role``: for somebody who has several, as which it acts.
    """

    pk: int
    name: str
    who: str
    role: str
    organisation: str
    made_at: datetime
    until: date
    holds: bool
    last_used_at: datetime | None


@dataclass(frozen=True)
class Colleagues:
    """One page of who works in an organisation, or who worked there; who of them has a second factor (ids of users),
    and who carries how many open dossiers (by id of the member)."""

    rows: list[Member]
    total: int
    protected: set[int]
    carried: dict[int, int]


def factors(user_id: int) -> Factors:
    """What this user has set up. One SQL statement."""
    found = Factors()
    for each in Authenticator.objects.filter(user_id=user_id).order_by("id"):
        if each.type == Authenticator.Type.TOTP:
            found.app = each
        elif each.type == Authenticator.Type.WEBAUTHN:
            found.passkeys.append(each)
        else:
            found.codes_left = len(each.wrap().get_unused_codes())
    return found


def own_events(user_id: int) -> list[Event]:
    """The newest events of one's own account."""
    return _events(AccountEvent.objects.filter(user_id=user_id))


def events_here(member: Member) -> list[Event]:
    """The newest events of the accounts that the administrator keeps; the wall leaves out the others."""
    return _events(AccountEvent.objects.all())


def _events(rows: Iterable[AccountEvent]) -> list[Event]:
    found = rows.select_related("user", "by").order_by("-at", "-id")[:SHOWN]  # type: ignore[attr-defined]
    return [
        Event(
            it.at,
            it.get_act_display(),
            how(it.about),
            it.user.email,
            it.by.name if it.by else "",
            it.device,
            it.address,
        )
        for it in found
    ]


def colleagues(
    member: Member, *, role: str = "", words: str = "", ended: bool = False, limit: int, offset: int = 0
) -> Colleagues:
    """Who works in the member's organisation, or who did (``ended``), the last to go first.

    ``role``, ``words`` (part of a name or an e-mail address): empty for all. Four SQL statements.
    """
    found = _at_work(member) if not ended else _own(member).filter(ends_on__lte=timezone.localdate())
    if role:
        found = found.filter(role=role)
    if words:
        found = found.filter(Q(name__icontains=words) | Q(user__email__icontains=words))
    order = (F("ends_on").desc(), "name", "id") if ended else ("name", "id")
    rows = list(found.select_related("user").order_by(*order)[offset : offset + limit])
    ids = [it.user_id for it in rows]
    has = Authenticator.objects.filter(user_id__in=ids, type__in=FACTORS).values_list("user_id", flat=True)
    return Colleagues(rows, found.count(), set(has), carried())


def unprotected(member: Member) -> list[str]:
    """The names of those whom requiring a second factor would stop until they have one; each person once, in one role
    or another. One SQL statement."""
    has = Authenticator.objects.filter(user_id=OuterRef("user_id"), type__in=FACTORS)
    without = _at_work(member).exclude(Exists(has)).order_by("user_id", "name").distinct("user_id")
    return sorted(without.values_list("name", flat=True))


def _own(member: Member) -> QuerySet[Member]:
    return Member.objects.filter(organisation_id=member.organisation_id)


def _at_work(member: Member) -> QuerySet[Member]:
    """Those who work there today, or will."""
    return _own(member).filter(Q(ends_on=None) | Q(ends_on__gt=timezone.localdate()))


def carried() -> dict[int, int]:
    """How many open dossiers each member of the acting member's organisation carries. One SQL statement.

    For professionals, and for the administrator, who sees none of the dossiers.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM access_carried()")
        return dict(cursor.fetchall())


def own_tokens(user_id: int) -> list[Token]:
    """The tokens of this user, in all their roles. One SQL statement."""
    return _tokens(ApiToken.objects.filter(member__user_id=user_id))


def tokens_here(member: Member) -> list[Token]:
    """The tokens of whoever works in the administrator's organisation. One SQL statement."""
    return _tokens(ApiToken.objects.filter(member__organisation_id=member.organisation_id))


def _tokens(rows: QuerySet[ApiToken]) -> list[Token]:
    today = timezone.localdate()
    found = rows.filter(revoked_at__isnull=True).select_related("member__organisation")
    return [
        Token(
            it.pk,
            it.name,
            it.member.name,
            it.member.get_role_display(),
            it.member.organisation.name,
            it.made_at,
            it.ends_on - timedelta(days=1),
            it.ends_on > today and it.member.runs_on(today),
            it.last_used_at,
        )
        for it in found.order_by("member__name", "name", "id")
    ]
