"""The daily e-mail: how many notifications of each kind wait, and where to log in. Nothing about anybody."""

from __future__ import annotations

import logging

from django.conf import settings
from django.core.mail import send_mail
from django.db import connection
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .kinds import KINDS

logger = logging.getLogger(__name__)


def can_send() -> bool:
    """Whether there is a mail server to hand over to."""
    return not settings.EMAIL_BACKEND.endswith("dummy.EmailBackend")


def due() -> list[tuple[int, int]]:
    """Who gets an e-mail: the member, and how many notifications it would count."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM notices_digest_due()")
        return list(cursor.fetchall())


def send() -> tuple[int, int]:
    """Send everybody theirs; returns how many were sent, and how many could not be.

    What is mailed is marked so, for good, before it is handed over: a run that breaks off, or two at once, never mail
    it twice. Where handing over fails it is given back, and goes along the next day. Not inside a transaction.
    """
    sent = failed = 0
    if not can_send():
        return 0, 0  # otherwise all would be marked as mailed
    for member_id, _waiting in due():
        moment = timezone.now()
        with connection.cursor() as cursor:
            cursor.execute("SELECT * FROM notices_digest_take(%s, %s)", [member_id, moment])
            rows = cursor.fetchall()
        if not rows:
            continue  # another run was ahead
        email, organisation, language, *_rest = rows[0]
        try:
            _mail(email, organisation, language, [(row[3], row[4]) for row in rows])
        except Exception:  # whatever a mail server does: the others must get theirs
            logger.exception("a daily e-mail could not be handed over")
            with connection.cursor() as cursor:
                cursor.execute("SELECT notices_digest_give_back(%s, %s)", [member_id, moment])
            failed += 1
        else:
            sent += 1
    return sent, failed


def _mail(email: str, organisation: str, language: str, counts: list[tuple[str, int]]) -> None:
    with translation.override(language or settings.LANGUAGE_CODE):
        total = sum(many for _kind, many in counts)
        lines = [f"{many} × {KINDS[kind].label}" for kind, many in counts if kind in KINDS]
        subject = ngettext("Reisgenoot: %(many)s notification", "Reisgenoot: %(many)s notifications", total)
        text = _(
            "In Reisgenoot (%(organisation)s) this waits for you:\n\n%(lines)s\n\nLog in to see it:\n%(address)s\n\n"
            "About whom it is never stands in an e-mail. Under ‘My account’ you choose what you hear by e-mail, or "
            "that you get none."
        )
        about = {"organisation": organisation, "lines": "\n".join(lines), "address": log_in_address()}
        send_mail(subject % {"many": total}, text % about, None, [email])


def log_in_address() -> str:
    """Where one logs in: on the first host that is answered."""
    host = next((host for host in settings.ALLOWED_HOSTS if host.strip(".*")), "localhost")
    return f"{'https' if settings.HTTPS else 'http'}://{host.lstrip('.')}{reverse('account_login')}"
