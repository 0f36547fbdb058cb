"""The page that somebody reads and signs before agreeing: their own language and Dutch side by side, one A4."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.utils import timezone

from reisgenoot.access.models import Consent
from reisgenoot.people.models import Person
from reisgenoot.web import pdf

HERE = Path(__file__).parent
DUTCH = "nl"
ADULT = 16
"""Years from which somebody consents for themselves (Uitvoeringswet AVG, article 5)."""


@cache
def texts() -> Mapping[str, Any]:
    """The words on the paper by ISO 639 language."""
    found: dict[str, Any] = yaml.safe_load((HERE / "consent_texts.yaml").read_text(encoding="utf-8"))
    return found


def consent_paper(consent: Consent, *, name: str, person: Person, agreed: str = "") -> bytes:
    """The PDF. ``consent`` need not be saved yet; in a language that we have no text in, it is in Dutch alone.

    ``name``: of the person, as it stands on the dossier. ``agreed``: the sentence to be shared, as it was written.
    """
    languages = dict.fromkeys(lang for lang in (consent.language, DUTCH) if lang in texts())
    age = person.age_on(consent.begins_on)
    kept = not consent._state.adding
    recorded = timezone.localdate(consent.recorded_at) if kept else consent.begins_on
    it = {
        "title": texts()[DUTCH]["title"],
        "halves": [_half(lang, consent) for lang in languages],
        "asks": f"{consent.asked_by.name}, {consent.asked_by.organisation.name}",
        "about": name,
        "recipient": consent.recipient.name,
        "agreed": agreed,
        "until": f"{_last_day(consent):%d-%m-%Y}",
        "under16": age is None or age < ADULT,
        "interpreted": consent.how != Consent.How.TALK,
        "reference": f"Reisgenoot · {recorded:%d-%m-%Y}" + (f" · nr. {consent.pk}" if kept else ""),
        "checked": all(texts()[lang]["checked"] for lang in languages),
        "untranslated": pdf.untranslated(consent.language, texts()),
    }
    return pdf.render(HERE / "print" / "consent.typ", it)


def _last_day(consent: Consent) -> date:
    return consent.ends_on - timedelta(days=1)


def _half(lang: str, consent: Consent) -> dict[str, Any]:
    words = texts()[lang]
    return {
        **words,
        "lang": lang,
        "purpose": words["purposes"].get(consent.purpose, consent.purpose),
        "categories": [words["categories"][key] for key in consent.categories],
    }
