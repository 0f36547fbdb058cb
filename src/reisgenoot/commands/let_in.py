"""`reisgenoot let-in`: for whoever lost their second factor, when no administrator can reset it."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace


def add_arguments(parser: ArgumentParser) -> None:
    """The arguments of the command."""
    parser.description = (
        "Takes away the second factor of one account, ends its sessions, and prints the path at which its owner\n"
        "chooses a password. For the last administrator, and for whoever works at two organisations that require a\n"
        "second factor: others are helped on the screen. Make sure that it is they who ask. They see among the events\n"
        "of their account that it was done."
    )
    parser.add_argument("email", help="the address with which they log in")


def run(args: Namespace) -> int:
    """Exit status 0 if they can come in again, 1 if there is no such account."""
    from reisgenoot.config.startup import StartError, set_up

    try:
        with set_up():
            path = let_in(args.email)
    except (StartError, ValueError) as problem:
        print(problem, file=sys.stderr)
        return 1
    print(f"{args.email} chooses a password, once and within three days, at {path} on your address.")
    return 0


def let_in(email: str, using: str = "admin") -> str:
    """Do it, as the administrator of the database; returns the path. Raises ValueError for an unknown address."""
    from allauth.mfa.models import Authenticator
    from allauth.usersessions.models import UserSession
    from django.contrib.sessions.models import Session
    from django.db import connections, transaction

    from reisgenoot.access.actions import password_path
    from reisgenoot.access.models import AccountEvent, User

    with transaction.atomic(using=using), connections[using].cursor() as cursor:
        cursor.execute("SET LOCAL ROLE NONE")
        user = User.objects.using(using).filter(email=email.lower()).first()
        if user is None:
            raise ValueError(f"There is no account ‘{email}’.")
        Authenticator.objects.using(using).filter(user=user).delete()
        mine = UserSession.objects.using(using).filter(user=user)
        Session.objects.using(using).filter(
            session_key__in=list(mine.values_list("session_key", flat=True))
        ).delete()
        mine.delete()
        cursor.execute(
            "SELECT access_note(%s, %s::text, 'reisgenoot let-in', NULL, '')",
            [user.pk, str(AccountEvent.Act.FACTORS_RESET)],
        )
    return password_path(user)
