"""Forms of an arranging day: when it is, and its visits one by one; of a day, and of a template."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import time
from typing import Any

from django import forms
from django.forms import BaseFormSet, formset_factory
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from reisgenoot.access.models import Member
from reisgenoot.dossiers.forms import RefusableForm, day_field

from .day_paper import purposes, things, words
from .day_templates import Along
from .models import DayTemplate
from .queries.day import Companion

HALF_HOURS = [(minutes, f"{minutes // 60}:{minutes % 60:02}") for minutes in range(30, 241, 30)]
ALONG = [
    (str(Along.VOLUNTEER), _("the volunteer, or else the guide")),
    (str(Along.GUIDE), _("the guide")),
    (str(Along.NOBODY), _("nobody: the household by itself")),
]


def half_hour_input() -> forms.TimeInput:
    """A time of the day, by the half-hour."""
    return forms.TimeInput(attrs={"type": "time", "step": 1800}, format="%H:%M")


def companion_field() -> forms.TypedChoiceField:
    """Who goes along; the choices come with the dossier."""
    return forms.TypedChoiceField(label=_("Who goes along"), required=False, coerce=int, empty_value=None)


def interpreter_field() -> forms.CharField:
    """An interpreter, as text: a person or a service."""
    told = _("Name, or the interpreting service")
    return forms.CharField(label=_("Interpreter"), required=False, max_length=200, help_text=told)


def _lang() -> str:
    return (get_language() or "nl")[:2]


class DrawUpForm(RefusableForm):
    """When an arranging day begins, and what holds for all its visits."""

    on = day_field(label=_("Day"))
    start = forms.TimeField(label=_("Begins at"), initial="09:00", widget=half_hour_input())
    template = forms.TypedChoiceField(label=_("Template"), required=False, coerce=int, empty_value=None)
    companion = companion_field()
    interpreter = interpreter_field()

    def __init__(
        self,
        *args: Any,
        templates: Sequence[DayTemplate] = (),
        companions: Sequence[Companion] = (),
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        fields: Any = self.fields
        fields["template"].choices = [(it.pk, it.name) for it in templates]
        if len(templates) < 2:  # then there is nothing to choose
            del fields["template"]
        fields["companion"].choices = [("", _("as the template says")), *_going(companions)]


class VisitForm(forms.Form):
    """One visit, by the half-hour."""

    starts = forms.TimeField(label=_("From"), widget=half_hour_input())
    minutes = forms.TypedChoiceField(label=_("Takes"), choices=HALF_HOURS, coerce=int, initial=30)
    what = forms.ChoiceField(label=_("What for"))
    organisation = forms.CharField(label=_("Organisation"), required=False, max_length=120)
    place = forms.CharField(label=_("Address"), required=False, max_length=200)
    bring = forms.MultipleChoiceField(label=_("Bring"), required=False, widget=forms.CheckboxSelectMultiple())
    more = forms.CharField(label=_("Also bring"), required=False, max_length=200)
    remove = forms.BooleanField(label=_("Leave out this visit"), required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        named, brought = words("purposes", _lang()), words("things", _lang())
        fields: Any = self.fields
        fields["what"].choices = [(key, named[key]) for key in purposes()]
        fields["bring"].choices = [(key, brought[key]) for key in things()]

    @property
    def is_spare(self) -> bool:
        """Whether it is the empty one at the end that nobody filled in."""
        return self.empty_permitted and not (self.is_bound and self.has_changed())

    @property
    def is_kept(self) -> bool:
        """Whether it is filled in, and stays."""
        return self.has_changed() and bool(self.cleaned_data) and not self.cleaned_data["remove"]

    @property
    def heading(self) -> str:
        """What the visit is, for its legend."""
        starts = self["starts"].value() or ""
        at = f"{starts:%H:%M}" if isinstance(starts, time) else starts
        return f"{at} {words('purposes', _lang()).get(str(self['what'].value()), '')}".strip()


class SlotForm(VisitForm):
    """One visit of an arranging day."""

    id = forms.IntegerField(required=False, widget=forms.HiddenInput)
    companion = companion_field()
    interpreter = interpreter_field()

    def __init__(self, *args: Any, companions: Sequence[Companion] = (), **options: Any) -> None:
        super().__init__(*args, **options)
        going = [("", _("nobody: the household by itself")), *_going(companions)]
        self.fields["companion"].choices = going  # type: ignore[attr-defined]


class EntryForm(VisitForm):
    """One visit of a template."""

    companion = forms.ChoiceField(label=_("Who goes along"), choices=ALONG, initial=str(Along.VOLUNTEER))


def _going(companions: Sequence[Companion]) -> list[tuple[int, str]]:
    return [(it.id, _named(it)) for it in companions]


def _named(it: Companion) -> str:
    return f"{it.name} ({Member.Role(it.role).label})" if it.role == Member.Role.VOLUNTEER else it.name


SlotForms: type[BaseFormSet[SlotForm]] = formset_factory(SlotForm, extra=1, max_num=20, absolute_max=21)
DrawnForms: type[BaseFormSet[SlotForm]] = formset_factory(SlotForm, extra=0, max_num=20, absolute_max=21)
EntryForms: type[BaseFormSet[EntryForm]] = formset_factory(EntryForm, extra=1, max_num=20, absolute_max=21)
