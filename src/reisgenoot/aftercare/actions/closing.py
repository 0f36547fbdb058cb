"""Closing guidance: what stays with whom, the decision with the household, and taking it back within the day."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from reisgenoot.access.errors import NotFound, Refused, Text
from reisgenoot.access.keys import random_key
from reisgenoot.access.log import log
from reisgenoot.access.models import AccessLog, Involvement, Member
from reisgenoot.access.roles import require_professional
from reisgenoot.dossiers import actions as dossiers
from reisgenoot.dossiers.models import Dossier, Fact
from reisgenoot.helpdesk import actions as helpdesk
from reisgenoot.helpdesk.models import MapEntry, Referral, Theme

from ..models import Closing, TaskLeft
from ..queries.tasks import open_tasks, undecided
from .hours import require_route

What = TaskLeft.What
THEMES = {
    "legal": Theme.LAW,
    "home": Theme.HOME,
    "income": Theme.MONEY,
    "health": Theme.HEALTH,
    "education": Theme.SCHOOL,
    "integration": Theme.LANGUAGE,
    "family": Theme.FAMILY,
    "participation": Theme.CONTACT,
}
"""By kind of task, what a referral for it is about."""
TOMORROW = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Decision:
    """With whom a task stays. ``seen``: the id of the decision that the member saw there, 0 for none."""

    what: str
    why: str = ""
    entry: MapEntry | None = None
    seen: int = 0


def decide_tasks(
    member: Member,
    dossier_ids: Collection[int],
    decisions: Mapping[tuple[int, str], Decision],
    *,
    how: str = Referral.How.ALONG,
    today: date,
) -> int:
    """Decide on open tasks, by dossier and task; returns how many. One that is done is ticked off as well.

    All or nothing. Raises NotAllowed, NotFound, and Refused with keys ``DOSSIER.TASK``.
    """
    require_professional(member)
    problems: dict[str, Text] = {}
    with transaction.atomic():
        for dossier_id in dossier_ids:
            require_route(dossier_id)
        tasks = {(it.dossier_id, it.key): it for it in open_tasks(dossier_ids, today)}
        for key, it in decisions.items():
            if (task := tasks.get(key)) is None:
                problems[_field(key)] = _("This task is not open any more.")
            elif it.seen != (task.left.pk if task.left else 0):
                by = task.left.decided_by.name if task.left else ""
                problems[_field(key)] = _("Decided by %(name)s meanwhile; look again.") % {"name": by}
            elif problem := _wrong(it):
                problems[_field(key)] = problem
        if problems:
            raise Refused(problems)
        for (dossier_id, name), it in decisions.items():
            kind, said = tasks[dossier_id, name].kind, tasks[dossier_id, name].text
            if it.what == What.DONE:
                dossiers.complete_task(member, dossier_id, name, on=today, note=it.why.strip())
            sent = None
            if it.what == What.REFERRED and it.entry is not None:
                sent = helpdesk.refer(
                    member,
                    dossier_id=dossier_id,
                    entry=it.entry,
                    theme=THEMES.get(kind, Theme.OTHER),
                    about=said["nl"][:500],
                    how=how,
                )
            TaskLeft.objects.create(
                dossier_id=dossier_id,
                key=name,
                what=it.what,
                why=it.why.strip()[:300],
                referral=sent,
                decided_by=member,
                organisation_id=member.organisation_id,
            )
        log(member, sorted({key[0] for key in decisions}), AccessLog.Act.WRITE, "closing")
    return len(decisions)


def _field(key: tuple[int, str]) -> str:
    return f"{key[0]}.{key[1]}"


def _wrong(it: Decision) -> Text | None:
    if it.what not in What.values:
        return _("There is no such choice.")
    if it.what == What.NOT_NEEDED and not it.why.strip():
        return _("Say why it is not needed.")
    if it.what == What.REFERRED and it.entry is None:
        return _("Choose an organisation of the social map.")
    return None


def close(
    member: Member,
    dossier_ids: Collection[int],
    *,
    decided_on: date,
    present: str,
    agreement: str,
    words: str = "",
) -> list[Closing]:
    """End the guidance of these, of one household, as it was decided with them.

    Records that it was closed. From tomorrow on the organisation's volunteers are out, and the organisation itself is
    unless it is responsible: then it stays until another one has accepted the hand-over. Raises NotAllowed, NotFound,
    and Refused (``members``: whose tasks nobody has decided on; or the fields).
    """
    require_professional(member)
    today = timezone.localdate()
    with transaction.atomic():
        chosen = [require_route(it) for it in sorted(set(dossier_ids))]
        problems = _not_to_be_closed(chosen, decided_on, present, agreement, words, today)
        if problems:
            raise Refused(problems)
        facts = dossiers.record_many(
            member, {it.pk: {"guidance_closed": decided_on} for it in chosen}, source=Fact.Source.SCREEN
        )
        recorded = {fact.dossier_id: fact.pk for fact in facts}
        together = random_key()
        made = Closing.objects.bulk_create(
            Closing(
                dossier_id=it.pk,
                together=together,
                decided_on=decided_on,
                present=present.strip(),
                agreement=agreement,
                words=words.strip(),
                fact_id=recorded.get(it.pk),
                closed_by=member,
                organisation_id=member.organisation_id,
            )
            for it in chosen
        )
        log(member, [it.pk for it in chosen], AccessLog.Act.WRITE, "closing")
        for it in chosen:
            _parts(member, it).update(ends_on=today + TOMORROW)
    return made


def _not_to_be_closed(
    chosen: list[Dossier], on: date, present: str, agreement: str, words: str, today: date
) -> dict[str, Text]:
    problems: dict[str, Text] = {}
    if not chosen:
        problems["members"] = _("Choose whose guidance ends.")
    if closed := _standing([it.pk for it in chosen]):
        names = ", ".join(it.name for it in chosen if it.pk in closed)
        problems["members"] = _("Closed already: %(names)s.") % {"names": names}
    elif many := len(undecided([it.pk for it in chosen], today)):
        problems["members"] = _("Decide first with whom each open task stays: %(many)d are left.") % {
            "many": many
        }
    if on > today:
        problems["decided_on"] = _("This date lies in the future.")
    if not present.strip():
        problems["present"] = _("Say who was there.")
    if agreement not in Closing.Agreement.values:
        problems["agreement"] = _("Say what the household thinks of it.")
    elif agreement != Closing.Agreement.AGREED and not words.strip():
        problems["words"] = _("Write down the objections in their own words.")
    return problems


def _standing(dossier_ids: Collection[int]) -> set[int]:
    """Which of these are closed already, and not begun again since."""
    found: dict[int, dict[str, date]] = {}
    rows = Fact.objects.filter(
        dossier_id__in=dossier_ids,
        key__in=("guidance_started", "guidance_closed"),
        superseded_by__isnull=True,
        happened_on__isnull=False,
    )
    for dossier_id, key, on in rows.order_by("id").values_list("dossier_id", "key", "happened_on"):
        found.setdefault(dossier_id, {})[key] = on or date.min
    return {
        it
        for it, dates in found.items()
        if "guidance_closed" in dates and dates.get("guidance_started", date.min) <= dates["guidance_closed"]
    }


def _parts(member: Member, dossier: Dossier) -> QuerySet[Involvement]:
    """The running parts of the member's organisation that end with the guidance."""
    parts = Involvement.objects.filter(
        dossier_id=dossier.pk, organisation_id=member.organisation_id, ends_on__isnull=True
    )
    if dossier.organisation_id == member.organisation_id:
        return parts.filter(member__role=Member.Role.VOLUNTEER)
    return parts


def undo_closing(member: Member, dossier_id: int) -> list[Closing]:
    """Take back a closing of today, for all whom it concerned: the guidance goes on, and so do the parts in it.

    Raises NotAllowed, NotFound, and Overtaken if somebody corrected the date meanwhile.
    """
    require_professional(member)
    today = timezone.localdate()
    with transaction.atomic():
        last = (
            Closing.objects.filter(
                dossier_id=dossier_id,
                organisation_id=member.organisation_id,
                closed_on=today,
                undone_on__isnull=True,
            )
            .order_by("-id")
            .first()
        )
        if last is None:
            raise NotFound(_("Nothing was closed here today."))
        rows = list(
            Closing.objects.select_for_update().filter(together=last.together, undone_on__isnull=True)
        )
        for row in rows:
            if row.fact_id is not None:
                dossiers.retract_fact(member, row.fact_id, note=_("Closing taken back."))
            Involvement.objects.filter(
                dossier_id=row.dossier_id,
                organisation_id=member.organisation_id,
                ends_on=today + TOMORROW,
            ).update(ends_on=None)
            row.undone_on, row.undone_by = today, member
        Closing.objects.filter(pk__in=[row.pk for row in rows]).update(undone_on=today, undone_by=member)
        log(member, [row.dossier_id for row in rows], AccessLog.Act.WRITE, "closing")
    return rows
