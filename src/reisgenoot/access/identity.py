"""Who is acting: told to the database once per transaction, so that the wall knows.

Without it, every query on personal data gives nothing.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from functools import wraps
from typing import TypeVar

from django.contrib.auth.views import redirect_to_login
from django.db import ProgrammingError, connections, transaction
from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _

from .errors import NotAllowed, NotFound
from .kept import keep
from .models import Member, Organisation

View = TypeVar("View", bound=Callable[..., HttpResponseBase])
SETTING = "reisgenoot.member"
INSUFFICIENT_PRIVILEGE = "42501"  # SQLSTATE
_ENTER = """
    SELECT (e.member).*, e.shut, to_jsonb(o) AS about_organisation
    FROM access_enter(%s, %s, %s) WITH ORDINALITY AS e (member, shut, ordinality)
    JOIN access_organisation o ON o.id = (e.member).organisation_id
    ORDER BY e.ordinality
"""
_ENTER_BY_TOKEN = """
    SELECT (e.member).*, e.ends_on AS token_ends_on, to_jsonb(o) AS about_organisation
    FROM access_enter_by_token(%s, %s) AS e JOIN access_organisation o ON o.id = (e.member).organisation_id
"""


@contextmanager
def acting_as(member: Member, using: str = "default") -> Iterator[Member]:
    """Do everything inside in one transaction, as ``member``; the identity before it comes back after.

    Raises whatever is raised inside, after rolling back.
    """
    with transaction.atomic(using=using):
        before = identify(member.pk, using)
        yield member
        identify(before, using)


def identify(member_id: int | None, using: str = "default") -> int | None:
    """Set the identity for the rest of the transaction; returns the one before. None: nobody."""
    with connections[using].cursor() as cursor:
        cursor.execute(
            "SELECT current_setting(%s, true), set_config(%s, %s, true)",
            [SETTING, SETTING, "" if member_id is None else str(member_id)],
        )
        before = cursor.fetchone()[0]
    return int(before) if before else None


def enter(user_id: int, wanted: int | None = None, using: str = "default") -> list[Member]:
    """Act, for the rest of the transaction, as a running membership of this user; see :func:`entrance`."""
    return entrance(user_id, wanted, using=using)[0]


def entrance(
    user_id: int, wanted: int | None = None, *, vouched: bool = False, using: str = "default"
) -> tuple[list[Member], list[Member]]:
    """Act, for the rest of the transaction, as a running membership of this user.

    Returns the running memberships, the one acted as first (``wanted`` if it runs, otherwise the oldest), with their
    organisations; and those that are shut, because the organisation requires a second factor and the user has none
    (unless ``vouched``: the organisation's own log-in asked for it). Nobody's identity if none is open. One statement.
    """
    members = _entered(_ENTER, [user_id, wanted, vouched], using)
    shut = [member for member in members if member.shut]  # type: ignore[attr-defined]
    return [member for member in members if member not in shut], shut


def entrance_by_token(digest: bytes, strong: Sequence[str]) -> tuple[Member, date] | None:
    """Act, for the rest of the transaction, as the member of this token; and the first day without it. One statement.

    None, and nobody acts, for a token that is unknown, revoked or over, or whose member may not act at all; ``strong``:
    see ``second_factor.strong_log_ins``.
    """
    for member in _entered(_ENTER_BY_TOKEN, [digest, list(strong)], "default"):
        return member, member.token_ends_on  # type: ignore[attr-defined]  # selected by _ENTER_BY_TOKEN
    return None


def _entered(statement: str, values: list[object], using: str) -> list[Member]:
    """The members that the statement gives, with their organisations."""
    members = list(Member.objects.using(using).raw(statement, values))
    for member in members:
        about = json.loads(member.about_organisation)  # type: ignore[attr-defined]  # selected by the statement
        member.organisation = Organisation(**about)
        member.organisation._state.adding, member.organisation._state.db = False, using
    return members


def current_member(request: HttpRequest) -> Member | None:
    """The membership in which this request acts, or None."""
    member: Member | None = getattr(request, "member", None)
    return member


def acting(request: HttpRequest) -> Member:
    """Who is asking, in a view that is ``member_required``."""
    member = current_member(request)
    assert member is not None
    return member


def member_required(view: View) -> View:
    """Let only members through: others log in first; a user without a running membership gets 403.

    What the view's actions and queries do not find is answered as 404, like an address that does not exist.
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        if not request.user.is_authenticated:
            page = keep(request) if request.method == "POST" else request.get_full_path()
            return redirect_to_login(page)
        if current_member(request) is None:
            raise NotAllowed(_("You are not a member of any organisation at this moment."))
        try:
            return view(request, *args, **kwargs)
        except NotFound as unknown:
            raise Http404 from unknown
        except ProgrammingError as refused:
            if getattr(refused.__cause__, "sqlstate", "") != INSUFFICIENT_PRIVILEGE:
                raise
            # The wall said no where no action did: a clear answer all the same, and nothing was changed.
            raise NotAllowed(_("You may not do this in this dossier.")) from refused

    return guarded  # type: ignore[return-value]
