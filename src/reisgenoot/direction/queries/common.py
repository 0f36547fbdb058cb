"""What the reads share: who asks, whose terms, and the conditions on a task."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from django.db import connection
from django.utils.translation import gettext as _

from reisgenoot.access.errors import NotAllowed
from reisgenoot.access.models import Member
from reisgenoot.access.roles import require_municipal
from reisgenoot.dossiers import seen
from reisgenoot.dossiers.models import Dossier

DIRECTING = (Member.Role.DIRECTOR, Member.Role.COORDINATOR)
PART = "direction"
ROUTES = ("b1", "education", "z", "none")
MOST_EXPORTED = 20_000
WEEK = timedelta(days=7)

LAST_DAY = "(t.overdue_from - 1)"
"""SQL: the last day of the task ``t``. Later than the due day where a task begins only after that."""
RUNS = "t.overdue_from IS NOT NULL AND (t.ends_on IS NULL OR t.ends_on > %(today)s)"
"""SQL: whether the task ``t`` has a last day that still counts; also of a task that can't be done yet."""


def require_direction(member: Member) -> None:
    """Raise NotAllowed unless the member is a case director or coordinator of a municipality."""
    require_municipal(member)
    if member.role not in DIRECTING:
        raise NotAllowed(_("Only case directors and coordinators see this."))


def route_of(dossier: str) -> str:
    """SQL: the learning route that was recorded last of a dossier, or ``none``, as far as the member may read it."""
    return f"""coalesce((
        SELECT f.value #>> '{{}}' FROM dossiers_fact f
        WHERE f.dossier_id = {dossier} AND f.key = 'learning_route' AND f.value IS NOT NULL
          AND (f.happened_on IS NULL OR f.happened_on <= %(today)s)
          AND NOT EXISTS (SELECT FROM dossiers_fact s WHERE s.supersedes_id = f.id)
        ORDER BY f.id DESC LIMIT 1
    ), 'none')"""


def of_keys(keys: Iterable[str]) -> str:
    """SQL: the task ``t`` is one of these; they come from our own files."""
    these = ", ".join(f"'{key}'" for key in sorted(keys))
    return f"t.key IN ({these})"


def carries(member: Member) -> bool:
    """Whether the member is the worker of anybody. One SQL statement."""
    return Dossier.objects.filter(worker=member).exists()


def workers() -> tuple[tuple[int, str], ...]:
    """Who carry the dossiers that the member sees, by name; also those of another organisation. One SQL statement."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT w.id, w.name FROM access_member w"
            f" WHERE w.id IN (SELECT d.worker_id FROM {seen.DOSSIERS} d) ORDER BY w.name, w.id"
        )
        return tuple(cursor.fetchall())
