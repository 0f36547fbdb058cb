"""Setting a plan (PIP), changing it, and withdrawing it: a decision that stays as it is, and the facts that follow."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from reisgenoot.access.errors import NotAllowed, NotFound, Refused, Text
from reisgenoot.access.models import Member
from reisgenoot.access.roles import require_municipal
from reisgenoot.dossiers.actions import record_facts
from reisgenoot.dossiers.actions.common import dossier_of, wrote
from reisgenoot.dossiers.models import Dossier
from reisgenoot.dossiers.queries.granted import rights
from reisgenoot.web.templatetags.web import day, text

from ..models import CATEGORY_OF, Decision, DecisionPart, DraftPart
from ..parts import About, grounds, lacking, part_for, parts
from ..queries.standing import Known, known_of
from ..rules import LEAST_HOURS, OBJECT_WITHIN, Standing, last_of

Kind = Decision.Kind
WITHOUT_REASON = (Kind.FIRST, Kind.MOVED)


@dataclass(frozen=True, slots=True)
class Asked:
    """What a director decides. ``seen``: :func:`version_of` the draft that they looked at."""

    kind: str
    dated_on: date
    sent_on: date
    because: str = ""
    reason: str = ""
    seen: int | None = None


def version_of(rows: list[DraftPart]) -> int:
    """Counts every change of the draft, so that nobody sets what they did not see."""
    return sum(it.changes for it in rows)


def set_plan(member: Member, dossier_id: int, asked: Asked) -> Decision:
    """Set the draft as the plan of this person, in the member's own name.

    Raises NotAllowed, NotFound, and Refused: with ``missing`` for what the law asks for and the draft has not, else by
    the fields of ``asked``.
    """
    require_municipal(member)
    with transaction.atomic():
        target = dossier_of(dossier_id)
        may = rights(dossier_id)
        if not all(may[category].writes for category in set(CATEGORY_OF.values())):
            raise NotAllowed(_("Setting a plan takes access to all of its parts."))
        known = known_of(member, dossier_id, timezone.localdate())
        rows = list(DraftPart.objects.filter(dossier=target))
        written = {it.part: it.answers for it in rows}
        if asked.seen is not None and asked.seen != version_of(rows):
            raise Refused(
                {"seen": _("Somebody changed the draft meanwhile: look at it again before you set it.")}
            )
        route = str(written.get("route", {}).get("route", ""))
        about = About(route, known.asylum, scaled=asked.kind == Kind.LEVEL)
        if missing := lacking(written, about):
            raise Refused({"missing": "; ".join(it.in_words() for it in missing)})
        if problems := _problems(known.standing, asked, route, written):
            raise Refused(problems)
        made = _keep(member, target, known, asked, route)
        for part in parts().values():
            if part.id in written and written[part.id] and part_for(part, about):
                answers = written[part.id]
                DecisionPart(
                    dossier=target, decision=made, part=part.id, category=part.category, answers=answers
                ).save(force_insert=True)
        _record(member, target, made, written)
        wrote(member, target, "pip set")
    return made


def withdraw(member: Member, dossier_id: int, *, dated_on: date, sent_on: date, reason: str) -> Decision:
    """Take the plan away without another in its place; the term runs on. Raises NotAllowed, NotFound and Refused."""
    require_municipal(member)
    with transaction.atomic():
        target = dossier_of(dossier_id)
        if not rights(dossier_id)["work_education"].writes:
            raise NotAllowed(_("You cannot write in this part."))
        known = known_of(member, dossier_id, timezone.localdate())
        newest = known.standing.newest
        if newest is None or newest.withdrawn:
            raise NotFound(_("There is no plan to withdraw."))
        asked = Asked(Kind.WITHDRAWN, dated_on, sent_on, reason=reason)
        if problems := _wrong_days(known.standing, asked) | _no_reason(asked):
            raise Refused(problems)
        made = _keep(member, target, known, asked, newest.route)
        _record_facts(member, target, {"pip_withdrawn": dated_on}, "dated_on")
        wrote(member, target, "pip set")
    return made


def _problems(
    standing: Standing, asked: Asked, route: str, written: Mapping[str, Mapping[str, Any]]
) -> dict[str, Text]:
    """What stands in the way, by field."""
    if asked.kind not in standing.kinds():
        return {"kind": _("This cannot be decided now.")}
    found = _wrong_days(standing, asked)
    if asked.kind not in WITHOUT_REASON:
        found |= _no_reason(asked)
    if asked.kind == Kind.ROUTE:
        found |= _switch(standing, asked, route)
    elif standing.route and route != standing.route and asked.kind not in (Kind.FIRST, Kind.OBJECTION):
        cited = text(grounds()["W15-4" if asked.kind == Kind.MOVED else "W17-2"].cited)
        why = (
            _(
                "After a move the new municipality sets the same route (%(where)s); switch it in a decision of its own."
            )
            if asked.kind == Kind.MOVED
            else _(
                "The draft has another route: choose “another learning route”, with its ground (%(where)s)."
            )
        )
        found["kind"] = why % {"where": cited}
    if asked.kind == Kind.LEVEL:
        found |= _scaling(route, written["level"])
    return found


def _wrong_days(standing: Standing, asked: Asked) -> dict[str, Text]:
    found: dict[str, Text] = {}
    if asked.dated_on > timezone.localdate():
        found["dated_on"] = _("This date lies in the future.")
    elif standing.newest and asked.dated_on < standing.newest.dated_on:
        found["dated_on"] = _("This is before the decision that stands.")
    elif asked.kind == Kind.FIRST and standing.set_on not in (None, asked.dated_on):
        told = _("The plan was set on %(day)s; the term runs from then (%(where)s).")
        found["dated_on"] = told % {"day": day(standing.set_on), "where": text(grounds()["W11"].cited)}
    if asked.sent_on > timezone.localdate():
        found["sent_on"] = _("This date lies in the future.")
    elif asked.sent_on < asked.dated_on:
        found["sent_on"] = _("It cannot be sent before its date.")
    return found


def _no_reason(asked: Asked) -> dict[str, Text]:
    if asked.reason.strip():
        return {}
    cited = text(grounds()["Awb3.46"].cited)
    return {"reason": _("A decision rests on a reason (%(where)s).") % {"where": cited}}


def _switch(standing: Standing, asked: Asked, route: str) -> dict[str, Text]:
    if route == standing.route:
        return {"kind": _("The draft has the same route as the plan that stands.")}
    if asked.because not in Decision.Because.values:
        return {"because": _("Choose the ground.")}
    if not standing.can_switch(route, asked.because, asked.dated_on):
        told = _("This was possible until %(day)s (%(where)s).")
        return {
            "because": told % {"day": day(standing.switch_until), "where": text(grounds()["B5.4-1"].cited)}
        }
    return {}


def _scaling(route: str, level: Mapping[str, Any]) -> dict[str, Text]:
    if route != Decision.Route.B1:
        return {"kind": _("Only on the B1 route (%(where)s).") % {"where": text(grounds()["W17-3"].cited)}}
    if level["hours"] < LEAST_HOURS:
        told = _("%(hours)s hours were followed; the law asks for %(least)s (%(where)s).")
        cited = text(grounds()["B5.5"].cited)
        return {"kind": told % {"hours": level["hours"], "least": LEAST_HOURS, "where": cited}}
    return {}


def _keep(member: Member, target: Dossier, known: Known, asked: Asked, route: str) -> Decision:
    """The decision itself, numbered after the one that stands."""
    standing = known.standing
    made = Decision(
        dossier=target,
        number=standing.newest.number + 1 if standing.newest else 1,
        kind=asked.kind,
        because=asked.because if asked.kind == Kind.ROUTE else "",
        route=route,
        dated_on=asked.dated_on,
        sent_on=asked.sent_on,
        objection_until=last_of(asked.sent_on, OBJECT_WITHIN),
        term_from=standing.set_on or asked.dated_on,
        reason=asked.reason.strip(),
        asylum=known.asylum,
        set_by=member,
        organisation=member.organisation,
    )
    made.save(force_insert=True)
    return made


def _record(
    member: Member, target: Dossier, made: Decision, written: Mapping[str, Mapping[str, Any]]
) -> None:
    """What follows: the term begins with the first plan alone (article 11(3))."""
    facts: dict[str, Any] = {"pip_sent": made.sent_on, "learning_route": made.route}
    if made.term_from == made.dated_on and made.kind == Kind.FIRST:
        facts["pip_set"] = made.dated_on
    if made.kind == Kind.MOVED:
        facts["pip_after_move"] = made.dated_on
    if made.kind == Kind.LEVEL:
        facts["exam_level"] = written["level"]["level"]
    _record_facts(member, target, facts, "dated_on")


def _record_facts(member: Member, target: Dossier, facts: Mapping[str, Any], field: str) -> None:
    try:
        record_facts(member, target, facts)
    except Refused as refused:
        raise Refused({field: str(refused)}) from None
