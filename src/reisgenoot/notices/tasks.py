"""Jobs of this app, done by the worker."""

from __future__ import annotations

from datetime import UTC, datetime

from django.db import connection
from django.utils import timezone
from procrastinate.contrib.django import app

from . import digest

AT = 7
"""The hour of the day, in the Netherlands, at which the daily e-mail goes out."""


@app.periodic(cron="0 5,6 * * *")  # in UTC: one of the two is seven o'clock here, in summer and in winter
@app.task(name="notices.send_digest", queueing_lock="notices.send_digest", pass_context=False)
def send_digest(timestamp: int) -> None:
    """Send the daily e-mail. ``timestamp``: when it was due."""
    if timezone.localtime(datetime.fromtimestamp(timestamp, UTC)).hour == AT:
        digest.send()


@app.periodic(cron="35 3 * * *")
@app.task(name="notices.forget", queueing_lock="notices.forget", pass_context=False)
def forget(timestamp: int = 0) -> None:
    """Remove old notifications, every night. ``timestamp``: when it was due."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT notices_forget()")
