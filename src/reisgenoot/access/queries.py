"""What the pages of accounts read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from allauth.mfa.models import Authenticator
from django.db import connection
from django.db.models import F, QuerySet
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
    """Who works in an organisation, who did, who of them has a second factor (ids of users), and who carries how many
    open dossiers (by id of the member)."""

    running: list[Member]
    ended: list[Member]
    protected: set[int]
    carried: dict[int, int]

    @property
    def unprotected(self) -> list[Member]:
        """Those whom requiring a second factor would stop until they have one; each person once."""
        return list({it.user_id: it for it in self.running if it.user_id not in self.protected}.values())


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


def colleagues(member: Member, *, role: str = "") -> Colleagues:
    """Who works in the member's organisation, in one role or in all. Four SQL statements."""
    today = timezone.localdate()
    own = Member.objects.filter(organisation_id=member.organisation_id).select_related("user")
    if role:
        own = own.filter(role=role)
    running = [it for it in own.order_by("name", "id") if it.ends_on is None or it.ends_on > today]
    ids = [it.user_id for it in running]
    has = Authenticator.objects.filter(user_id__in=ids, type__in=FACTORS).values_list("user_id", flat=True)
    ended = own.filter(ends_on__lte=today).order_by(F("ends_on").desc(), "name")
    return Colleagues(running, list(ended), set(has), carried())


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
