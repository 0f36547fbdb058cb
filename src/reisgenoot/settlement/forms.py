"""Forms: what a browser sends becomes typed values. Whether these can be is decided by the actions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django import forms
from django.forms import BaseFormSet, formset_factory
from django.http import QueryDict
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

from reisgenoot.dossiers.forms import DayInput, RefusableForm

from .actions import PERSON
from .models import Furnishing, FurnishingItem
from .queries import ItemShown

AREA = {"rows": 3}


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


class CancelForm(RefusableForm):
    """Why a day is cancelled."""

    why = forms.CharField(label=_("Why it is cancelled"), max_length=200)


class OnForm(RefusableForm):
    """On which day."""

    on = forms.DateField(label=_("Day"), widget=DayInput())


class PlaceForm(RefusableForm):
    """A place for second-hand things."""

    name = forms.CharField(label=_("Name"), max_length=120)
    address = forms.CharField(label=_("Address"), required=False, max_length=200)
    note = forms.CharField(
        label=_("What there is, and when"),
        help_text=_("For example: furniture; delivers on Tuesdays"),
        required=False,
        max_length=300,
    )


class NameForm(RefusableForm):
    """What a template is called."""

    name = forms.CharField(
        label=_("Name of the template"),
        help_text=_("For example: family with children, or single person"),
        max_length=80,
    )
