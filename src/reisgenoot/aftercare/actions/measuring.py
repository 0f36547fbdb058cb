"""Measuring together what somebody can do alone."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from reisgenoot.access.errors import Refused, Text
from reisgenoot.access.log import log
from reisgenoot.access.models import AccessLog, Member
from reisgenoot.access.roles import require_professional

from ..models import Measurement
from ..scale import LEVELS, scale
from .hours import require_route


def measure(
    member: Member,
    dossier_id: int,
    *,
    moment: str,
    levels: Mapping[str, int],
    words: Mapping[str, str] | None = None,
    on: date | None = None,
) -> list[Measurement]:
    """Keep a level for each area of life that was talked about; what was measured before at this moment stays under it.

    ``words``: by area, what the person said. Raises NotAllowed, NotFound, and Refused with ``moment``, ``on`` or areas.
    """
    require_professional(member)
    day, problems = on or timezone.localdate(), dict[str, Text]()
    said = words or {}
    if moment not in Measurement.Moment.values:
        problems["moment"] = _("Choose when in the guidance this is.")
    if day > timezone.localdate():
        problems["on"] = _("This date lies in the future.")
    if not levels:
        problems["moment"] = _("Choose a sentence for at least one area of life.")
    for area, level in levels.items():
        if area not in scale().areas or level not in LEVELS:
            problems[area] = _("There is no such choice.")
    for area, text in said.items():
        if text.strip() and area not in levels:
            problems[area] = _("Choose a sentence too.")
    with transaction.atomic():
        require_route(dossier_id)
        if problems:
            raise Refused(problems)
        made = Measurement.objects.bulk_create(
            Measurement(
                dossier_id=dossier_id,
                moment=moment,
                on=day,
                area=area,
                category=scale().areas[area].category,
                level=level,
                words=said.get(area, "").strip()[:300],
                measured_by=member,
                organisation_id=member.organisation_id,
            )
            for area, level in levels.items()
        )
        log(member, [dossier_id], AccessLog.Act.WRITE, "self-reliance")
    return made
