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


class Skill(models.TextChoices):
    """The skills in Dutch that are examined apart (besluit 3.3)."""

    READING = "reading", _("reading")
    LISTENING = "listening", _("listening")
    WRITING = "writing", _("writing")
    SPEAKING = "speaking", _("speaking")


class Examined(models.TextChoices):
    """The parts of the civic integration exam: the skills, and knowledge of Dutch society (besluit 3.3 and 3.4)."""

    READING = "reading", _("reading")
    LISTENING = "listening", _("listening")
    WRITING = "writing", _("writing")
    SPEAKING = "speaking", _("speaking")
    KNM = "knm", _("knowledge of Dutch society (KNM)")


class Level(models.TextChoices):
    """Of the Common European Framework; A0 is below it."""

    A0 = "A0", "A0"
    A1 = "A1", "A1"
    A2 = "A2", "A2"
    B1 = "B1", "B1"
    B2 = "B2", "B2"

    @classmethod
    def examined(cls) -> list[tuple[str, Text]]:
        """Those at which there are exams."""
        return [(it.value, it.label) for it in cls if it != cls.A0]


class Theme(models.TextChoices):
    """The themes of MAP, in the order of besluit 3.2 lid 1."""

    ORIENTING = "orienting", _("finding one's way among occupations (beroepenoriëntatie)")
    EMPLOYEE = "employee", _("skills of an employee (werknemerscompetenties)")
    REALISTIC = "realistic", _("a realistic picture of an occupation (realistisch beroepsbeeld)")
    CHANCES = "chances", _("chances in an occupation (beroepskansen)")
    ACQUIRING = "acquiring", _("acquiring skills for an occupation (beroepscompetenties verwerven)")
    NETWORK = "network", _("building a network (netwerk opbouwen)")
    FINDING = "finding", _("finding work (werk vinden)")
    CULTURE = "culture", _("how one works together (werkcultuur)")
