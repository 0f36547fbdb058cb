"""The part of a dossier about volunteers: who is matched, what was given to them, and what they ask."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from reisgenoot.access.errors import NotFound
from reisgenoot.access.log import log
from reisgenoot.access.models import AccessLog, Member
from reisgenoot.access.roles import require_professional
from reisgenoot.dossiers import texts
from reisgenoot.dossiers.models import Dossier, Fact, Task

from ..models import ENDING_DAYS, SILENT_DAYS, GivenTask, HelpAsked, Match, Pause

MOST_SHOWN = 100


@dataclass(slots=True)
class MatchShown:
    """One match of this person. ``silent_since``: the last contact (or the beginning), if that was too long ago."""

    match: Match
    silent_since: date | None
    ends_soon: bool
    pause: Pause | None
    others: int

    @property
    def last_day(self) -> date | None:
        """The last day of the match, if an end is agreed."""
        return self.match.ends_on - timedelta(days=1) if self.match.ends_on else None


@dataclass(slots=True)
class GivenShown:
    """A task that was given, with its words and the day on which it was done."""

    given: GivenTask
    text: Mapping[str, str] | str
    done_on: date | None


@dataclass(slots=True)
class DossierVolunteers:
    """Everything on the tab: ``offered`` are tasks of the plan that can be given, ``by_route`` those that a volunteer
    guide has anyway."""

    running: list[MatchShown] = field(default_factory=list)
    past: list[MatchShown] = field(default_factory=list)
    given: list[GivenShown] = field(default_factory=list)
    questions: list[HelpAsked] = field(default_factory=list)
    offered: list[tuple[str, Mapping[str, str]]] = field(default_factory=list)
    by_route: list[Mapping[str, str]] = field(default_factory=list)


def dossier_volunteers(member: Member, dossier_id: int, today: date) -> DossierVolunteers:
    """What stands there. A constant number of SQL statements. Raises NotFound. The log is the caller's (`heading`)."""
    found = DossierVolunteers()
    matches = list(
        Match.objects.filter(dossier_id=dossier_id)
        .select_related("member")
        .order_by("-begins_on", "-made_at")
    )
    away = _away([it.member_id for it in matches], today)
    size: dict[int, int] = {}
    for together in Match.objects.filter(together__in=[it.together for it in matches]).values_list(
        "together", flat=True
    ):
        size[together] = size.get(together, 0) + 1
    for match in matches:
        shown = _shown(match, today, away.get(match.member_id), size[match.together] - 1)
        (found.past if match.ends_on is not None and match.ends_on <= today else found.running).append(shown)
    _add_tasks(found, dossier_id)
    found.questions = list(
        HelpAsked.objects.filter(dossier_id=dossier_id)
        .select_related("member", "answered_by")
        .order_by("-asked_at")[:MOST_SHOWN]
    )
    return found


def _shown(match: Match, today: date, pause: Pause | None, others: int) -> MatchShown:
    since = max(match.begins_on, match.last_contact or match.begins_on)
    silent = since if since <= today - timedelta(days=SILENT_DAYS) else None
    soon = match.ends_on is not None and match.ends_on - timedelta(days=1) <= today + timedelta(
        days=ENDING_DAYS
    )
    return MatchShown(match, silent, soon, pause, others)


def _away(members: list[int], today: date) -> dict[int, Pause]:
    rows = Pause.objects.filter(profile_id__in=members, begins_on__lte=today).exclude(ends_on__lte=today)
    return {it.profile_id: it for it in rows}


def _add_tasks(found: DossierVolunteers, dossier_id: int) -> None:
    route = Dossier.objects.values_list("definition", "version", "municipality").filter(pk=dossier_id).first()
    if route is None:
        raise NotFound(_("There is no such dossier, or you have no access to it."))
    given = list(
        GivenTask.objects.filter(dossier_id=dossier_id)
        .select_related("member", "given_by")
        .order_by("-given_at")[:MOST_SHOWN]
    )
    keys = [it.key for it in given if it.key]
    done = dict(_standing(dossier_id).filter(key__in=keys).values_list("key", "happened_on"))
    for it in given:
        text = texts.task_text(*route, it.key) if it.key else it.text
        found.given.append(GivenShown(it, text, done.get(it.key) if it.key else it.done_on))
    known = {it.key for it in given}
    tasks = Task.objects.filter(dossier_id=dossier_id).order_by("overdue_from", "expected_on", "key")
    closed = set(_standing(dossier_id).values_list("key", flat=True))
    for key, owner in tasks.values_list("key", "owner"):
        if key in closed:
            continue
        text = texts.task_text(*route, key)
        if owner == "volunteer":
            found.by_route.append(text)
        if key not in known:
            found.offered.append((key, text))


def _standing(dossier_id: int) -> QuerySet[Fact]:
    return Fact.objects.filter(dossier_id=dossier_id, superseded_by__isnull=True, value__isnull=False)


def questions(
    member: Member,
    *,
    answered: bool = False,
    limit: int,
    offset: int = 0,
    act: AccessLog.Act = AccessLog.Act.APPEARED,
) -> tuple[list[HelpAsked], int]:
    """Questions of volunteers that wait, the oldest first, or that were ``answered``, the newest first; and how many.

    In dossiers that the member carries; for a coordinator, all. The log notes ``act`` for those in which they saw one.
    Three SQL statements. Raises NotAllowed for who is no professional.
    """
    require_professional(member)
    rows = HelpAsked.objects.filter(organisation_id=member.organisation_id, answered_at__isnull=not answered)
    if member.role != Member.Role.COORDINATOR:
        rows = rows.filter(dossier__worker=member)
    whole = rows.select_related("member", "dossier", "answered_by")
    found = list(whole.order_by("-answered_at" if answered else "asked_at", "pk")[offset : offset + limit])
    log(member, [it.dossier_id for it in found], act, "volunteer")
    return found, rows.count()
