"""Forms of the desk: what a browser sends becomes typed values. Whether these can be is decided by the actions."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.dates import WEEKDAYS as NAMES
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from reisgenoot.access.models import Member
from reisgenoot.access.roles import GUIDING
from reisgenoot.dossiers.forms import DayInput, RefusableForm, day_field, language_choices
from reisgenoot.dossiers.models import Sensitivity

from . import hours
from .models import MapEntry, MapKind, Referral, Theme
from .queries.social_map import choices

NONE = [("", "—")]


class TimeInput(forms.TimeInput):
    """The browser's own field for a time."""

    input_type = "time"

    def __init__(self) -> None:
        super().__init__(format="%H:%M")


class SessionForm(RefusableForm):
    """Walk-in hours."""

    place = forms.CharField(label=_("Place"), max_length=100)
    day = day_field(label=_("Day"))
    begins = forms.TimeField(label=_("From"), widget=TimeInput())
    ends = forms.TimeField(label=_("Until"), widget=TimeInput())
    manned = forms.ModelMultipleChoiceField(
        label=_("Who mans the desk"),
        queryset=Member.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple(),
        help_text=_("A volunteer sees the queue of this day only if they stand here."),
    )

    def __init__(self, member: Member, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        today = timezone.localdate()
        colleagues: Any = self.fields["manned"]
        colleagues.queryset = Member.objects.filter(
            Q(ends_on__isnull=True) | Q(ends_on__gt=today),
            organisation_id=member.organisation_id,
            role__in=GUIDING,
            begins_on__lte=today,
        ).order_by("name")
        colleagues.label_from_instance = lambda it: f"{it.name} ({it.get_role_display()})"


class VisitorForm(RefusableForm):
    """A visitor in the queue; Enter is enough."""

    called = forms.CharField(
        label=_("Called out as"),
        max_length=40,
        required=False,
        help_text=_("First name or nothing; a number follows by itself. Erased tonight."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    language = forms.ChoiceField(label=_("Language"), required=False, choices=language_choices)
    theme = forms.ChoiceField(label=_("About"), required=False, choices=[*NONE, *Theme.choices])


class VisitForm(RefusableForm):
    """What a visitor asked, what was answered, and how long it took."""

    theme = forms.ChoiceField(label=_("About"), required=False, choices=[*NONE, *Theme.choices])
    language = forms.ChoiceField(label=_("Language"), required=False, choices=language_choices)
    question = forms.CharField(
        label=_("Question"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )
    answer = forms.CharField(
        label=_("Answer"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )
    sensitivity = forms.ChoiceField(
        label=_("May be seen by"), choices=Sensitivity.choices, required=False, initial=Sensitivity.NORMAL
    )
    minutes = forms.IntegerField(
        label=_("Minutes"),
        required=False,
        min_value=0,
        max_value=600,
        help_text=_("As the clock counts, unless you fill in something else."),
    )


class ReferralForm(RefusableForm):
    """Sending somebody on."""

    entry = forms.ModelChoiceField(
        label=_("To whom"),
        queryset=MapEntry.objects.none(),
        empty_label="—",
        help_text=_("From your social map."),
    )
    theme = forms.ChoiceField(label=_("About"), choices=[*NONE, *Theme.choices])
    about = forms.CharField(
        label=_("For what"), max_length=500, help_text=_("In a few words; without names or numbers.")
    )
    how = forms.ChoiceField(label=_("How"), choices=[*NONE, *Referral.How.choices])
    expected_on = forms.DateField(label=_("Known by"), widget=DayInput())

    def __init__(self, member: Member, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        from .actions.referrals import USUAL

        entry: Any = self.fields["entry"]
        entry.queryset = choices(member)
        entry.label_from_instance = lambda it: f"{it.name} ({it.get_kind_display()})"
        self.fields["expected_on"].initial = timezone.localdate() + USUAL


class OutcomeForm(RefusableForm):
    """What became of a referral."""

    outcome = forms.ChoiceField(label=_("What became of it"), choices=[*NONE, *Referral.Outcome.choices])
    reason = forms.ChoiceField(
        label=_("Why turned away"), choices=[*NONE, *Referral.Reason.choices], required=False
    )
    known_on = day_field(label=_("Known on"))
    note = forms.CharField(label=_("Note"), required=False, max_length=500)
    seen = forms.CharField(widget=forms.HiddenInput, required=False)


class EntryForm(RefusableForm):
    """An organisation on the social map; opening hours by weekday."""

    name = forms.CharField(label=_("Name"), max_length=200)
    kind = forms.ChoiceField(label=_("Kind"), choices=[*NONE, *MapKind.choices])
    does = forms.CharField(
        label=_("What they do"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 2})
    )
    for_whom = forms.CharField(label=_("For whom"), required=False, max_length=300)
    themes = forms.MultipleChoiceField(
        label=_("Themes"), choices=Theme.choices, required=False, widget=forms.CheckboxSelectMultiple()
    )
    languages = forms.MultipleChoiceField(
        label=_("Languages"),
        choices=lambda: language_choices()[1:],
        required=False,
        widget=forms.CheckboxSelectMultiple(),
    )
    address = forms.CharField(label=_("Address"), required=False, max_length=200)
    postcode = forms.CharField(label=_("Postcode"), required=False, max_length=7)
    place = forms.CharField(label=_("Place"), required=False, max_length=100)
    phone = forms.CharField(label=_("Telephone"), required=False, max_length=40)
    email = forms.EmailField(label=_("E-mail address"), required=False)
    web = forms.URLField(label=_("Website"), required=False, assume_scheme="https")
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for number in hours.WEEKDAYS:
            self.fields[f"day{number}"] = forms.CharField(
                label=capfirst(NAMES[int(number) - 1]), required=False, max_length=80
            )

    def groups(self) -> list[tuple[str, list[forms.BoundField]]]:
        """The fields in the groups in which people think of them."""
        wanted = (
            (gettext("What it is"), ("name", "kind", "for_whom", "does")),
            (gettext("Where, and how to reach it"), ("address", "postcode", "place", "phone", "email", "web")),
            (gettext("Opening hours"), tuple(f"day{number}" for number in hours.WEEKDAYS)),
        )
        return [(title, [self[name] for name in names]) for title, names in wanted]

    def boxes(self) -> list[forms.BoundField]:
        """The fields of which many can be chosen."""
        return [self["themes"], self["languages"]]

    def clean(self) -> dict[str, Any]:
        """The days become one value, ``hours``."""
        cleaned = super().clean() or {}
        found = {}
        for number in hours.WEEKDAYS:
            try:
                spans = hours.parse_day(cleaned.pop(f"day{number}", ""))
            except hours.NoHours:
                self.add_error(f"day{number}", gettext("Write it as 9:00-12:30, 13:00-17:00."))
                continue
            if spans:
                found[number] = spans
        return {**cleaned, "hours": found}


def entry_initial(entry: MapEntry) -> dict[str, Any]:
    """An entry as the form shows it."""
    plain = {name: getattr(entry, name) for name in EntryForm.base_fields if name != "seen"}
    days = {f"day{number}": hours.day_text(entry.hours.get(number, ())) for number in hours.WEEKDAYS}
    return {**plain, **days, "seen": entry.version}
