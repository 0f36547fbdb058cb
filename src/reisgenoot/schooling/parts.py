"""The parts of a route for which hours count."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from reisgenoot.access.errors import Text


class Part(models.TextChoices):
    """What an hour counts for. The first three are the totals that DUO takes (its interface *Gevolgde Uren*)."""

    LESSONS = "lessons", _("Dutch and knowledge of society (KNM)")
    PARTICIPATION = "participation", _("participation of the self-reliance route")
    INTAKE_LESSONS = "intake_lessons", _("Dutch and KNM during the broad intake")
    MAP = "map", _("labour market and participation (MAP)")
    PVT = "pvt", _("participation statement (PVT)")

    @classmethod
    def bought(cls) -> list[tuple[str, Text]]:
        """Those for which a municipality buys courses."""
        return [(it.value, it.label) for it in cls if it != cls.INTAKE_LESSONS]
