"""Forms: what a browser sends becomes typed values. Whether these can be is decided by the actions."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from reisgenoot.dossiers.forms import DayInput, RefusableForm, day_field

from .actions import Paid
from .models import Cost, Relief, Step


def _euros(label: Any, **options: Any) -> forms.DecimalField:
    return forms.DecimalField(
        label=label, min_value=0, max_digits=7, decimal_places=2, localize=True,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}), **options,
    )  # fmt: skip


class BeginForm(RefusableForm):
    """Beginning relief."""

    basis = forms.ChoiceField(label=_("Basis"), choices=Relief.Basis.choices)
    begins_on = day_field(label=_("From"), help_text=_("The day on which the right to benefit arose."))
    until = forms.DateField(
        label=_("First day without"),
        required=False,
        widget=DayInput(),
        help_text=_("For article 57 alone: under 56a it is six months."),
    )
    reason = forms.CharField(
        label=_("Good reasons"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("For article 57 alone."),
    )


class MonthForm(RefusableForm):
    """What a month's benefit paid for."""

    month = forms.DateField(label=_("A day in the month"), widget=DayInput())
    benefit = _euros(_("Benefit in euros"))

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for kind, label in Cost.Kind.choices:
            self.fields[kind] = _euros(str(label).capitalize())
            self.fields[f"{kind}_alone"] = forms.BooleanField(
                label=_("Pays this alone: not from the benefit"), required=False
            )

    def costs(self) -> dict[str, Paid]:
        """As the action takes them."""
        sent = self.cleaned_data
        return {kind: Paid(sent[kind], sent[f"{kind}_alone"]) for kind in Cost.Kind.values}


class StepForm(RefusableForm):
    """A step towards doing it alone."""

    kind = forms.ChoiceField(label=_("Step"), choices=[("", "—"), *Step.Kind.choices])
    on = day_field(label=_("On"))
    note = forms.CharField(label=_("Note"), required=False, max_length=300)


class StopForm(RefusableForm):
    """Stopping relief."""

    on = day_field(label=_("Stops on"))
    why = forms.CharField(label=_("Why"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}))
