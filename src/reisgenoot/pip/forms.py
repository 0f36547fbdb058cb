"""Forms: what a browser sends becomes typed values. Whether these can be is decided by the actions."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from reisgenoot.dossiers.forms import DayInput, RefusableForm, day_field

from .models import Decision, Objection


class SetForm(RefusableForm):
    """What is decided, its date, and the day on which it is sent."""

    kind = forms.ChoiceField(label=_("What you decide"))
    dated_on = day_field(label=_("Date of the decision"))
    sent_on = day_field(label=_("Sent or handed over on"))
    because = forms.ChoiceField(
        label=_("Ground for another learning route"),
        required=False,
        choices=[("", "—"), *Decision.Because.choices],
    )
    reason = forms.CharField(
        label=_("Reason for the change"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, kinds: Iterable[Decision.Kind], *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        offered = list(kinds)
        self.fields["kind"].choices = [(it.value, it.label) for it in offered]  # type: ignore[attr-defined]
        if offered in ([Decision.Kind.FIRST], [Decision.Kind.MOVED]):
            del self.fields["because"], self.fields["reason"]


class WithdrawForm(RefusableForm):
    """That the plan is taken away."""

    dated_on = day_field(label=_("Date of the decision"))
    sent_on = day_field(label=_("Sent or handed over on"))
    reason = forms.CharField(label=_("Reason"), max_length=4000, widget=forms.Textarea(attrs={"rows": 3}))
    certain = forms.BooleanField(label=_("I withdraw this plan, and no other takes its place"))


class ObjectForm(RefusableForm):
    """An objection that came in."""

    received_on = day_field(label=_("Received on"))
    posted_on = forms.DateField(label=_("Posted on, if it came by post"), required=False, widget=DayInput())
    committee = forms.BooleanField(label=_("An advisory committee advises on it"), required=False)
    about = forms.CharField(label=_("What it is about"), required=False, max_length=500)


class DecideForm(RefusableForm):
    """What was decided on an objection."""

    decided_on = day_field(label=_("Decided on"))
    outcome = forms.ChoiceField(label=_("Outcome"), choices=[("", "—"), *Objection.Outcome.choices])
    reason = forms.CharField(
        label=_("Reason"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 2})
    )
