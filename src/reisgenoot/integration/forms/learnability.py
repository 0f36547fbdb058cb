"""The learnability test."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from reisgenoot.dossiers.forms import RefusableForm, day_field

from ..models import LearnabilityTest


class ResultForm(RefusableForm):
    """The result, as DUO gives it."""

    on = day_field(label=_("Taken on"))
    result = forms.ChoiceField(label=_("Result"), choices=[("", "—"), *LearnabilityTest.Result.choices])
    score = forms.CharField(label=_("Score"), required=False, max_length=6)
    needed = forms.CharField(label=_("Score needed for B1"), required=False, max_length=6)
    note = forms.CharField(
        label=_("Note"), required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )


class ExemptForm(RefusableForm):
    """Why somebody need not take the test."""

    ground = forms.ChoiceField(
        label=_("Because of"),
        choices=[
            ("", "—"),
            ("test_exempt_sight", _("impaired sight")),
            ("test_exempt_hearing", _("impaired hearing, and not able to take the test")),
        ],
    )
    on = day_field(label=_("Decided on"))
