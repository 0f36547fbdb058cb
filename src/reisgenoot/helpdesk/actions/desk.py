"""Walk-in hours: opening them, the queue, the clock, and what was asked and answered."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, time
from typing import Any

from django.db import connection, transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from reisgenoot.access.errors import NotFound, Refused, Text
from reisgenoot.access.log import log
from reisgenoot.access.models import AccessLog, Member
from reisgenoot.access.roles import GUIDING, require_guiding, require_professional
from reisgenoot.dossiers import actions as dossiers
from reisgenoot.dossiers.models import ContactNote, Dossier, Sensitivity

from ..models import DeskSession, KnownVisit, OnDesk, Theme, Visit

State = Visit.State
LONGEST_MINUTES = 600


def open_session(
    member: Member, *, place: str, day: date, begins: time, ends: time, manned: Collection[Member] = ()
) -> DeskSession:
    """Open walk-in hours of the member's organisation, manned by these members of it.

    Raises NotAllowed (a professional opens them), and Refused with the fields.
    """
    require_professional(member)
    _check_session(member, place, begins, ends, manned)
    with transaction.atomic():
        made = DeskSession.objects.create(
            organisation_id=member.organisation_id,
            place=place.strip(),
            day=day,
            begins=begins,
            ends=ends,
            opened_by=member,
        )
        _man(member, made, manned)
    return made


def change_session(
    member: Member, session_id: int, *, place: str, begins: time, ends: time, manned: Collection[Member]
) -> DeskSession:
    """Change when and where they are, and who mans them; the day stays. Raises as above, and NotFound."""
    require_professional(member)
    _check_session(member, place, begins, ends, manned)
    with transaction.atomic():
        found = session_of(member, session_id, lock=True)
        found.place, found.begins, found.ends = place.strip(), begins, ends
        found.save(update_fields=["place", "begins", "ends"])
        found.manned.all().delete()
        _man(member, found, manned)
    return found


def _check_session(member: Member, place: str, begins: time, ends: time, manned: Collection[Member]) -> None:
    problems: dict[str, Text] = {}
    if not place.strip():
        problems["place"] = _("Say where it is.")
    if ends <= begins:
        problems["ends"] = _("It cannot end before it begins.")
    if any(it.organisation_id != member.organisation_id or it.role not in GUIDING for it in manned):
        problems["manned"] = _("Choose people who guide in your own organisation.")
    if problems:
        raise Refused(problems)


def _man(member: Member, session: DeskSession, manned: Collection[Member]) -> None:
    OnDesk.objects.bulk_create(
        OnDesk(session=session, member=it, organisation_id=member.organisation_id) for it in set(manned)
    )


def session_of(member: Member, session_id: int, *, lock: bool = False) -> DeskSession:
    """A session that the member sees. Raises NotAllowed for a role that guides nobody, and NotFound."""
    require_guiding(member)
    rows = DeskSession.objects.select_for_update() if lock else DeskSession.objects
    found = rows.filter(pk=session_id, organisation_id=member.organisation_id).first()
    if found is None:
        raise NotFound(_("There are no such walk-in hours, or you do not man them today."))
    return found


def add_visitor(
    member: Member,
    session_id: int,
    *,
    called: str = "",
    language: str = "",
    theme: str = "",
    came_at: datetime | None = None,
) -> Visit:
    """Put a visitor at the end of the queue; the number follows. Nothing of it is required.

    Of a session that was, professionals add from paper. Raises NotAllowed, NotFound, Refused for a session to come.
    """
    require_guiding(member)
    with transaction.atomic():
        session = DeskSession.objects.filter(pk=session_id, organisation_id=member.organisation_id).first()
        if session is None:
            raise NotFound(_("There are no such walk-in hours, or you do not man them today."))
        today = timezone.localdate()
        if session.day > today:
            raise Refused({"called": _("These walk-in hours have not begun yet.")})
        if theme and theme not in Theme.values:
            raise Refused({"theme": _("There is no such choice.")})
        _one_by_one(session)
        last = session.visits.aggregate(last=Max("number"))["last"] or 0
        return Visit.objects.create(
            session=session,
            organisation_id=member.organisation_id,
            day=session.day,
            number=last + 1,
            called=" ".join(called.split())[:40],
            language=language,
            theme=theme,
            came_at=came_at or _came_at(session, today),
        )


def _came_at(session: DeskSession, today: date) -> datetime:
    if session.day == today:
        return timezone.now()
    return timezone.make_aware(datetime.combine(session.day, session.begins))


def _one_by_one(session: DeskSession) -> None:
    """Nobody else gives out a number, or takes the next one, until the end of the transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [session.pk])


def visit_of(member: Member, visit_id: int) -> Visit:
    """A visit that the member sees, locked until the end of the transaction. Raises NotAllowed and NotFound."""
    require_guiding(member)
    rows = Visit.objects.select_for_update(of=("self",)).select_related("session", "helped_by")
    found = rows.filter(pk=visit_id, organisation_id=member.organisation_id).first()
    if found is None:
        raise NotFound(_("There is no such visitor, or you do not man this desk today."))
    return found


def take(member: Member, session_id: int, visit_id: int | None = None) -> Visit | None:
    """Help the next one who waits (or this one), and start the clock; None if nobody waits.

    Two who press at once get two visitors. Raises NotAllowed, NotFound, and Refused if this one was taken already.
    """
    with transaction.atomic():
        session = session_of(member, session_id)
        _one_by_one(session)
        if visit_id is None:
            found = session.visits.filter(state=State.WAITING).order_by("number").first()
            if found is None:
                return None
        else:
            found = visit_of(member, visit_id)
            if found.session_id != session.pk:
                raise NotFound(_("There is no such visitor, or you do not man this desk today."))
            if found.state != State.WAITING:
                by = found.helped_by.name if found.helped_by else ""
                raise Refused({"visit": _("Somebody helps this visitor already: %(name)s.") % {"name": by}})
        now = timezone.now()
        return _keep(
            found, state=State.HELPED, taken_at=found.taken_at or now, running_since=now, helped_by=member
        )


def put_back(member: Member, visit_id: int) -> Visit:
    """Back into the queue, at the old place; the clock goes back to nothing. Raises NotAllowed, NotFound, Refused."""
    with transaction.atomic():
        found = _helped(member, visit_id)
        return _keep(found, state=State.WAITING, taken_at=None, running_since=None, seconds=0, helped_by=None)


def run_clock(member: Member, visit_id: int) -> Visit:
    """Let the clock run (again); a visit that was done, or of somebody who had left, is open again.

    Raises NotAllowed, NotFound, and Refused for a visit of another day or one that still waits.
    """
    with transaction.atomic():
        found = visit_of(member, visit_id)
        if found.state == State.WAITING or found.day != timezone.localdate():
            raise Refused({"visit": _("The clock runs for who is helped today.")})
        if found.running_since:
            return found
        now = timezone.now()
        return _keep(
            found,
            state=State.HELPED,
            running_since=now,
            taken_at=found.taken_at or now,
            helped_by=found.helped_by or member,
        )


def stop_clock(member: Member, visit_id: int) -> Visit:
    """Stop the clock; what it counted is added up. Raises NotAllowed and NotFound."""
    with transaction.atomic():
        found = visit_of(member, visit_id)
        return _keep(found, **_stopped(found))


def _stopped(visit: Visit) -> dict[str, Any]:
    if visit.running_since is None:
        return {}
    ran = int((timezone.now() - visit.running_since).total_seconds())
    return {"running_since": None, "seconds": visit.seconds + max(0, ran)}


def describe(member: Member, visit_id: int, **about: str) -> Visit:
    """Note what it is about while helping: ``called``, ``language``, ``theme``, ``question``, ``answer``.

    Question and answer of somebody known are no matter of the desk: they go into the dossier when it is finished.
    Raises NotAllowed, NotFound, and Refused with the fields.
    """
    with transaction.atomic():
        found = visit_of(member, visit_id)
        changes = _described(about)
        if found.known and (changes.get("question") or changes.get("answer")):
            raise Refused({"answer": _("Of somebody known this goes into their dossier: press “Done”.")})
        return _keep(found, **changes)


def _described(about: dict[str, str]) -> dict[str, str]:
    if about.get("theme") and about["theme"] not in Theme.values:
        raise Refused({"theme": _("There is no such choice.")})
    wanted = ("called", "language", "theme", "question", "answer")
    return {name: about[name].strip() for name in wanted if name in about}


def finish(
    member: Member,
    visit_id: int,
    *,
    minutes: int | None = None,
    sensitivity: str = Sensitivity.NORMAL,
    **about: str,
) -> Visit:
    """The visitor was helped; the clock stops, or ``minutes`` takes its place.

    Of somebody known, question and answer become a contact note in their dossier. Raises NotAllowed, NotFound, and
    Refused with the fields (a theme is needed: without it nobody learns anything from the numbers).
    """
    with transaction.atomic():
        found = visit_of(member, visit_id)
        changes: dict[str, Any] = _described(about)
        problems: dict[str, Text] = {}
        if not changes.get("theme", found.theme):
            problems["theme"] = _("Choose what it was about.")
        if minutes is not None and not 0 <= minutes <= LONGEST_MINUTES:
            problems["minutes"] = _("Between 0 and %(most)d minutes.") % {"most": LONGEST_MINUTES}
        if problems:
            raise Refused(problems)
        changes |= _stopped(found)
        # Unchanged whole minutes are what the clock said, to the second.
        if minutes is not None and minutes != -(-changes.get("seconds", found.seconds) // 60):
            changes["seconds"] = minutes * 60
        changes |= {"state": State.DONE, "helped_by": found.helped_by or member}
        changes["taken_at"] = found.taken_at or found.came_at
        _keep(found, **changes)
        if found.known:
            _note(member, found, sensitivity)
    return found


def _note(member: Member, visit: Visit, sensitivity: str) -> None:
    """What was asked and answered, from the desk into the dossier."""
    text = "\n\n".join(part for part in (visit.question, visit.answer) if part)
    if not text:
        return
    whose = KnownVisit.objects.filter(visit=visit).first()
    if whose is None:
        raise Refused({"answer": _("This visitor is known: a professional writes it into the dossier.")})
    dossiers.add_note(
        member,
        whose.dossier_id,
        kind=ContactNote.Kind.WALK_IN,
        text=text,
        on=visit.day,
        sensitivity=sensitivity,
    )
    _keep(visit, question="", answer="")


def leave(member: Member, visit_id: int) -> Visit:
    """The visitor went away without help. Raises NotAllowed and NotFound."""
    with transaction.atomic():
        found = visit_of(member, visit_id)
        return _keep(found, state=State.LEFT, **_stopped(found))


def link(member: Member, visit_id: int, dossier_id: int) -> Visit:
    """Say whose visit it is; the dossier's log notes it. Raises NotAllowed (a professional does), NotFound, Refused."""
    require_professional(member)
    with transaction.atomic():
        found = visit_of(member, visit_id)
        dossier = Dossier.objects.filter(pk=dossier_id).first()
        if dossier is None:
            raise NotFound(_("There is no such dossier, or you have no access to it."))
        if found.known:
            raise Refused({"visit": _("This visit is somebody's already; unlink it first.")})
        KnownVisit.objects.create(visit=found, dossier_id=dossier_id)
        _keep(found, known=True, language=found.language or dossier.language)
        log(member, [dossier_id], AccessLog.Act.WRITE, "walk-in")
    return found


def unlink(member: Member, visit_id: int) -> Visit:
    """It was somebody else. Raises NotAllowed, NotFound, and Refused once it led to a note or referral."""
    require_professional(member)
    with transaction.atomic():
        found = visit_of(member, visit_id)
        whose = KnownVisit.objects.filter(visit=found).first()
        if whose is None:
            raise NotFound(_("Nobody is linked to this visit, or you have no access to their dossier."))
        if found.state == State.DONE or found.referrals.exists():
            raise Refused({"visit": _("A note or referral stands in the dossier already; correct it there.")})
        log(member, [whose.dossier_id], AccessLog.Act.WRITE, "walk-in")
        whose.delete()
        return _keep(found, known=False)


def _helped(member: Member, visit_id: int) -> Visit:
    found = visit_of(member, visit_id)
    if found.state not in (State.HELPED, State.LEFT) or found.day != timezone.localdate():
        raise Refused({"visit": _("Only who is helped or left today goes back into the queue.")})
    return found


def _keep(visit: Visit, **changes: Any) -> Visit:
    for name, value in changes.items():
        setattr(visit, name, value)
    if changes:
        visit.save(update_fields=list(changes))
    return visit
