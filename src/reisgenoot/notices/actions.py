"""Telling members that something happened, and what they do with what they were told."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from reisgenoot.access.errors import NotFound, Refused
from reisgenoot.access.models import Member

from .kinds import KINDS
from .models import DigestChoice, Notification, NotificationChoice


def notify(kind: str, *, to: Iterable[Member | int], dossier_id: int | None = None) -> None:
    """Tell these members; whoever is acting is left out. One SQL statement.

    ``kind`` is a key of ``kinds.KINDS``. Recipients need not see the dossier (yet): the notification holds no name.
    Raises KeyError for another kind, and the database's error (insufficient privilege) if whoever is acting can't see
    the dossier, or if nobody is. Again while it is unread changes nothing.
    """
    told = KINDS[kind]
    members = [it if isinstance(it, int) else it.pk for it in to]
    if not members:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT notices_notify(%s, %s, %s::bigint[], %s, %s)",
            [kind, dossier_id, members, told.in_app, told.by_mail],
        )


def mark_read(notification_id: int) -> Notification:
    """Mark one of one's own as read; returns it. Raises NotFound."""
    found = Notification.objects.filter(pk=notification_id).first()
    if found is None:
        raise NotFound(_("There is no such notification."))
    if found.read_at is None:
        found.read_at = timezone.now()
        found.save(update_fields=["read_at"])
    return found


def mark_all_read() -> int:
    """Mark all of one's own as read; returns how many were not."""
    return Notification.objects.filter(read_at__isnull=True).update(read_at=timezone.now())


def choose(
    member: Member, chosen: Mapping[str, tuple[bool, bool]], *, digest: bool = True, language: str = "nl"
) -> None:
    """How the member wants to hear of each kind, in Reisgenoot and by e-mail; it holds for what is unread already.

    ``digest``: whether the daily e-mail is wanted at all, ``language``: in which language. Raises Refused for one
    that Reisgenoot does not speak.
    """
    if language not in dict(settings.LANGUAGES):
        raise Refused({"language": _("There is no such choice.")})
    with transaction.atomic():
        for kind, (in_app, by_mail) in chosen.items():
            usual = KINDS[kind]
            if (in_app, by_mail) == (usual.in_app, usual.by_mail):
                NotificationChoice.objects.filter(member=member, kind=kind).delete()
            else:
                NotificationChoice.objects.update_or_create(
                    member=member, kind=kind, defaults={"in_app": in_app, "by_mail": by_mail}
                )
            Notification.objects.filter(recipient=member, kind=kind, read_at__isnull=True).update(
                in_app=in_app, by_mail=by_mail
            )
        DigestChoice.objects.update_or_create(
            member=member, defaults={"wanted": digest, "language": language}
        )
