"""Two people worked on the same import: both versions, in words."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from reisgenoot.access.errors import Overtaken
from reisgenoot.web.overtaken import Difference, overtaken_page

from . import queries
from .models import Import, ImportRow


def row_overtaken(
    request: HttpRequest, made: Import, overtaken: Overtaken, texts: Mapping[int, str]
) -> HttpResponse:
    """The cells of a row that are not the same in all versions."""
    versions = enumerate(zip(made.header, overtaken.seen, overtaken.now, strict=False))
    differences = [
        Difference(name, seen, now, texts.get(index, seen))
        for index, (name, seen, now) in versions
        if not seen == now == texts.get(index, seen)
    ]
    cells = {f"cell-{index}": text for index, text in texts.items()}
    again = {**cells, "seen": overtaken.version} if overtaken.version else None
    back = reverse("exchange:corrections", args=[made.pk])
    return overtaken_page(request, differences, by=overtaken.by, at=overtaken.at, back=back, again=again)


def decision_overtaken(request: HttpRequest, overtaken: Overtaken, decision: str, back: str) -> HttpResponse:
    """Another decision on a possible duplicate. It can be taken back there."""
    named = dict(ImportRow.Decision.choices)
    words = [str(named.get(it, it)) for it in (overtaken.seen, overtaken.now, decision)]
    differences = [Difference(_("Possible duplicate"), *words)]
    return overtaken_page(request, differences, by=overtaken.by, at=overtaken.at, back=back)


def columns_overtaken(
    request: HttpRequest, made: Import, overtaken: Overtaken, mine: Mapping[str, str]
) -> HttpResponse:
    """What the columns of a file hold, as far as the versions differ."""

    def words(mapping: Mapping[str, str], name: str) -> str:
        return queries.field_name(mapping[name]) if mapping.get(name) else _("Leave out")

    versions = (overtaken.seen, overtaken.now, mine)
    differences = [
        Difference(name, *(words(version, name) for version in versions))
        for name in made.header
        if len({version.get(name, "") for version in versions}) > 1
    ]
    again = {f"field-{index}": mine.get(name, "") for index, name in enumerate(made.header) if name}
    again["seen"] = overtaken.version
    back = reverse("exchange:import", args=[made.pk])
    return overtaken_page(request, differences, by=overtaken.by, at=overtaken.at, back=back, again=again)


def texts_in(field: str) -> list[str] | None:
    """The cells in a hidden field; None if there are none."""
    found = _decoded(field)
    return found if isinstance(found, list) and all(isinstance(it, str) for it in found) else None


def mapping_in(field: str) -> dict[str, str] | None:
    """The mapping of columns in a hidden field; None if there is none."""
    found = _decoded(field)
    return found if isinstance(found, dict) and all(isinstance(it, str) for it in found.values()) else None


def _decoded(field: str) -> Any:
    try:
        return json.loads(field)
    except (ValueError, RecursionError):
        return None
