"""Lists of what the acting member may see, written so that PostgreSQL goes to it by index.

The policies let in just what these conditions ask for; but a policy is a condition on each row, and over the whole
country that is too many rows to ask. Two branches: what the own organisation is responsible for, and what the member
sees by another relation. An organisation that works in the whole country sees so much by another relation that a list
walks an index of all of it, until it has enough.
"""

from __future__ import annotations

_OWN = "(SELECT access_guiding_organisation())"
_FEW = "(SELECT access_sees_few())"

DOSSIERS = f"""(
    SELECT d.* FROM dossiers_dossier d WHERE d.organisation_id = {_OWN}
    UNION ALL
    SELECT d.* FROM access_elsewhere e JOIN dossiers_dossier d ON d.person_id = e.dossier_id
    WHERE d.organisation_id IS DISTINCT FROM {_OWN}
)"""
"""SQL: all dossiers that the acting member may see, as a table in FROM."""

LEGAL_TASKS = (
    "decision_received",
    "appeal_filed",
    "provisional_measure_considered",
    "higher_appeal_filed",
    "refugee_status_appeal_considered",
    "withdrawal_appeal_considered",
)
"""What runs against a term of the asylum procedure: first to decide, then to appeal. Of these is ``task_of_law``."""

ORDER = "t.overdue_from NULLS LAST, t.expected_on NULLS LAST, t.dossier_id, t.key"
"""SQL: the order of a list of tasks ``t``: overdue first, then by date."""


def tasks(
    condition: str,
    limit: int | None = None,
    *,
    order: str = ORDER,
    of_worker: bool = False,
    walked: bool = False,
) -> str:
    """SQL: the tasks ``t`` that the acting member may see and that fit, as a table in FROM.

    With ``limit`` at least the first so many in ``order``, and not many more. ``of_worker``: the condition names a
    worker, of whom there is an index in that order; then the one of the organisation is kept out of it, or PostgreSQL
    would read all of that too, to combine them. ``walked``: there is an index in that ``order`` over the tasks of the
    whole country that fit ``condition``.
    """
    same = "IS NOT DISTINCT FROM" if of_worker else "="
    cut = "" if limit is None else f" ORDER BY {order} LIMIT {limit}"
    elsewhere = f"t.organisation_id IS DISTINCT FROM {_OWN} AND {condition}{cut}"
    few, walk = "", ""
    if walked:
        few = f"{_FEW} AND "
        walk = f" UNION ALL (SELECT t.* FROM dossiers_task t WHERE NOT {_FEW} AND {elsewhere})"
    return f"""(
        (SELECT t.* FROM dossiers_task t WHERE t.organisation_id {same} {_OWN} AND {condition}{cut})
        UNION ALL
        (SELECT t.* FROM dossiers_task t
         WHERE {few}t.dossier_id IN (SELECT e.dossier_id FROM access_elsewhere e) AND {elsewhere}){walk}
    )"""
