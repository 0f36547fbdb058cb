"""Jobs of this app, done by the worker."""

from __future__ import annotations

from django.core.mail import send_mail
from django.db import connection, transaction
from django.utils import translation
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from . import chain, sessions
from .identity import entrance
from .models import User


@app.periodic(cron="*/10 * * * *")
@app.task(name="access.anchor_log", queueing_lock="access.anchor_log", pass_context=False)
def anchor_log(timestamp: int = 0) -> None:
    """Carry the newest hash of the log out of the database, every ten minutes. ``timestamp``: when it was due."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM access_log_head()")
        chain.add_anchor(chain.anchor_file(), cursor.fetchone())


@app.periodic(cron="17 * * * *")
@app.task(name="access.forget_sent", queueing_lock="access.forget_sent", pass_context=False)
def forget_sent(timestamp: int = 0) -> None:
    """Forget forms that were sent more than a day ago (`access.once`), every hour."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT access_forget_sent()")


@app.periodic(cron="20 3 * * *")
@app.task(name="access.forget_log_ins", queueing_lock="access.forget_log_ins", pass_context=False)
def forget_log_ins(timestamp: int = 0) -> None:
    """Remove sessions that are over and failed log-ins of days ago, every night. ``timestamp``: when it was due."""
    sessions.forget()
    with connection.cursor() as cursor:
        cursor.execute("SELECT access_attempts_forget()")


@app.task(name="access.send_password_reset")
def send_password_reset(email: str, site: str, language: str) -> None:
    """Send a link with which somebody chooses a new password, if there is such an account and they work somewhere.

    ``site`` is the address of Reisgenoot as the asker's browser knows it, with a slash at the end.
    """
    from .actions import password_path

    user = User.objects.filter(email=email, is_active=True).first()
    if user is None:
        return
    with transaction.atomic():
        if not any(entrance(user.pk)):
            return
    with translation.override(language):
        link = site.rstrip("/") + password_path(user)
        text = _(
            "You, or somebody else, asked for a new password for %(email)s in Reisgenoot.\n\n"
            "Choose one here, once, within three days:\n%(link)s\n\n"
            "Was it not you? Then you need to do nothing: your password stays as it is."
        )
        send_mail(_("A new password for Reisgenoot"), text % {"email": email, "link": link}, None, [email])
