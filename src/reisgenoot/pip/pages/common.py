"""What the pages share: the heading."""

from __future__ import annotations

from typing import Any

from reisgenoot.access.models import Member
from reisgenoot.dossiers import queries


def about(member: Member, dossier_id: int) -> dict[str, Any]:
    """What each page of a dossier needs; the log notes that the member opened the plan."""
    return {"heading": queries.heading(member, dossier_id, "pip")}
