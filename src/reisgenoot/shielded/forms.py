"""Forms: what a browser sends becomes typed values. Whether these can be is decided by the actions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from reisgenoot.core.trajectory import Definition
from reisgenoot.core.trajectory.model import Attribute
from reisgenoot.dossiers.forms import DayInput, RefusableForm, day_field, language_choices
from reisgenoot.web.templatetags.web import text

from .content import Shelter
from .labels import CATEGORIES, DANGERS, SHELTER_KINDS

QUIET = {"autocomplete": "off", "spellcheck": "false"}
"""For fields with names: a browser neither remembers them nor sends them to a spelling service."""
NOT_ASKED = ("born_uncertain", "last_contact")
"""Attributes that the page knows in another way."""


def _small(label: Any, most: int, **options: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=most, widget=forms.TextInput(attrs=dict(QUIET)), **options)


def _long(label: Any, rows: int = 3, **options: Any) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows, **QUIET})
    return forms.CharField(label=label, max_length=5000, widget=widget, **options)


class AboutForm(RefusableForm):
    """Who somebody is: only the chosen name is needed."""

    name = _small(_("Name that the person chooses"), 120)
    other_names = _long(_("Other names or spellings, a line each"), 2, required=False)
    worker = forms.TypedChoiceField(label=_("Worker"), coerce=int, empty_value=None, required=False)

    def __init__(self, workers: Sequence[tuple[int, str]], *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["worker"].choices = [("", _("nobody yet")), *workers]  # type: ignore[attr-defined]


class NoteForm(RefusableForm):
    """A note about anything but safety."""

    on = day_field(label=_("Date"))
    category = forms.ChoiceField(label=_("About"), choices=list(CATEGORIES.items()))
    text = _long(_("What was said or seen"), 4)


class SafetyForm(RefusableForm):
    """A note about the safety of the person."""

    on = day_field(label=_("Date"))
    danger = forms.ChoiceField(label=_("Danger by"), choices=list(DANGERS.items()))
    text = _long(_("What is known, and what was agreed"), 4)


class PartnerForm(RefusableForm):
    """Somebody outside the organisation who helps."""

    name = _small(_("Who helps"), 120)
    does = _small(_("With what"), 500, required=False)
    contact = _small(_("How to reach them"), 200, required=False)


class StayForm(RefusableForm):
    """Nights in a shelter."""

    shelter = forms.TypedChoiceField(label=_("Shelter"), coerce=int)
    begins_on = day_field(label=_("First night"))
    ends_on = forms.DateField(label=_("Leaves on the morning of"), widget=DayInput(), required=False)

    def __init__(self, shelters: Sequence[Shelter], *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        choices = [(it.number, f"{it.name}, {it.city} ({SHELTER_KINDS[it.kind]})") for it in shelters]
        self.fields["shelter"].choices = [("", "—"), *choices]  # type: ignore[attr-defined]


class ShelterForm(RefusableForm):
    """A place to sleep, with how many can."""

    name = _small(_("Name of the shelter"), 80)
    city = forms.CharField(
        label=_("Place"),
        max_length=80,
        help_text=_("LVV: Amsterdam, Eindhoven, Groningen, Rotterdam or Utrecht"),
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=list(SHELTER_KINDS.items()))
    capacity = forms.IntegerField(label=_("People a night"), min_value=1, max_value=500)


class AttributesForm(RefusableForm):
    """What is so: one field for each attribute that the route knows, none of them required."""

    note = forms.CharField(label=_("Note"), required=False, max_length=1000)

    def __init__(self, definition: Definition, values: dict[str, Any], *args: Any, **options: Any) -> None:
        options["initial"] = {key: _entered(value) for key, value in values.items()}
        super().__init__(*args, **options)
        asked = [it for it in definition.attributes.values() if it.id not in NOT_ASKED]
        self.known = {it.id: it for it in asked}
        self.fields = {**{it.id: _field(it) for it in asked}, "note": self.fields["note"]}

    def values(self, before: dict[str, Any]) -> dict[str, Any]:
        """What was entered and is another value than before; an emptied field says nothing."""
        entered = {key: _typed(it, self.cleaned_data.get(key)) for key, it in self.known.items()}
        return {
            key: value
            for key, value in entered.items()
            if value not in (None, "", []) and value != before.get(key)
        }


def _field(attribute: Attribute) -> forms.Field:
    label = text(attribute.text) or attribute.id
    match attribute.type:
        case "date":
            return forms.DateField(label=label, widget=DayInput(), required=False)
        case "boolean":
            choices = [("", "—"), ("true", _("yes")), ("false", _("no"))]
            return forms.ChoiceField(label=label, required=False, choices=choices)
        case "text" if attribute.values:
            named = [(value, text(attribute.labels.get(value)) or value) for value in attribute.values]
            return forms.ChoiceField(label=label, required=False, choices=[("", "—"), *named])
    return _small(label, 300, required=False)


def _entered(value: Any) -> Any:
    if isinstance(value, bool):
        return str(value).lower()
    return ", ".join(value) if isinstance(value, list) else value


def _typed(attribute: Attribute, entered: Any) -> Any:
    if entered in (None, ""):
        return None
    if attribute.type == "date":
        return entered.isoformat()
    if attribute.type == "boolean":
        return entered == "true"
    if attribute.type == "list":
        return [part.strip() for part in str(entered).split(",") if part.strip()]
    return entered


class EndStayForm(RefusableForm):
    """When a stay ends."""

    ends_on = day_field(label=_("Leaves on the morning of"))


class EraseForm(RefusableForm):
    """The chosen name once more, so that nobody erases by mistake."""

    name = _small(_("Type the chosen name to confirm"), 120)


class RegularForm(RefusableForm):
    """The step to a regular dossier, which somebody takes together with their guide."""

    given = _small(_("Given names"), 150, required=False)
    family = _small(_("Family name"), 150, required=False)
    facts = forms.MultipleChoiceField(
        label=_("What goes along"), required=False, widget=forms.CheckboxSelectMultiple
    )
    language = forms.ChoiceField(label=_("Explained in this language"), choices=language_choices)
    present = _small(_("Who was present"), 500)
    on = day_field(label=_("On"))
    agreed = forms.BooleanField(label=_("The person was there, understood it, and agrees"), required=False)
    then = forms.ChoiceField(
        label=_("And this dossier"),
        choices=[("keep", _("stays, sealed as it is")), ("erase", _("is erased for good"))],
        widget=forms.RadioSelect,
        initial="keep",
    )

    def __init__(self, facts: Sequence[tuple[str, str]], *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["facts"].choices = facts  # type: ignore[attr-defined]
