"""Handing dossiers over: sending, asking, accepting, declining, withdrawing, and giving back.

Who is responsible changes at acceptance alone, by a function of the database; so does what the wall opens.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reisgenoot.access.errors import NotAllowed, NotFound, Overtaken, Refused, Text
from reisgenoot.access.log import log
from reisgenoot.access.models import AccessLog, Member, Organisation
from reisgenoot.access.roles import require_professional
from reisgenoot.core.trajectory.terms import working_day_after
from reisgenoot.notices.actions import notify

from ..handing import ADULTHOOD, may_be_told
from ..models import Dossier, HandedDossier, Handover, HandoverLine, HandoverWord, Task
from .common import lock
from .concerned import answering, found_handover, told_here, told_there
from .facts import record_fact
from .guidance import can_carry
from .moment import moment_problems, plan, who_comes

ANSWER_WITHIN = 5
"""Working days for an answer, our own choice; which days are none says the Algemene termijnenwet, article 3."""
LONGEST_LINE = 8000
LONGEST_WORD = 2000
"""Characters."""
State = Handover.State


@dataclass(frozen=True, slots=True)
class Offer:
    """What is sent. ``summary``: for each dossier its text by category of data; what is not in it, is not sent.

    ``wanted``: who should carry the dossiers there; inside one's own organisation somebody must be named.
    ``returns_on``: when they come back, inside one's own organisation.
    """

    receiver: Organisation
    cause: str
    summary: Mapping[int, Mapping[str, str]]
    wanted: Member | None = None
    words: str = ""
    returns_on: date | None = None
    moment: str = ""
    moment_at: datetime | None = None
    moment_place: str = ""


def send_handover(member: Member, offer: Offer) -> Handover:
    """Offer the dossiers to another organisation or colleague; until they accept, nothing changes.

    Raises NotAllowed, NotFound, and Refused with the fields of the offer (``dossiers`` for one that can't be handed
    over now, ``DOSSIER.CATEGORY`` for a text).
    """
    require_professional(member)
    problems = _problems(member, offer)
    ids = list(offer.summary)
    with transaction.atomic():
        lock(ids)
        found = Dossier.objects.in_bulk(ids)
        if len(found) < len(ids):
            raise NotFound(_("There is no such dossier, or you have no access to it."))
        if why := _why_not(member, found.values()):
            problems["dossiers"] = why
        if problems:
            raise Refused(problems)
        made = _insert(member, offer, [found[key] for key in ids])
        log(member, ids, AccessLog.Act.WRITE, "handover sent")
        if offer.moment and offer.moment_at:
            plan(made, offer.moment, offer.moment_at, offer.moment_place)
        notify("handover_received", to=told_there(offer.receiver.pk, offer.wanted))
    return made


def _problems(member: Member, offer: Offer) -> dict[str, Text]:
    today, problems = timezone.localdate(), dict[str, Text]()
    within = offer.receiver.pk == member.organisation_id
    if offer.cause not in Handover.Cause.values:
        problems["cause"] = _("Choose why you hand over.")
    if not answering(offer.receiver.pk).exists():
        problems["receiver"] = _("Nobody works there in Reisgenoot who can answer.")
    if offer.wanted is None and within:
        problems["wanted"] = _("Choose the colleague who takes over.")
    elif offer.wanted is not None and (
        offer.wanted.organisation_id != offer.receiver.pk or not can_carry(offer.wanted)
    ):
        problems["wanted"] = _("Choose somebody who guides people there.")
    if offer.returns_on is not None and (not within or offer.returns_on <= today):
        problems["returns_on"] = _("Only a colleague gives back, on a day that lies ahead.")
    problems |= moment_problems(offer.moment, offer.moment_at)
    if len(offer.words.strip()) > LONGEST_WORD:
        problems["words"] = _("This is too long.")
    if not offer.summary:
        problems["dossiers"] = _("Choose at least one person.")
    for dossier_id, lines in offer.summary.items():
        if not any(it.strip() for it in lines.values()):
            problems["summary"] = _("The summary of one of them is empty: the other side knows nothing then.")
        for category, text in lines.items():
            if not may_be_told(offer.receiver, category):
                problems[f"{dossier_id}.{category}"] = _("The receiver may not read this kind of data.")
            elif len(text) > LONGEST_LINE:
                problems[f"{dossier_id}.{category}"] = _("This is too long.")
    return problems


def _why_not(member: Member, found: Iterable[Dossier]) -> Text:
    """Why these can't be handed over now; empty if they can."""
    today = timezone.localdate()
    for it in found:
        if it.organisation_id != member.organisation_id:
            return _("Another organisation is responsible for %(name)s.") % {"name": it.name}
        if it.closed_on is not None and it.closed_on <= today:
            return _("The dossier of %(name)s is closed.") % {"name": it.name}
    ids = [it.pk for it in found]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(DISTINCT dossier_id) FROM access_granted"
            " WHERE dossier_id = ANY (%s) AND category = 'route' AND may_change",
            [ids],
        )
        if cursor.fetchone()[0] < len(ids):
            return _("The person has limited the use of one of the dossiers: nothing changes in it now.")
    if HandedDossier.objects.filter(dossier_id__in=ids, open=True).exists():
        return _under_way()
    return ""


def _under_way() -> Text:
    return _("One of them is being handed over already. Withdraw that first.")


def _insert(member: Member, offer: Offer, dossiers: list[Dossier]) -> Handover:
    made = Handover(
        cause=offer.cause,
        sender_id=member.organisation_id,
        sent_by=member,
        receiver=offer.receiver,
        wanted=offer.wanted,
        answer_by=working_day_after(timezone.localdate(), ANSWER_WITHIN),
        returns_on=offer.returns_on,
    )
    told = {key: {name: text.strip() for name, text in it.items()} for key, it in offer.summary.items()}
    try:
        with transaction.atomic():
            made.save(force_insert=True)
            HandedDossier.objects.bulk_create(
                # Who it is, is part of what can be left out.
                HandedDossier(handover=made, dossier=it, name=it.name if told[it.pk].get("identity") else "")
                for it in dossiers
            )
    except IntegrityError as error:  # a colleague was just before us
        raise Refused({"dossiers": _under_way()}) from error
    HandoverLine.objects.bulk_create(
        HandoverLine(handover=made, dossier_id=key, category=category, text=text)
        for key, lines in told.items()
        for category, text in lines.items()
        if text
    )
    if offer.words.strip():
        HandoverWord(
            handover=made,
            dossier=dossiers[0],
            member=member,
            kind=HandoverWord.Kind.SENT,
            text=offer.words.strip(),
        ).save()
    return made


def accept_handover(
    member: Member, handover: int, *, worker: Member | None = None, words: str = ""
) -> Handover:
    """Take the dossiers over: the member's organisation is responsible from now on, and ``worker`` carries them.

    Default: the member. Raises NotAllowed, NotFound, Overtaken if it is not open any more, and Refused (``worker`` for
    somebody who can't carry them, ``handover`` for dossiers that can't change now).
    """
    return _end(member, handover, State.ACCEPTED, words, (worker or member).pk)


def decline_handover(member: Member, handover: int, *, words: str) -> Handover:
    """Decline, with the reason; the sender stays responsible. Raises as above, Refused (``words``) without a reason."""
    return _end(member, handover, State.DECLINED, _said(words))


def withdraw_handover(member: Member, handover: int) -> Handover:
    """Take an offer back that nobody has accepted yet. Raises NotAllowed, NotFound, Overtaken."""
    return _end(member, handover, State.WITHDRAWN, "")


def _said(words: str) -> str:
    if len(words.strip()) < 3:
        raise Refused({"words": _("Say it in a few words.")})
    return words.strip()


def _end(member: Member, handover: int, how: str, words: str, worker: int | None = None) -> Handover:
    require_professional(member)
    with transaction.atomic():
        before = found_handover(handover)
        _on_its_side(member, before, receiving=how != State.WITHDRAWN)
        concerned, coming = told_here(before), who_comes(before)
        _call("SELECT dossiers_end_handover(%s, %s, %s, %s)", [handover, how, words, worker], before)
        after = found_handover(handover)
        if how == State.WITHDRAWN:
            notify("handover_withdrawn", to=told_there(after.receiver_id, after.wanted))
        else:
            notify(f"handover_{how}", to=concerned)
            if worker is not None:
                notify("dossiers_given", to=[worker])
            if how == State.ACCEPTED and after.cause == Handover.Cause.ADULT:
                _came_of_age(member, after)
        if how != State.ACCEPTED:
            notify("handover_moment", to=coming)
    return after


def _came_of_age(member: Member, accepted: Handover) -> None:
    """The task of the guardian is done by this: no signal is left at who took over."""
    handed = HandedDossier.objects.filter(handover=accepted).values("dossier_id")
    for it in Task.objects.filter(dossier__in=handed, key=ADULTHOOD).order_by("dossier_id"):
        record_fact(member, it.dossier_id, ADULTHOOD, timezone.localdate())


def ask_about_handover(member: Member, handover: int, *, words: str) -> Handover:
    """Ask the sender something before answering. Raises as :func:`decline_handover`."""
    return _say(member, handover, HandoverWord.Kind.ASKED, words)


def answer_about_handover(member: Member, handover: int, *, words: str) -> Handover:
    """Answer what the receiver asked. Raises as :func:`decline_handover`."""
    return _say(member, handover, HandoverWord.Kind.ANSWERED, words)


def _say(member: Member, handover: int, what: str, words: str) -> Handover:
    require_professional(member)
    said = _said(words)[:LONGEST_WORD]
    with transaction.atomic():
        before = found_handover(handover)
        _on_its_side(member, before, receiving=what == HandoverWord.Kind.ASKED)
        until = working_day_after(timezone.localdate(), ANSWER_WITHIN)
        _call("SELECT dossiers_say_handover(%s, %s, %s, %s)", [handover, what, said, until], before)
        asked = what == HandoverWord.Kind.ASKED
        to = told_here(before) if asked else told_there(before.receiver_id, before.wanted)
        notify(f"handover_{what}", to=to)
    return found_handover(handover)


def give_back(member: Member, handover: int) -> Handover:
    """Let the dossiers go back to who carried them before they were away. Raises as :func:`accept_handover`."""
    require_professional(member)
    with transaction.atomic():
        before = found_handover(handover)
        _on_its_side(member, before, receiving=True)
        handed = list(before.handed.values_list("before_id", flat=True))
        _call("SELECT dossiers_give_back(%s)", [handover], before)
        notify("dossiers_given", to={key for key in handed if key})
    return found_handover(handover)


def _on_its_side(member: Member, it: Handover, *, receiving: bool) -> None:
    if member.organisation_id != (it.receiver_id if receiving else it.sender_id):
        raise NotAllowed(_("Only the other side of this hand-over can do this."))


def _call(statement: str, values: list[Any], before: Handover) -> None:
    """Do it in the database, which says what is in the way."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        problem = cursor.fetchone()[0]
    if problem == "over":
        now = Handover.objects.select_related("ended_by__organisation").get(pk=before.pk)
        by = f"{now.ended_by.name}, {now.ended_by.organisation.name}" if now.ended_by else ""
        raise Overtaken("handover", seen="", now=now.get_state_display(), by=by, at=now.ended_at, version="")
    if problem:
        field, why = _IN_THE_WAY[problem]
        raise Refused({field: why})


_IN_THE_WAY: Mapping[str, tuple[str, Text]] = {
    "worker": (
        "worker",
        gettext_lazy("Choose somebody who works there now, and of whom no last day is known."),
    ),
    "closed": (
        "handover",
        gettext_lazy("One of these dossiers was closed meanwhile: it can't be handed over."),
    ),
    "limited": (
        "handover",
        gettext_lazy("The person has limited the use of one of the dossiers: nothing changes in it now."),
    ),
}
