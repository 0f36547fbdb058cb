"""Organisations with a key, and the people around them."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import factories
import pytest
from django.test import Client
from django.urls import reverse
from factories import AsOwner

from reisgenoot.access.models import Member, Organisation
from reisgenoot.core.trajectory import load
from reisgenoot.shielded import route
from reisgenoot.vault import keys
from reisgenoot.vault.boxes import Vault, open_vault

_numbers = itertools.count(1)
ROUTE = Path(__file__).with_name("route.yaml")


@pytest.fixture(autouse=True)
def key_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Keys of these tests, and a small route in the place of the shipped one."""
    monkeypatch.setenv("REISGENOOT_KEYS", str(tmp_path / "keys"))
    small = load(ROUTE)
    monkeypatch.setattr(route, "catalogue", lambda: small)
    return tmp_path / "keys"


def helping(as_owner: AsOwner, kind: str = "church", *, key: bool = True) -> Organisation:
    """An organisation of a helping kind, with a key."""
    number = next(_numbers)
    with as_owner():
        made = Organisation.objects.create(slug=f"hulp-{number}", name=f"Hulp {number}", kind=kind)
    if key:
        keys.write_key(keys.key_file(made.slug), keys.new_key())
    return made


@dataclass
class Helper:
    """A guide of a helping organisation, with their browser."""

    member: Member
    client: Client

    def vault(self) -> Vault:
        """The vault of the organisation, for whoever acts from here on."""
        factories.be(self.member)
        return open_vault(self.member)

    def open(self, name: str, **more: str) -> str:
        """Open a dossier through the page; returns its handle."""
        answer = self.client.post(reverse("shielded:new"), {"name": name, "worker": self.member.pk, **more})
        assert answer.status_code == 302, answer.content.decode()[:2000]
        return answer["Location"].split("/")[2]

    def revision(self, handle: str) -> int:
        """The state that the page shows."""
        return self.client.get(reverse("shielded:about", args=[handle])).context["page"].revision

    def post(self, name: str, handle: str, *more: object, **body: object):
        """Send a form of the dossier as it stands now."""
        sent = {"revision": self.revision(handle), **body}
        return self.client.post(reverse(f"shielded:{name}", args=[handle, *more]), sent)


@pytest.fixture
def helpers(as_owner: AsOwner) -> Callable[..., Helper]:
    """Makes guides of new helping organisations, or of the one given."""

    def make(organisation: Organisation | None = None, role: str = "guide", kind: str = "church") -> Helper:
        member = factories.member(as_owner, role, organisation or helping(as_owner, kind))
        client = Client()
        client.force_login(member.user)
        return Helper(member, client)

    return make


@pytest.fixture
def helper(helpers: Callable[..., Helper]) -> Helper:
    """A guide of a church."""
    return helpers()
