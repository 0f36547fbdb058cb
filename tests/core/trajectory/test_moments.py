"""Each kind of moment on the day itself, the day before and the day after."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from same import assert_same

from reisgenoot.core.trajectory import build, plan

TEXT = {"nl": "x", "en": "x"}
DAY, BEFORE, AFTER = "2026-03-10", "2026-03-09", "2026-03-11"
ON = date(2026, 6, 15)


def since(moment: Any, facts: dict[str, Any]) -> str | None:
    """The day from which a signal with this moment holds, by both evaluators."""
    definition = build.definition(
        {
            "id": "r",
            "version": "v",
            "title": TEXT,
            "milestones": {key: {"text": TEXT} for key in ("arrived", "refused", "appealed", "moved_in")},
            "attributes": {
                "born": {"type": "date", "text": TEXT},
                "route": {"type": "text", "values": ["b1", "z"]},
                "languages": {"type": "list"},
            },
            "signals": [{"id": "s", "text": TEXT, "since": moment}],
        }
    )
    assert_same(definition, [facts], ON)
    found = [signal.since for signal in plan(definition, facts, ON).signals]
    return str(found[0]) if found and found[0] else ("always" if found else None)


UNANSWERED = {"event": "refused", "not_followed_by": ["appealed"]}
BOTH = ["arrived", "moved_in"]


@pytest.mark.parametrize(
    ("moment", "facts", "expected"),
    [
        ("arrived", {"arrived": DAY}, DAY),
        ("arrived", {}, None),
        (UNANSWERED, {"refused": DAY}, DAY),
        (UNANSWERED, {"refused": DAY, "appealed": BEFORE}, DAY),  # an answer to something else
        (UNANSWERED, {"refused": DAY, "appealed": DAY}, None),  # on the same day
        (UNANSWERED, {"refused": DAY, "appealed": AFTER}, None),
        (UNANSWERED, {"appealed": AFTER}, None),
        ({"all": BOTH}, {"arrived": DAY, "moved_in": AFTER}, AFTER),
        ({"all": BOTH}, {"arrived": DAY}, None),
        ({"any": BOTH}, {"arrived": DAY, "moved_in": AFTER}, DAY),
        ({"any": BOTH}, {"moved_in": AFTER}, AFTER),
        ({"latest": BOTH}, {"arrived": DAY, "moved_in": BEFORE}, DAY),
        ({"latest": BOTH}, {"moved_in": BEFORE}, BEFORE),
        ({"latest": BOTH}, {}, None),
        ({"after": "arrived", "term": "P1D"}, {"arrived": DAY}, AFTER),
        ({"before": "arrived", "term": "P1D"}, {"arrived": DAY}, BEFORE),
        ({"after": "arrived", "term": "P1M"}, {"arrived": "2026-01-31"}, "2026-02-28"),
        ({"before": "arrived", "term": "P1M"}, {"arrived": "2026-03-31"}, "2026-02-28"),
        ({"age": 18}, {"arrived": BEFORE, "born": "2008-03-10"}, DAY),
        ({"age": 18}, {"arrived": BEFORE, "born": "2008-02-29"}, "2026-02-28"),
        ({"age": 0}, {"arrived": BEFORE, "born": DAY}, DAY),
        # What holds always is shown from the first milestone on.
        ({"attribute": "route", "is": "z"}, {"arrived": DAY, "route": "z"}, DAY),
        ({"attribute": "route", "is": "z"}, {"arrived": DAY, "route": "b1"}, None),
        ({"attribute": "route", "is": "z"}, {"arrived": DAY}, None),
        ({"attribute": "route", "is_not": "z"}, {"arrived": DAY}, DAY),
        ({"attribute": "route", "in": ["b1", "z"]}, {"arrived": DAY, "route": "b1"}, DAY),
        ({"attribute": "route", "known": False}, {"arrived": DAY}, DAY),
        ({"attribute": "route", "known": True}, {"arrived": DAY}, None),
        ({"attribute": "languages", "is": "ti"}, {"arrived": DAY, "languages": ["ar", "ti"]}, DAY),
        ({"attribute": "languages", "is_not": "ti"}, {"arrived": DAY, "languages": ["ar", "ti"]}, None),
        ("last_progress", {"arrived": BEFORE, "moved_in": DAY}, DAY),
        ("last_progress", {"arrived": BEFORE, "moved_in": "2026-06-16"}, BEFORE),  # not before it happens
        ("never", {"arrived": DAY}, None),
    ],
)
def test_a_moment(moment: Any, facts: dict[str, Any], expected: str | None) -> None:
    assert since(moment, facts) == expected
