"""A few hand-overs under way: to COA, to a municipality, to VluchtelingenWerk, one that is late, one for a time."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, time, timedelta

from django.utils import timezone

from reisgenoot.access.identity import acting_as
from reisgenoot.access.models import Member
from reisgenoot.core.trajectory.terms import is_working_day, working_day_after
from reisgenoot.dossiers import actions
from reisgenoot.dossiers.models import Dossier, Handover
from reisgenoot.dossiers.queries.handover import goes_along
from reisgenoot.dossiers.queries.handover_summary import summary_of

LATE = 6
"""Working days ago that the late one was sent."""


def hand_over(members: Mapping[str, Member]) -> list[int]:
    """Send them, each by who guides the household; returns the ids of those that are to be late."""
    ind, coa, guide, colleague = (members[login] for login in ("ind", "coa", "gids", "gids2"))
    with acting_as(ind):
        _send(ind, members["coa"], "phase", _heads(ind, "procedure", "registration")[0], words=_WELCOME)
    with acting_as(coa):
        waiting = _heads(coa, "housing")
        town = next((it for it in waiting if it.municipality == "Doetinchem"), waiting[0])
        made = _send(coa, members["regisseur"], "phase", town, words=_WELCOME, moment="meeting")
        late = _send(coa, members["coordinator"], "phase", next(it for it in waiting if it != town))
    with acting_as(members["regisseur"]):
        actions.ask_about_handover(
            members["regisseur"], made, words="Heeft het gezin een tolk nodig bij de kennismaking?"
        )
    with acting_as(guide):
        away = _heads(guide, "settling", "integration")[0]
        back = timezone.localdate() + timedelta(days=21)
        lent = _send(guide, colleague, "leave", away, words="Ik ben drie weken met verlof.", returns_on=back)
    with acting_as(colleague):
        actions.accept_handover(colleague, lent)
    return [late]


def make_late(ids: list[int]) -> None:
    """As if these were sent six working days ago; out of the wall, on committed rows."""
    today = timezone.localdate()
    sent = next(
        day
        for day in (today - timedelta(days=back) for back in range(LATE, 40))
        if is_working_day(day.toordinal()) and working_day_after(day, LATE) <= today
    )
    at = timezone.make_aware(datetime.combine(sent, time(10, 30)))
    answer_by = working_day_after(sent, actions.ANSWER_WITHIN)
    Handover.objects.using("admin").filter(pk__in=ids).update(sent_at=at, answer_by=answer_by)


_WELCOME = "Vol vertrouwen op weg. Een kennismaking samen stellen zij erg op prijs."


def _heads(member: Member, *phases: str) -> list[Dossier]:
    """Heads of households in these phases that the member carries, the largest families first."""
    own = Dossier.objects.filter(worker=member, phase__in=phases, person__places__role="head").order_by("pk")
    return sorted(own, key=lambda it: -len(goes_along(member, it.pk, timezone.localdate())))


def _send(
    member: Member,
    to: Member,
    cause: str,
    head: Dossier,
    *,
    words: str = "",
    moment: str = "",
    **more: object,
) -> int:
    """The whole household, with the summary as it is written."""
    today = timezone.localdate()
    summary = {}
    for key, _name in goes_along(member, head.pk, today):
        parts = summary_of(member, key, to.organisation, today).parts
        summary[key] = {it.category: it.text for it in parts if it.usual and it.text}
    at = timezone.make_aware(datetime.combine(working_day_after(today, 3), time(14, 0)))
    offer = actions.Offer(
        to.organisation,
        cause,
        summary,
        wanted=to if to.role != Member.Role.COORDINATOR else None,
        words=words,
        moment=moment,
        moment_at=at if moment else None,
        moment_place="Kamer 4, azc (demo)" if moment else "",
        **more,  # type: ignore[arg-type]
    )
    return actions.send_handover(member, offer).pk
