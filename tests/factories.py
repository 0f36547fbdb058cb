"""The smallest valid things for tests, made by the actions where there is one."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date
from typing import Any

from reisgenoot.access.identity import identify
from reisgenoot.access.models import Member, Organisation, User
from reisgenoot.dossiers.actions import NameParts, open_dossier
from reisgenoot.dossiers.models import Dossier

AsOwner = Callable[[], AbstractContextManager[None]]
_numbers = itertools.count(1)


def member(as_owner: AsOwner, role: str = "guide", organisation: Organisation | None = None) -> Member:
    """A member, of a new organisation unless one is given."""
    number = next(_numbers)
    with as_owner():
        if organisation is None:
            organisation = Organisation.objects.create(
                slug=f"org-{number}", name=f"Organisation {number}", kind="municipality"
            )
        user = User.objects.create_user(f"member{number}@example.org")
        return Member.objects.create(
            user=user,
            organisation=organisation,
            role=role,
            name=f"Member {number}",
            begins_on=date(2020, 1, 1),
        )


def organisation(as_owner: AsOwner, kind: str) -> Organisation:
    """An organisation of that kind, where nobody works yet."""
    number = next(_numbers)
    with as_owner():
        return Organisation.objects.create(slug=f"org-{number}", name=f"Organisation {number}", kind=kind)


def be(somebody: Member | None) -> None:
    """Act as somebody (or nobody) for the rest of the test."""
    identify(somebody.pk if somebody else None)


def dossier(owner: Member, full: str = "Amina Test", **about: Any) -> Dossier:
    """A dossier opened by ``owner``, who is then the one acting."""
    be(owner)
    return open_dossier(owner, name=NameParts(full=full), **about)
