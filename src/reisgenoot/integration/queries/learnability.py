"""The learnability test of one dossier: its result, or why somebody is released from it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from reisgenoot.core.trajectory import Ground
from reisgenoot.dossiers.models import Fact
from reisgenoot.dossiers.queries.granted import rights

from ..models import IntakeTalk, LearnabilityTest
from .talks import in_order

TESTED, RESULT = "learnability_tested", "learnability_result"
_URL = "https://wetten.overheid.nl/BWBR0044770/2025-10-21#Artikel14"
_ACT = "Wet inburgering 2021"
EXEMPT = {
    "test_exempt_sight": Ground("W14-6a", _ACT, "14 lid 6 onder a", _URL, True, "statute"),
    "test_exempt_hearing": Ground("W14-6b", _ACT, "14 lid 6 onder b", _URL, True, "statute"),
}
"""The facts that release somebody from the test, each with its ground."""
TEST_GROUND = Ground("W14-3a", _ACT, "14 lid 3 onder a", _URL, True, "statute")
TEST_TEXT = {"nl": "Leerbaarheidstoets", "en": "Learnability test"}


@dataclass(frozen=True, slots=True)
class TestShown:
    """``exempt``: the fact that releases, if the member reads it. ``tested``: the day, also without a result here."""

    result: LearnabilityTest | None
    tested: date | None
    exempt: Fact | None
    calls: tuple[IntakeTalk, ...]
    reads_health: bool
    may_write: bool

    @property
    def ground(self) -> Ground | None:
        """On which ground somebody is released."""
        return EXEMPT[self.exempt.key] if self.exempt else None

    @property
    def settled(self) -> bool:
        """Whether nothing has to be done any more."""
        return self.tested is not None or self.exempt is not None


def test_shown(dossier_id: int) -> TestShown:
    """Four SQL statements."""
    may = rights(dossier_id)
    facts = _standing(dossier_id)
    tested = facts.get(TESTED)
    return TestShown(
        result=LearnabilityTest.objects.filter(dossier_id=dossier_id).select_related("changed_by").first(),
        tested=tested.happened_on if tested else None,
        exempt=next((facts[key] for key in EXEMPT if key in facts), None),
        calls=tuple(it for it in in_order(dossier_id) if it.kind == IntakeTalk.Kind.TEST),
        reads_health=may["learning_health"].reads,
        may_write=may["work_education"].writes,
    )


def is_tested_or_exempt(dossier_id: int) -> bool:
    """Whether the test was taken, or needs not be. One SQL statement."""
    return bool(_standing(dossier_id))


def _standing(dossier_id: int) -> dict[str, Fact]:
    newest = Fact.objects.filter(
        dossier_id=dossier_id, key__in=[TESTED, *EXEMPT], superseded_by__isnull=True
    ).select_related("recorded_by")
    return {it.key: it for it in newest if it.value is not None}
