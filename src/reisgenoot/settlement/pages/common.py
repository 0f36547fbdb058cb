"""What the pages share: who asks, the heading, and where a form returns to."""

from __future__ import annotations

from typing import Any

from django.forms import BaseFormSet
from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme

from reisgenoot.access.errors import Refused
from reisgenoot.access.models import Member
from reisgenoot.dossiers import queries
from reisgenoot.dossiers.forms import RefusableForm


def part(member: Member, dossier_id: int, name: str, log_part: str) -> dict[str, Any]:
    """What each page of a dossier needs; the log notes that the member opened this part. ``name``: the page's tab."""
    return {
        "heading": queries.heading(member, dossier_id, log_part),
        "here": name,
    }


def back(request: HttpRequest, otherwise: str) -> str:
    """Where a form asks to return to: a path of this site, or ``otherwise``."""
    wanted = request.POST.get("next", "")
    return wanted if wanted.startswith("/") and url_has_allowed_host_and_scheme(wanted, None) else otherwise


def beside(
    refused: Refused, visits: BaseFormSet[Any], otherwise: RefusableForm, field: str, places: list[int]
) -> None:
    """Put each problem beside its field: ``INDEX.FIELD`` with the visits, the rest with ``field`` of the other form.

    ``places``: the place among the visits of each that was sent to the action.
    """
    for problem, reason in refused.problems.items():
        index, _dot, name = problem.partition(".")
        if name and index.isdecimal():
            form = visits[places[int(index)]]
            form.add_error(name if name in form.fields else None, str(reason))
        else:
            otherwise.add_error(field, str(reason))
