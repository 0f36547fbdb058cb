"""The plan of a dossier on a day, and ticking its tasks off."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _
from ninja import Query, Router, Status
from pydantic import Field, StringConstraints

from reisgenoot.access.bearer import caller
from reisgenoot.access.errors import NotFound, Overtaken, Refused
from reisgenoot.web.api.shapes import Sent
from reisgenoot.web.templatetags.web import language, text

from .. import actions, queries
from ..models import Fact
from ..queries import DossierPage
from ..values import Impossible, checked_day
from .paths import dossier_path
from .shapes import Completion, Ground, Plan, PlanPhase, PlanSignal, PlanTask

router = Router(tags=[_("Plan and tasks")], by_alias=True, exclude_none=True)
NOTE = Annotated[str, StringConstraints(max_length=1000)]
IF_MATCH = {
    "in": "header",
    "name": "If-Match",
    "required": False,
    "schema": {"type": "string"},
    "description": _(
        "The ETag of what you saw there: if it is another by now, nothing changes and you get 412."
    ),
}


class PlanQuery(Sent):
    """On which day."""

    on: date | None = Field(
        None, description=_("Today if absent; what is planned on a day to come, or was before.")
    )


@router.get(
    "/dossiers/{int:dossier_id}/plan",
    response=Plan,
    operation_id="getPlan",
    summary=_("The plan on a day"),
    description=_("Phase, tasks with their state, term, ground and reason, and signals."),
)
def get_plan(request: HttpRequest, dossier_id: int, wanted: Query[PlanQuery]) -> Plan:
    today = timezone.localdate()
    try:
        day = checked_day(wanted.on or today, today)
    except Impossible as error:
        raise Refused({"on": str(error)}) from None
    return _plan(queries.dossier_page(caller(request), dossier_id, day, "plan"))


def _plan(page: DossierPage) -> Plan:
    plan, definition, lang = page.plan, page.definition, language()
    phases = {phase.id: phase.text for phase in definition.phases}
    told = {signal.id: signal for signal in definition.signals}
    return Plan(
        on=plan.on,
        definition=plan.definition,
        version=plan.version,
        overlay=plan.overlay,
        phase=plan.phase,
        phase_since=plan.phase_since,
        phases=[
            PlanPhase(key=it.id, text=text(phases[it.id]), opened=it.opened, expected_until=it.expected_until)
            for it in plan.phases
        ],
        tasks=[
            PlanTask(
                key=it.id,
                text=it.text(lang),
                state=it.state,
                per=it.per,
                phase=it.phase,
                kind=it.kind,
                owner=it.owner,
                starts=it.starts,
                due=it.due,
                expected=it.expected,
                overdue_from=it.overdue_from,
                done_on=it.done_on,
                waits_for=list(it.waits_for),
                why=it.why(lang),
                help=text(definition.tasks[it.id].help),
                ground=Ground.model_validate(it.ground) if it.ground else None,
            )
            for it in plan.tasks
        ],
        signals=[
            PlanSignal(
                key=it.id,
                text=it.text(lang),
                since=it.since,
                until=it.until,
                active=it.active(plan.on),
                why=it.why(lang),
                help=text(told[it.id].help),
            )
            for it in plan.signals
        ],
        good_until=plan.good_until,
    )


PATH = "/dossiers/{int:dossier_id}/tasks/{slug:key}/completion"


@router.get(PATH, response=Completion, operation_id="getCompletion", summary=_("Whether a task was done"))
def get_completion(request: HttpRequest, response: HttpResponse, dossier_id: int, key: str) -> Completion:
    page = queries.dossier_page(caller(request), dossier_id, timezone.localdate(), "plan")
    fact = next((it for it in page.facts if it.key == key and it.standing), None)
    if fact is not None and fact.happened_on:
        response["ETag"] = f'"{fact.id}"'
        return Completion(
            on=fact.happened_on,
            note=fact.note,
            recorded_by=fact.recorded_by,
            organisation=fact.organisation,
            recorded_at=fact.recorded_at,
            fact_id=fact.id,
        )
    task = next((it for it in page.plan.tasks if it.id == key and it.done_on), None)
    if task is None or task.done_on is None:
        raise NotFound(gettext("Nobody recorded that this task was done."))
    return Completion(on=task.done_on, fact_id=None)


class CompletionSent(Sent):
    """That the task was done, and when."""

    on: date | None = Field(None, description=_("Today if absent."))
    note: NOTE = ""


@router.put(
    PATH,
    response={200: Completion, 201: Completion},
    operation_id="completeTask",
    summary=_("Tick a task off"),
    description=_(
        "The plan follows at once. Where a colleague ticked it off already, you get 409 with both versions, unless "
        "If-Match says that you saw theirs: then yours corrects it."
    ),
    openapi_extra={"parameters": [IF_MATCH]},
)
def complete_task(
    request: HttpRequest, response: HttpResponse, dossier_id: int, key: str, body: CompletionSent
) -> Status[Completion]:
    member, seen = caller(request), matched(request)
    day = body.on or timezone.localdate()
    try:
        fact = actions.complete_task(
            member, dossier_id, key, on=day, note=body.note, seen=seen or 0, source=Fact.Source.API
        )
        status = 201 if fact.supersedes_id is None else 200
    except Overtaken as overtaken:
        fact, status = overtaken.now, 200
        if seen is not None or (fact.value, fact.note) != (day.isoformat(), body.note):
            raise  # otherwise it is as you say already: PUT, sent twice, counts once
    response["ETag"] = f'"{fact.pk}"'
    response["Location"] = dossier_path(dossier_id, "facts", fact.pk)
    by, where = fact.recorded_by.name, fact.organisation.name
    return Status(
        status, Completion(on=day, note=fact.note, recorded_by=by, organisation=where, fact_id=fact.pk)
    )


@router.delete(
    PATH,
    response={204: None},
    operation_id="undoTask",
    summary=_("Take back that a task was done"),
    openapi_extra={"parameters": [IF_MATCH]},
)
def undo_task(request: HttpRequest, dossier_id: int, key: str) -> Status[None]:
    actions.undo_task(caller(request), dossier_id, key, seen=matched(request), source=Fact.Source.API)
    return Status(204, None)


def matched(request: HttpRequest) -> int | None:
    """The id in If-Match; None without one, 0, which no fact has, for anything else."""
    sent = request.headers.get("If-Match", "").strip()
    if sent in ("", "*"):
        return None
    found = re.fullmatch(r'"([0-9]{1,18})"', sent, re.ASCII)
    return int(found[1]) if found else 0
