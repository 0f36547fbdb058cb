"""The picture of the route: where a date stands on the axis, and what is drawn."""

from datetime import date, timedelta
from itertools import pairwise

import pytest

from reisgenoot.core.trajectory import catalogue, plan
from reisgenoot.dossiers.plan_changes import changes
from reisgenoot.dossiers.route_picture import DAYS, LEFT, RIGHT, _place, draw

BEGIN, TODAY = date(2026, 1, 5), date(2026, 11, 24)
FACTS = {
    "arrived": "2026-01-05",
    "asylum_applied": "2026-01-09",
    "permit_granted": "2026-06-01",
    "born": "1990-05-17",
}


def planned(**more: str):
    facts = {**FACTS, **more}
    definition = catalogue().resolve("nl-asylum", facts, TODAY)
    return definition, plan(definition, facts, TODAY)


def test_each_step_of_the_axis_is_equally_wide():
    places = [_place(BEGIN, BEGIN + timedelta(days=round(days))) for days in DAYS]
    steps = [later - earlier for earlier, later in pairwise(places)]
    assert (places[0], places[-1]) == pytest.approx((LEFT, RIGHT), abs=0.5)
    assert steps == pytest.approx([steps[0]] * len(steps), abs=1.5)


def test_what_lies_outside_stands_at_the_end():
    assert _place(BEGIN, BEGIN - timedelta(days=40)) == LEFT
    assert _place(BEGIN, BEGIN + timedelta(days=4000)) == RIGHT


def test_reached_due_and_expected_stand_apart():
    definition, made = planned()
    picture = draw(definition, made, {"arrived": BEGIN, "permit_granted": date(2026, 6, 1)})
    assert [point.day for point in picture.reached] == [BEGIN, date(2026, 6, 1)]
    assert [band.current for band in picture.bands] == [False, False, True]
    assert any(point.text["en"].startswith("Move to") for point in picture.expected)
    assert LEFT < picture.today < RIGHT


def test_without_any_date_there_is_nothing_to_draw():
    definition, made = planned()
    assert draw(definition, made, {}) is None


def test_a_milestone_changes_phase_tasks_and_dates():
    before, after = planned()[1], planned(moved_in="2026-11-20")[1]
    found = changes(before, after)
    assert (found.phase_before, found.phase_after) == ("housing", "settling")
    assert "gp_registered" in {task.id for task in found.come}
    assert "moved_in" in {task.id for task in found.done}
    assert not found.nothing
    assert changes(after, after).nothing


@pytest.mark.parametrize(("arrived", "anchor"), [(0, "start"), (300, "middle"), (1820, "end"), (4000, "end")])
def test_the_word_for_today_stays_inside_the_picture(arrived, anchor):
    begin = TODAY - timedelta(days=arrived)
    definition, made = planned(arrived=begin.isoformat())
    assert draw(definition, made, {"arrived": begin}).today_anchor == anchor
