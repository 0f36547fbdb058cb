"""Decisions as they were made, and two of them side by side."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from reisgenoot.access.errors import NotFound

from ..models import Decision, DecisionPart, DraftPart
from ..parts import Part, parts

DRAFT = "draft"


@dataclass(frozen=True, slots=True)
class DecisionShown:
    """A decision with its parts, as far as the member reads them."""

    it: Decision
    parts: tuple[tuple[Part, Mapping[str, Any]], ...]

    @property
    def told(self) -> list[tuple[Part, list[tuple[Mapping[str, str], Mapping[str, str]]]]]:
        """Each part with its questions and answers in words."""
        return [(part, part.told(answers)) for part, answers in self.parts]


def decision_shown(dossier_id: int, decision_id: int) -> DecisionShown:
    """Two SQL statements. Raises NotFound."""
    found = Decision.objects.filter(dossier_id=dossier_id, pk=decision_id)
    it = found.select_related("set_by", "organisation").first()
    if it is None:
        raise NotFound(_("There is no such decision, or you have no access to it."))
    rows = {row.part: row.answers for row in DecisionPart.objects.filter(decision=it)}
    return DecisionShown(it, tuple((part, rows[key]) for key, part in parts().items() if key in rows))


@dataclass(frozen=True, slots=True)
class Side:
    """What stands in one field, before and after."""

    what: Mapping[str, str]
    before: tuple[Mapping[str, str], ...]
    after: tuple[Mapping[str, str], ...]


def compared(dossier_id: int, before: str, after: str) -> list[tuple[Part, list[Side]]]:
    """What differs, part by part: ``before`` and ``after`` are numbers of decisions, or ``draft``. At most four SQL
    statements. Raises NotFound.
    """
    old, new = _content(dossier_id, before), _content(dossier_id, after)
    found = []
    for part in parts().values():
        differing = sides(part, old.get(part.id, {}), new.get(part.id, {}))
        if differing:
            found.append((part, differing))
    return found


def sides(part: Part, old: Mapping[str, Any], new: Mapping[str, Any]) -> list[Side]:
    """The questions of a part whose answers differ."""
    both = [_by_question(part.told(answers)) for answers in (old, new)]
    asked = list(dict.fromkeys([*both[0], *both[1]]))
    named = {it.text["nl"]: it.text for it in (*part.fields, *([part.lines] if part.lines else ()))}
    return [
        Side(named[key], both[0].get(key, ()), both[1].get(key, ()))
        for key in asked
        if both[0].get(key) != both[1].get(key)
    ]


def _by_question(
    told: list[tuple[Mapping[str, str], Mapping[str, str]]],
) -> dict[str, tuple[Mapping[str, str], ...]]:
    found: dict[str, tuple[Mapping[str, str], ...]] = {}
    for what, said in told:
        found[what["nl"]] = (*found.get(what["nl"], ()), said)
    return found


def _content(dossier_id: int, which: str) -> dict[str, Mapping[str, Any]]:
    """Answers by part."""
    if which == DRAFT:
        return {it.part: it.answers for it in DraftPart.objects.filter(dossier_id=dossier_id)}
    number = int(which) if which.isdecimal() and len(which) < 5 else 0
    it = Decision.objects.filter(dossier_id=dossier_id, number=number).first()
    if it is None:
        raise NotFound(_("There is no such decision, or you have no access to it."))
    return {row.part: row.answers for row in DecisionPart.objects.filter(decision=it)}
