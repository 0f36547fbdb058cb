"""The decision as it is sent: official, in Dutch, and a summary of one page in the person's own language.

Made anew each time from what was frozen, so it says the same each time.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.utils import translation

from reisgenoot.access.log import log
from reisgenoot.access.models import AccessLog, Member
from reisgenoot.dossiers.models import Dossier
from reisgenoot.dossiers.queries import Heading
from reisgenoot.web import pdf
from reisgenoot.web.templatetags.web import day

from .models import Decision
from .parts import grounds
from .queries import DecisionShown

HERE = Path(__file__).parent
DUTCH = "nl"
GROUND_OF = {
    Decision.Kind.FIRST: ("W15-1a",),
    Decision.Kind.AGAIN: ("W15-1a",),
    Decision.Kind.ROUTE: ("W17-2", "B5.4-1", "B5.3-6"),
    Decision.Kind.LEVEL: ("W17-3", "B5.5", "B5.3-6"),
    Decision.Kind.MOVED: ("W15-4",),
    Decision.Kind.OBJECTION: ("W15-1a",),
    Decision.Kind.WITHDRAWN: (),
}
"""On which articles each kind of decision rests; parts have their own."""
SWITCH = {"education": "B5.4-2", "special": "B5.4-3"}


@cache
def texts() -> Mapping[str, Any]:
    """The words of the summary by ISO 639 language."""
    found: dict[str, Any] = yaml.safe_load((HERE / "summary_texts.yaml").read_text(encoding="utf-8"))
    return found


def decision_paper(member: Member, heading: Heading, shown: DecisionShown) -> bytes:
    """The PDF; the log notes the export."""
    log(member, [heading.dossier_id], AccessLog.Act.EXPORT, "pip")
    it = shown.it
    found = Dossier.objects.filter(pk=heading.dossier_id).values_list("language", flat=True).first()
    own = found or ""
    lang = own if own in texts() else DUTCH
    with translation.override(DUTCH):
        content = {
            "title": f"Persoonlijk plan inburgering en participatie (PIP), versie {it.number}",
            "name": heading.name,
            "organisation": it.organisation.name,
            "set_by": it.set_by.name,
            "kind": str(it.get_kind_display()),
            "route": str(it.get_route_display()),
            "dated": day(it.dated_on),
            "sent": day(it.sent_on),
            "term_from": day(it.term_from + timedelta(days=1)),
            "withdrawn": it.withdrawn,
            "reason": it.reason,
            "because": str(it.get_because_display()),
            "grounds": [grounds()[key].cited[DUTCH] for key in _grounds(it)],
            "term_ground": grounds()["W11"].cited[DUTCH],
            "objection_until": day(it.objection_until),
            "objection_ground": grounds()["Awb6.7"].cited[DUTCH],
            "where": _answer(shown, "objection", "where"),
            "help": _answer(shown, "objection", "more"),
            "parts": [
                {
                    "title": part.text[DUTCH],
                    "grounds": "; ".join(ground.cited[DUTCH] for ground in part.grounds),
                    "lines": [[what[DUTCH], said[DUTCH]] for what, said in told],
                }
                for part, told in shown.told
                if part.id != "objection"
            ],
            "summary": _summary(shown, lang),
            "checked": texts()[lang]["checked"],
            "untranslated": pdf.untranslated(own, texts()),
        }
    return pdf.render(HERE / "print" / "pip.typ", content, made_at=it.set_at)


def _grounds(it: Decision) -> tuple[str, ...]:
    given = GROUND_OF[Decision.Kind(it.kind)]
    instead = SWITCH.get(it.because)
    return tuple(instead if instead and key == "B5.4-1" else key for key in given)


def _answer(shown: DecisionShown, part_id: str, key: str) -> str:
    return next((str(answers.get(key, "")) for part, answers in shown.parts if part.id == part_id), "")


def _summary(shown: DecisionShown, lang: str) -> dict[str, Any]:
    words, it = texts()[lang], shown.it
    asked = (
        ("lessons", "intensity", "hours"),
        ("pvt", "pvt", "hours"),
        ("map", "map", "hours"),
        ("talks", "talks", "number"),
    )
    known = [(words[key], _answer(shown, part, field)) for key, part, field in asked]
    return {
        **{key: it for key, it in words.items() if isinstance(it, str)},
        "lang": lang,
        "chosen": words["routes"][it.route],
        "is_scaled": it.kind == Decision.Kind.LEVEL,
        "term_said": _filled(words["term_text"], it.term_from + timedelta(days=1)),
        "lines": [said.replace("{n}", many) for said, many in known if many],
        "person": _answer(shown, "support", "contact"),
        "object_said": _filled(words["object_text"], it.objection_until),
    }


def _filled(said: str, on: date) -> list[str]:
    """The text before and after the date, and the date between, so that it can stand in its own direction."""
    before, _, after = said.partition("{date}")
    return [before, f"{on:%d-%m-%Y}", after]
