"""The form of one part of the intake: its questions, and whether it is finished."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from reisgenoot.dossiers.asked_forms import QuestionsForm

from ..intake import Part

DONE = "part_done"


class PartForm(QuestionsForm):
    """The questions of a part, its lines, and whether it is finished."""

    def __init__(
        self, part: Part, answers: Mapping[str, Any], done: bool, data: QueryDict | None = None
    ) -> None:
        super().__init__(part, {**answers, DONE: done}, data)
        self.fields[DONE] = forms.BooleanField(
            label=_("This part is finished"),
            help_text=_("You can still change it later."),
            required=False,
        )

    @property
    def finished(self) -> forms.BoundField:
        """Whether the part is finished."""
        return self[DONE]
