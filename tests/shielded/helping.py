"""Organisations that may keep shielded dossiers, and their guides with a browser."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import Any

import factories
from django.test import Client
from django.urls import reverse
from factories import AsOwner

from reisgenoot.access.models import Member, Organisation
from reisgenoot.vault import keys
from reisgenoot.vault.boxes import Vault, open_vault

_numbers = itertools.count(1)


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

    def post(self, page: str, handle: str, /, *more: object, **body: object) -> Any:
        """Send a form of the dossier as it stands now."""
        sent = {"revision": self.revision(handle), **body}
        return self.client.post(reverse(f"shielded:{page}", args=[handle, *more]), sent)


def helper_of(
    as_owner: AsOwner, organisation: Organisation | None = None, role: str = "guide", kind: str = "church"
) -> Helper:
    """A guide of a new helping organisation, or of the one given, who has logged in."""
    member = factories.member(as_owner, role, organisation or helping(as_owner, kind))
    client = Client()
    client.force_login(member.user)
    return Helper(member, client)
