"""`reisgenoot organisation`: makes an organisation with its first administrator."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser, Namespace
from typing import Any

HELP = "make an organisation with its first administrator, who takes in the others on the screen"
KINDS = (
    "ind",
    "coa",
    "gza",
    "municipality",
    "vluchtelingenwerk",
    "social_work",
    "legal_aid",
    "housing_association",
    "church",
    "lvv_partner",
    "leger_des_heils",
    "other",
)


def add_arguments(parser: ArgumentParser) -> None:
    """The arguments of the command."""
    parser.add_argument("slug", help="short name in commands and addresses: a-z, 0-9 and hyphens")
    parser.add_argument("--name", required=True, help="name on the screen")
    parser.add_argument("--kind", required=True, choices=KINDS, help="what sort of organisation it is")
    parser.add_argument("--municipality", default="", help="the municipality that it is, or works for")
    parser.add_argument("--administrator", required=True, metavar="EMAIL", help="who keeps its accounts")
    parser.add_argument("--json", action="store_true", help="print what was made as JSON and nothing else")


def run(args: Namespace) -> int:
    """Exit status 0 if it was made, 1 if it exists or a value cannot be."""
    from reisgenoot.config.startup import StartError, set_up

    try:
        with set_up():
            made = _make(args)
    except (StartError, ValueError) as problem:
        print(problem, file=sys.stderr)
        return 1
    if args.json:
        print(json.dumps(made, ensure_ascii=False, indent=2))
        return 0
    print(f"{args.name} was made. {args.administrator} is its administrator.")
    if made["password_path"]:
        print(
            f"They choose a password, once and within three days, at {made['password_path']} on your address."
        )
    return 0


def _make(args: Namespace) -> dict[str, Any]:
    """All or nothing, outside the wall: nobody is a member yet who could do it inside. Raises ValueError."""
    from django.core.exceptions import ValidationError
    from django.core.validators import validate_email, validate_slug
    from django.db import connections, transaction

    from reisgenoot.access.actions import password_path
    from reisgenoot.access.models import Member, Organisation, User

    try:
        validate_slug(args.slug)
        validate_email(args.administrator)
    except ValidationError as error:
        raise ValueError("; ".join(error.messages)) from None
    with transaction.atomic(using="admin"), connections["admin"].cursor() as cursor:
        cursor.execute("SET LOCAL ROLE NONE")
        if Organisation.objects.using("admin").filter(slug=args.slug).exists():
            raise ValueError(f"There is an organisation ‘{args.slug}’ already.")
        organisation = Organisation.objects.using("admin").create(
            slug=args.slug, name=args.name, kind=args.kind, municipality=args.municipality
        )
        user = User.objects.using("admin").filter(email__iexact=args.administrator).first()
        new = user is None
        if user is None:
            user = User.objects.db_manager("admin").create_user(args.administrator)
        Member.objects.using("admin").create(
            user=user,
            organisation=organisation,
            role=Member.Role.ADMINISTRATOR,
            name=args.administrator.split("@")[0],
        )
    path = password_path(user) if new else ""
    return {"organisation": args.slug, "administrator": args.administrator, "password_path": path}
