"""Lists of what the acting member may see, written so that PostgreSQL goes to it by index.

The policies let in just what these conditions ask for; but a policy is a condition on each row, and over the whole
country that is too many rows to ask. Two branches: what the own organisation is responsible for, and what the member
sees by another relation.
"""

from __future__ import annotations

_OWN = "(SELECT access_guiding_organisation())"

DOSSIERS = f"""(
    SELECT d.* FROM dossiers_dossier d WHERE d.organisation_id = {_OWN}
    UNION ALL
    SELECT d.* FROM access_elsewhere e JOIN dossiers_dossier d ON d.person_id = e.dossier_id
    WHERE d.organisation_id IS DISTINCT FROM {_OWN}
)"""
"""SQL: all dossiers that the acting member may see, as a table in FROM."""

ORDER = "t.overdue_from NULLS LAST, t.expected_on NULLS LAST, t.dossier_id, t.key"
"""SQL: the order of a list of tasks ``t``: overdue first, then by date."""


def tasks(condition: str, limit: int | None = None, *, order: str = ORDER, of_worker: bool = False) -> str:
    """SQL: the tasks ``t`` that the acting member may see and that fit, as a table in FROM.

    With ``limit`` at least the first so many in ``order``, and not many more. ``of_worker``: the condition names a
    worker, of whom there is an index in that order; then the one of the organisation is kept out of it, or PostgreSQL
    would read all of that too, to combine them.
    """
    same = "IS NOT DISTINCT FROM" if of_worker else "="
    cut = "" if limit is None else f" ORDER BY {order} LIMIT {limit}"
    return f"""(
        (SELECT t.* FROM dossiers_task t WHERE t.organisation_id {same} {_OWN} AND {condition}{cut})
        UNION ALL
        (SELECT t.* FROM dossiers_task t
         WHERE t.dossier_id IN (SELECT e.dossier_id FROM access_elsewhere e)
           AND t.organisation_id IS DISTINCT FROM {_OWN} AND {condition}{cut})
    )"""
