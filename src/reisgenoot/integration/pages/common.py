"""What the pages share: who asks, and the heading."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from reisgenoot.access.models import Member
from reisgenoot.dossiers import queries


def about(member: Member, dossier_id: int, here: str, log_part: str) -> dict[str, Any]:
    """What each page of a dossier needs; the log notes that the member opened this part. ``here``: the page's tab."""
    return {"heading": queries.heading(member, dossier_id, log_part), "here": here}


def sent(request: HttpRequest, **instead: str) -> dict[str, str]:
    """The fields of the form, to be sent again with others in their place."""
    left_out = ("csrfmiddlewaretoken", "once", "whose")
    return {name: str(value) for name, value in request.POST.items() if name not in left_out} | instead
