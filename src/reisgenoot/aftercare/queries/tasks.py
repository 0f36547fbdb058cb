"""What is open in a household when guidance ends, and with whom each task stays."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from reisgenoot.dossiers import texts
from reisgenoot.dossiers.models import Dossier, Task

from ..models import TaskLeft

OURS = frozenset({"guide", "volunteer", "newcomer"})
"""Owners of tasks with which nobody stays behind if guidance ends; all others keep their own."""
CLOSING = "guidance_closed"


@dataclass(frozen=True, slots=True)
class OpenTask:
    """One task that is open, or waits; ``left``: the newest decision on it."""

    dossier_id: int
    name: str
    key: str
    text: Mapping[str, str]
    kind: str
    owner: str
    due: date | None
    left: TaskLeft | None

    @property
    def ours(self) -> bool:
        """Whether somebody must decide with whom it stays."""
        return self.owner in OURS


def open_tasks(dossier_ids: Collection[int], today: date) -> list[OpenTask]:
    """Tasks begun and not done in these dossiers, by owner and date. Three SQL statements."""
    about = {it.pk: it for it in Dossier.objects.filter(pk__in=dossier_ids)}
    left = newest(dossier_ids)
    rows = (
        Task.objects.filter(dossier_id__in=dossier_ids)
        .filter(
            Q(starts_on__lte=today) | Q(starts_on__isnull=True),
            Q(ends_on__gt=today) | Q(ends_on__isnull=True),
        )
        .exclude(key=CLOSING)
        .order_by("owner", "overdue_from", "dossier_id", "key")
    )
    return [
        OpenTask(
            dossier_id=row.dossier_id,
            name=about[row.dossier_id].name,
            key=row.key,
            text=texts.task_text(
                about[row.dossier_id].definition,
                about[row.dossier_id].version,
                about[row.dossier_id].municipality,
                row.key,
            ),
            kind=row.kind,
            owner=row.owner,
            due=row.due_on or row.expected_on,
            left=left.get((row.dossier_id, row.key)),
        )
        for row in rows
        if row.dossier_id in about
    ]


def newest(dossier_ids: Collection[int]) -> dict[tuple[int, str], TaskLeft]:
    """The newest decision on each task, by dossier and task."""
    rows = (
        TaskLeft.objects.filter(dossier_id__in=dossier_ids)
        .select_related("decided_by", "referral")
        .order_by("dossier_id", "key", "-id")
        .distinct("dossier_id", "key")
    )
    return {(row.dossier_id, row.key): row for row in rows}


def undecided(dossier_ids: Collection[int], today: date) -> list[OpenTask]:
    """Those of which nobody has said with whom they stay, and of which that must be said."""
    return [it for it in open_tasks(dossier_ids, today) if it.ours and it.left is None]
