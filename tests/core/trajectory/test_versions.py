"""Versions by date, files that build upon others, and the overlay of a municipality."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from reisgenoot.core.trajectory import Catalogue, Definition, load, plan

ON = date(2026, 6, 15)
SHARED = """\
id: shared
milestones:
  arrived: {text: {nl: a, en: arrival}}
  moved_in: {text: {nl: b, en: move}}
  permit: {text: {nl: c, en: permit}}
attributes:
  law: {type: text, values: [old, new], text: {nl: wet, en: act}}
  municipality: {type: text, text: {nl: gemeente, en: municipality}}
moments:
  over: {after: moved_in, term: P1Y}
texts:
  habit: {nl: gewoonte, en: habit}
phases:
  - {id: one, text: {nl: een, en: one}, opens: arrived}
tasks:
  - id: welcome
    phase: one
    kind: home
    owner: guide
    text: {nl: welkom, en: welcome}
    due: [{after: arrived, term: P1W, own_choice: habit}]
    falls_away: over
  - {id: visit, phase: one, kind: home, owner: guide, text: {nl: bezoek, en: visit}, falls_away: over}
"""
ROUTE = """\
id: route
version: {version}
title: {{nl: r, en: r}}
extends: shared
applies: {{attribute: {{law: {version}}}, by: [permit, arrived], from: {start}, until: {until}}}
"""
OVERLAY = """\
overlay: aalten
of: route
versions: [new]
municipality: Aalten
change:
  tasks: [{id: welcome, owner: volunteer}]
  moments: {over: {after: moved_in, term: P2Y}}
remove: {tasks: [visit]}
add:
  tasks: [{id: library, phase: one, kind: home, owner: guide, text: {nl: bieb, en: library}}]
"""


@pytest.fixture
def routes(tmp_path: Path) -> Catalogue:
    (tmp_path / "shared.yaml").write_text(SHARED)
    (tmp_path / "old.yaml").write_text(ROUTE.format(version="old", start="null", until="2022-01-01"))
    (tmp_path / "new.yaml").write_text(ROUTE.format(version="new", start="2022-01-01", until="null"))
    (tmp_path / "aalten.yaml").write_text(OVERLAY)
    return load(tmp_path)


@pytest.mark.parametrize(
    ("facts", "version"),
    [
        ({}, "new"),  # nothing known: the newest
        ({"permit": "2021-12-31"}, "old"),
        ({"permit": "2022-01-01"}, "new"),  # `until` is the first day without it
        ({"permit": "2022-01-01", "arrived": "2021-01-01"}, "new"),  # the first of `by` that is known
        ({"arrived": "2021-01-01"}, "old"),
        ({"permit": "2026-06-16", "arrived": "2021-01-01"}, "old"),  # a day to come is not known yet
        ({"permit": "2020-01-01", "law": "new"}, "new"),  # who is told to be under an act, is
        ({"permit": "2023-01-01", "law": "old"}, "old"),
        ({"permit": "2023-01-01", "law": "x"}, "new"),
    ],
)
def test_which_version(routes: Catalogue, facts: dict[str, Any], version: str) -> None:
    assert routes.resolve("route", facts, ON).version == version


def test_before_the_first_version_the_oldest_holds(tmp_path: Path) -> None:
    (tmp_path / "shared.yaml").write_text(SHARED)
    (tmp_path / "a.yaml").write_text(ROUTE.format(version="old", start="2013-01-01", until="2022-01-01"))
    (tmp_path / "b.yaml").write_text(ROUTE.format(version="new", start="2022-01-01", until="null"))
    routes = load(tmp_path)
    assert routes.resolve("route", {"arrived": "2012-12-31"}, ON).version == "old"


@pytest.mark.parametrize(
    ("permit", "version"),
    [("2021-12-31", "old"), ("2022-01-01", "middle"), ("2023-12-31", "middle"), ("2024-01-01", "new")],
)
def test_the_first_and_last_day_of_each_of_three(tmp_path: Path, permit: str, version: str) -> None:
    (tmp_path / "shared.yaml").write_text(SHARED.replace("[old, new]", "[old, middle, new]"))
    for name, start, until in (
        ("old", "null", "2022-01-01"),
        ("middle", "2022-01-01", "2024-01-01"),
        ("new", "2024-01-01", "null"),
    ):
        (tmp_path / f"{name}.yaml").write_text(ROUTE.format(version=name, start=start, until=until))
    assert load(tmp_path).resolve("route", {"permit": permit}, ON).version == version


def test_what_is_shared_is_in_every_version(routes: Catalogue) -> None:
    for version in routes.versions("route"):
        assert set(version.tasks) == {"welcome", "visit"}
        assert version.tasks["welcome"].due[0].reason.own_choice == {"nl": "gewoonte", "en": "habit"}


def in_aalten(routes: Catalogue, **facts: str) -> Definition:
    return routes.resolve("route", {"municipality": "Aalten", **facts}, ON)


def test_an_overlay_changes_adds_and_removes_without_copying(routes: Catalogue) -> None:
    overlay = in_aalten(routes)
    assert (overlay.overlay, overlay.version) == ("aalten", "new")
    assert list(overlay.tasks) == ["welcome", "library"]
    assert overlay.tasks["welcome"].owner == "volunteer"
    assert overlay.tasks["welcome"].text["en"] == "welcome"  # what it does not change stays
    assert routes.versions("route")[1].tasks["welcome"].owner == "guide"


def test_an_overlay_changes_a_named_moment_for_all_that_use_it(routes: Catalogue) -> None:
    facts = {"arrived": "2024-01-01", "moved_in": "2025-01-01"}
    elsewhere = routes.resolve("route", facts, ON)
    assert [task.id for task in plan(elsewhere, facts, ON).tasks] == []
    assert [task.id for task in plan(in_aalten(routes, **facts), facts, ON).tasks] == ["welcome", "library"]


def test_an_overlay_holds_only_for_its_versions_and_place(routes: Catalogue) -> None:
    assert in_aalten(routes, law="old").overlay is None
    assert routes.resolve("route", {"municipality": "aalten"}, ON).overlay is None
    assert routes.resolve("route", {"municipality": 3}, ON).overlay is None
    with pytest.raises(KeyError):
        routes.resolve("other", {}, ON)
