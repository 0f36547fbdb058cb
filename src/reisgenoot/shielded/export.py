"""A dossier for the person whom it is about: everything in it, as JSON and as a paper."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from reisgenoot.access.models import AccessLog
from reisgenoot.dossiers.queries.shapes import FactShown
from reisgenoot.vault import record as log
from reisgenoot.vault.boxes import Vault
from reisgenoot.web import pdf
from reisgenoot.web.templatetags.web import day, language, moment, text

from . import queries
from .labels import CATEGORIES, DANGERS, PARTS

PAPER = Path(__file__).resolve().parent / "print" / "dossier.typ"


def gathered(vault: Vault, key: UUID) -> tuple[queries.Page, list[log.Noted]]:
    """The dossier with who looked; the sealed log notes that it was exported. Raises NotFound."""
    box = vault.box(key)
    log.note(vault, box, AccessLog.Act.EXPORT, "export")
    return queries.page_of(vault, box, timezone.localdate()), log.noted(vault, box)[0]


def as_json(page: queries.Page, looked: list[log.Noted]) -> bytes:
    """As data; dates in ISO 8601, members by name."""
    whole = {
        "names": page.content.names,
        "opened_on": page.content.opened_on,
        "worker": page.people.get(page.content.worker or 0, ""),
        "facts": [
            {
                "what": text(fact.text),
                "key": fact.key,
                "value": fact.value,
                "recorded_at": fact.recorded_at,
                "recorded_by": fact.recorded_by,
                "note": fact.note,
                "counts": fact.standing,
            }
            for fact in page.facts
        ],
        "plan": [
            {"task": it.text(language()), "state": it.state, "due": it.due, "why": it.why(language())}
            for it in page.plan.tasks
        ],
        "notes": [
            {
                "on": it.note.on,
                "about": it.note.category,
                "danger": it.note.danger,
                "text": it.note.text,
                "by": it.author,
            }
            for it in (*page.safety, *page.notes)
        ],
        "stays": [
            {
                "shelter": it.shelter.name if it.shelter else "",
                "city": it.shelter.city if it.shelter else "",
                "from": it.begins_on,
                "until": it.ends_on,
                "nights": it.nights,
            }
            for it in page.stays
        ],
        "partners": [{"name": it.name, "does": it.does, "contact": it.contact} for it in page.partners],
        "household": [{"name": it.name, "role": it.role} for it in page.kin],
        "looked": [
            {"at": it.at, "who": page.people.get(it.member_id, ""), "act": it.act, "part": it.part}
            for it in looked
        ],
    }
    return json.dumps(whole, ensure_ascii=False, indent=2, default=_iso).encode()


def _iso(value: object) -> str:
    assert isinstance(value, date | datetime)  # nothing else is left
    return value.isoformat()


def as_pdf(page: queries.Page, looked: list[log.Noted]) -> bytes:
    """As a paper to read, in the language of the page."""
    acts = dict(AccessLog.Act.choices)
    told = [it.note for it in (*page.safety, *page.notes)]
    sections: list[tuple[str, list[tuple[str, str]]]] = [
        (_("What was recorded"), [(text(it.text), _value(page, it)) for it in page.facts if it.standing]),
        (
            _("What must happen next"),
            [(day(it.due) or "–", it.text(language())) for it in page.plan.tasks if it.state != "done"],
        ),
        (
            _("Notes"),
            [
                (f"{day(it.on)}, {CATEGORIES.get(it.category) or DANGERS.get(it.danger, '')}", it.text)
                for it in told
            ],
        ),
        (
            _("Stays"),
            [
                (
                    f"{day(it.begins_on)} – {day(it.ends_on)}",
                    f"{it.shelter.name}, {it.shelter.city}" if it.shelter else "",
                )
                for it in page.stays
            ],
        ),
        (
            _("Partners who help"),
            [(it.name, " ".join((it.does, it.contact)).strip()) for it in page.partners],
        ),
        (_("Household"), [(it.name, "") for it in page.kin]),
        (
            _("Who looked"),
            [
                (
                    moment(it.at),
                    f"{page.people.get(it.member_id, '')}: {acts.get(it.act)}, {PARTS.get(it.part, '')}",
                )
                for it in looked
            ],
        ),
    ]
    it: Mapping[str, Any] = {
        "lang": language(),
        "title": _("Your dossier"),
        "name": page.name,
        "others": page.content.names[1:],
        "made": _("Made on %(day)s") % {"day": day(timezone.localdate())},
        "sections": [{"title": title, "rows": rows} for title, rows in sections if rows],
    }
    return pdf.render(PAPER, it)


def _value(page: queries.Page, fact: FactShown) -> str:
    if isinstance(fact.value, bool):
        return _("yes") if fact.value else _("no")
    if isinstance(fact.value, list):
        return ", ".join(fact.value)
    known = page.definition.attributes.get(fact.key)
    labels = known.labels if known else {}
    return text(labels[fact.value]) if fact.value in labels else day(str(fact.value))
