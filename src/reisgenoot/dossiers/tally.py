"""How many tasks each dossier has to do: counted when planned, and valid until the next date that matters.

A list of thousands of dossiers can then be counted without reading their tasks. No night's work is
needed: whoever counts on a later day first brings those up to date whose time is over
(``planning.freshen``).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db import connection

WEEK = 7
"""Days: a task is due this week if its due date is today or one of the six days after it."""

TO_DO = """(
    (t.starts_on IS NULL OR t.starts_on <= %(today)s) AND (t.ends_on IS NULL OR t.ends_on > %(today)s)
    AND (NOT t.waiting OR t.overdue_from <= %(today)s)
)"""
"""SQL: whether the task ``t`` is open or overdue on ``today``."""
OVERDUE = "(t.overdue_from <= %(today)s)"
THIS_WEEK = f"(t.overdue_from > %(today)s AND t.overdue_from <= %(today)s + {WEEK})"

_TALLY = f"""
    WITH these AS MATERIALIZED (
        SELECT person_id AS id FROM dossiers_dossier WHERE person_id = ANY(%(ids)s)
        ORDER BY person_id FOR UPDATE
    ), counted AS (
        SELECT these.id,
               count(t.id) FILTER (WHERE {TO_DO}) AS todo,
               count(t.id) FILTER (WHERE {TO_DO} AND {OVERDUE}) AS overdue,
               count(t.id) FILTER (WHERE {TO_DO} AND {THIS_WEEK}) AS week,
               min(least(
                   CASE WHEN t.starts_on > %(today)s THEN t.starts_on END,
                   CASE WHEN t.ends_on > %(today)s THEN t.ends_on END,
                   CASE WHEN t.overdue_from > %(today)s THEN t.overdue_from END,
                   CASE WHEN t.overdue_from - {WEEK} > %(today)s THEN t.overdue_from - {WEEK} END
               )) AS until
        FROM these LEFT JOIN dossiers_task t ON t.dossier_id = these.id
        GROUP BY these.id
    )
    UPDATE dossiers_dossier d
    SET open_tasks = c.todo, overdue_tasks = c.overdue, week_tasks = c.week,
        tallied_on = %(today)s, tally_until = c.until
    FROM counted c WHERE d.person_id = c.id
"""


def tally(dossier_ids: Iterable[int], today: date) -> None:
    """Count the tasks of these dossiers anew: one SQL statement."""
    with connection.cursor() as cursor:
        cursor.execute(_TALLY, {"ids": list(dossier_ids), "today": today})
