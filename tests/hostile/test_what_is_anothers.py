"""Every address and every form, with what belongs to another organisation, by everybody who has no business with it.

The addresses come from the project itself, their parameters from the world or, if it has none of that name, from the
pages of those whose business it is. So a new address is tried by itself, or these tests say what they lack.
"""

from __future__ import annotations

import uuid
from itertools import product
from typing import TypeAlias

import pytest
from browse import Form, everything_in, patterns, view_of, walk
from django.db import transaction
from django.test import Client
from django.urls import NoReverseMatch, reverse
from state import rows_written, state
from world import CANARY, OWN, SIGNS, World

Theirs: TypeAlias = tuple[dict[str, list[str]], list[Form]]
Browsers: TypeAlias = dict[str, Client]
METHODS = ("head", "put", "patch", "delete", "options")
RIGHTFUL = {("keeping:term", "other privacy_officer")}  # the terms of their own organisation
"""Who is let in all the same, by name of the address: an outsider to dossiers whose business one address is."""
SWITCHES = {"set_language", "account_logout", "account_login"}
"""Forms about whoever sends them, not about anything that belongs to somebody."""


@pytest.fixture(scope="module")
def theirs(world: World) -> Theirs:
    """What the first organisation finds in its own pages: addresses by name, and forms."""
    found: dict[str, set[str]] = {}
    forms: dict[tuple[str, tuple[str, ...]], Form] = {}
    for who in OWN:
        seen = walk(world.browser(who), ["/", *plain_addresses()])
        for address in [*seen.pages, *(form.action for form in seen.forms)]:
            found.setdefault(view_of(address), set()).add(address.split("?")[0])
        for form in seen.forms:
            if form.method == "post" and form.view not in SWITCHES:
                forms.setdefault((form.action, tuple(form.fields)), form)
    assert len(forms) > 20  # or nobody saw the pages
    return {view: sorted(addresses) for view, addresses in found.items()}, list(forms.values())


def plain_addresses() -> list[str]:
    """The addresses that name nothing."""
    return [reverse(name) for name, _pattern, names in patterns() if not names]


def addresses(world: World, theirs: dict[str, list[str]]) -> dict[str, list[str]]:
    """For each address of the project that names something: with what the first organisation has of it."""
    made: dict[str, list[str]] = {}
    missing = []
    for view, pattern, names in patterns():
        if not names:
            continue
        if all(name in world.parameters for name in names):
            for values in product(*(world.parameters[name] for name in names)):
                try:
                    made.setdefault(view, []).append(
                        reverse(view, kwargs=dict(zip(names, values, strict=True)))
                    )
                except NoReverseMatch:
                    continue
        made[view] = sorted({*made.get(view, ()), *theirs.get(view, ())})
        if not made[view]:
            missing.append(f"{pattern} ({view})")
    assert missing == [], "give their parameters a value in world.parameters, or link them from a page"
    return made


@pytest.fixture(scope="module")
def browsers(world: World) -> dict[str, Client]:
    """A browser for each outsider."""
    return {who: world.browser(who) for who in world.outsiders()}


def leaks(answer: object) -> list[str]:
    """What of the first organisation stands in an answer."""
    told = everything_in(answer).lower()
    return [sign for sign in SIGNS if sign in told]


def test_nobody_reads_what_is_anothers(world: World, browsers: Browsers, theirs: Theirs) -> None:
    before, wrong = state(about=SIGNS), []
    named = addresses(world, theirs[0])
    for who, client in browsers.items():
        for view, there in named.items():
            for address in there:
                answer = client.get(address)
                if (view, who) not in RIGHTFUL and (answer.status_code >= 500 or leaks(answer)):
                    wrong.append((who, address, answer.status_code, leaks(answer)))
        for address in plain_addresses():
            answer = client.get(address)
            if answer.status_code >= 500 or leaks(answer):
                wrong.append((who, address, answer.status_code, leaks(answer)))
    assert wrong == []
    assert state(about=SIGNS) == before


def of_nothing(name: str, pattern: str, known: object) -> object:
    """A value of a parameter that names nothing; what is no identifier stays as it is."""
    if name == "handle":
        return "A" * 22
    if f"<uuid:{name}>" in pattern:
        return uuid.UUID(int=1)
    return known if isinstance(known, str) else 1


def test_what_is_anothers_looks_as_if_it_were_not_there(world: World, theirs: Theirs) -> None:
    """Whoever may open such pages at all gets the same answer for what is somebody else's as for nothing."""
    client, wrong = world.browser("other coordinator"), []
    for view, pattern, names in patterns():
        named = names and all(name in world.parameters for name in names)
        # A kind of data is nobody's; wrong secrets of a calendar address are counted, and then made to wait.
        if not named or view.startswith("account_") or names in (("kind",), ("secret",)):
            continue
        nothing = {name: of_nothing(name, pattern, world.parameters[name][0]) for name in names}
        absent = client.get(reverse(view, kwargs=nothing)).status_code
        assert absent != 200, pattern
        for address in addresses(world, theirs[0])[view]:
            if (found := client.get(address).status_code) != absent:
                wrong.append((address, found, absent))
    assert wrong == []


def test_no_other_method_opens_anything(world: World, browsers: Browsers, theirs: Theirs) -> None:
    before, wrong = state(), []
    for who in ("other coordinator", "nobody"):
        client = browsers[who]
        for there in addresses(world, theirs[0]).values():
            for method in METHODS:
                answer = getattr(client, method)(there[0])
                if answer.status_code >= 500 or leaks(answer):
                    wrong.append((who, method, there[0], answer.status_code))
    assert wrong == []
    assert state() == before


def test_nobody_changes_what_is_anothers(world: World, browsers: Browsers, theirs: Theirs) -> None:
    """Each form of the first organisation, exactly as it stood on their page, sent by everybody else."""
    named, forms = theirs
    sent = [(form.action, form.values()) for form in forms]
    # And every address that a form may go to although none was seen.
    seen = {form.view for form in forms}
    sent += [
        (there[0], {"save": "1", "decision": "same", "on": "2026-01-05", "text": "x"})
        for view, there in addresses(world, named).items()
        if view not in seen
    ]
    plain, whose = set(plain_addresses()), (*SIGNS, *map(str, world.parameters["dossier_id"]))
    before, before_theirs, wrong = state(), state(about=whose), []
    for who, client in browsers.items():
        for action, body in sent:
            path = action.split("?")[0]
            harmless = {
                name: value.replace(CANARY, "x").replace(SIGNS[1], "x") for name, value in body.items()
            }
            with transaction.atomic():
                written = rows_written()
                answer = client.post(action, harmless if path in plain else body)
                unchanged = rows_written() == written or (
                    state(about=whose) == before_theirs if path in plain else state() == before
                )
                if (view_of(path), who) not in RIGHTFUL and (
                    answer.status_code >= 500 or leaks(answer) or not unchanged
                ):
                    wrong.append((who, action, answer.status_code, leaks(answer), unchanged))
                transaction.set_rollback(True)
    assert wrong == []


def test_the_world_would_be_seen(world: World) -> None:
    """Those whose business it is do see it: the tests above look at something."""
    dossier = reverse("dossiers:dossier", args=world.parameters["dossier_id"])
    assert set(leaks(world.browser("guide").get(dossier))) == set(SIGNS)
    assert CANARY in leaks(world.browser("matched volunteer").get(reverse("volunteers:mine")))
    assert CANARY in leaks(world.browser("guide").get(reverse("dossiers:worklist-xlsx")))
    assert CANARY in leaks(world.browser("coordinator").get(reverse("exchange:imports")))
    for document in world.parameters["document_id"]:
        assert leaks(world.browser("guide").get(reverse("dossiers:document", args=[document]))) == [CANARY]
    undo = reverse("dossiers:task-undo", args=[*world.parameters["dossier_id"], "gp_registered"])
    written = rows_written()
    assert world.browser("guide").post(undo).status_code == 302
    assert rows_written() > written
