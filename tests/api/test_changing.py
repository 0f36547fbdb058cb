"""What a call changes: the same actions as the pages, in the member's name, once, and never over somebody unseen."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from calling import System
from django.utils import timezone
from operations import BODIES, operations

from reisgenoot.access.models import AccessLog, Sent
from reisgenoot.dossiers import actions
from reisgenoot.dossiers.models import ContactNote, Dossier, Fact
from reisgenoot.people.models import Identifier

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
YESTERDAY = TODAY - timedelta(days=1)


@pytest.fixture
def colleague(called: Any) -> System:
    """The system of the colleague."""
    return called.system("colleague")


def newest(as_owner: Any, called: Any, key: str) -> Fact:
    """The fact that stands."""
    with as_owner():
        return Fact.objects.get(dossier=called.dossier, key=key, superseded_by__isnull=True)


def wrote(as_owner: Any, called: Any, part: str) -> bool:
    """Whether the newest entry of the log is that the guide changed this."""
    with as_owner():
        last = AccessLog.objects.order_by("-id").first()
    assert last is not None
    return (last.act, last.part, last.member_id) == ("write", part, called.people["guide"].pk)


def test_recording_moves_the_plan(guide: System, here: str, called: Any, as_owner: Any) -> None:
    answer = guide.post(f"{here}/facts", {"key": "pip_set", "value": str(YESTERDAY), "note": "Brief gezien."})
    assert answer.status_code == 201
    assert wrote(as_owner, called, "facts")
    fact = newest(as_owner, called, "pip_set")
    assert (fact.value, fact.note, fact.source) == (str(YESTERDAY), "Brief gezien.", "api")
    assert fact.recorded_by_id == called.people["guide"].pk
    assert answer["Location"] == answer.json()["links"]["self"].replace("http://testserver", "")
    told = guide.get(answer["Location"]).json()
    assert (told["id"], told["value"], told["source"]) == (str(fact.pk), str(YESTERDAY), "api")
    tasks = {it["key"]: it for it in guide.get(f"{here}/plan").json()["tasks"]}
    assert tasks["pip_set"]["doneOn"] == str(YESTERDAY)
    again = guide.post(f"{here}/facts", {"key": "pip_set", "value": str(YESTERDAY)})
    assert (again.status_code, again.json()["id"]) == (200, str(fact.pk))


def test_correcting_and_taking_back_keep_the_history(
    guide: System, here: str, called: Any, as_owner: Any
) -> None:
    first = f"{here}/facts/{called.fact.pk}"
    corrected = guide.post(f"{first}/corrections", {"value": str(YESTERDAY), "note": "Verkeerd."})
    assert corrected.status_code == 201
    second = f"{here}/facts/{corrected.json()['id']}"
    retracted = guide.post(f"{second}/retractions", {"note": "Toch niet."})
    assert retracted.status_code == 201
    assert wrote(as_owner, called, "facts")
    history = guide.get(f"{here}/facts", key="moved_in").json()["items"]
    assert [it["id"] for it in history] == [
        retracted.json()["id"],
        corrected.json()["id"],
        str(called.fact.pk),
    ]
    assert "value" not in history[0]
    assert [it["source"] for it in history] == ["api", "api", "screen"]
    assert guide.get(f"{here}/facts", key="moved_in", standing="true").json()["items"] == []
    assert guide.get(f"{here}/plan").json()["phase"] == "housing"


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"key": "nothing", "value": "x"}, "value"),
        ({"key": "brp_registered"}, "value"),
        ({"key": "brp_registered", "value": {"a": 1}}, "value"),
        ({"key": "brp_registered", "value": []}, "value"),
        ({"key": "brp_registered", "value": 7}, "value"),
        ({"key": "born_uncertain", "value": "ja"}, "value"),
        ({"key": "nationality", "value": "Syrië"}, "value"),
        ({"key": "languages", "value": ["ti", "x" * 60]}, "value"),
        ({"key": "municipality", "value": "x" * 101}, "value"),
        ({"key": "allowance_partner_without_status", "value": True}, "value"),
        ({"key": "brp_registered", "value": "2026-01-05", "seen": "x"}, "seen"),
        ({"key": "brp_registered", "value": "2026-01-05", "note": "x" * 1001}, "note"),
        ({"key": "brp_registered", "value": "2026-01-05", "colour": "x"}, "colour"),
    ],
)
def test_what_cannot_be_a_fact(guide: System, here: str, body: dict[str, Any], field: str) -> None:
    answer = guide.post(f"{here}/facts", body)
    assert answer.status_code == 422
    assert [it["field"] for it in answer.json()["errors"]] == [field]
    assert guide.get(f"{here}/facts", key=body["key"]).json()["items"] == []


def test_what_somebody_else_recorded_is_not_corrected_unseen(
    guide: System, colleague: System, here: str, called: Any
) -> None:
    theirs = {"key": "brp_registered", "value": str(YESTERDAY), "note": "Op het loket.", "seen": "0"}
    mine = {**theirs, "value": str(TODAY), "note": "Uit de brief."}
    made = colleague.post(f"{here}/facts", theirs).json()["id"]
    answer = guide.post(f"{here}/facts", mine)
    assert answer.status_code == 409
    told = answer.json()
    assert told["now"] == {"id": made, "value": str(YESTERDAY), "note": "Op het loket."}
    assert told["by"].startswith(called.people["colleague"].name)
    assert told["version"] == made
    assert "seen" not in told  # nothing stood there
    assert guide.post(f"{here}/facts", {**mine, "seen": told["version"]}).status_code == 201
    late = colleague.post(f"{here}/facts/{made}/corrections", {"value": str(TODAY)})
    assert late.status_code == 409
    assert late.json()["seen"]["id"] == made
    assert colleague.post(f"{here}/facts/{made}/retractions", {}).status_code == 409


def test_ticking_off_and_back(guide: System, here: str, called: Any, as_owner: Any) -> None:
    done = f"{here}/tasks/gp_registered/completion"
    assert guide.get(done).status_code == 404
    first = guide.call("put", done, {"on": str(YESTERDAY), "note": "Ingeschreven."})
    assert first.status_code == 201
    assert wrote(as_owner, called, "facts")
    assert newest(as_owner, called, "gp_registered").source == "api"
    told = guide.get(done)
    assert (told.json()["on"], told.json()["note"]) == (str(YESTERDAY), "Ingeschreven.")
    assert told["ETag"] == first["ETag"] == f'"{first.json()["factId"]}"'
    again = guide.call("put", done, {"on": str(YESTERDAY), "note": "Ingeschreven."})
    assert (again.status_code, again["ETag"]) == (200, first["ETag"])
    assert guide.call("delete", done, headers={"If-Match": told["ETag"]}).status_code == 204
    assert guide.get(done).status_code == 404
    assert newest(as_owner, called, "gp_registered").source == "api"
    states = {it["key"]: it["state"] for it in guide.get(f"{here}/plan").json()["tasks"]}
    assert states["gp_registered"] != "done"


def test_a_completion_that_follows_from_something_else(guide: System, here: str, called: Any) -> None:
    """A task that a milestone of another name completes was done, and no fact bears its own name."""
    plan = guide.get(f"{here}/plan").json()["tasks"]
    facts = {it["key"] for it in guide.get(f"{here}/facts").json()["items"]}
    following = [it for it in plan if it["state"] == "done" and it["key"] not in facts]
    for task in following:
        answer = guide.get(f"{here}/tasks/{task['key']}/completion")
        assert answer.json() == {"on": task["doneOn"]}
        assert "ETag" not in answer


def test_what_a_colleague_ticked_off_stays_theirs_until_it_is_seen(
    guide: System, colleague: System, here: str
) -> None:
    done = f"{here}/tasks/gp_registered/completion"
    theirs = colleague.call("put", done, {"on": str(YESTERDAY)})
    mine = {"on": str(TODAY), "note": "Vandaag pas."}
    assert guide.call("put", done, mine).status_code == 409
    stale = guide.call("put", done, mine, headers={"If-Match": '"1"'})
    assert stale.status_code == 412
    assert stale.json()["now"]["value"] == str(YESTERDAY)
    for wrong in ('"x"', "x", 'W/"1"', '"99999999999999999999"'):
        assert guide.call("delete", done, headers={"If-Match": wrong}).status_code == 412
    corrected = guide.call("put", done, mine, headers={"If-Match": theirs["ETag"]})
    assert corrected.status_code == 200
    assert guide.get(done).json()["note"] == "Vandaag pas."
    assert colleague.call("delete", done, headers={"If-Match": theirs["ETag"]}).status_code == 412
    tomorrow = guide.call("put", done, {"on": str(TODAY + timedelta(days=1))})
    assert tomorrow.json()["errors"][0]["field"] == "on"


def test_a_task_that_is_not_in_the_plan(guide: System, here: str) -> None:
    assert guide.call("put", f"{here}/tasks/nothing/completion", {}).status_code == 422
    assert guide.call("delete", f"{here}/tasks/nothing/completion").status_code == 404


def test_a_note_counts_as_contact(guide: System, here: str, called: Any, as_owner: Any) -> None:
    answer = guide.post(
        f"{here}/notes", {"kind": "phone", "text": "Belde over de sleutel.", "category": "family"}
    )
    assert answer.status_code == 201
    told = guide.get(answer["Location"]).json()
    assert (told["kind"], told["category"], told["on"]) == ("phone", "family", str(TODAY))
    assert told["author"] == called.people["guide"].name
    with as_owner():
        assert AccessLog.objects.filter(act="write", part="note", dossier_id=called.dossier.pk).count() > 2


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"kind": "letter", "text": "x"}, "kind"),
        ({"kind": "visit", "text": "   "}, "text"),
        ({"kind": "visit"}, "text"),
        ({"kind": "visit", "text": "x", "on": "2999-01-01"}, "on"),
        ({"kind": "visit", "text": "x", "sensitivity": "secret"}, "sensitivity"),
        ({"kind": "visit", "text": "x", "category": "shielded"}, "category"),
    ],
)
def test_what_cannot_be_a_note(guide: System, here: str, body: dict[str, Any], field: str) -> None:
    answer = guide.post(f"{here}/notes", body)
    assert answer.status_code == 422
    assert [it["field"] for it in answer.json()["errors"]] == [field]


def test_opening_a_dossier(called: Any, as_owner: Any) -> None:
    guide = called.system("guide")
    body = {
        "name": {"given": "Sami", "prefix": "al", "family": "Voorbeeld"},
        "otherNames": [{"full": "سامي"}],
        "numbers": {"v_number": "2912345678"},
        "facts": {
            "arrived": "2026-01-05",
            "born": "1990-05-17",
            "languages": ["ar", "en"],
            "born_uncertain": True,
        },
        "role": "partner",
    }
    answer = guide.post("dossiers", body)
    assert answer.status_code == 201
    told = guide.get(answer["Location"]).json()
    assert told["id"] == answer.json()["id"]
    assert told["name"] == "Sami al Voorbeeld"
    assert told["person"]["languages"] == ["ar", "en"]
    assert {it["full"] for it in told["person"]["names"]} == {"Sami al Voorbeeld", "سامي"}
    assert told["numbers"] == [{"kind": "v_number", "value": "2912345678"}]
    assert told["household"]["role"] == "partner"
    assert told["worker"] == called.people["guide"].name
    assert told["phase"]["key"] == "procedure"
    with as_owner():
        sources = set(Fact.objects.filter(dossier_id=int(told["id"])).values_list("source", flat=True))
        assert sources == {"api"}
        assert AccessLog.objects.filter(dossier_id=int(told["id"]), act="write", part="opened").exists()
    found = guide.post("dossiers/_search", {"text": "2912345678"}).json()["items"]
    assert [it["dossierId"] for it in found] == [told["id"]]


def test_what_is_wrong_with_a_new_dossier_is_told_field_by_field(called: Any, as_owner: Any) -> None:
    body = {
        "name": {"given": " "},
        "numbers": {"v_number": "12", "bsn": "123456789"},
        "facts": {"born": "2999-01-01", "sex": "q"},
    }
    guide = called.system("guide")
    answer = guide.post("dossiers", body)
    assert answer.status_code == 422
    assert {it["field"] for it in answer.json()["errors"]} == {"name", "numbers.v_number", "numbers.bsn"}
    answer = guide.post("dossiers", {**body, "name": {"full": "Iemand"}, "numbers": {}})
    assert {it["field"] for it in answer.json()["errors"]} == {"facts.born", "facts.sex"}
    with as_owner():
        assert Dossier.objects.count() == 1
        assert not Identifier.objects.exists()


def test_the_same_call_with_the_same_key_counts_once(called: Any, here: str, as_owner: Any) -> None:
    """Every POST that makes something, as the document has them; under another body or key it is another call."""
    guide, made = called.system("guide"), 0
    values = {"dossierId": called.dossier.pk, "factId": called.fact.pk}
    for operation in operations():
        takes_key = any(it["name"] == "Idempotency-Key" for it in operation.about["parameters"])
        assert takes_key is (operation.method == "post" and operation.id != "searchPeople"), operation.id
        if not takes_key or operation.id == "retractFact":  # what was just corrected
            continue
        address, key = operation.address(values), {"Idempotency-Key": f"een-{operation.id}"}
        first = guide.post(address, BODIES[operation.id], headers=key)
        before = counts(as_owner)
        second = guide.post(address, BODIES[operation.id], headers=key)
        assert (
            (second.status_code, second.content) == (first.status_code, first.content) == (201, first.content)
        )
        assert second["Location"] == first["Location"]
        assert counts(as_owner) == before
        made += 1
    assert made == 4
    note = {"kind": "visit", "text": "Kort bezoek."}
    ids = {
        system.post(f"{here}/notes", body, headers={"Idempotency-Key": key}).json()["id"]
        for system, body, key in (
            (guide, note, "twee"),
            (guide, {**note, "text": "Lang bezoek."}, "twee"),
            (guide, note, "drie"),
            (called.system("colleague"), note, "twee"),
        )
    }
    assert len(ids) == 4


def counts(as_owner: Any) -> tuple[int, ...]:
    with as_owner():
        return (
            Dossier.objects.count(),
            Fact.objects.count(),
            ContactNote.objects.count(),
            AccessLog.objects.count(),
        )


def test_what_was_refused_may_be_sent_again_under_its_key(called: Any, here: str, as_owner: Any) -> None:
    guide, key = called.system("guide"), {"Idempotency-Key": "een"}
    assert guide.post(f"{here}/facts", {"key": "nothing", "value": "x"}, headers=key).status_code == 422
    with as_owner():
        assert not Sent.objects.exists()
    fact = {"key": "brp_registered", "value": str(TODAY), "seen": "0"}
    called.system("colleague").post(f"{here}/facts", {**fact, "value": str(YESTERDAY)})
    assert guide.post(f"{here}/facts", fact, headers=key).status_code == 409
    assert guide.post(f"{here}/facts", {**fact, "seen": None}, headers=key).status_code == 201


def test_a_limited_dossier_takes_nothing(called: Any, here: str, as_owner: Any) -> None:
    """The person has its use limited (GDPR, article 18): the wall refuses, and the answer says so."""
    from reisgenoot.access.models import Limitation

    guide = called.people["guide"]
    with as_owner():
        Limitation.objects.create(
            dossier_id=called.dossier.pk, ground="claim", member=guide, organisation=guide.organisation
        )
    system = called.system("guide")
    for path, body in (
        ("facts", {"key": "brp_registered", "value": str(TODAY)}),
        ("notes", {"kind": "visit", "text": "x"}),
    ):
        answer = system.post(f"{here}/{path}", body)
        assert answer.status_code == 403, answer.content
        assert answer["Content-Type"] == "application/problem+json"
    assert system.get(here).json()["addable"] == []


def test_what_goes_wrong_on_our_side_keeps_nothing_halfway(
    guide: System, here: str, called: Any, as_owner: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    note = actions.add_note

    def halfway(*args: Any, **kwargs: Any) -> None:
        note(*args, **kwargs)
        raise RuntimeError(f"over {called.dossier.name}")

    monkeypatch.setattr(actions, "add_note", halfway)
    before = counts(as_owner)
    answer = guide.post(f"{here}/notes", {"kind": "visit", "text": "Halverwege."})
    assert answer.status_code == 500
    assert answer["Content-Type"] == "application/problem+json"
    assert "Hala" not in answer.content.decode()
    assert counts(as_owner) == before
