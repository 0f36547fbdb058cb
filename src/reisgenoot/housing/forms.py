"""Forms: what a browser sends becomes typed values. Whether these can be is decided by the actions."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from reisgenoot.access.models import Member, Organisation
from reisgenoot.dossiers.forms import DayInput, RefusableForm, day_field, language_choices

from .actions.linking import may_note
from .law import ANSWER_WITHIN, OFFER_STANDS
from .models import Link, Refusal, Request

MOST = 9_999_999


def _rent(**options: Any) -> forms.DecimalField:
    """Euros a month."""
    return forms.DecimalField(min_value=1, max_digits=7, decimal_places=2, **options)


def _long(**options: Any) -> forms.CharField:
    return forms.CharField(widget=forms.Textarea(attrs={"rows": 2}), **options)


class LinkForm(RefusableForm):
    """Which municipality, and why; a note with each reason that a municipality may read about."""

    municipality = forms.ModelChoiceField(
        label=_("Municipality"), queryset=Organisation.objects.none(), empty_label="—"
    )
    answer_by = forms.DateField(label=_("Answer wanted by"), widget=DayInput())

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        towns: Any = self.fields["municipality"]
        towns.queryset = Organisation.objects.filter(kind=Organisation.Kind.MUNICIPALITY)
        self.fields["answer_by"].initial = timezone.localdate() + ANSWER_WITHIN
        for value, label in Link.Reason.choices:
            self.fields[f"reason_{value}"] = forms.BooleanField(label=label, required=False)
            if may_note(value):
                self.fields[f"note_{value}"] = forms.CharField(
                    label=_("What the municipality must know of it"), required=False, max_length=500
                )

    elsewhere = {"reasons": ""}

    def reasons(self) -> list[tuple[forms.BoundField, forms.BoundField | None]]:
        """Each reason with its note, if one may go there."""
        return [
            (self[f"reason_{value}"], self[f"note_{value}"] if may_note(value) else None)
            for value in Link.Reason.values
        ]

    def chosen(self) -> dict[str, str]:
        """The reasons with their notes; a note without its tick counts as one."""
        sent = self.cleaned_data
        return {
            value: sent.get(f"note_{value}", "")
            for value in Link.Reason.values
            if sent.get(f"reason_{value}") or sent.get(f"note_{value}")
        }


class ReturnForm(RefusableForm):
    """Why a municipality returns a link."""

    why = forms.ChoiceField(
        label=_("Why"),
        choices=[("", "—"), *((key, label) for key, label in Link.Returned.choices if key in Link.ANSWERS)],
    )
    note = _long(
        label=_("What the COA must know of it"),
        help_text=_("About the municipality, not about the people."),
        required=False,
        max_length=500,
    )


class FamilyForm(RefusableForm):
    """Relatives who are expected."""

    adults = forms.IntegerField(label=_("Adults"), min_value=0, max_value=30, initial=0)
    children = forms.IntegerField(label=_("Children"), min_value=0, max_value=30, initial=0)
    source = forms.CharField(
        label=_("How this is known"),
        help_text=_("For example: application of 3 March, told by the head of the household"),
        max_length=300,
    )


class QuotaForm(RefusableForm):
    """The quota of a half-year, as a number or as what it follows from."""

    number = forms.IntegerField(label=_("Quota"), min_value=0, max_value=99_999, required=False)
    arrears = forms.IntegerField(
        label=_("Arrears from earlier half-years"),
        help_text=_("Persons; with a minus if you were ahead"),
        min_value=-99_999,
        max_value=99_999,
        initial=0,
    )
    source = forms.CharField(
        label=_("Where the number comes from"),
        help_text=_("For example: Government Gazette of 28 March, number 12345"),
        max_length=300,
    )
    nationwide = forms.IntegerField(
        label=_("Permit holders in the whole country"), min_value=1, max_value=MOST, required=False
    )
    inhabitants = forms.IntegerField(
        label=_("Inhabitants of the municipality"), min_value=1, max_value=MOST, required=False
    )
    inhabitants_nationwide = forms.IntegerField(
        label=_("Inhabitants of the Netherlands"), min_value=1, max_value=99_999_999, required=False
    )
    seen = forms.IntegerField(widget=forms.HiddenInput(), required=False)


class RequestForm(RefusableForm):
    """A request for a home. How many people it is for is not typed: it follows from the dossiers."""

    associations = forms.ModelMultipleChoiceField(
        label=_("To which housing associations"),
        queryset=Organisation.objects.none(),
        widget=forms.CheckboxSelectMultiple(),
    )
    wanted_before = forms.DateField(label=_("Wanted before"), widget=DayInput())
    urgency = forms.ChoiceField(
        label=_("Urgency"), choices=Request.Urgency.choices, initial=Request.Urgency.NORMAL
    )
    max_rent = _rent(label=_("Rent at most, euros a month"), required=False)
    ground_floor = forms.BooleanField(label=_("Ground floor, or with a lift"), required=False)
    contact_name = forms.CharField(label=_("Contact person at the municipality"), max_length=200)
    contact_phone = forms.CharField(label=_("Telephone"), max_length=40)

    def __init__(self, *args: Any, need_agreed: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        asked: Any = self.fields["associations"]
        asked.queryset = Organisation.objects.filter(kind=Organisation.Kind.HOUSING_ASSOCIATION)
        if not need_agreed:
            del self.fields["ground_floor"]


class WhyForm(RefusableForm):
    """A reason in a few words, which the other organisation reads."""

    why = forms.CharField(label=_("Why"), max_length=300)


class UndoForm(RefusableForm):
    """The COA asks to undo a link."""

    undo = _long(
        label=_("Why the link must be undone"),
        help_text=_("The municipality reads this. Nothing about health."),
        max_length=500,
    )


class UndoAnswerForm(RefusableForm):
    """The municipality agrees, or keeps the link."""

    note = _long(
        label=_("What the COA must know of it"),
        help_text=_("Needed if the link stays."),
        required=False,
        max_length=500,
    )


class OfferForm(RefusableForm):
    """A home that an association offers."""

    address = forms.CharField(label=_("Street and number"), max_length=200)
    postcode = forms.CharField(label=_("Postcode"), max_length=8)
    place = forms.CharField(label=_("Town"), max_length=100)
    rent = _rent(label=_("Rent, euros a month"))
    rooms = forms.IntegerField(label=_("Bedrooms"), min_value=0, max_value=20)
    floor = forms.IntegerField(
        label=_("Floor"), help_text=_("0 is the ground floor"), min_value=0, max_value=50, initial=0
    )
    lift = forms.BooleanField(label=_("There is a lift"), required=False)
    available_on = day_field(label=_("Available from"))
    valid_until = forms.DateField(label=_("The offer stands until"), widget=DayInput())
    note = _long(label=_("About the home"), required=False, max_length=500)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["valid_until"].initial = timezone.localdate() + OFFER_STANDS


class ViewingForm(RefusableForm):
    """When and where a home is viewed, and who goes along."""

    on = forms.DateField(label=_("Day"), widget=DayInput())
    at = forms.TimeField(label=_("Time"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))
    place = forms.CharField(
        label=_("Meeting place"), help_text=_("Left empty: at the home"), max_length=200, required=False
    )
    along = forms.MultipleChoiceField(
        label=_("Who goes along"), required=False, widget=forms.CheckboxSelectMultiple()
    )

    def __init__(self, *args: Any, able: Sequence[Member], **options: Any) -> None:
        super().__init__(*args, **options)
        along: Any = self.fields["along"]
        along.choices = [(str(it.pk), f"{it.name} ({it.organisation.name})") for it in able]


class AcceptForm(RefusableForm):
    """The household takes the home."""

    viewed_on = forms.DateField(label=_("Viewed on"), widget=DayInput())
    on = day_field(label=_("Accepted on"))


class RefuseForm(RefusableForm):
    """The household does not take the home."""

    reason = forms.ChoiceField(label=_("Reason"), choices=[("", "—"), *Refusal.Reason.choices])
    note = _long(
        label=_("In their words"),
        help_text=_("Nothing about health: what must be known goes by consent."),
        required=False,
        max_length=500,
    )
    explained_on = day_field(label=_("What follows was explained on"))
    language = forms.ChoiceField(label=_("In which language"), choices=language_choices)
    interpreter = forms.CharField(label=_("Interpreter"), max_length=200, required=False)
    consequence = forms.ChoiceField(
        label=_("What follows"), choices=[("", "—"), *Refusal.Consequence.choices]
    )


class LeaseForm(RefusableForm):
    """The lease."""

    signed_on = day_field(label=_("Lease signed on"))
    begins_on = forms.DateField(label=_("The lease begins on"), widget=DayInput())
    rent = _rent(label=_("Rent, euros a month"))
    keys = forms.IntegerField(label=_("Number of keys"), min_value=0, max_value=50, required=False)
    arranging_on = forms.DateField(
        label=_("Proposed arranging day"),
        help_text=_("Key, registration, bank and benefit on one day"),
        widget=DayInput(),
        required=False,
    )


class MoveForm(RefusableForm):
    """They live there."""

    on = day_field(label=_("Moved in on"))


def first_of(raw: str) -> date | None:
    """A day in an address; None if it is none."""
    try:
        return date.fromisoformat(raw)
    except ValueError:
        return None
