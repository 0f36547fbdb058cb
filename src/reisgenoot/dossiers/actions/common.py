"""What the actions share: finding a dossier through the wall, and noting who did what."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import connection
from django.utils.translation import gettext as _

from reisgenoot.access.errors import NotFound
from reisgenoot.access.log import log
from reisgenoot.access.models import AccessLog, Member

from ..models import Dossier


def dossier_of(dossier: Dossier | int) -> Dossier:
    """The dossier as it stands now, locked until the end of the transaction.

    Raises NotFound if it does not exist or the acting member may not see it.
    """
    key = dossier if isinstance(dossier, int) else dossier.pk
    found = Dossier.objects.select_for_update().filter(pk=key).first()
    if found is None:
        raise NotFound(_("There is no such dossier, or you have no access to it."))
    return found


def lock(dossier_ids: Iterable[int]) -> None:
    """Let nobody else change these dossiers until the end of the transaction. One SQL statement.

    In one order for all, so that no two wait for each other.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT person_id FROM dossiers_dossier WHERE person_id = ANY (%s) ORDER BY person_id FOR UPDATE",
            [list(dossier_ids)],
        )


def wrote(member: Member, dossier: Dossier | int, part: str) -> None:
    """Put in the log that ``member`` changed this part of the dossier."""
    log(member, [dossier if isinstance(dossier, int) else dossier.pk], AccessLog.Act.WRITE, part)
