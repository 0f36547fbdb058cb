"""Finds what waits for itself: completions that need each other, and tasks none of which can ever begin."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from .source import Problem, Rows, Table, problem

Graph = dict[str, list[str]]
LAST_PROGRESS = "last_progress"


def check_cycles(tasks: Mapping[str, Table], milestones: set[str]) -> Iterator[Problem]:
    """A problem for each circle. In a moment an id means the milestone first, and only then the task of that name."""
    only_tasks = set(tasks) - milestones
    completions: Graph = {}
    beginnings: Graph = {}
    for key, item in tasks.items():
        words = list(_words(item.get("completed_by")))
        # Its own id in `completed_by` is the fact that somebody ticked it off, not the task.
        completions[key] = [word for word in words if word in only_tasks and word != key]
        if LAST_PROGRESS in words:
            completions[key] += [key]
        waits = item.get("waits_for")
        needed = [word for word in _needed(item.get("starts")) if word in only_tasks]
        beginnings[key] = [k for k in waits if k in tasks] if isinstance(waits, Rows) else []
        beginnings[key] += needed
    for graph, key in ((completions, "completed_by"), (beginnings, "waits_for")):
        for circle in _circles(graph):
            shown = " → ".join((*circle, circle[0]))
            where = tasks[circle[0]]
            yield problem(
                where, key if key in where else "starts", "cycle", f"kring: {shown}", f"cycle: {shown}"
            )


def _words(raw: Any) -> Iterator[str]:
    """Every id in a moment."""
    if isinstance(raw, str):
        yield raw
    elif isinstance(raw, Rows):
        for part in raw:
            yield from _words(part)
    elif isinstance(raw, Table):
        for key in ("after", "from", "before", "all", "any", "latest", "event", "not_followed_by"):
            yield from _words(raw.get(key))


def _needed(raw: Any) -> Iterator[str]:
    """The ids without which a moment is never."""
    if isinstance(raw, str):
        yield raw
    elif isinstance(raw, Table):
        for key in ("after", "from", "before", "event"):
            yield from _needed(raw.get(key))
        for key in ("all", "any", "latest"):
            parts = raw.get(key)
            if isinstance(parts, Rows) and (key == "all" or len(parts) == 1):
                for part in parts:
                    yield from _needed(part)


def _circles(graph: Graph) -> Iterator[list[str]]:
    """One circle for each group of nodes that reach each other, beginning with the first of them in the file."""
    done: set[str] = set()
    for start in graph:
        if start not in done and (circle := _path_back(graph, start)):
            done.update(circle)
            yield circle


def _path_back(graph: Graph, start: str) -> list[str]:
    """The shortest way from a node back to itself, or nothing."""
    before: dict[str, str] = {}
    queue = [start]
    for node in queue:
        for following in graph.get(node, ()):
            if following == start:
                way = [node]
                while way[-1] != start:
                    way.append(before[way[-1]])
                return way[::-1]
            if following not in before:
                before[following] = node
                queue.append(following)
    return []
