"""Hypothesis strategies that invent definitions and facts: missing, contradictory, in the future, and plain junk."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st

from reisgenoot.core.trajectory import build
from reisgenoot.core.trajectory.model import Definition

MILESTONES = ("arrived", "permit", "moved_in", "registered")
TASKS = ("registered", "t1", "t2", "t3", "t4")
SET_ASIDE = tuple(f"{key}_not_applicable" for key in TASKS)
ON = date(2026, 6, 15)
TERMS = ("P1D", "P3D", "P4D", "P6D", "P1W", "P10W", "P12W", "P13W", "P1M", "P3M", "P3M15D", "P1Y", "P100Y")
ROLES = ("head", "partner")


def text(word: str) -> dict[str, str]:
    return {"nl": f"{word} (nl)", "en": f"{word} (en) {{odd}}"}


ATTRIBUTES = {
    "born": {"type": "date", "text": text("born")},
    "route": {"type": "text", "values": ["b1", "z"]},
    "country": {"type": "text"},
    "uncertain": {"type": "boolean"},
    "languages": {"type": "list"},
    "household_role": {"type": "text", "values": list(ROLES)},
    "ill": {"type": "spans"},
    "away": {"type": "spans"},
}
TESTS = [
    {"attribute": "route", "is": "b1"},
    {"attribute": "route", "is_not": "z"},
    {"attribute": "country", "in": ["SY", "ER"]},
    {"attribute": "uncertain", "is": True},
    {"attribute": "uncertain", "known": False},
    {"attribute": "languages", "is": "ti"},
    {"attribute": "languages", "is_not": "ar"},
    {"attribute": "born", "known": True},
    {"age": 16},
    {"event": "permit", "not_followed_by": ["moved_in", "arrived"]},
    "always",
    "never",
]
terms = st.sampled_from(TERMS)
longer = st.lists(st.sampled_from(["ill", "away"]), unique=True).map(
    lambda keys: {key: {"ground": "D" if key == "ill" else "S", "because": text(key)} for key in keys}
)


def moments(ids: tuple[str, ...]) -> st.SearchStrategy[Any]:
    leaf = st.sampled_from(ids) | st.sampled_from(TESTS)

    def wider(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
        parts = st.lists(inner, min_size=1, max_size=3)
        return st.one_of(
            st.builds(
                lambda base, term, by: {"after": base, "term": term, "longer_by": by}, inner, terms, longer
            ),
            st.builds(lambda base, term: {"before": base, "term": term}, inner, terms),
            *(st.builds(lambda p, key=key: {key: p}, parts) for key in ("all", "any", "latest")),
        )

    return st.recursive(leaf, wider, max_leaves=4)


GROUNDS = {
    "S": {"law": "Wet S", "article": "1", "url": "https://a", "confirmed": True, "kind": "statute"},
    "D": {
        "law": "Besluit D", "article": "2", "url": "https://b", "confirmed": False, "kind": "decree",
        "valid": {"from": "2022-01-01", "until": "2026-03-01"},
    },
    "E": {"law": "Reg E", "article": "3", "url": "https://c", "confirmed": True, "kind": "regulation_eu"},
}  # fmt: skip
reasons = st.sampled_from(
    [*({"ground": key} for key in GROUNDS), {"own_choice": text("choice")}, {"source": text("src")}]
)


@st.composite
def tasks(draw: st.DrawFn, number: int) -> dict[str, Any]:
    """A task; it is completed by earlier ones only, so that nothing goes round in a circle."""
    anywhere = moments((*MILESTONES, "born", *TASKS, "last_progress"))
    earlier = moments((*MILESTONES, "born", *TASKS[:number], TASKS[number]))
    item = {
        "id": TASKS[number], "phase": "one", "kind": "legal", "owner": "guide", "text": text(TASKS[number]),
        "per": draw(st.sampled_from(["person", "household"])),
    }  # fmt: skip

    def counted(*sides: str) -> st.SearchStrategy[dict[str, Any]]:
        return st.builds(
            lambda side, base, term: {side: base, "term": term}, st.sampled_from(sides), anywhere, terms
        )

    due = st.builds(
        lambda c, r, when, by: {**c, **r, "when": when, "longer_by": {} if "before" in c else by},
        counted("after", "after", "from", "before"),
        reasons,
        anywhere,
        longer,
    )
    optional = {
        "starts": anywhere,
        "completed_by": earlier,
        "falls_away": anywhere,
        "due": st.lists(due, min_size=1, max_size=3),
        "ground": st.sampled_from(sorted(GROUNDS)),
        "expected": counted("after", "after", "before").map(lambda c: {**c, "source": text("source")}),
        "checklist": st.booleans(),
        "waits_for": st.lists(st.sampled_from([*MILESTONES, *TASKS[:number]]), max_size=2, unique=True),
    }
    return item | draw(st.fixed_dictionaries({}, optional=optional))


@st.composite
def definitions(draw: st.DrawFn) -> Definition:
    anywhere = moments((*MILESTONES, "born", *TASKS, "last_progress"))
    with_overdue = st.one_of(anywhere, st.just("overdue_tasks"), moments(("overdue_tasks", "arrived")))
    signal = st.fixed_dictionaries({"since": with_overdue}, optional={"until": anywhere})
    phase = st.fixed_dictionaries(
        {"opens": anywhere}, optional={"lasts": terms.map(lambda t: {"term": t, "source": text("l")})}
    )
    return build.definition(
        {
            "id": "invented",
            "version": "v1",
            "title": text("invented"),
            "grounds": GROUNDS,
            "milestones": {key: {"text": text(key)} for key in MILESTONES},
            "attributes": ATTRIBUTES,
            "phases": [
                {"id": f"p{i}", "text": text("phase"), **item}
                for i, item in enumerate(draw(st.lists(phase, max_size=4)))
            ],
            "tasks": [draw(tasks(number)) for number in range(len(TASKS))],
            "signals": [
                {"id": f"s{i}", "text": text("signal"), **item, **draw(reasons)}
                for i, item in enumerate(draw(st.lists(signal, max_size=3)))
            ],
        }
    )


near = st.builds(lambda days: ON + timedelta(days=days), st.integers(-900, 200))
odd_days = st.sampled_from(
    [date(1, 1, 1), date(1900, 1, 1), date(2199, 12, 31), date(9999, 12, 31), date(2024, 2, 29)]
)
odd_texts = st.sampled_from(
    ["", "soon", "2026-02-30", "20260101", "2026-1-1", "1026-01-01", "2026-01-01\n", "২০২৬-০১-০১"]
)
written = near.map(date.isoformat) | odd_days.map(date.isoformat) | odd_texts
spans = st.one_of(
    st.builds(lambda day, days: f"{day}/{day + timedelta(days=days)}", near, st.integers(0, 400)),
    st.builds(lambda day: f"{day}/..", near),
    st.builds(lambda day, term: f"{day}/{term}", near, terms),
)
some_spans = st.lists(st.one_of(*[spans] * 9, st.just("2026-02-30/..")), max_size=3)
FACTS: dict[str, st.SearchStrategy[Any]] = {
    **dict.fromkeys(dict.fromkeys((*MILESTONES, *TASKS, *SET_ASIDE, "born")), written),
    "route": st.sampled_from(["b1", "z", "B1", "junk", ""]),
    "country": st.sampled_from(["SY", "ER", "NL"]),
    "uncertain": st.booleans(),
    "languages": st.lists(st.sampled_from(["ti", "ar", "fa"]), max_size=2),
    "household_role": st.sampled_from([*ROLES, "other"]),
    "ill": some_spans,
    "away": some_spans,
    "nonsense": st.text(max_size=3),
}
# A whole column of the wrong type, as a careless table has it.
WRONG: list[st.SearchStrategy[Any]] = [
    st.integers(0, 3),
    st.booleans(),
    near,
    st.lists(st.just("x"), max_size=1),
    st.just("text"),
]


@st.composite
def caseloads(draw: st.DrawFn) -> list[dict[str, Any]]:
    """Rows of facts, all of one column of the same type, as Polars needs it."""
    chosen = draw(st.lists(st.sampled_from(sorted(FACTS)), unique=True, min_size=3))
    columns = {
        key: draw(st.sampled_from(WRONG)) if draw(st.integers(0, 9)) == 0 else FACTS[key] for key in chosen
    }
    number = draw(st.integers(1, 5))
    return [{key: draw(st.none() | column) for key, column in columns.items()} for _ in range(number)]
