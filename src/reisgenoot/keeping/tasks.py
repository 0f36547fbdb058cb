"""Jobs of this app, done by the worker. Their arguments are numbers of erasures, which say nothing about anybody."""

from __future__ import annotations

import logging

from django.db import transaction
from procrastinate.contrib.django import app

logger = logging.getLogger(__name__)


@app.task(name="keeping.erase")
def erase(number: str) -> None:
    """Carry out one erasure and make its certificate; what was done already is not done again."""
    from .actions.erasing import carry_out

    carry_out(number)


@app.periodic(cron="40 3 * * *")
@app.task(name="keeping.erase_due", queueing_lock="keeping.erase_due", pass_context=False)
def erase_due(timestamp: int = 0) -> None:
    """Erase, every night, what has passed its term, and finish what broke off. ``timestamp``: when it was due."""
    from .actions.erasing import carry_out, plan_due

    with transaction.atomic():
        numbers = plan_due()
    for number in numbers:
        try:
            carry_out(number)
        except Exception:  # the others must not wait for this one; it is tried again tomorrow
            logger.exception("erasure %s broke", number)
