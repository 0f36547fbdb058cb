"""What decides about the duty, what happened, and what makes terms longer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from reisgenoot.core.trajectory.model import Attribute
from reisgenoot.dossiers.forms import DayInput, RefusableForm, day_field
from reisgenoot.dossiers.models import Fact
from reisgenoot.web.templatetags.web import text

from ..duty_facts import INTERRUPTED
from ..queries import DutyShown

YES_NO = (("", "—"), ("yes", _("yes")), ("no", _("no")))


class AboutForm(RefusableForm):
    """A field for each fact of the route that the duty depends on; an empty one says nothing."""

    def __init__(self, shown: DutyShown, data: QueryDict | None = None) -> None:
        super().__init__(data, auto_id="about-%s", initial=self._initial(shown.facts))
        self.attributes = {key: shown.definition.attributes[key] for key in shown.about}
        for key, attribute in self.attributes.items():
            self.fields[key] = self._field(attribute)

    @staticmethod
    def _initial(facts: Mapping[str, Fact]) -> dict[str, Any]:
        named = {True: "yes", False: "no"}
        return {
            key: named.get(it.value, it.value) if isinstance(it.value, bool) else it.value
            for key, it in facts.items()
        }

    @staticmethod
    def _field(attribute: Attribute) -> forms.Field:
        label = text(attribute.text or {"nl": attribute.id})
        if attribute.type == "date":
            return forms.DateField(label=label, required=False, widget=DayInput())
        if attribute.type == "boolean":
            return forms.ChoiceField(label=label, required=False, choices=YES_NO)
        if attribute.values:
            named = [(it, text(attribute.labels.get(it, {"nl": it}))) for it in attribute.values]
            return forms.ChoiceField(label=label, required=False, choices=[("", "—"), *named])
        return forms.CharField(
            label=label, required=False, max_length=2, help_text=_("Two letters, such as SY or TR.")
        )

    def changed(self) -> dict[str, Any]:
        """The facts that were filled in otherwise than they stand."""
        found: dict[str, Any] = {}
        for key in self.changed_data:
            value = self.cleaned_data.get(key)
            if value in (None, ""):
                continue
            found[key] = value == "yes" if self.attributes[key].type == "boolean" else value
            if isinstance(value, str) and key == "nationality":
                found[key] = value.upper()
        return found


class EventForm(RefusableForm):
    """Something that happened, with its day."""

    key = forms.ChoiceField(label=_("What happened"))
    on = day_field(label=_("On"))
    note = forms.CharField(label=_("Note"), required=False, max_length=1000)

    def __init__(self, shown: DutyShown, data: QueryDict | None = None, *, chosen: str = "") -> None:
        super().__init__(data, auto_id="event-%s", initial={"key": chosen})
        named = {
            key: shown.definition.milestones.get(key) or shown.definition.tasks.get(key)
            for key in shown.events
        }
        self.fields["key"].choices = [  # type: ignore[attr-defined]
            ("", "—"),
            *((key, text(it.text) if it else key) for key, it in named.items()),
        ]


class InterruptionForm(RefusableForm):
    """A time in which the duty was interrupted."""

    since = forms.DateField(label=_("From"), widget=DayInput())
    until = forms.DateField(
        label=_("Over on (the first day that counts again)"),
        required=False,
        widget=DayInput(),
        help_text=_("Empty as long as it lasts."),
    )
    elsewhere = {"kind": "until"}


class ExtensionForm(RefusableForm):
    """DUO's decision that a term is longer."""

    kind = forms.ChoiceField(label=_("Reason"))
    decided_on = forms.DateField(label=_("Decision of"), widget=DayInput())
    months = forms.IntegerField(label=_("Months"), required=False, min_value=0, max_value=36)
    days = forms.IntegerField(label=_("Days"), required=False, min_value=0, max_value=1096)

    def __init__(self, shown: DutyShown, data: QueryDict | None = None) -> None:
        super().__init__(data, auto_id="extension-%s")
        attributes = shown.definition.attributes
        kinds = [(key, text(attributes[key].text or {})) for key in shown.extensions if key != INTERRUPTED]
        self.fields["kind"].choices = [("", "—"), *kinds]  # type: ignore[attr-defined]
