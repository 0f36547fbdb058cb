"""From checked tables to the values of `model`. Expects what `check` has found to be right."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from .model import (
    ALWAYS,
    NEVER,
    AllOf,
    AnyOf,
    Applies,
    Attribute,
    AttributeIs,
    AttributeKnown,
    Definition,
    Due,
    Expected,
    Fact,
    Ground,
    LastProgress,
    LatestOf,
    Longer,
    Milestone,
    Moment,
    OverdueTasks,
    Phase,
    Reason,
    Shifted,
    Signal,
    Task,
    Unanswered,
)
from .terms import Term

WORDS: Mapping[str, Moment] = {
    "always": ALWAYS,
    "never": NEVER,
    "last_progress": LastProgress(),
    "overdue_tasks": OverdueTasks(),
}
FIRST_MILESTONE = "arrived"  # a task that does not say when it starts, starts here
BIRTH = "born"


def moment(raw: Any) -> Moment:
    """The moment that a word, an id or a table stands for.

    >>> moment({"after": "brp_registered", "term": "P10W"})
    Shifted(base=Fact(id='brp_registered'), term=Term(years=0, months=0, weeks=10, days=0), sign=1, longer=())
    """
    match raw:
        case str():
            return WORDS.get(raw) or Fact(raw)
        case {"after": base, "term": term}:
            return Shifted(moment(base), Term.parse(term), longer=tuple(raw.get("longer_by", ())))
        case {"before": base, "term": term}:
            return Shifted(moment(base), Term.parse(term), -1)
        case {"all": parts}:
            return AllOf(_moments(parts))
        case {"any": parts}:
            return AnyOf(_moments(parts))
        case {"latest": parts}:
            return LatestOf(_moments(parts))
        case {"attribute": key, "is": value}:
            return AttributeIs(key, (value,))
        case {"attribute": key, "in": values}:
            return AttributeIs(key, tuple(values))
        case {"attribute": key, "is_not": value}:
            return AttributeIs(key, (value,), negated=True)
        case {"attribute": key, "known": known}:
            return AttributeKnown(key, known)
        case {"age": years}:
            return Shifted(Fact(BIRTH), Term(years=years)) if years else Fact(BIRTH)
        case {"event": event, "not_followed_by": answers}:
            return Unanswered(event, tuple(answers))
    raise ValueError(f"not a moment: {raw!r}")


def _moments(parts: Iterable[Any]) -> tuple[Moment, ...]:
    return tuple(moment(part) for part in parts)


def definition(
    raw: Mapping[str, Any], overlay: str | None = None, municipality: str | None = None
) -> Definition:
    """The definition in a merged table."""
    grounds = {key: _ground(key, item) for key, item in raw.get("grounds", {}).items()}
    milestones = {
        key: Milestone(key, item["text"], item.get("phase"), item.get("category", "route"))
        for key, item in raw.get("milestones", {}).items()
    }
    starts: Moment = Fact(FIRST_MILESTONE) if FIRST_MILESTONE in milestones else ALWAYS
    tasks = {item["id"]: _task(item, grounds, starts) for item in raw.get("tasks", ())}
    applies = raw.get("applies", {})
    return Definition(
        id=raw["id"],
        version=raw["version"],
        title=raw["title"],
        applies=Applies(
            applies.get("attribute", {}),
            tuple(applies.get("by", ())),
            _date(applies, "from"),
            _date(applies, "until"),
        ),
        grounds=grounds,
        milestones=milestones,
        attributes={key: _attribute(key, item) for key, item in raw.get("attributes", {}).items()},
        phases=tuple(_phase(item, grounds) for item in raw.get("phases", ())),
        tasks=tasks,
        signals=tuple(_signal(item, grounds) for item in raw.get("signals", ())),
        overlay=overlay,
        municipality=municipality,
    )


def _date(raw: Mapping[str, Any], key: str) -> date | None:
    return date.fromisoformat(raw[key]) if raw.get(key) else None


def _ground(key: str, raw: Mapping[str, Any]) -> Ground:
    valid = raw.get("valid", {})
    return Ground(
        id=key,
        law=raw["law"],
        article=raw["article"],
        url=raw["url"],
        confirmed=raw["confirmed"],
        kind=raw["kind"],
        bwb=raw.get("bwb"),
        text_of=_date(raw, "text_of"),
        valid_from=_date(valid, "from"),
        valid_until=_date(valid, "until"),
        extended=raw["kind"] in ("statute", "decree") and raw.get("termijnenwet", True),
        note=raw.get("note"),
    )


def _attribute(key: str, raw: Mapping[str, Any]) -> Attribute:
    values = raw.get("values", ())
    labels = values if isinstance(values, Mapping) else {}
    category = raw.get("category", "identity")
    return Attribute(key, raw["type"], tuple(values), raw.get("text"), labels, category)


def _reason(raw: Mapping[str, Any], grounds: Mapping[str, Ground]) -> Reason:
    ground = grounds[raw["ground"]] if "ground" in raw else None
    return Reason(ground, raw.get("own_choice"), raw.get("source"))


def _phase(raw: Mapping[str, Any], grounds: Mapping[str, Ground]) -> Phase:
    lasts = raw.get("lasts", {})
    term = Term.parse(lasts["term"]) if lasts else None
    acting = tuple(raw.get("acting", ()))
    return Phase(raw["id"], raw["text"], moment(raw["opens"]), acting, term, _reason(lasts, grounds))


def _task(raw: Mapping[str, Any], grounds: Mapping[str, Ground], starts: Moment) -> Task:
    expected = raw.get("expected")
    task = Task(
        id=raw["id"],
        phase=raw["phase"],
        kind=raw["kind"],
        owner=raw["owner"],
        text=raw["text"],
        per=raw.get("per", "person"),
        help=raw.get("help"),
        ground=grounds[raw["ground"]] if "ground" in raw else None,
        starts=moment(raw["starts"]) if "starts" in raw else starts,
        due=tuple(_due(item, grounds) for item in raw.get("due", ())),
        expected=Expected(*_counted(expected), expected["source"]) if expected else None,
        completed_by=moment(raw.get("completed_by", "never")),
        falls_away=moment(raw.get("falls_away", "never")),
        waits_for=tuple(raw.get("waits_for", ())),
        checklist=raw.get("checklist", False),
    )
    if not task.checklist:
        return task
    return replace(task, falls_away=AnyOf((Fact(task.set_aside_by), task.falls_away)))


def _counted(raw: Mapping[str, Any]) -> tuple[Moment, Term, int]:
    """The base, term and direction of `{after|from|before: …, term: …}`."""
    side = next(side for side in ("after", "from", "before") if side in raw)
    return moment(raw[side]), Term.parse(raw["term"]), -1 if side == "before" else 1


def _due(raw: Mapping[str, Any], grounds: Mapping[str, Ground]) -> Due:
    longer = tuple(
        Longer(key, grounds[item["ground"]], item["because"])
        for key, item in raw.get("longer_by", {}).items()
    )
    when = moment(raw.get("when", "always"))
    return Due(*_counted(raw), _reason(raw, grounds), when, longer, inclusive="from" in raw)


def _signal(raw: Mapping[str, Any], grounds: Mapping[str, Ground]) -> Signal:
    until = moment(raw.get("until", "never"))
    since, reason = moment(raw["since"]), _reason(raw, grounds)
    return Signal(raw["id"], raw["text"], since, until, reason, raw.get("help"), raw.get("outcome"))
