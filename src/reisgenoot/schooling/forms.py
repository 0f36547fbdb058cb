"""Forms: what a browser sends becomes typed values. Whether these can be is decided by the actions."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.formats import number_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from reisgenoot.dossiers.forms import LANGUAGES, DayInput, RefusableForm, day_field
from reisgenoot.web.templatetags.web import language_name

from .clock import in_hours, minutes_of
from .euros import euros
from .models import Course, Enrolment, Part, Supplier

MOST = Decimal(1_000_000)
"""Euros: a price stays below it."""


class HoursField(forms.CharField):
    """Hours as people write them; minutes in ``cleaned_data``."""

    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=10, widget=forms.TextInput(attrs={"inputmode": "decimal"}), **options)

    def prepare_value(self, value: Any) -> Any:
        """What was typed stays as it was; minutes are shown as hours."""
        return in_hours(value) if isinstance(value, int) else value

    def clean(self, value: Any) -> int | None:
        """Minutes; None if left empty."""
        said = super().clean(value)
        if not said:
            return None
        found = minutes_of(said)
        if found is None:
            raise ValidationError(gettext("Write hours as 12, 12,5 or 12:30."))
        return found


class EurosField(forms.CharField):
    """An amount as people write it; a Decimal in ``cleaned_data``."""

    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=14, widget=forms.TextInput(attrs={"inputmode": "decimal"}), **options)

    def prepare_value(self, value: Any) -> Any:
        """What was typed stays as it was; an amount is shown in the reader's way."""
        return number_format(value, 2, use_l10n=True) if isinstance(value, Decimal) else value

    def clean(self, value: Any) -> Decimal | None:
        """The amount; None if left empty."""
        said = super().clean(value)
        if not said:
            return None
        found = euros(said)
        if found is None or found >= MOST:
            raise ValidationError(gettext("Write an amount as 950, 1234,50 or 1.234,50."))
        return found


class SupplierForm(RefusableForm):
    """A supplier."""

    name = forms.CharField(label=_("Name"), max_length=128)
    number = forms.RegexField(
        r"^\w{10}$",
        label=_("Number at DUO"),
        help_text=_("Ten characters; leave empty if you do not know it."),
        required=False,
    )
    contact = forms.CharField(label=_("Contact person"), max_length=120, required=False)
    email = forms.EmailField(label=_("E-mail"), required=False)
    phone = forms.CharField(label=_("Telephone"), max_length=30, required=False)
    mark = forms.ChoiceField(label=_("Quality mark"), choices=Supplier.Mark.choices)
    mark_until = forms.DateField(label=_("Valid until"), required=False, widget=DayInput())


class CourseForm(RefusableForm):
    """A course."""

    name = forms.CharField(label=_("Name"), max_length=120)
    part = forms.ChoiceField(label=_("What for"), choices=Part.bought())
    route = forms.ChoiceField(
        label=_("Learning route"), choices=[("", _("for every route")), *Course.Route.choices], required=False
    )
    level = forms.ChoiceField(
        label=_("Leads to level"), choices=[("", "—"), *Course.Level.choices], required=False
    )
    place = forms.CharField(label=_("Place"), max_length=100)
    languages = forms.MultipleChoiceField(
        label=_("Languages of support"),
        required=False,
        choices=lambda: sorted(((code, language_name(code)) for code in LANGUAGES), key=lambda it: it[1]),
        widget=forms.CheckboxSelectMultiple(),
    )
    price = EurosField(label=_("Price for one person, in euros"))
    week_minutes = HoursField(label=_("Hours a week"))
    total_minutes = HoursField(label=_("Hours in all"), required=False)


class StartForm(RefusableForm):
    """A date on which a course starts."""

    on = forms.DateField(label=_("Starts on"), widget=DayInput())
    places = forms.IntegerField(label=_("Places"), min_value=0, max_value=999)


class BeginForm(RefusableForm):
    """The day on which somebody started."""

    on = day_field(label=_("Started on"))


class SwitchForm(RefusableForm):
    """Another course, and why."""

    start = forms.TypedChoiceField(label=_("To which course"), coerce=int)
    reason = forms.CharField(label=_("Reason"), max_length=300, required=False)


class EndForm(RefusableForm):
    """How it ended."""

    on = day_field(label=_("Ended on"))
    end = forms.ChoiceField(label=_("How it ended"), choices=[("", "—"), *Enrolment.End.choices])
    reason = forms.CharField(label=_("Reason"), max_length=300, required=False)


class HoursForm(RefusableForm):
    """The hours of a month."""

    month = forms.DateField(
        label=_("Month"),
        input_formats=["%Y-%m"],
        widget=forms.DateInput(format="%Y-%m", attrs={"type": "month", "placeholder": _("yyyy-mm")}),
        help_text=_("Year and month, such as 2026-09."),
    )
    part = forms.ChoiceField(label=_("Part"), choices=Part.choices)
    supplier = forms.TypedChoiceField(label=_("School"), coerce=int, empty_value=None, required=False)
    offered = HoursField(
        label=_("Hours offered"), required=False, help_text=_("Empty: what was followed and missed.")
    )
    followed = HoursField(label=_("Hours followed"))
    excused = HoursField(label=_("Absent with a reason"), required=False)
    unexcused = HoursField(label=_("Absent without a reason"), required=False)
