"""Forms for appointments. A day and two times of the clock become moments in the time zone of the Netherlands."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reisgenoot.access.models import Member

from .forms import DayInput, RefusableForm
from .models import Appointment
from .queries.appointments import Attending


class TimeInput(forms.TimeInput):
    """The browser's own field for a time of the day."""

    input_type = "time"

    def __init__(self) -> None:
        super().__init__(format="%H:%M")


def _moment(day: date, hour: time) -> datetime:
    """That time of that day here. Raises ValidationError for one that the clock skips."""
    here = datetime.combine(day, hour, tzinfo=timezone.get_default_timezone())
    if here.astimezone(UTC).astimezone(here.tzinfo).time() != hour:
        raise ValidationError(_("The clock skips this time on that day."))
    return here


class WhenForm(RefusableForm):
    """When, and where."""

    day = forms.DateField(label=gettext_lazy("Day"), widget=DayInput())
    since = forms.TimeField(label=gettext_lazy("From"), widget=TimeInput())
    until = forms.TimeField(label=gettext_lazy("Until"), widget=TimeInput())
    place = forms.CharField(
        label=gettext_lazy("Place"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("No secret address: everybody who sees the dossier reads it."),
    )
    elsewhere = {"starts_at": "since", "ends_at": "until"}

    def clean(self) -> dict[str, Any]:
        """Both moments: ``starts_at`` and ``ends_at``."""
        given = super().clean() or {}
        day = given.get("day")
        for field, moment in (("since", "starts_at"), ("until", "ends_at")):
            if day is not None and given.get(field) is not None:
                try:
                    given[moment] = _moment(day, given[field])
                except ValidationError as error:
                    self.add_error(field, error)
        return given


class PlanForm(WhenForm):
    """A new appointment."""

    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=[("", "–"), *Appointment.Kind.choices])
    members = forms.MultipleChoiceField(
        label=gettext_lazy("Who attends"), required=False, widget=forms.CheckboxSelectMultiple
    )
    also = forms.ChoiceField(label=gettext_lazy("Also"), required=False)
    interpreter = forms.CharField(
        label=gettext_lazy("Interpreter"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("Name or number, as you always write it: then nobody is asked twice at once."),
    )
    note = forms.CharField(
        label=gettext_lazy("To be known for it"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("Nothing sensitive: no diagnosis, no travel story, no safe address."),
    )
    field_order = ("kind", "day", "since", "until", "place", "members", "also", "interpreter", "note")

    def __init__(self, attending: Attending, home: int, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.attending = {it.pk: it for it in (*attending.near, *attending.others)}
        near, also = self.fields["members"], self.fields["also"]
        assert isinstance(near, forms.MultipleChoiceField)
        assert isinstance(also, forms.ChoiceField)
        near.choices = [(it.pk, _named(it, home)) for it in attending.near]
        groups: dict[str, list[tuple[Any, Any]]] = {}
        for it in attending.others:
            groups.setdefault(it.organisation.name, []).append((it.pk, f"{it.name}, {it.get_role_display()}"))
        also.choices = [("", _("nobody else")), *groups.items()]

    def chosen(self) -> list[Member]:
        """Who was chosen."""
        keys = [*self.cleaned_data["members"], *filter(None, [self.cleaned_data["also"]])]
        return [self.attending[int(key)] for key in keys]


def _named(it: Member, home: int) -> str:
    where = "" if it.organisation_id == home else f", {it.organisation.name}"
    return f"{it.name} ({it.get_role_display()}{where})"


class CancelForm(RefusableForm):
    """Cancelling."""

    why = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=200,
        help_text=gettext_lazy("Attendees read it. Nothing sensitive."),
    )


class FeedForm(forms.Form):
    """Making a calendar address."""

    with_place = forms.BooleanField(
        label=gettext_lazy("Also the place of each appointment"),
        required=False,
        help_text=gettext_lazy("Only if nobody else looks into your calendar."),
    )
