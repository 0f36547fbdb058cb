"""Every call of the API with what belongs to another organisation, by everybody's system, and with input that hurts.

The calls come from the API's own document: a new one is tried by itself.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from typing import Any

import pytest
from calling import System, system_of
from django.db import transaction
from operations import Operation, operations
from state import state, tables
from test_injection import LONG, MARK, NASTY, as_sent
from wall import out_of_the_wall
from world import CANARY, SIGNS, World

from reisgenoot.access.models import LogInAttempts
from reisgenoot.dossiers.models import ContactNote

ANYBODYS = {"getMember", "listTasks", "searchPeople", "openDossier"}
"""Calls about whoever makes them; what they tell and leave behind is looked at, not whether they are answered."""
CHANGED_BY_CALLING = {"access_apitoken"}  # when it was last used


@pytest.fixture(scope="module")
def systems(world: World) -> dict[str, System]:
    """A system of each, with a token of their own; also of roles that can't make one."""
    people = {who: member for who, member in world.people.items() if who != "keeper"}
    with transaction.atomic():
        return {who: system_of(member) for who, member in people.items()} | {"nobody": system_of(None)}


@pytest.fixture(scope="module")
def there(world: World) -> dict[str, list[str]]:
    """What the first organisation has, by parameter of the document."""
    with out_of_the_wall():
        notes = ContactNote.objects.filter(dossier_id=world.parameters["dossier_id"][0])
        found = {"noteId": [str(pk) for pk in notes.values_list("pk", flat=True)]}
    for name, own in (("dossierId", "dossier_id"), ("factId", "fact_id"), ("documentId", "document_id")):
        found[name] = [str(value) for value in world.parameters[own]]
    return found | {"key": ["gp_registered", "moved_in"]}


def addresses(operation: Operation, there: dict[str, list[str]]) -> Iterator[str]:
    """The operation about each of what there is."""
    for values in itertools.product(*(there[name] for name in operation.named)):
        yield operation.address(dict(zip(operation.named, values, strict=True)))


def signs_in(answer: Any) -> list[str]:
    told = (answer.content.decode(errors="replace") + str(answer.headers)).lower()
    return [sign for sign in SIGNS if sign in told]


def counted(about: Iterable[str] = ()) -> dict[str, str]:
    """What is in the database, but for what every call changes; ``about``: as `state` has it."""
    return {
        table: checksum for table, checksum in state(about=about).items() if table not in CHANGED_BY_CALLING
    }


def test_nobody_reads_or_changes_what_is_anothers(
    world: World, systems: dict[str, System], there: dict[str, list[str]]
) -> None:
    about = (*SIGNS, *there["dossierId"])
    before, theirs, wrong = counted(), counted(about), []
    for who in world.outsiders():
        with transaction.atomic():
            for operation in operations():
                if operation.id in ANYBODYS:
                    continue
                for address in addresses(operation, there):
                    answer = systems[who].call(operation.method, address, operation.body)
                    if answer.status_code not in (401, 403, 404) or signs_in(answer):
                        wrong.append((who, operation.id, address, answer.status_code, signs_in(answer)))
            if counted() != before:
                wrong.append((who, "changed something"))
            for operation in operations():
                if operation.id in ANYBODYS:
                    body = {"text": CANARY} if operation.id == "searchPeople" else operation.body
                    answer = systems[who].call(operation.method, operation.address({}), body)
                    if answer.status_code >= 500 or signs_in(answer):
                        wrong.append((who, operation.id, answer.status_code, signs_in(answer)))
            if counted(about) != theirs:
                wrong.append((who, "changed something of theirs"))
            transaction.set_rollback(True)
    assert wrong == []


def test_what_is_anothers_looks_as_if_it_were_not_there(
    world: World, systems: dict[str, System], there: dict[str, list[str]]
) -> None:
    """To the letter, for a system that works with dossiers of its own; and with a dossier of its own before it."""
    system = systems["other coordinator"]
    with out_of_the_wall():
        own = str(world.people["other guide"].involvements.model.objects.filter(
            organisation=world.people["other guide"].organisation
        ).values_list("dossier_id", flat=True)[0])  # fmt: skip
    wrong = []
    for operation in operations():
        if not operation.named:
            continue
        nothing = operation.address(dict.fromkeys(operation.named, "1") | {"key": "gp_registered"})
        absent = system.call(operation.method, nothing, operation.body)
        assert absent.status_code == 404, operation.id
        beside = (
            {**there, "dossierId": [own]}
            if len(operation.named) > 1 and "key" not in operation.named
            else there
        )
        for address in (*addresses(operation, there), *addresses(operation, beside)):
            answer = system.call(operation.method, address, operation.body)
            if (answer.status_code, answer.content) != (404, absent.content):
                wrong.append((operation.id, address, answer.status_code, answer.content))
    assert wrong == []


def test_the_world_would_be_seen(systems: dict[str, System], there: dict[str, list[str]]) -> None:
    """Those whose business it is do see it: the tests above look at something."""
    guide = systems["guide"]
    for operation in operations():
        if operation.method == "get" and operation.named and "key" not in operation.named:
            answers = [guide.call("get", address) for address in addresses(operation, there)]
            assert all(it.status_code == 200 for it in answers), operation.id
            hidden = operation.id in ("getPlan", "listLogEntries", "listInvolvements")
            assert hidden or any(CANARY in signs_in(it) for it in answers), operation.id
    assert CANARY in signs_in(guide.post("dossiers/_search", {"text": CANARY}))
    assert CANARY in signs_in(guide.get("tasks"))


def test_nothing_of_shielded_dossiers_is_here(world: World) -> None:
    """Not even for the organisation that keeps them."""
    with transaction.atomic():
        keeper = system_of(world.people["keeper"])
    assert keeper.get("member").status_code == 200
    assert "regenboog" not in keeper.get("tasks").content.decode().lower()
    for text in ("Regenboog", CANARY, f"Regenboog {CANARY}"):
        answer = keeper.post("dossiers/_search", {"text": text})
        assert answer.status_code == 200
        assert "regenboog" not in answer.content.decode().lower()
    handle = world.parameters["handle"][0]
    assert keeper.get(f"dossiers/{handle}").status_code == 404


def wrong_with(answer: Any) -> list[str]:
    """What an answer must not be."""
    found = [f"status {answer.status_code}"] if answer.status_code >= 500 else []
    found += [f"a line end in {name}" for name, it in answer.headers.items() if "\r" in it or "\n" in it]
    found += ["a cookie"] if answer.cookies else []
    if answer.status_code >= 400 and answer["Content-Type"] != "application/problem+json":
        found.append(f"{answer['Content-Type']} {answer.status_code}")
    if f"49{MARK}" in answer.content.decode(errors="replace"):
        found.append("a template was run")
    return found


def nasty_bodies(body: Any) -> Iterator[tuple[str, Any]]:
    """The body with each nasty text in the place of each value, and beside it; and things of another kind."""
    texts = {**NASTY, "long": LONG[:30_000]}
    others: list[Any] = [None, [], {}, [[]], 0, -1, 2**70, 1.5, True, "", [None], {"a": {"b": []}}]
    for kind, value in (*texts.items(), *((repr(it), it) for it in others)):
        for name in body:
            yield f"{name}: {kind}", {**body, name: value}
            if isinstance(body[name], dict):
                for inner in body[name]:
                    yield f"{name}.{inner}: {kind}", {**body, name: {**body[name], inner: value}}
                if isinstance(value, str):
                    yield f"{name} has {kind}", {**body, name: {**body[name], value: "x"}}
        if isinstance(value, str):
            yield f"beside: {kind}", {**body, value: value}


@pytest.mark.slow
def test_each_field_and_parameter(systems: dict[str, System], there: dict[str, list[str]]) -> None:
    before, tables_before, wrong = counted(), tables(), []
    guide = systems["guide"]
    for operation in operations():
        address = next(addresses(operation, there))
        for what, body in nasty_bodies(operation.body or {}):
            if operation.body is None:
                break
            with transaction.atomic():
                answer = guide.call(operation.method, address, body)
                transaction.set_rollback(True)
            if bad := wrong_with(answer):
                wrong.append((operation.id, what, bad))
        for parameter in operation.about["parameters"]:
            for kind, text in NASTY.items():
                if parameter["in"] == "path":
                    continue
                asked = {"headers": {parameter["name"]: as_sent(text)}}
                if parameter["in"] == "query":
                    asked = {parameter["name"]: text}
                with transaction.atomic():
                    answer = guide.call(operation.method, address, operation.body, **asked)
                    transaction.set_rollback(True)
                if bad := wrong_with(answer):
                    wrong.append((operation.id, parameter["name"], kind, bad))
    assert wrong == []
    assert tables() == tables_before
    assert counted() == before


@pytest.mark.parametrize(
    "header", ["Authorization", "Accept-Language", "Accept", "Idempotency-Key", "If-Match", "Cookie"]
)
def test_headers(systems: dict[str, System], there: dict[str, list[str]], header: str) -> None:
    wrong = []
    for kind, text in NASTY.items():
        for value in (text, f"Bearer {text}") if header == "Authorization" else (text,):
            with transaction.atomic():
                answer = systems["guide"].call(
                    "post", f"dossiers/{there['dossierId'][0]}/notes", {"kind": "visit", "text": "x"},
                    headers={header: as_sent(value)},
                )  # fmt: skip
                transaction.set_rollback(True)
            if bad := wrong_with(answer):
                wrong.append((kind, bad))
            assert header != "Authorization" or answer.status_code in (401, 429)
    assert wrong == []


def test_numbers_in_addresses(systems: dict[str, System]) -> None:
    for operation in operations():
        for number in (0, 1, 2**63 - 1, 2**63, 10**30, "-1", "1.0", "²", "١", "%00", "x", "..", "%2e%2e%2f"):
            if not operation.named:
                continue
            values = dict.fromkeys(operation.named, number) | {"key": "x"}
            answer = systems["coordinator"].call(operation.method, operation.address(values), operation.body)
            assert answer.status_code == 404, (operation.id, number)
            assert wrong_with(answer) == []


def test_guessing_tokens_waits(systems: dict[str, System]) -> None:
    statuses = [System(f"rgt_{number}").get("member").status_code for number in range(30)]
    assert set(statuses) == {401, 429}
    assert systems["guide"].get("member").status_code == 200
    with out_of_the_wall():
        assert LogInAttempts.objects.count() == 1
