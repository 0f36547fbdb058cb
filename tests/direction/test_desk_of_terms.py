"""The desk: which terms stand there for whom, in which order, on which ground, and what follows when one passes."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.test import Client
from town_desk import TODAY, Desk, ago, browser

from reisgenoot.access.errors import NotAllowed
from reisgenoot.access.identity import acting_as
from reisgenoot.access.models import AccessLog, Member
from reisgenoot.core.trajectory import catalogue
from reisgenoot.direction import queries
from reisgenoot.direction.queries import Filters
from reisgenoot.direction.terms import KIND_OF, KINDS, PASSED, ROUTE, statutory

pytestmark = pytest.mark.django_db


def listed(member: Member, **filters: Any) -> list[tuple[str, str]]:
    """Names and tasks, in their order."""
    with acting_as(member):
        return [(it.name.split()[0], it.key) for it in queries.desk(member, Filters(**filters), TODAY).rows]


def html(client: Client, query: str = "", page: str = "/direction/") -> str:
    answer = client.get(f"{page}?{query}")
    assert answer.status_code == 200
    return unescape(answer.content.decode())


def test_every_term_on_a_ground_of_law_has_a_kind_and_every_kind_names_tasks_that_are() -> None:
    assert statutory() - set(KIND_OF) == set(), "give it a kind in terms.yaml"
    known = {key for it in catalogue().definitions if it.id == ROUTE for key in it.tasks}
    assert {key for kind in KINDS.values() for key in kind.tasks} - known == set()
    assert set(PASSED) - statutory() == set(), "what follows is told of terms of law alone"
    assert "pip_set" in statutory()
    assert "first_progress_talk" not in statutory()
    assert all(it.ground.url.startswith("https://wetten.overheid.nl/") for it in PASSED.values())


def test_the_first_day_stands_first_with_ground_and_what_follows(town: Desk) -> None:
    with acting_as(town.director):
        rows = queries.desk(town.director, Filters(), TODAY).rows
    pips = [it for it in rows if it.key == "pip_set"]
    assert [(it.name, it.days, it.late) for it in pips] == [
        ("Late Voorbeeld", -30, True),
        ("Soon Voorbeeld", 5, False),
    ]
    assert [it.passes for it in rows] == sorted(it.passes for it in rows)
    soon = pips[1]
    assert (soon.due, soon.passes) == (ago(-5), ago(-6))
    assert soon.ground is not None
    assert soon.ground.article.startswith("15")
    assert soon.ground.confirmed
    assert soon.after is not None
    assert soon.after.ground.where == "Wet inburgering 2021, artikel 11 lid 2"
    ends = {it.key: it.days for it in rows if it.name == "=Far Voorbeeld"}
    assert {"pvt_signed", "map_completed", "self_reliance_talk", "duty_fulfilled"} <= set(ends)
    assert "first_progress_talk" not in ends, "its day is our own choice"


def test_filters(town: Desk) -> None:
    mine = listed(town.director, worker=town.director.pk)
    assert ("Soon", "pip_set") in mine
    assert ("Late", "pip_set") not in mine
    assert listed(town.director, kind="pip") == [("Late", "pip_set"), ("Soon", "pip_set")]
    assert listed(town.director, kind="pip", overdue=True) == [("Late", "pip_set")]
    assert {name for name, _key in listed(town.director, route="z")} == {"=Far"}
    assert {name for name, _key in listed(town.director, route="none")} == {"Late", "Soon"}
    assert listed(town.director, route="b1") == []
    assert ("=Far", "duty_fulfilled") not in listed(town.director, weeks=4)
    monday = ago(-5) - timedelta(days=ago(-5).weekday())
    assert listed(town.director, kind="pip", week=monday) == [("Soon", "pip_set")], "not what is too late"
    assert "first_progress_talk" in {key for _name, key in listed(town.director, kind="talk")}


def test_in_the_browser_mine_comes_first_for_a_director_and_all_for_a_coordinator(town: Desk) -> None:
    page = html(browser(town.director))
    assert "Soon Voorbeeld" in page
    assert "Late Voorbeeld" not in page
    assert re.search(r"nog 5 dagen|5 days left", page)
    assert "artikel 11 lid 2" in page
    assert "Late Voorbeeld" in html(browser(town.director), "who=all")
    assert "Late Voorbeeld" in html(browser(town.director), f"who={town.colleague.pk}")
    assert "Late Voorbeeld" in html(browser(town.coordinator))
    assert f'href="/dossiers/{town.soon.pk}/integration/"' in page
    assert html(browser(town.director), "who=²&weeks=x&week=0001-01-01&kind=x&route=x&page=-1")


def test_nobody_else_opens_it_and_another_town_sees_nobody(town: Desk, as_owner: Any) -> None:
    for path in ("/direction/", "/direction.xlsx"):
        assert browser(town.guide).get(path).status_code == 403
    assert "Voorbeeld" not in html(browser(town.elsewhere), "who=all")
    assert "Voorbeeld" not in html(browser(town.elsewhere), f"who={town.director.pk}")
    with acting_as(town.guide), pytest.raises(NotAllowed):
        queries.desk(town.guide, Filters(), TODAY)


def test_names_that_stood_there_and_were_taken_along_are_in_the_log(town: Desk, as_owner: Any) -> None:
    client = browser(town.director)
    html(client, "who=mine&kind=pip")
    answer = client.get("/direction.xlsx?who=all&route=z")
    with zipfile.ZipFile(io.BytesIO(answer.content)) as packed:
        assert "<f>" not in packed.read("xl/worksheets/sheet1.xml").decode()
        assert "=Far Voorbeeld" in packed.read("xl/sharedStrings.xml").decode()
    with as_owner():
        acts = AccessLog.objects.filter(part="direction").values_list("dossier_id", "dossiers", "act")
        assert [(one or tuple(many), act) for one, many, act in acts.order_by("id")] == [
            ((town.soon.pk,), "appeared_in_list"),
            (town.far.pk, "export"),
        ]


def test_as_many_statements_for_one_as_for_many(town: Desk, django_assert_num_queries: Any) -> None:
    with acting_as(town.director):
        queries.desk(town.director, Filters(), TODAY)
        for filters in (Filters(kind="pip", overdue=True), Filters(), Filters(route="z")):
            with django_assert_num_queries(5):
                queries.desk(town.director, filters, TODAY)
