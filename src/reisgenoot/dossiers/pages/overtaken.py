"""Two people recorded the same fact, or something else of one dossier: both versions, in words."""

from __future__ import annotations

from collections.abc import Mapping
from html import unescape
from types import SimpleNamespace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import strip_tags
from django.utils.translation import gettext as _

from reisgenoot.access.errors import Overtaken
from reisgenoot.web.overtaken import Difference, overtaken_page
from reisgenoot.web.templatetags.web import text

from ..models import Fact
from ..queries import DossierPage


def fact_overtaken(
    request: HttpRequest,
    page: DossierPage,
    overtaken: Overtaken,
    *,
    what: Mapping[str, str],
    mine: Any,
    note: str,
    again: Mapping[str, str] | None,
    action: str = "",
) -> HttpResponse:
    """Two versions of a fact, each with its note. ``mine``: the value that was sent."""
    seen, now = overtaken.seen, overtaken.now
    values = (_words(page, seen), _words(page, now), _shown(page, now.key, mine))
    differences = [Difference(text(what), *values)]
    notes = (seen.note if seen else "", now.note, note)
    if any(notes):
        differences.append(Difference(_("Note"), *notes))
    back = reverse("dossiers:dossier", args=[page.dossier_id])
    return overtaken_page(
        request, differences, by=overtaken.by, at=overtaken.at, back=back, again=again, action=action
    )


def _words(page: DossierPage, fact: Fact | None) -> str:
    return _shown(page, fact.key, fact.value) if fact else ""


def _shown(page: DossierPage, key: str, value: Any) -> str:
    """A value as the dossier shows it, without markup."""
    definition = page.definition
    attribute = definition.attributes.get(key)
    shown = SimpleNamespace(key=key, value=value, milestone=key in definition.dated_ids)
    labels = {key: attribute.labels} if attribute else {}
    html = render_to_string("dossiers/parts/value.html", {"fact": shown, "labels": labels})
    return unescape(strip_tags(html)).strip()  # the page escapes it again


def number_in(text: str) -> int:
    """The id in a hidden field; 0, which nothing has, for anything else."""
    number = int(text) if text.isascii() and text.isdecimal() and len(text) < 20 else 0
    return number if number < 2**63 else 0
