"""Forms: what a browser sends becomes typed values. Whether these can be is decided by the actions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BaseFormSet, formset_factory
from django.http import QueryDict
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from reisgenoot.access.models import Member
from reisgenoot.dossiers.forms import DayInput, RefusableForm, day_field

from .actions import PERSON
from .day_paper import purposes, things, words
from .models import Furnishing, FurnishingItem
from .queries import ItemShown
from .queries.day import Companion

AREA = {"rows": 3}
HALF_HOURS = [(minutes, f"{minutes // 60}:{minutes % 60:02}") for minutes in range(30, 241, 30)]


def half_hour_input() -> forms.TimeInput:
    """A time of the day, by the half-hour."""
    return forms.TimeInput(attrs={"type": "time", "step": 1800}, format="%H:%M")


class ItemForm(RefusableForm):
    """Who does an item, a note, and the proof."""

    owner = forms.ChoiceField(label=_("Who does it"), required=False)
    proof = forms.TypedChoiceField(
        label=_("Proof (a document in this dossier)"), required=False, coerce=int, empty_value=None
    )
    note = forms.CharField(
        label=_("Note"),
        help_text=_("Everybody who works on the dossier reads this."),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs=AREA),
    )

    def __init__(self, data: QueryDict | None = None, *, shown: ItemShown) -> None:
        written = shown.cell.written
        owner = PERSON if written.by_person else str(written.member_id or "")
        initial = {"owner": owner, "proof": written.proof_id or "", "note": written.note}
        super().__init__(data, initial=initial)
        self.fields["owner"].choices = [  # type: ignore[attr-defined]
            ("", _("as usual")),
            (PERSON, _("the person")),
            *((str(key), name) for key, name in shown.owners),
        ]
        self.fields["proof"].choices = [("", "—"), *shown.proofs]  # type: ignore[attr-defined]


class AsideForm(RefusableForm):
    """Why an item does not apply."""

    why = forms.CharField(
        label=_("Not applicable, because"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class BudgetForm(RefusableForm):
    """How much money there is for furnishing."""

    budget = forms.DecimalField(
        label=_("Budget in euros"),
        min_value=0,
        max_digits=8,
        decimal_places=2,
        localize=True,
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
    )
    source = forms.ChoiceField(label=_("Where the money comes from"), choices=Furnishing.Source.choices)


class StartForm(RefusableForm):
    """For how many people a list is made."""

    persons = forms.IntegerField(label=_("People in the home"), min_value=1, max_value=20)
    children = forms.IntegerField(label=_("Of whom children"), min_value=0, max_value=19)


@dataclass(frozen=True, slots=True)
class FieldShown:
    """One input of a line, named for a screen reader, with what is wrong with it."""

    id: str
    label: str
    control: SafeString
    errors: str


class LineForm(forms.Form):
    """One thing of the furnishing list."""

    id = forms.IntegerField(required=False, widget=forms.HiddenInput)
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)
    what = forms.CharField(label=_("What"), required=False, max_length=120)
    number = forms.IntegerField(label=_("How many"), min_value=1, max_value=99, initial=1)
    state = forms.ChoiceField(
        label=_("State"), choices=FurnishingItem.State.choices, initial=FurnishingItem.State.WANTED
    )
    price = forms.DecimalField(
        label=_("Price in all (€)"),
        required=False,
        min_value=0,
        max_digits=8,
        decimal_places=2,
        localize=True,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "size": 8}),
    )
    source = forms.CharField(label=_("Where"), required=False, max_length=120)
    remove = forms.BooleanField(label=_("Off the list"), required=False)

    def shown(self) -> Iterator[FieldShown]:
        """The inputs of the line, each named after what it is about; hidden ones before the first."""
        what = self["what"].value() or _("new line")
        hidden = "".join(str(field) for field in self.hidden_fields())
        for field in self.visible_fields():
            named: dict[str, str | bool] = {"aria-label": f"{field.label}: {what}"}
            if field.errors:
                named |= {"aria-invalid": "true", "aria-describedby": f"{field.auto_id}-errors"}
            control = mark_safe(hidden + field.as_widget(attrs=named))  # widgets escape what they hold
            yield FieldShown(field.auto_id, str(field.label), control, " ".join(map(str, field.errors)))
            hidden = ""


ListForms: type[BaseFormSet[LineForm]] = formset_factory(LineForm, extra=3, max_num=150, absolute_max=160)


class DrawUpForm(RefusableForm):
    """When an arranging day begins."""

    on = day_field(label=_("Day"))
    start = forms.TimeField(label=_("Begins at"), initial="09:00", widget=half_hour_input())


class SlotForm(forms.Form):
    """One visit of an arranging day."""

    id = forms.IntegerField(required=False, widget=forms.HiddenInput)
    starts = forms.TimeField(label=_("From"), widget=half_hour_input())
    minutes = forms.TypedChoiceField(label=_("Takes"), choices=HALF_HOURS, coerce=int, initial=30)
    what = forms.ChoiceField(label=_("What for"))
    organisation = forms.CharField(label=_("Organisation"), required=False, max_length=120)
    place = forms.CharField(label=_("Address"), required=False, max_length=200)
    companion = forms.TypedChoiceField(
        label=_("Who goes along"), required=False, coerce=int, empty_value=None
    )
    interpreter = forms.CharField(
        label=_("Interpreter"),
        required=False,
        max_length=200,
        help_text=_("Name, or the interpreting service"),
    )
    bring = forms.MultipleChoiceField(label=_("Bring"), required=False, widget=forms.CheckboxSelectMultiple())
    more = forms.CharField(label=_("Also bring"), required=False, max_length=200)
    remove = forms.BooleanField(label=_("Leave out this visit"), required=False)

    def __init__(self, *args: Any, companions: Sequence[Companion] = (), **options: Any) -> None:
        super().__init__(*args, **options)
        lang = (get_language() or "nl")[:2]
        named, brought = words("purposes", lang), words("things", lang)
        going = [(it.id, _named(it)) for it in companions]
        self.fields["what"].choices = [(key, named[key]) for key in purposes()]  # type: ignore[attr-defined]
        self.fields["bring"].choices = [(key, brought[key]) for key in things()]  # type: ignore[attr-defined]
        self.fields["companion"].choices = [("", _("nobody: the household by itself")), *going]  # type: ignore[attr-defined]

    @property
    def is_spare(self) -> bool:
        """Whether it is the empty one at the end that nobody filled in."""
        return self.empty_permitted and not (self.is_bound and self.has_changed())

    @property
    def heading(self) -> str:
        """What the visit is, for its legend."""
        named = words("purposes", (get_language() or "nl")[:2])
        starts = self["starts"].value() or ""
        at = starts if isinstance(starts, str) else f"{starts:%H:%M}"
        return f"{at} {named.get(str(self['what'].value()), '')}".strip()


def _named(it: Companion) -> str:
    return f"{it.name} ({Member.Role(it.role).label})" if it.role == Member.Role.VOLUNTEER else it.name


SlotForms: type[BaseFormSet[SlotForm]] = formset_factory(SlotForm, extra=1, max_num=20, absolute_max=21)
TemplateForms: type[BaseFormSet[SlotForm]] = formset_factory(SlotForm, extra=0, max_num=20, absolute_max=21)


class CancelForm(RefusableForm):
    """Why a day is cancelled."""

    why = forms.CharField(label=_("Why it is cancelled"), max_length=200)


class OnForm(RefusableForm):
    """On which day."""

    on = forms.DateField(label=_("Day"), widget=DayInput())
