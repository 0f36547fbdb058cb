"""`reisgenoot vault-key`: the key that locks an organisation's shielded dossiers; made, or changed for another."""

from __future__ import annotations

import os
import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reisgenoot.access.models import Member

HELP = "make the key with which an organisation locks its shielded dossiers, or change it for another"


def add_arguments(parser: ArgumentParser) -> None:
    """The arguments of the command."""
    parser.description = (
        "Makes SLUG.key in the folder of keys (REISGENOOT_KEYS), and an empty vault. Never over\n"
        "another key. Keep a copy of the file apart from the back-ups: without it nobody can open the dossiers, ever."
    )
    parser.add_argument("slug", help="short name of the organisation")
    parser.add_argument(
        "--rotate",
        action="store_true",
        help="lock everything with a new key; the old one stays as SLUG.key.old, which opens older back-ups only",
    )


def run(args: Namespace) -> int:
    """Exit status 0 if the key is there, 1 otherwise; then nothing was changed."""
    from reisgenoot.config.startup import StartError, set_up

    try:
        with set_up():
            from reisgenoot.vault.errors import VaultShut

            try:
                print(_rotate(args.slug) if args.rotate else _make(args.slug))
            except VaultShut as problem:
                raise ValueError(str(problem)) from None
    except (StartError, ValueError, OSError) as problem:
        print(problem, file=sys.stderr)
        return 1
    return 0


def _make(slug: str) -> str:
    from django.db import connections, transaction

    from reisgenoot.vault import boxes, keys

    file = keys.key_file(slug)
    if file.exists():
        raise ValueError(f"{file} exists already: a key is never written over. Another one: --rotate.")
    if os.environ.get(keys.variable(slug)):
        raise ValueError(f"{keys.variable(slug)} gives this organisation a key already.")
    with transaction.atomic(using="admin"), connections["admin"].cursor() as cursor:
        cursor.execute("SET LOCAL ROLE NONE")
        member = _somebody_of(slug)
        cursor.execute("SELECT FROM vault_shelf WHERE organisation_id = %s", [member.organisation_id])
        if cursor.fetchone() is not None:
            raise ValueError(
                f"The vault of {slug} is locked with a key that is not here: put that one in its place."
            )
        key = keys.new_key()
        boxes.begin(boxes.Vault(member, keys.Keys.of(key), "admin"))
        keys.write_key(file, key)
    return (
        f"{file} was made. Keep a copy apart from the back-ups, where whoever runs the database cannot read it:\n"
        "without it nobody can open the dossiers, and with it and a back-up everybody can."
    )


def _rotate(slug: str) -> str:
    from django.db import connections, transaction

    from reisgenoot.vault import keys, rotation

    file = keys.key_file(slug)
    old_file, new_file = file.with_name(f"{file.name}.old"), file.with_name(f"{file.name}.new")
    if os.environ.get(keys.variable(slug)) or not file.exists():
        raise ValueError("Only a key in a file can be changed here; this one comes from somewhere else.")
    if old_file.exists():
        raise ValueError(
            f"{old_file} is there from last time: put it with the back-ups it opens, or destroy it, first."
        )
    old, new = keys.organisation_key(slug), keys.new_key()
    new_file.unlink(missing_ok=True)  # of a change that failed: nothing was ever locked with it
    keys.write_key(new_file, new)
    try:
        with transaction.atomic(using="admin"), connections["admin"].cursor() as cursor:
            cursor.execute("SET LOCAL ROLE NONE")
            many = rotation.rotate(_somebody_of(slug), old, new, "admin")
            _exchange(file, old_file, new_file)
    except BaseException:
        if old_file.exists():  # exchanged, and then not committed
            old_file.replace(file)
        new_file.unlink(missing_ok=True)
        raise
    return (
        f"{many} boxes are locked with the new key in {file}.\n"
        f"{old_file} opens back-ups from before, and nothing else: keep it with them, or destroy it, and nobody can\n"
        "read in those back-ups what was erased since."
    )


def _exchange(file: Path, old_file: Path, new_file: Path) -> None:
    file.replace(old_file)
    new_file.replace(file)


def _somebody_of(slug: str) -> Member:
    """Whom the vault takes for a professional of the organisation. Raises ValueError if it may not have a vault."""
    from reisgenoot.access.models import Member, Organisation

    organisation = Organisation.objects.using("admin").filter(slug=slug).first()
    if organisation is None:
        raise ValueError(f"There is no organisation ‘{slug}’.")
    if organisation.kind not in Organisation.HELPING:
        raise ValueError(
            f"{organisation.name} is of the kind ‘{organisation.kind}’, which keeps no shielded dossiers; "
            f"these do: {', '.join(sorted(Organisation.HELPING))}."
        )
    return Member(organisation=organisation, role=Member.Role.COORDINATOR)
