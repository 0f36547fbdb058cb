"""The result of the learnability test (Wet inburgering 2021, article 14(3)(a)). Category ``work_education``.

Results and scores are those of DUO's interface (Leerbaarheidstoets 1.2.0). Who is released from it stands in facts of
the category ``learning_health``, as the reason is one of health.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from reisgenoot.access.changed import Changed
from reisgenoot.dossiers.models import Dossier


class LearnabilityTest(Changed):
    """What the test said; the day on which it was taken is a fact too."""

    class Result(models.TextChoices):
        """Whether level B1 can be reached within the term."""

        B1 = "b1", _("the B1 route is feasible")
        NOT_B1 = "not_b1", _("the B1 route is not feasible")
        UNKNOWN = "unknown", _("not known")

    dossier = models.OneToOneField(Dossier, models.PROTECT, primary_key=True, related_name="+")
    taken_on = models.DateField(_("taken on"))
    result = models.CharField(_("result"), max_length=7, choices=Result)
    score = models.CharField(_("score"), max_length=6, blank=True)
    needed = models.CharField(_("score needed for B1"), max_length=6, blank=True)
    note = models.CharField(_("note"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("learnability test")
        verbose_name_plural = _("learnability tests")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(result__in=("b1", "not_b1", "unknown")), name="learnability_result"
            ),
        ]
