"""Forms of hand-overs. What a browser sends becomes typed values; whether these can be is decided by the actions."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .forms import DayInput, RefusableForm
from .models import Handover


class MomentForm(RefusableForm):
    """The warm moment."""

    moment = forms.ChoiceField(
        label=_("Warm moment"),
        required=False,
        choices=[("", _("none")), *Handover.Moment.choices],
    )
    moment_on = forms.DateField(label=_("Day"), required=False, widget=DayInput())
    moment_time = forms.TimeField(
        label=_("Time"), required=False, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    moment_place = forms.CharField(label=_("Where, or which number"), required=False, max_length=200)
    elsewhere = {"moment_at": "moment_on"}

    def moment_at(self) -> datetime | None:
        """The day and the time together; None if one of them is missing."""
        on, at = self.cleaned_data.get("moment_on"), self.cleaned_data.get("moment_time")
        if on is None or not isinstance(at, time):
            return None
        return timezone.make_aware(datetime.combine(on, at))


class PlanForm(MomentForm):
    """The warm moment, once the hand-over is under way: the receiver says who of them comes."""

    comes = forms.TypedChoiceField(label=_("Who of you comes"), coerce=int, empty_value=None, required=False)

    def __init__(self, people: Sequence[tuple[int, str]], *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["comes"].choices = people  # type: ignore[attr-defined]
        if not people:
            del self.fields["comes"]


class HandoverForm(MomentForm):
    """What goes with the summary: to whom by name, a word, and when it comes back."""

    wanted = forms.TypedChoiceField(label=_("To whom there"), coerce=int, empty_value=None, required=False)
    words = forms.CharField(
        label=_("A word to the receiver"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    returns_on = forms.DateField(label=_("Back on"), required=False, widget=DayInput())

    def __init__(self, people: Sequence[tuple[int, str]], within: bool, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        nobody = [] if within else [("", _("who has room there"))]
        self.fields["wanted"].choices = [*nobody, *people]  # type: ignore[attr-defined]
        if not within:
            del self.fields["returns_on"]


class AcceptForm(RefusableForm):
    """Taking over: who carries the dossiers from now on."""

    worker = forms.TypedChoiceField(label=_("Who carries them here"), coerce=int)
    words = forms.CharField(label=_("A word to the sender"), required=False, max_length=2000)

    def __init__(self, people: Sequence[tuple[int, str]], *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["worker"].choices = people  # type: ignore[attr-defined]


class SayForm(RefusableForm):
    """A question, an answer, or a reason."""

    words = forms.CharField(
        label=_("What you say"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )
