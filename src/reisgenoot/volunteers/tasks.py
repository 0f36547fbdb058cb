"""A job of the worker, so that mail goes out too on a day on which nobody opens a list."""

from __future__ import annotations

from django.db import transaction
from procrastinate.contrib.django import app


@app.periodic(cron="20 4 * * *")
@app.task(name="volunteers.tell", queueing_lock="volunteers.tell", pass_context=False)
def tell(timestamp: int = 0) -> None:
    """Tell, every night, of matches that end soon or have no contact. ``timestamp``: when it was due."""
    from .actions.telling import tell as tell_now

    with transaction.atomic():
        tell_now()
