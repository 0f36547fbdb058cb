"""Is somebody under the duty to civic integration, under which act, of which kind, and why: a pure, total function.

The rules stand in `definitions/`, as signals with an outcome; this says only which outcome goes first.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from reisgenoot.core.trajectory import Catalogue, Ground, PlannedSignal, load, plan
from reisgenoot.core.trajectory.days import read_day
from reisgenoot.core.trajectory.model import Signal

from .derived import NEW_ACT, derived

LAST_DAY = NEW_ACT - timedelta(days=1)
"""Who was under the duty on this day stays under the act of 2013 (Wet inburgering 2021, article 54(1))."""
ROUTE = "integration-duty"
ORDER = ("fulfilled", "released", "not_liable", "obtained", "past_age", "ended", "exempt", "interrupted")
"""Of the outcomes that lift the duty, the one that is told; without any of them somebody is under it."""
ONCE_BEGUN = {"obtained": "fulfilled", "past_age": "ended"}
"""What keeps the duty from beginning, and what it means for whom it had begun already."""
PARTS = ("partly_released", "partly_exempt")
LIABLE = frozenset(("under", "interrupted", "fulfilled", "released", *PARTS))
KIND = "kind_"


@dataclass(frozen=True, slots=True)
class Finding:
    """One rule that holds: what it means, since when, on which ground, and because of what."""

    id: str
    outcome: str
    since: date
    ground: Ground
    signal: Signal

    def because(self, lang: str) -> str:
        """In words, with the ground, and whether that is confirmed."""
        unsure = {"nl": " (niet bevestigd)", "en": " (not confirmed)"}[lang]
        said = f"{self.signal.text[lang]}: {self.ground.cited[lang]}"
        return said if self.ground.confirmed else said + unsure


@dataclass(frozen=True, slots=True)
class Answer:
    """Where somebody stands on a day.

    standing: under, partly_exempt, partly_released, exempt, released, fulfilled, interrupted, ended, not_liable, or
    unknown (nothing is known that a rule could judge). `law`: 2013, 2021, or None where there is no duty.
    `since`: the day on which the duty began. `doubts`: what is not certain about this answer.
    """

    on: date
    standing: str
    law: str | None
    kind: str | None
    since: date | None
    because: tuple[Finding, ...]
    rules: tuple[Finding, ...]  # all that hold, the others too
    doubts: tuple[Finding, ...]
    contradicted: bool  # DUO has notified the duty, and the facts say that there is none
    unread: tuple[str, ...]

    @property
    def confirmed(self) -> bool:
        """Whether every ground of the answer was read, and nothing is in doubt."""
        return not self.doubts and not self.contradicted and all(it.ground.confirmed for it in self.because)


@cache
def rules() -> Catalogue:
    """The rules of both acts, read once."""
    return load(Path(__file__).parent / "definitions")


def duty(facts: Mapping[str, object], on: date) -> Answer:
    """The answer for the facts on a day; what is dated after it has not happened yet. Never raises."""
    return _under(_law(facts, on), facts, on)


def _law(facts: Mapping[str, object], on: date) -> str:
    """Recorded; or by the day on which DUO says that the duty began; or by whether it held on the last day."""
    if on < NEW_ACT:
        return "2013"
    recorded = facts.get("law")
    if recorded in ("2013", "2021"):
        return str(recorded)
    if started := _known(facts, "duty_started", on):
        return "2013" if started < NEW_ACT else "2021"
    then = _under("2013", facts, min(on, LAST_DAY))
    ended = then.standing == "ended" and "resumed" not in derived(facts, on, "2013")
    return "2013" if then.standing in LIABLE or ended else "2021"


def _under(law: str, facts: Mapping[str, object], on: date) -> Answer:
    """The answer under one act."""
    version = next(it for it in rules().versions(ROUTE) if it.version == f"wi{law}")
    made = plan(version, {**facts, **derived(facts, on, law)}, on)
    by_id = {signal.id: signal for signal in version.signals}
    found = tuple(_finding(it, by_id[it.id]) for it in made.signals if it.active(on))
    by_outcome: dict[str, list[Finding]] = {}
    for finding in found:
        by_outcome.setdefault(finding.outcome, []).append(finding)
    standing = _standing(by_outcome)
    liable = standing not in ("not_liable", "unknown")
    notified = _known(facts, "duty_notified", on)
    return Answer(
        on=on,
        standing=standing,
        law=law if liable else None,
        kind=_kind(by_outcome),
        since=_since(law, facts, by_outcome, on) if liable else None,
        because=(*_reasons(standing, by_outcome), *(by_outcome.get("law", []) if liable else [])),
        rules=found,
        doubts=tuple(by_outcome.get("doubt", ())) if liable else (),
        contradicted=notified is not None and standing in ("not_liable", "exempt"),
        unread=tuple(key for key in made.unread if key in version.fact_ids),
    )


def _known(facts: Mapping[str, object], key: str, on: date) -> date | None:
    day = read_day(facts.get(key))
    return date.fromordinal(day) if day is not None and day <= on.toordinal() else None


def _kind(by_outcome: Mapping[str, list[Finding]]) -> str | None:
    kinds = [key.removeprefix(KIND) for key in by_outcome if key.startswith(KIND)]
    return "minister" if "minister" in kinds else kinds[0] if kinds else None


def _since(
    law: str, facts: Mapping[str, object], by_outcome: Mapping[str, list[Finding]], on: date
) -> date | None:
    """DUO's date goes first. The act of 2021 has no retroactive effect (article 3(3))."""
    days = [it.since for it in by_outcome.get("under", [])]
    reckoned = min(days, default=None)
    if law == "2021" and reckoned is not None:
        reckoned = max(reckoned, NEW_ACT)
    return _known(facts, "duty_started", on) or reckoned


def _finding(planned: PlannedSignal, signal: Signal) -> Finding:
    ground = signal.reason.ground
    if ground is None or signal.outcome is None:
        raise AssertionError(f"rule {signal.id} has no ground or no outcome")  # a test holds that each has
    return Finding(signal.id, signal.outcome, planned.since, ground, signal)


def _standing(by_outcome: Mapping[str, list[Finding]]) -> str:
    under = by_outcome.get("under")
    for outcome in ORDER:
        if outcome not in by_outcome:
            continue
        if outcome in ONCE_BEGUN:
            begun = under and under[0].since < by_outcome[outcome][0].since
            return ONCE_BEGUN[outcome] if begun else "not_liable"
        return outcome
    if under:
        return next((part for part in PARTS if part in by_outcome), "under")
    return "unknown"


def _reasons(standing: str, by_outcome: Mapping[str, list[Finding]]) -> list[Finding]:
    """The rules that decided: those of the standing, and for who is under the duty what makes it so and goes on."""
    if standing in ("ended", "not_liable", "fulfilled"):
        return [it for outcome in (standing, *ONCE_BEGUN) for it in by_outcome.get(outcome, [])]
    reasons = list(by_outcome.get(standing, []))
    if standing in PARTS:
        reasons = [*by_outcome.get("under", []), *(it for part in PARTS for it in by_outcome.get(part, []))]
    if standing in ("under", *PARTS):
        reasons += [*by_outcome.get("continues", []), *by_outcome.get("notice", [])]
    return reasons
