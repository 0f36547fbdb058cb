"""The coming weeks and the whole municipality: each number is as long as the list that it leads to."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape
from typing import Any

import factories
import pytest
from django.test import Client
from town_desk import TODAY, Desk, ago, browser, facts

from reisgenoot.access.errors import NotAllowed
from reisgenoot.access.identity import acting_as
from reisgenoot.access.models import AccessLog
from reisgenoot.direction import queries
from reisgenoot.direction.queries import Filters
from reisgenoot.dossiers.actions import record_facts
from reisgenoot.dossiers.models import Task

pytestmark = pytest.mark.django_db


def html(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return unescape(answer.content.decode())


def numbers(page: str) -> list[tuple[str, int]]:
    """Where each number leads, and the number."""
    found = re.findall(r'<td class="number"[^>]*><a href="([^"]+)">(\d+)</a>', page)
    return [(path, int(many)) for path, many in found]


def test_each_number_leads_to_as_many_rows(town: Desk) -> None:
    client = browser(town.coordinator)
    for path in ("/direction/calendar/?who=all", "/direction/municipality/"):
        led = numbers(html(client, path))
        assert led, path
        for to, many in led:
            assert html(client, to).count("<tr data-row") == many, to


def test_a_week_holds_what_ends_in_it_and_what_is_late_stands_apart(town: Desk) -> None:
    with acting_as(town.director):
        found = queries.calendar(town.director, None, TODAY)
        mine = queries.calendar(town.director, town.director.pk, TODAY)
    assert found.late["pip"] == 1
    assert mine.late["pip"] == 0, "the colleague carries who is late"
    assert [week for week, many in found.weeks if many["pip"]] == [
        ago(-5) - timedelta(days=ago(-5).weekday())
    ]
    assert len(found.weeks) == 13
    assert sum(many["end"] for _week, many in found.weeks) == 0, "three years end after these weeks"


def test_what_begins_after_its_last_day_is_work_of_the_week_in_which_it_begins_and_late_by_the_law(
    town: Desk, as_owner: Any
) -> None:
    with as_owner():
        of = Task.objects.filter(dossier=town.soon, key="pip_set")
        assert of.update(due_on=ago(40), starts_on=ago(-20), overdue_from=ago(-20)) == 1
    with acting_as(town.director):
        found = queries.calendar(town.director, town.director.pk, TODAY)
        rows = queries.desk(town.director, Filters(kind="pip"), TODAY).rows
    assert [week for week, many in found.weeks if many["pip"]] == [
        ago(-19) - timedelta(days=ago(-19).weekday())
    ]
    row = next(it for it in rows if it.dossier_id == town.soon.pk)
    assert (row.due, row.days, row.passes) == (ago(40), -40, ago(39))


def test_each_stands_once_by_route_and_by_how_it_is(town: Desk) -> None:
    with acting_as(town.director):
        gone = factories.dossier(town.director, "Gone Voorbeeld", facts=facts(200), worker=town.director)
        old = {**facts(100), "born": ago(67 * 366)}
        factories.dossier(town.director, "Old Voorbeeld", facts=old, worker=town.director)
        record_facts(town.director, gone, {"departed": ago(3)})
        record_facts(town.director, town.far, {"duty_fulfilled": ago(2)})
        found = dict(queries.town(town.director, TODAY))
    assert {state: many for state, many in found["none"].items() if many} == {
        "in_time": 1,
        "late": 1,
        "released": 1,
        "gone": 1,
    }
    assert {state: many for state, many in found["z"].items() if many} == {"fulfilled": 1}
    assert set(found["b1"].values()) == {0}


def test_beyond_the_wall_nobody_counts_and_who_directs_nothing_gets_nothing(
    town: Desk, as_owner: Any
) -> None:
    with acting_as(town.elsewhere):
        there = queries.calendar(town.elsewhere, town.colleague.pk, TODAY)
        counts = queries.town(town.elsewhere, TODAY)
    assert sum(there.late.values()) + sum(sum(many.values()) for _week, many in there.weeks) == 0
    assert sum(sum(many.values()) for _route, many in counts) == 0
    assert "Voorbeeld" not in html(browser(town.elsewhere), "/direction/municipality/people/")
    with acting_as(town.guide):
        for call in (
            lambda: queries.calendar(town.guide, None, TODAY),
            lambda: queries.town(town.guide, TODAY),
        ):
            with pytest.raises(NotAllowed):
                call()
        for read in (queries.people, queries.exported_people):
            with pytest.raises(NotAllowed):
                read(town.guide, "", "", TODAY)


def test_names_are_in_the_log_and_counts_are_not(town: Desk, as_owner: Any) -> None:
    client = browser(town.director)
    for path in ("/direction/calendar/", "/direction/municipality/"):
        html(client, path)
    with as_owner():
        assert not AccessLog.objects.filter(part="direction").exists()
    html(client, "/direction/municipality/people/?route=z")
    client.get("/direction/municipality/people.xlsx?state=late")
    with as_owner():
        acts = AccessLog.objects.filter(part="direction").order_by("id")
        assert [(it.act, it.dossier_id, it.dossiers) for it in acts] == [
            ("appeared_in_list", None, [town.far.pk]),
            ("export", town.late.pk, None),
        ]


def test_as_many_statements_for_few_as_for_many(town: Desk, django_assert_num_queries: Any) -> None:
    with acting_as(town.director):
        queries.town(town.director, TODAY)
        for worker in (None, town.director.pk):
            with django_assert_num_queries(3):
                queries.calendar(town.director, worker, TODAY)
        with django_assert_num_queries(2):
            queries.town(town.director, TODAY)
        for state in ("late", "in_time"):
            with django_assert_num_queries(3):
                queries.people(town.director, "", state, TODAY)
