"""What the worklist tells of volunteers."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import connection

from ..models import ENDING_DAYS, SILENT_DAYS


@dataclass(frozen=True, slots=True)
class VolunteerNotices:
    """How many questions wait, matches end soon, and matches have no contact; of how many nobody was told yet.

    In dossiers of which the acting member is the worker; for a coordinator, of the organisation.
    """

    help: int = 0
    ending: int = 0
    silent: int = 0
    untold: int = 0


def volunteer_notices() -> VolunteerNotices:
    """One SQL statement."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM volunteers_notices(%s, %s)", [ENDING_DAYS, SILENT_DAYS])
        return VolunteerNotices(*cursor.fetchone())
