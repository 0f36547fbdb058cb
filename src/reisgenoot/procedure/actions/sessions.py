"""Sessions in which many are told the same, and who was there."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from reisgenoot.access.errors import NotFound, Refused, Text
from reisgenoot.access.models import Member
from reisgenoot.access.roles import require_professional
from reisgenoot.dossiers.models import Dossier

from ..models import Attendance, Session
from .common import record_first, wrote

MOST = 200
"""People ticked at once."""


def give_session(
    member: Member, *, on: date, topics: Sequence[str], language: str, place: str, interpreter: str = ""
) -> Session:
    """Note a session that the member's organisation gives or gave. Raises NotAllowed, and Refused with the fields."""
    require_professional(member)
    problems: dict[str, Text] = {}
    if not topics or set(topics) - set(Session.Topic.values):
        problems["topics"] = _("Choose at least one topic.")
    if not language:
        problems["language"] = _("In which language?")
    if not 1 <= len(place.strip()) <= 100:
        problems["place"] = _("This has between 1 and 100 characters.")
    if problems:
        raise Refused(problems)
    return Session.objects.create(
        on=on,
        topics=list(topics),
        language=language,
        place=place.strip(),
        interpreter=interpreter.strip(),
        recorded_by=member,
        organisation_id=member.organisation_id,
    )


def attend(member: Member, session_id: int, *, shown: Collection[int], there: Collection[int]) -> int:
    """Of those ``shown``, these were ``there``; about others nothing changes. Returns how many were added.

    Who heard of the procedure counts as told. Raises NotAllowed, NotFound (also of a session of others, or for somebody
    whom the member does not see), and Refused for a session that is still to come, or too many at once.
    """
    require_professional(member)
    with transaction.atomic():
        session = Session.objects.filter(pk=session_id, organisation_id=member.organisation_id).first()
        if session is None:
            raise NotFound(_("There is no such session, or you have no access to it."))
        if session.on > timezone.localdate():
            raise Refused({"there": _("This session is still to come.")})
        if len(shown) > MOST:
            raise Refused({"there": _("Too many at once: at most %(most)d.") % {"most": MOST}})
        wanted = set(there) & set(shown)
        if Dossier.objects.filter(pk__in=wanted).count() < len(wanted):
            raise NotFound(_("There is no such dossier, or you have no access to it."))
        was = set(
            Attendance.objects.filter(session=session, dossier__in=set(shown)).values_list(
                "dossier_id", flat=True
            )
        )
        added, gone = wanted - was, was - wanted
        own = {"session": session, "recorded_by": member, "organisation_id": member.organisation_id}
        Attendance.objects.bulk_create([Attendance(dossier_id=key, **own) for key in sorted(added)])
        Attendance.objects.filter(session=session, dossier__in=gone).delete()
        if added and Session.Topic.PROCEDURE in session.topics:
            record_first(member, sorted(added), "procedure_explained", session.on)
        wrote(member, sorted(added | gone))
    return len(added)
