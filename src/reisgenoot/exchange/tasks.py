"""Jobs of this app, done by the worker."""

from __future__ import annotations

import logging

from procrastinate.contrib.django import app

from reisgenoot.access.identity import acting_as
from reisgenoot.access.models import Member

logger = logging.getLogger(__name__)


@app.task(name="exchange.run_import")
def run_import(import_id: int, member_id: int) -> None:
    """Do a confirmed import in the name of the member who confirmed it."""
    from .actions import running

    member = Member(pk=member_id)
    with acting_as(member):
        member = Member.objects.select_related("organisation").get(pk=member_id)
    try:
        running.work(member, import_id)
    except Exception as problem:
        logger.exception("import %s broke", import_id)
        running.fail(member, import_id, type(problem).__name__)
