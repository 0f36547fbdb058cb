"""The quota of a half-year, entered by the municipality."""

from __future__ import annotations

from datetime import date

from django.db import connection, transaction
from django.utils.translation import gettext as _

from reisgenoot.access.errors import NotAllowed, Overtaken, Refused
from reisgenoot.access.models import Member

from ..law import half_year, share
from ..models import Quota
from ..roles import may_set_quota


def set_quota(
    member: Member,
    begins_on: date,
    *,
    number: int | None,
    arrears: int,
    source: str,
    nationwide: int | None = None,
    inhabitants: int | None = None,
    inhabitants_nationwide: int | None = None,
    seen: int | None = None,
) -> Quota:
    """Enter the quota of a half-year; what was entered before stays to be seen.

    ``number`` may be left out if the three numbers of article 29 are given: then it follows from them.
    ``seen``: the id of the row that the member saw, 0 for none. Raises NotAllowed, Refused, and Overtaken.
    """
    if not may_set_quota(member):
        raise NotAllowed(_("Only a coordinator or case director of a municipality can do this."))
    if begins_on != half_year(begins_on):
        raise Refused({"begins_on": _("A half-year begins on 1 January or 1 July.")})
    three = (nationwide, inhabitants, inhabitants_nationwide)
    if any(three) and not all(three):
        raise Refused({"nationwide": _("Fill in all three numbers, or none.")})
    follows = share(*three) if all(three) else None  # type: ignore[arg-type]
    counted = number if number is not None else follows
    if counted is None:
        raise Refused({"number": _("Enter the number, or the three numbers from which it follows.")})
    with transaction.atomic():
        with connection.cursor() as cursor:  # one after the other
            cursor.execute(
                "SELECT pg_advisory_xact_lock(hashtext('reisgenoot.quota'), %s)", [member.organisation_id]
            )
        now = newest(member.organisation_id, begins_on)
        if seen not in (None, now.pk if now else 0):
            raise Overtaken(
                "number",
                seen=None,
                now=now,
                by=now.set_by.name if now else "",
                at=now.set_at if now else None,
                version=str(now.pk if now else 0),
            )
        return Quota.objects.create(
            organisation=member.organisation,
            begins_on=begins_on,
            number=counted,
            arrears=arrears,
            source=source,
            nationwide=nationwide,
            inhabitants=inhabitants,
            inhabitants_nationwide=inhabitants_nationwide,
            set_by=member,
        )


def newest(organisation_id: int, begins_on: date) -> Quota | None:
    """The quota that counts for a half-year; None if nobody entered it."""
    own = Quota.objects.filter(organisation_id=organisation_id, begins_on=begins_on)
    return own.select_related("set_by").order_by("-id").first()
