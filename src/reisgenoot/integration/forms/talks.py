"""Calls and talks of the intake, and completing it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from reisgenoot.dossiers.appointment_forms import TimeInput, WhenForm
from reisgenoot.dossiers.forms import LANGUAGES, DayInput, RefusableForm, day_field
from reisgenoot.web.templatetags.web import language_name

from ..actions.talks import When
from ..models import IntakeTalk

USUAL = timedelta(days=14)
"""The term that a call begins with: our own choice, the law names none."""
NOTHING_SENSITIVE = _("Nothing sensitive: no diagnosis, no reason of illness.")
State = IntakeTalk.State


def _languages() -> list[tuple[str, str]]:
    return [("", "—"), *sorted(((code, language_name(code)) for code in LANGUAGES), key=lambda it: it[1])]


class CallForm(WhenForm):
    """Calling somebody, with a term, and if it is known at what time they are expected."""

    kind = forms.ChoiceField(label=_("What for"), choices=IntakeTalk.Kind.choices)
    called_on = day_field(label=_("Date of the letter"))
    answer_by = forms.DateField(label=_("To come by"), widget=DayInput())
    day = forms.DateField(label=_("Day of the talk"), required=False, widget=DayInput())
    since = forms.TimeField(label=_("From"), required=False, widget=TimeInput())
    until = forms.TimeField(label=_("Until"), required=False, widget=TimeInput())
    interpreter = forms.CharField(label=_("Interpreter"), required=False, max_length=200)
    note = forms.CharField(label=_("Note"), required=False, max_length=300, help_text=NOTHING_SENSITIVE)
    field_order = ("kind", "called_on", "answer_by", "day", "since", "until", "place", "interpreter", "note")
    elsewhere = {"starts_at": "since", "ends_at": "until", "members": "since"}

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **{"auto_id": "call-%s", **options})
        self.fields["answer_by"].initial = timezone.localdate() + USUAL

    def clean(self) -> dict[str, Any]:
        """Day, beginning and end all, or none of them."""
        given = super().clean()
        times = [given.get(name) for name in ("day", "since", "until")]
        if any(times) and not all(times) and not self.errors:
            self.add_error("day", _("Give the day, the beginning and the end, or none of them."))
        return given

    def when(self) -> When | None:
        """The appointment, if its time is known."""
        given = self.cleaned_data
        if "starts_at" not in given:
            return None
        return When(given["starts_at"], given["ends_at"], given["place"], given["interpreter"])


class HeldForm(RefusableForm):
    """A talk that was held."""

    on = day_field(label=_("On"))
    language = forms.ChoiceField(label=_("In which language"), required=False, choices=_languages)
    interpreter = forms.CharField(label=_("Interpreter"), required=False, max_length=200)
    alone_told = forms.BooleanField(
        label=_("Told of the right to talk alone, without others present"), required=False
    )
    note = forms.CharField(label=_("Note"), required=False, max_length=300, help_text=NOTHING_SENSITIVE)


class SettleForm(HeldForm):
    """What came of a call."""

    state = forms.ChoiceField(label=_("What came of it"))
    field_order = ("state", "on", "language", "interpreter", "alone_told", "note")

    def __init__(self, it: IntakeTalk, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        offered = [(key, label) for key, label in State.choices if key != State.OPEN]
        if it.called_on is None:
            offered = [(key, label) for key, label in offered if key == State.HELD]
        self.fields["state"].choices = [("", "—"), *offered]  # type: ignore[attr-defined]


class WarnForm(RefusableForm):
    """The written warning."""

    on = day_field(label=_("Date of the warning"))


class CompleteForm(RefusableForm):
    """The day on which the intake is complete."""

    on = day_field(label=_("Completed on"))
    elsewhere = {"in_absence": "on"}
