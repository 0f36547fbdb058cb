"""Forms for what happened with exams, MAP, PVT and talks."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from reisgenoot.dossiers.forms import DayInput, RefusableForm, day_field

from .forms import HoursField
from .models import (
    Agreement,
    Attempt,
    Closing,
    Dispensation,
    Examined,
    Level,
    Measured,
    Practice,
    ProgressTalk,
    Session,
    Skill,
    Theme,
)

AGREEMENTS = 3
"""Agreements that fit on the form of a talk; more are added afterwards."""


def _words(label: Any, length: int, *, rows: int = 2, **options: Any) -> forms.CharField:
    return forms.CharField(
        label=label, max_length=length, widget=forms.Textarea(attrs={"rows": rows}), **options
    )


def _note() -> forms.CharField:
    return _words(_("Note"), 500, required=False)


def _later(label: Any, **options: Any) -> forms.DateField:
    return forms.DateField(label=label, required=False, widget=DayInput(), **options)


class EntryForm(RefusableForm):
    """What stands in a row. When it is corrected, it can be said to be a mistake."""

    def __init__(self, *args: Any, correcting: bool = False, **options: Any) -> None:
        super().__init__(*args, **options)
        if correcting:
            self.fields["mistaken"] = forms.BooleanField(
                label=_("Written by mistake: it does not count"), required=False
            )

    def agreements(self) -> list[dict[str, Any]]:
        """What was agreed, if the form asks for that."""
        return []


class AttemptForm(EntryForm):
    """An attempt at the exam."""

    part = forms.ChoiceField(label=_("Part of the exam"), choices=Examined.choices)
    level = forms.ChoiceField(
        label=_("Level"), choices=[("", _("none (KNM)")), *Level.examined()], required=False
    )
    on = day_field(label=_("Day of the exam"))
    result = forms.ChoiceField(label=_("Result"), choices=Attempt.Result.choices)
    note = _note()


class DispensationForm(EntryForm):
    """An exemption."""

    part = forms.ChoiceField(label=_("Part of the exam"), choices=Examined.choices)
    ground = forms.ChoiceField(label=_("Ground"), choices=Dispensation.Ground.choices)
    on = day_field(label=_("Date of the decision"))
    note = _words(
        _("Note"), 500, required=False, help_text=_("Nothing about health: that is in the decision.")
    )


class LevelForm(EntryForm):
    """A level that was measured."""

    skill = forms.ChoiceField(label=_("Skill"), choices=Skill.choices)
    level = forms.ChoiceField(label=_("Level"), choices=Level.choices)
    on = day_field(label=_("Measured on"))
    how = forms.ChoiceField(label=_("By what"), choices=Measured.How.choices, initial=Measured.How.SCHOOL)


class ThemeForm(EntryForm):
    """A theme in the portfolio."""

    theme = forms.ChoiceField(label=_("Theme"), choices=Theme.choices)
    content = _words(_("What is in the portfolio"), 2000, rows=5)
    done_on = _later(_("Done on"), help_text=_("Leave empty while they work on it."))


class PracticeForm(EntryForm):
    """Practice."""

    place = forms.CharField(label=_("Employer or organisation"), max_length=150)
    kind = forms.ChoiceField(label=_("Kind of place"), choices=Practice.Kind.choices)
    since = day_field(label=_("From"))
    until = _later(_("Until"), help_text=_("Leave empty while it lasts."))
    minutes = HoursField(label=_("Hours so far"))
    note = _note()


class SessionForm(EntryForm):
    """A meeting of the PVT."""

    on = day_field(label=_("Day"))
    minutes = HoursField(label=_("Hours"))
    core_values = forms.BooleanField(
        label=_("Activity or excursion about a core value (workshop)"), required=False
    )
    attendance = forms.ChoiceField(label=_("Attendance"), choices=Session.Attendance.choices)


class ClosingForm(EntryForm):
    """A final talk, or signing."""

    kind = forms.ChoiceField(label=_("What"), choices=Closing.Kind.choices)
    on = day_field(label=_("Day"))
    outcome = forms.ChoiceField(label=_("Outcome"), choices=Closing.Outcome.choices)
    note = _note()


class TalkForm(EntryForm):
    """A progress talk."""

    on = day_field(label=_("Held on"))
    course = forms.ChoiceField(
        label=_("How it goes"), choices=ProgressTalk.Course.choices, initial=ProgressTalk.Course.ON_COURSE
    )
    said = _words(_("What the person says, in their own words"), 1000, required=False)
    report = _words(_("What was discussed"), 2000, rows=4, required=False)

    def __init__(self, *args: Any, correcting: bool = False, **options: Any) -> None:
        super().__init__(*args, correcting=correcting, **options)
        for number in range(1, 1 if correcting else AGREEMENTS + 1):
            self.fields[f"what_{number}"] = forms.CharField(
                label=_("Agreement %(number)s") % {"number": number}, max_length=300, required=False
            )
            self.fields[f"who_{number}"] = forms.ChoiceField(
                label=_("Who does it"), choices=Agreement.Who.choices, required=False
            )
            self.fields[f"due_{number}"] = _later(_("Before or on"))

    def clean(self) -> dict[str, Any]:
        """An agreement has a day."""
        sent: dict[str, Any] = super().clean() or {}
        for number in range(1, AGREEMENTS + 1):
            if (
                sent.get(f"what_{number}")
                and not sent.get(f"due_{number}")
                and not self.errors.get(f"due_{number}")
            ):
                self.add_error(f"due_{number}", _("Before which day?"))
        self._agreed = [
            {
                "what": sent[f"what_{number}"],
                "who": sent.get(f"who_{number}") or Agreement.Who.NEWCOMER,
                "due_on": sent[f"due_{number}"],
            }
            for number in range(1, AGREEMENTS + 1)
            if sent.get(f"what_{number}") and sent.get(f"due_{number}")
        ]
        return {key: value for key, value in sent.items() if not key.startswith(("what_", "who_", "due_"))}

    def agreements(self) -> list[dict[str, Any]]:
        """What was agreed."""
        return self._agreed


class AgreementForm(EntryForm):
    """An agreement."""

    what = forms.CharField(label=_("What was agreed"), max_length=300)
    who = forms.ChoiceField(label=_("Who does it"), choices=Agreement.Who.choices)
    due_on = forms.DateField(label=_("Before or on"), widget=DayInput())
    done_on = _later(_("Done on"))
