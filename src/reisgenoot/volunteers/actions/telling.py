"""Telling coordinators and guides of a match that ends soon, and of one without contact: once each."""

from __future__ import annotations

from django.db import connection

from reisgenoot.notices.kinds import KINDS

from ..models import ENDING_DAYS, SILENT_DAYS


def tell() -> int:
    """Tell what nobody was told of yet, in all organisations; returns how many matches that were. One SQL statement."""
    told = KINDS["match_silent"]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT volunteers_tell(%s, %s, %s, %s)", [ENDING_DAYS, SILENT_DAYS, told.in_app, told.by_mail]
        )
        return int(cursor.fetchone()[0])
