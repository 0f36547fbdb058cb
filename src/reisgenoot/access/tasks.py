"""Jobs of this app, done by the worker."""

from __future__ import annotations

from django.db import connection
from procrastinate.contrib.django import app

from . import chain


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
