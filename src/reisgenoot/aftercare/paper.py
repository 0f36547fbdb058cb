"""The summary that somebody takes along: in their own language, and in Dutch for whoever helps next.

It lies on kitchen tables, so sensitive categories are left out, and tasks about health and law too.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.utils import translation

from reisgenoot.access.log import log
from reisgenoot.access.models import AccessLog, Member
from reisgenoot.dossiers.labels import OWNERS
from reisgenoot.dossiers.models import Dossier
from reisgenoot.dossiers.texts import definition_as
from reisgenoot.web import pdf

from .models import Measurement, TaskLeft
from .queries import ClosingPage, OpenTask
from .queries.tasks import newest

HERE = Path(__file__).parent
DUTCH = "nl"
SENSITIVE = frozenset({"finance", "health", "legal", "travel_story", "safety"})
"""Categories of data that stay out."""
SENSITIVE_KINDS = frozenset({"health", "legal", "income"})
"""Kinds of tasks that say as much."""


@cache
def texts() -> Mapping[str, Any]:
    """The words on the paper by ISO 639 language."""
    found: dict[str, Any] = yaml.safe_load((HERE / "summary_texts.yaml").read_text(encoding="utf-8"))
    return found


def spoken(page: ClosingPage) -> str:
    """The person's own language."""
    found = Dossier.objects.filter(pk=page.heading.dossier_id).values_list("language", flat=True).first()
    return found or ""


def languages(own: str) -> list[str]:
    """In which languages the paper is: the person's own, as far as we have words in it, and Dutch."""
    return list(dict.fromkeys(it for it in (own, DUTCH) if it in texts()))


def summary(member: Member, page: ClosingPage, today: date) -> bytes:
    """The PDF; the log notes the export."""
    log(member, [page.heading.dossier_id], AccessLog.Act.EXPORT, "summary")
    own = spoken(page)
    both = languages(own)
    it = {
        "title": texts()[DUTCH]["title"],
        "name": page.heading.name,
        "made": f"{member.name}, {member.organisation.name}, {today:%d-%m-%Y}",
        "parts": [_part(lang, page, today) for lang in both],
        "checked": all(texts()[lang]["checked"] for lang in both),
        "untranslated": pdf.untranslated(own, texts()),
    }
    return pdf.render(HERE / "print" / "summary.typ", it)


def _part(lang: str, page: ClosingPage, today: date) -> dict[str, Any]:
    words, closing = texts()[lang], page.closing
    when = closing.decided_on if closing else today
    moments = [moment for moment in Measurement.Moment.values if _any(page, moment)]
    tasks = _tasks(page, lang)
    return {
        **words,
        "lang": lang,
        "state": words["closed" if closing else "running"].replace("{date}", f"{when:%d-%m-%Y}"),
        "moments": [words[moment] for moment in moments],
        "rows": [
            [words["areas"][row.area.id], *(_level(words, row.by_moment[_place(it)]) for it in moments)]
            for row in page.measured
            if row.last and row.area.category not in SENSITIVE
        ],
        "groups": [[words[group], lines] for group, lines in tasks.items() if lines],
        "decision": (
            {
                "agreement": words["agreement"][closing.agreement],
                "present_names": closing.present,
                "said": closing.words,
            }
            if closing
            else None
        ),
    }


def _place(moment: str) -> int:
    return list(Measurement.Moment.values).index(moment)


def _any(page: ClosingPage, moment: str) -> bool:
    return any(row.by_moment[_place(moment)] for row in page.measured)


def _level(words: Mapping[str, Any], cell: Measurement | None) -> str:
    return f"{cell.level}: {words['levels'][cell.level]}" if cell else "–"


def _tasks(page: ClosingPage, lang: str) -> dict[str, list[str]]:
    """The lines under each group: what is open now, or was when guidance was closed."""
    found: dict[str, list[str]] = {"alone": [], "referred": [], "others": [], "undecided": []}
    own = page.heading.dossier_id  # those of housemates are on their own paper
    shown = [it for it in page.tasks if it.dossier_id == own and it.kind not in SENSITIVE_KINDS]
    for task in shown:
        said = task.text.get(lang) or task.text["nl"]
        if not task.ours:
            found["others"].append(f"{_owner(task, lang)}: {said}")
        elif task.left is None:
            found["undecided"].append(said)
    for left, said in _left(page, lang):
        if left.what == TaskLeft.What.ALONE:
            found["alone"].append(said)
        elif left.what == TaskLeft.What.REFERRED and left.referral:
            found["referred"].append(f"{left.referral.to_name}: {said}")
    return {group: list(dict.fromkeys(lines)) for group, lines in found.items()}


def _owner(task: OpenTask, lang: str) -> str:
    """Who does it, in the language that the task is told in: terms of the field have no name in others than these."""
    with translation.override("en" if lang == "en" else DUTCH):
        return str(OWNERS.get(task.owner, task.owner))


def _left(page: ClosingPage, lang: str) -> Iterable[tuple[TaskLeft, str]]:
    """The decisions on the person's tasks, also on those that fell away with the closing."""
    it = Dossier.objects.get(pk=page.heading.dossier_id)
    definition = definition_as(it.definition, it.version, it.municipality)
    for (_dossier, key), left in newest([it.pk]).items():
        task = definition.tasks.get(key) if definition else None
        if task is not None and task.kind not in SENSITIVE_KINDS:
            yield left, task.text.get(lang) or task.text["nl"]
