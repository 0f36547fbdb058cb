"""What a call tells: what the table of access lets through, in the language asked for, and noted in the log."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import factories
import pytest
from calling import System, system_of
from django.utils import timezone
from relations import TABLE, somebody

from reisgenoot.access.models import AccessLog
from reisgenoot.dossiers import actions
from reisgenoot.dossiers.models import ContactNote, Document, Fact
from reisgenoot.web.api import PATH

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


def read(system: System, dossier_id: int, part: str) -> list[dict[str, Any]]:
    """The items of one list of the dossier."""
    answer = system.get(f"dossiers/{dossier_id}/{part}")
    assert answer.status_code == 200, answer.content
    return list(answer.json()["items"])


@pytest.fixture
def full(as_owner: Any) -> int:
    """A dossier with a fact, a note and a document of each category, and a number; kept by somebody else."""
    keeper = factories.member(as_owner)
    opened = factories.dossier(keeper, facts={"arrived": TODAY}, numbers={"v_number": "1234567890"})
    about = {"dossier": opened, "organisation": keeper.organisation}
    with as_owner():
        for category in TABLE.categories:
            of_one = {**about, "category": category}
            Fact.objects.create(key=f"x_{category}", value="x", recorded_by=keeper, **of_one)
            ContactNote.objects.create(kind="visit", text=category, author=keeper, **of_one)
            Document.objects.create(
                name=category, content_type="text/plain", size=1, content=b"x", sensitivity="normal",
                added_by=keeper, **of_one,
            )  # fmt: skip
    return opened.pk


def wrong_cells(system: System, dossier_id: int, relation: str, kind: str) -> list[tuple[str, str]]:
    """What the calls tell that the table does not let through, or the other way round."""
    may = {it for it in TABLE.categories if TABLE.may(relation, it, "r", kind)}
    told = {
        "fact": {it["key"][2:] for it in read(system, dossier_id, "facts") if it["key"].startswith("x_")},
        "note": {it["text"] for it in read(system, dossier_id, "notes")},
        "category of note": {it["category"] for it in read(system, dossier_id, "notes")},
        "document": {it["name"] for it in read(system, dossier_id, "documents")},
    }
    wrong = [(what, category) for what, found in told.items() for category in found ^ may]
    answer = system.get(f"dossiers/{dossier_id}").json()
    parts = {"identity": "person", "legal": "numbers", "family": "household", "route": "phase"}
    wrong += [(part, it) for it, part in parts.items() if (part in answer) is not (it in may)]
    wrong += [("readable", it) for it in set(answer["readable"]) ^ may]
    links = {"notes": "notes", "family": "households"}
    wrong += [(link, it) for it, link in links.items() if (link in answer["links"]) is not (it in may)]
    wrong += [("value", name) for name, value in answer.items() if value is None]
    return wrong


@pytest.mark.parametrize(
    "kind", ["municipality", "gza", "ind"]
)  # the keepers of health and of the travel story
def test_every_cell_of_the_table(full: int, as_owner: Any, kind: str) -> None:
    """Every relation that sees dossiers; the others get 403 or 404, as in the table of calls."""
    wrong = {}
    for relation in TABLE.relations:
        who = somebody(as_owner, full, relation, kind)
        system = system_of(who)
        if relation in ("volunteer", "administrator", "privacy_officer", "newcomer"):
            assert system.get(f"dossiers/{full}").status_code == 403
        else:
            wrong[relation] = wrong_cells(system, full, relation, kind)
    assert not any(wrong.values()), wrong


def test_each_part_is_noted_in_the_log(called: Any, as_owner: Any) -> None:
    """Under the name of the member, with what was read."""
    system, here = called.system("guide"), f"dossiers/{called.dossier.pk}"
    wanted = {
        here: "dossier", f"{here}/plan": "plan", f"{here}/facts": "facts", f"{here}/notes": "note",
        f"{here}/documents": "document", f"{here}/documents/{called.document.pk}": "document",
        f"{here}/households": "household", f"{here}/involvements": "involvement", f"{here}/log-entries": "log",
        f"{here}/consents": "consent", f"{here}/facts/{called.fact.pk}": "facts",
        f"{here}/tasks/moved_in/completion": "plan",
    }  # fmt: skip
    for path, part in wanted.items():
        assert system.get(path).status_code == 200
        with as_owner():
            last = AccessLog.objects.order_by("-id").first()
        assert last is not None
        assert (last.act, last.part, last.dossier_id) == ("read", part, called.dossier.pk), path
        assert last.member_id == called.people["guide"].pk
    for path, part in (("tasks", "worklist"), ("dossiers/_search", "search")):
        body = {"text": "Hala"} if part == "search" else None
        assert system.call("post" if body else "get", path, body).json()["items"]
        with as_owner():
            last = AccessLog.objects.order_by("-id").first()
        assert last is not None
        assert (last.act, last.part, last.dossiers) == ("appeared_in_list", part, [called.dossier.pk])


def test_what_is_not_there_looks_like_what_is_somebody_elses(called: Any, as_owner: Any) -> None:
    """To the letter, and nothing of it is in the log."""
    stranger = called.system("other organisation")
    with as_owner():
        note = ContactNote.objects.first()
        before = AccessLog.objects.count()
    assert note is not None
    theirs = f"dossiers/{called.dossier.pk}"
    pairs = [(f"{theirs}{part}", f"dossiers/1{part}") for part in ("", "/plan", "/facts", "/log-entries")]
    pairs += [(f"{theirs}/facts/{called.fact.pk}", "dossiers/1/facts/1")]
    pairs += [(f"{theirs}/documents/{called.document.pk}", "dossiers/1/documents/1")]
    pairs += [(f"{theirs}/notes/{note.pk}", "dossiers/1/notes/1"), (theirs, f"dossiers/{2**62}")]
    for there, nothing in pairs:
        answers = [stranger.get(there), stranger.get(nothing)]
        assert [it.status_code for it in answers] == [404, 404]
        assert answers[0].content == answers[1].content
    with as_owner():
        assert AccessLog.objects.count() == before


def test_a_part_of_another_dossier_is_not_in_this_one(called: Any, as_owner: Any) -> None:
    """Also of one that the caller may read."""
    guide = called.people["guide"]
    other = factories.dossier(guide, "Iemand Anders", facts={"arrived": TODAY})
    factories.be(guide)
    note = actions.add_note(guide, other, kind="visit", text="Daar.")
    document = actions.add_document(guide, other, name="x.txt", content=b"daar")
    fact = other.facts.get(key="arrived")
    factories.be(None)
    system, here = called.system("guide"), f"dossiers/{called.dossier.pk}"
    with as_owner():
        before = AccessLog.objects.filter(dossier_id=other.pk).count()
    for path in (f"facts/{fact.pk}", f"notes/{note.pk}", f"documents/{document.pk}"):
        assert system.get(f"{here}/{path}").status_code == 404
        assert system.get(f"dossiers/{other.pk}/{path}").status_code == 200
    for path, body in (
        (f"facts/{fact.pk}/corrections", {"value": "2026-01-01"}),
        (f"facts/{fact.pk}/retractions", {}),
    ):
        assert system.post(f"{here}/{path}", body).status_code == 404
    with as_owner():
        assert AccessLog.objects.filter(dossier_id=other.pk).count() == before + 3


def test_the_worklist_filters_and_pages(as_owner: Any) -> None:
    guide = factories.member(as_owner)
    steps = {"arrived": TODAY - timedelta(days=500), "permit_granted": TODAY - timedelta(days=200)}
    colleague = factories.member(as_owner, organisation=guide.organisation)
    for number in range(3):
        factories.dossier(
            guide, f"Persoon {number}", worker=guide if number else colleague,
            facts=steps | {"municipality": f"Plaats {number}"},
        )  # fmt: skip
    system = system_of(guide)
    team = system.get("tasks", scope="team").json()
    mine = system.get("tasks").json()
    assert 0 < mine["counts"]["total"] < team["counts"]["total"]
    seen, address = [], f"{PATH}tasks?scope=team&pageSize=4"
    while address:
        page = system.get(address.replace("http://testserver", "")).json()
        seen += [(it["dossierId"], it["key"]) for it in page["items"]]
        assert len(page["items"]) <= 4
        address = page["links"].get("next")
    assert len(seen) == len(set(seen)) == team["counts"]["total"]
    assert page["links"]["previous"].endswith(f"page={page['pages'] - 1}")
    others = system.get("tasks", scope="team", worker=str(colleague.pk)).json()["items"]
    assert {it["municipality"] for it in others} == {"Plaats 0"}
    assert {it["worker"] for it in others} == {colleague.name}
    theirs = system.get("tasks", scope="team", worker=str(guide.pk), municipality="Plaats 1").json()["items"]
    assert {it["municipality"] for it in theirs} == {"Plaats 1"}
    late = system.get("tasks", due="overdue").json()
    assert {it["when"] for it in late["items"]} == {"overdue"}
    wrong = system.get("tasks", scope="all", due="soon", page=0, worker="x")
    assert wrong.status_code == 422
    assert {it["field"] for it in wrong.json()["errors"]} == {"scope", "due", "page", "worker"}


def test_the_plan_is_that_of_the_day(called: Any) -> None:
    system, here = called.system("guide"), f"dossiers/{called.dossier.pk}/plan"
    now = system.get(here).json()
    assert (now["on"], now["phase"]) == (str(TODAY), "settling")
    before = system.get(here, on=str(TODAY - timedelta(days=100))).json()
    assert before["phase"] == "housing"
    later = system.get(here, on=str(TODAY + timedelta(days=300))).json()
    states = [{it["key"]: it["state"] for it in plan["tasks"]} for plan in (now, later)]
    assert any(states[0].get(key) == "open" and state == "overdue" for key, state in states[1].items())
    with_ground = [it for it in now["tasks"] if "ground" in it and "due" in it]
    assert with_ground
    assert all(it["why"] and it["ground"]["url"].startswith("https://") for it in with_ground)
    for wrong in ("0001-01-01", "9999-01-01", "x", "2026-02-30"):
        assert system.get(here, on=wrong).json()["errors"][0]["field"] == "on"


def test_in_the_language_that_was_asked_for(called: Any) -> None:
    here = f"dossiers/{called.dossier.pk}"
    dutch, english = called.system("guide", "nl"), called.system("colleague", "en-GB, nl;q=0.5")
    told = [
        {it["key"]: it["text"] for it in system.get(f"{here}/plan").json()["tasks"]}
        for system in (dutch, english)
    ]
    assert told[0] != told[1]
    assert dutch.get(f"{here}/plan")["Content-Language"] == "nl"
    assert "Accept-Language" in dutch.get(f"{here}/plan")["Vary"]
    reasons = [
        system.post(f"{here}/facts", {"key": "brp_registered", "value": "x"}).json()["errors"]
        for system in (dutch, english)
    ]
    assert reasons == [
        [{"field": "value", "reason": "Dit is geen datum."}],
        [{"field": "value", "reason": "This is not a date."}],
    ]


READ = (
    "",
    "/plan",
    "/facts",
    "/notes",
    "/documents",
    "/households",
    "/involvements",
    "/tasks/moved_in/completion",
)
QUERIES = {"member": 0, "tasks": 4, **{f"dossiers/{{}}{part}": 3 for part in READ}}
QUERIES |= {"dossiers/{}/log-entries": 4, "dossiers/{}/consents": 3}
"""SQL statements beside the four of every call (`test_tokens`)."""


@pytest.mark.parametrize("path", QUERIES)
def test_the_number_of_statements(
    path: str, called: Any, as_owner: Any, django_assert_num_queries: Any
) -> None:
    """And more of everything costs no more."""
    system, address = called.system("guide"), path.format(called.dossier.pk)
    system.get(address)
    with django_assert_num_queries(4 + QUERIES[path]):
        assert system.get(address).status_code == 200
    guide = called.people["guide"]
    factories.dossier(guide, "Nog Iemand", worker=guide, facts={"arrived": TODAY})
    for text in ("een", "twee"):
        actions.add_note(guide, called.dossier, kind="visit", text=text)
        actions.add_document(guide, called.dossier, name=f"{text}.txt", content=b"x")
    actions.record_fact(guide, called.dossier, "brp_registered", TODAY)
    with django_assert_num_queries(4 + QUERIES[path]):
        assert system.get(address).status_code == 200


def test_answers_hold_no_session_and_may_not_be_kept(called: Any) -> None:
    answer = called.system("guide").get("tasks")
    assert not answer.cookies
    assert answer["Cache-Control"] == "no-store"
    assert answer["API-Version"] == "1.0.0"
    assert answer["Content-Security-Policy"] == "default-src 'none'; frame-ancestors 'none'"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["Referrer-Policy"] == "no-referrer"
    assert "Access-Control-Allow-Origin" not in answer
