"""Opening a shielded dossier, and who somebody is in it."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from reisgenoot.access.errors import Refused
from reisgenoot.access.models import AccessLog, Member
from reisgenoot.access.roles import PROFESSIONAL
from reisgenoot.vault import record as log
from reisgenoot.vault.boxes import Vault
from reisgenoot.vault.change import changing

from ..content import Content, encode
from ..route import card_of
from ..spelling import words
from .editing import editing, names_of, refusing_too_much


def open_shielded(vault: Vault, *, name: str, other_names: str = "", worker: int | None = None) -> UUID:
    """Open a dossier in a box that was blank; returns which box. Only the chosen name is needed.

    ``worker``: a member's id (default: whoever opens it). Raises Refused with the fields.
    """
    names = names_of(name, other_names)
    today = timezone.localdate()
    content = Content(names=names, opened_on=today, worker=_worker(vault, worker or vault.member.pk))
    content.changed("opened", vault.member.pk, datetime.now(UTC))
    with refusing_too_much(), changing(vault) as change:
        card = card_of(content, today)
        key = change.fill(words(names), encode(card), encode(content))
        log.note(vault, change.box(key), AccessLog.Act.WRITE, "opened")
    return key


def change_about(
    vault: Vault, key: UUID, revision: int, *, name: str, other_names: str = "", worker: int | None = None
) -> None:
    """Change the names and the worker. Raises NotFound, Stale, Refused with the fields."""
    names = names_of(name, other_names)
    with editing(vault, key, revision, "about") as it:
        it.content.names = names
        it.content.worker = _worker(vault, worker) if worker else None


def _worker(vault: Vault, worker: int) -> int:
    own = Member.objects.filter(pk=worker, organisation_id=vault.organisation, role__in=PROFESSIONAL)
    if not own.exists():
        raise Refused({"worker": _("This person does not work here as a professional.")})
    return worker
