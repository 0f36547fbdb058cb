"""Information sessions, and who can be ticked as having been there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import connection
from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _

from reisgenoot.access.errors import NotFound
from reisgenoot.access.log import log
from reisgenoot.access.models import AccessLog, Member
from reisgenoot.access.roles import require_professional
from reisgenoot.dossiers import seen
from reisgenoot.web.paging import PER_PAGE, Counted

from ..models import Attendance, Session
from .lists import Page, page_of

_THERE = Attendance.objects.filter(session=OuterRef("pk")).order_by().values("session")
_MANY = Coalesce(Subquery(_THERE.annotate(many=Count("pk")).values("many")), 0)
"""How many were there, counted for the sessions of a page alone: a join would count for all first."""
CANDIDATES = PER_PAGE
"""People shown at once; who was there comes first, so that ticking goes on over the pages."""
_WHO = f"""
    SELECT d.person_id, d.name, d.household_name, d.language, s.centre, a.id IS NOT NULL, p.born, count(*) OVER ()
    FROM {seen.DOSSIERS} d
    JOIN people_person p ON p.id = d.person_id
    LEFT JOIN procedure_stay s ON s.dossier_id = d.person_id AND s.ends_on IS NULL
    LEFT JOIN procedure_attendance a ON a.dossier_id = d.person_id AND a.session_id = %(session)s
    WHERE (a.id IS NOT NULL OR (
        d.phase = ANY (%(phases)s) AND (d.closed_on IS NULL OR d.closed_on > %(today)s)
        AND (%(language)s = '' OR d.language = %(language)s) AND (%(centre)s = '' OR s.centre = %(centre)s)
    ))
    ORDER BY a.id IS NULL, d.household_name, d.name, d.person_id LIMIT {CANDIDATES} OFFSET %(beyond)s
"""


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who could have been there; ``there``: they are noted as such."""

    dossier_id: int
    name: str
    household: str
    language: str
    centre: str
    there: bool
    born: date | None = None


@dataclass(frozen=True, slots=True)
class SessionPage:
    """A session and those who can be ticked."""

    session: Session
    candidates: Page


def sessions(member: Member, *, topic: str = "", page: int = 1, per_page: int = PER_PAGE) -> Page:
    """The sessions of the member's organisation, the latest first, each with ``many``. Two SQL statements."""
    require_professional(member)
    found = Session.objects.filter(organisation=member.organisation_id)
    if topic:
        found = found.filter(topics__contains=[topic])
    first = (page - 1) * per_page
    rows = found.annotate(many=_MANY).order_by("-on", "-recorded_at")
    return page_of(tuple(rows[first : first + per_page]), found, page, per_page)


def session_page(
    member: Member, session_id: int, *, language: str | None = None, centre: str = "", page: int = 1
) -> SessionPage:
    """A session of the member's organisation: who was there first, then others in reception. Two SQL statements.

    ``language``: of the others; empty for all, None for that of the session. Besides that of the log. Raises
    NotAllowed, and NotFound (also for another organisation's).
    """
    require_professional(member)
    session = Session.objects.filter(pk=session_id, organisation=member.organisation_id).first()
    if session is None:
        raise NotFound(_("There is no such session, or you have no access to it."))
    with connection.cursor() as cursor:
        cursor.execute(
            _WHO,
            {
                "session": session.pk,
                "phases": ["registration", "procedure", "housing"],
                "today": timezone.localdate(),
                "language": session.language if language is None else language,
                "centre": centre,
                "beyond": (page - 1) * CANDIDATES,
            },
        )
        rows = cursor.fetchall()
    log(member, [row[0] for row in rows], AccessLog.Act.APPEARED, "procedure")
    total = Counted(rows[0][-1] if rows else 0)
    shown = tuple(
        Candidate(key, name, household, spoken, where or "", there, born)
        for key, name, household, spoken, where, there, born, _total in rows
    )
    return SessionPage(session, Page(shown, total, page))
