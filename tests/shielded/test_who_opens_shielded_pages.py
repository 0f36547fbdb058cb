"""Every address of shielded dossiers × everybody: whoever may not know of one is told that there is no such page."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import factories
import pytest
import small_route
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from factories import AsOwner, be
from helping import helper_of, helping
from shielded_addresses import shielded_addresses
from wall import for_a_file, out_of_the_wall, undone

from reisgenoot.shielded import route

ROUTE = Path(__file__).with_name("route.yaml")
EVERYBODY = (
    "guide",
    "colleague",
    "coordinator",
    "other helping organisation",
    "municipality",
    "volunteer",
    "administrator",
    "privacy officer",
    "nobody",
)
OURS, LOG_IN = (200, 200, 200), 302
NOT_THERE = (404,) * 5
OF_DOSSIER = (*OURS, *NOT_THERE, LOG_IN)
OF_ORGANISATION = (*OURS, 200, 404, 404, 404, 404, LOG_IN)  # another one has its own
POST_ONLY = (405,) * 9
PAGES: dict[str, tuple[int, ...]] = {
    **dict.fromkeys(("people", "new", "shelters"), OF_ORGANISATION),
    **dict.fromkeys(
        (
            "shelter",
            "dossier",
            "about",
            "family",
            "record",
            "attributes",
            "looked",
            "export-json",
            "export-pdf",
        ),
        OF_DOSSIER,
    ),
    **dict.fromkeys(("erase", "regular", "fact", "task-done"), OF_DOSSIER),
    **dict.fromkeys(("leave", "note", "safety", "partner", "partner-remove", "stay", "stay-end"), POST_ONLY),
    "task-undo": POST_ONLY,
}
# Statuses of POST. What was sent is in BODY; it fits all forms.
DONE = (302, 302, 302, *NOT_THERE, LOG_IN)
CHANGES: dict[str, tuple[int, ...]] = {
    "people": OF_ORGANISATION,  # a search
    "new": (302, 302, 302, 302, 404, 404, 404, 404, LOG_IN),
    "shelters": (302, 302, 302, 302, 404, 404, 404, 404, LOG_IN),
    "leave": (302,) * 9,
    "erase": OF_DOSSIER,  # the certificate
    "family": (422, 422, 422, *NOT_THERE, LOG_IN),  # it is the same person
    **dict.fromkeys(
        ("shelter", "about", "note", "safety", "partner", "partner-remove", "stay", "stay-end"), DONE
    ),
    **dict.fromkeys(("record", "attributes", "fact", "task-undo", "regular"), DONE),
    "task-done": (422, 422, 422, *NOT_THERE, LOG_IN),  # it was done already
}


@dataclass
class Kept:
    """A dossier with something of everything, and people by what they are."""

    addresses: dict[str, str]
    body: dict[str, object]
    clients: dict[str, Client]


@pytest.fixture(scope="module")
def kept(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Kept]:
    """Made once, with the keys and the small route of these tests."""
    with pytest.MonkeyPatch.context() as patch, for_a_file(django_db_blocker):
        patch.setenv("REISGENOOT_KEYS", str(tmp_path_factory.mktemp("keys")))
        patch.setattr(route, "catalogue", lambda: small_route.read(ROUTE))
        yield make_kept(out_of_the_wall)


@pytest.fixture(autouse=True)
def key_folder(kept: Kept) -> Iterator[None]:
    """The keys stay those of the file; what a test changes is undone after it, and who left comes back."""
    cookies = {who: deepcopy(client.cookies) for who, client in kept.clients.items()}
    with undone():
        yield
    for who, client in kept.clients.items():
        client.cookies = cookies[who]


def make_kept(as_owner: AsOwner) -> Kept:
    """Nobody acts when it is handed over."""
    helper = helper_of(as_owner)
    own, today = helper.member.organisation, timezone.localdate().isoformat()
    place = {"name": "De Kelder", "city": "Utrecht", "kind": "lvv", "capacity": 5}
    helper.client.post(reverse("shielded:shelters"), place)
    shelter = helper.client.get(reverse("shielded:shelters")).context["shelters"][0].shelter.number
    handle = helper.open("Regenboog")
    helper.post("record", handle, key="met", on="2026-01-05", save="1")
    helper.post("task-done", handle, "welcome", on="2026-01-06")
    helper.post("partner", handle, name="Kledingbank")
    helper.post("stay", handle, shelter=shelter, begins_on=today)
    page = helper.client.get(reverse("shielded:dossier", args=[handle])).context["page"]
    addresses = shielded_addresses(handle, shelter=shelter)
    numbers = {"fact": next(it.id for it in page.facts if it.key == "met")}
    numbers |= {"partner-remove": page.partners[0].number, "stay-end": page.stays[0].number}
    for name, number in numbers.items():
        addresses[f"shielded:{name}"] = reverse(f"shielded:{name}", args=[handle, number])
    body = {
        "revision": page.revision,
        "name": "Regenboog",
        "q": "Regenboog",
        "other": handle,
        "role": "child",
        "city": "Utrecht",
        "kind": "lvv",
        "capacity": 5,
        "shelter": shelter,
        "begins_on": "2026-01-05",
        "ends_on": "2026-01-09",
        "on": "2026-01-07",
        "category": "contact",
        "danger": "faith",
        "text": "Tekst.",
        "key": "procedure_ended",
        "save": "1",
        "value": "2026-01-04",
        "perspective": "return",
        "given": "Iris",
        "language": "ar",
        "present": "Tolk",
        "agreed": "on",
        "then": "keep",
    }
    members = {
        "guide": helper.member,
        "colleague": factories.member(as_owner, "guide", own),
        "coordinator": factories.member(as_owner, "coordinator", own),
        "other helping organisation": factories.member(as_owner, "guide", helping(as_owner, "lvv_partner")),
        "municipality": factories.member(as_owner, "director"),
        "volunteer": factories.member(as_owner, "volunteer", own),
        "administrator": factories.member(as_owner, "administrator", own),
        "privacy officer": factories.member(as_owner, "privacy_officer", own),
    }
    clients = {who: Client() for who in EVERYBODY}
    for who, member in members.items():
        clients[who].force_login(member.user)
    be(None)
    return Kept(addresses, body, clients)


def test_each_page_opens_for_those_who_may(kept: Kept) -> None:
    got = {
        name: tuple(
            kept.clients[who].get(kept.addresses[f"shielded:{name}"]).status_code for who in EVERYBODY
        )
        for name in PAGES
    }
    assert got == PAGES


@pytest.mark.parametrize("name", CHANGES)
def test_each_change_is_made_by_those_who_may(kept: Kept, name: str) -> None:
    body = dict(kept.body)
    if name in ("stay", "stay-end"):  # another time than the stay that is there
        body["begins_on"] = "2025-01-05"
        body["ends_on"] = "2025-01-09" if name == "stay" else timezone.localdate().isoformat()
    if name != "family":
        del body["other"]
    got = []
    for who in EVERYBODY:
        with transaction.atomic():  # everybody finds the dossier as it was
            answer = kept.clients[who].post(kept.addresses[f"shielded:{name}"], body)
            transaction.set_rollback(True)
        got.append(answer.status_code)
        if who == "nobody" and name != "leave":
            assert answer["Location"].startswith("/account/login")
    assert dict(zip(EVERYBODY, got, strict=True)) == dict(zip(EVERYBODY, CHANGES[name], strict=True))


def test_every_address_is_in_the_table(kept: Kept) -> None:
    from reisgenoot.shielded.urls import urlpatterns

    assert {it.name for it in urlpatterns} == set(PAGES)
    posts = {name for name in PAGES if PAGES[name] == POST_ONLY} | {
        "people",
        "new",
        "shelters",
        "shelter",
        "about",
    }
    assert posts <= set(CHANGES)
