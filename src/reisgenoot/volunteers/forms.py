"""Forms about volunteers. Whether what they hold can be is decided by the actions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from reisgenoot.dossiers.forms import DayInput, RefusableForm, day_field, language_choices
from reisgenoot.dossiers.models import ContactNote
from reisgenoot.web.templatetags.web import text

from .actions import ProfileGiven
from .actions.profiles import MOST_HOUSEHOLDS
from .models import Kind, Match, Part, Pause, Profile, Spoken

LANGUAGES = 5
"""So many languages can be named."""
ROWS = {"rows": 3}


class FilterForm(forms.Form):
    """The filters of the list; what makes no sense filters nothing."""

    kind = forms.ChoiceField(label=_("Does"), required=False, choices=[("", _("All")), *Kind.choices])
    language = forms.ChoiceField(label=_("Language"), required=False, choices=language_choices)
    place = forms.CharField(
        label=_("Municipality, or four digits of the postcode"), required=False, max_length=100
    )
    vog = forms.ChoiceField(
        label=_("VOG"),
        required=False,
        choices=[("", _("All")), ("missing", _("missing")), ("old", _("older than three years"))],
    )
    room = forms.BooleanField(label=_("Has room for a household"), required=False)
    silent = forms.BooleanField(label=_("No contact for 30 days"), required=False)


class ProfileForm(RefusableForm):
    """What a coordinator knows of a volunteer."""

    kinds = forms.MultipleChoiceField(
        label=_("Does"), choices=Kind.choices, widget=forms.CheckboxSelectMultiple(), required=False
    )
    households = forms.IntegerField(
        label=_("Households at once"), initial=1, min_value=1, max_value=MOST_HOUSEHOLDS
    )
    postcode = forms.CharField(
        label=_("Postcode"), help_text=_("The four digits are enough."), max_length=7, required=False
    )
    municipality = forms.CharField(label=_("Municipality"), max_length=100, required=False)
    parts = forms.MultipleChoiceField(
        label=_("Available"), choices=Part.choices, widget=forms.CheckboxSelectMultiple(), required=False
    )
    vog_issued_on = forms.DateField(
        label=_("Date of issue"), help_text=_("Empty: there is none."), widget=DayInput(), required=False
    )
    vog_seen = forms.BooleanField(label=_("I have seen the certificate"), required=False)
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False, initial=0)

    elsewhere = {"languages": "language_1"}

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        levels = [("", "—"), *Spoken.Level.choices]
        for number in range(1, LANGUAGES + 1):
            self.fields[f"language_{number}"] = forms.ChoiceField(
                label=_("Language"), required=False, choices=language_choices
            )
            self.fields[f"level_{number}"] = forms.ChoiceField(
                label=_("How well"), required=False, choices=levels
            )

    @classmethod
    def of(cls, profile: Profile | None, spoken: Sequence[Spoken]) -> ProfileForm:
        """The form, filled with what is known."""
        if profile is None:
            return cls(initial={"language_1": "nl"})
        initial: dict[str, Any] = {
            name: getattr(profile, name)
            for name in ("kinds", "households", "postcode", "municipality", "parts", "vog_issued_on")
        }
        for number, it in enumerate(spoken, start=1):
            initial |= {f"language_{number}": it.language, f"level_{number}": it.level}
        return cls(initial={**initial, "seen": profile.changes})

    def languages(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """The fields of each language and its level."""
        return [(self[f"language_{number}"], self[f"level_{number}"]) for number in range(1, LANGUAGES + 1)]

    def clean(self) -> dict[str, Any]:
        """Each language has a level, and the other way round."""
        entered = super().clean() or {}
        for number in range(1, LANGUAGES + 1):
            code, level = entered.get(f"language_{number}"), entered.get(f"level_{number}")
            if code and not level:
                self.add_error(f"level_{number}", _("Say of each language how well."))
            if level and not code:
                self.add_error(f"language_{number}", _("Choose the language."))
        return entered

    def given(self) -> ProfileGiven:
        """What was entered, as the action wants it."""
        it = self.cleaned_data
        spoken = {
            it[f"language_{number}"]: it[f"level_{number}"]
            for number in range(1, LANGUAGES + 1)
            if it[f"language_{number}"]
        }
        own = ("kinds", "postcode", "municipality", "parts", "households", "vog_issued_on", "vog_seen")
        return ProfileGiven(languages=spoken, **{name: it[name] for name in own})


class TrainingForm(RefusableForm):
    """A training that was followed."""

    name = forms.CharField(label=_("Training"), max_length=120)
    on = day_field(label=_("Followed on"))


class PauseForm(RefusableForm):
    """That a volunteer is away."""

    why = forms.ChoiceField(label=_("Why"), choices=Pause.Why.choices)
    begins_on = day_field(label=_("From"))
    until = forms.DateField(
        label=_("Until and including"),
        help_text=_("Empty: not known yet."),
        widget=DayInput(),
        required=False,
    )


class SeekForm(forms.Form):
    """What kind of volunteer is sought, and when they should be available."""

    kind = forms.ChoiceField(label=_("As"), choices=Kind.choices, initial=Kind.GUIDE)
    part = forms.ChoiceField(
        label=_("Available"), required=False, choices=[("", _("does not matter")), *Part.choices]
    )


class MatchForm(RefusableForm):
    """With whom of the household, as what, and for which term."""

    kind = forms.ChoiceField(label=_("As"), choices=Kind.choices)
    begins_on = day_field(label=_("From"))
    until = forms.DateField(
        label=_("Until and including"),
        help_text=_("Empty: no end agreed. Two weeks before the end you are told."),
        widget=DayInput(),
        required=False,
    )
    dossiers = forms.MultipleChoiceField(
        label=_("With"), widget=forms.CheckboxSelectMultiple(), required=False
    )

    def __init__(self, people: Sequence[tuple[int, str]], *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        choices: Any = self.fields["dossiers"]
        choices.choices = [(str(key), name) for key, name in people]
        self.fields["dossiers"].initial = [str(key) for key, _name in people]


class EndForm(RefusableForm):
    """When and how a match ended."""

    on = day_field(label=_("First day without access"))
    how = forms.ChoiceField(label=_("How it ended"), choices=[("", "—"), *Match.Ended.choices])
    note = forms.CharField(label=_("Note"), required=False, max_length=200)


class ExtendForm(RefusableForm):
    """Until when a match runs."""

    until = forms.DateField(
        label=_("Until and including"),
        help_text=_("Empty: no end agreed."),
        widget=DayInput(),
        required=False,
    )


class GiveForm(RefusableForm):
    """A task for a matched volunteer: of the plan, or in one's own words."""

    volunteer = forms.TypedChoiceField(label=_("To"), coerce=int)
    key = forms.ChoiceField(label=_("Task of the plan"), required=False)
    text = forms.CharField(label=_("Or something else, namely"), required=False, max_length=200)
    due_on = forms.DateField(label=_("Before or on"), widget=DayInput(), required=False)
    note = forms.CharField(label=_("Note for the volunteer"), required=False, max_length=500)

    def __init__(
        self,
        volunteers: Sequence[tuple[int, str]],
        offered: Sequence[tuple[str, Mapping[str, str]]],
        *args: Any,
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self.fields["volunteer"].choices = volunteers  # type: ignore[attr-defined]
        tasks = [(key, text(words)) for key, words in offered]
        self.fields["key"].choices = [("", "—"), *tasks]  # type: ignore[attr-defined]


class AnswerForm(RefusableForm):
    """An answer to a volunteer."""

    answer = forms.CharField(label=_("Your answer"), max_length=1000, widget=forms.Textarea(attrs=ROWS))


class VisitForm(RefusableForm):
    """A contact, noted in three taps: how, when (today unless chosen otherwise), save."""

    kind = forms.ChoiceField(label=_("How"), widget=forms.RadioSelect(), choices=ContactNote.Kind.choices)
    when = forms.ChoiceField(
        label=_("When"),
        widget=forms.RadioSelect(),
        choices=[("0", _("today")), ("1", _("yesterday")), ("other", _("another day"))],
        initial="0",
    )
    on = forms.DateField(label=_("Another day"), widget=DayInput(), required=False)
    text = forms.CharField(
        label=_("What was said or seen (not needed)"),
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs=ROWS),
    )

    def clean(self) -> dict[str, Any]:
        """The day, from the choice."""
        entered = super().clean() or {}
        when = entered.get("when")
        if when == "other" and not entered.get("on") and "on" not in self.errors:
            self.add_error("on", _("Choose the day."))
        elif when in ("0", "1"):
            entered["on"] = timezone.localdate() - timedelta(days=int(when))
        return entered


class HelpForm(RefusableForm):
    """A question for the professional."""

    question = forms.CharField(label=_("Your question"), max_length=1000, widget=forms.Textarea(attrs=ROWS))
