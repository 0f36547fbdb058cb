"""A notice, a message by the fields of its kind, and what became of a message."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from reisgenoot.core.duo import Field, Shape, events, groups
from reisgenoot.dossiers.forms import DayInput, RefusableForm, day_field
from reisgenoot.web.templatetags.web import text


class NoticeForm(RefusableForm):
    """Which event, and when. ``instead`` is offered only once another day turned out to stand in the dossier."""

    code = forms.CharField(
        label=_("Event"),
        max_length=120,
        widget=forms.TextInput(attrs={"list": "duo-events", "autocomplete": "off"}),
        help_text=_("Type the code, such as SS139, or a word of its meaning."),
    )
    received_on = day_field(label=_("Date of the notice"))
    happened_on = forms.DateField(
        label=_("Date according to DUO"),
        required=False,
        widget=DayInput(),
        help_text=_("Only for a diploma, a release, or a learnability test: the day in DUO's answer."),
    )
    instead = forms.BooleanField(label=_("Put this day in the place of the one that stands"), required=False)

    def clean_code(self) -> str:
        """The code, also if its meaning was chosen with it from the list, or only its meaning."""
        typed = self.cleaned_data["code"].strip()
        code = typed.split()[0].strip(":").upper() if typed else ""
        if code in events():
            return str(code)
        fitting = [
            it.code for it in events().values() if typed.lower() in text(it.text).lower() and len(typed) > 2
        ]
        if len(fitting) == 1:
            return fitting[0]
        raise forms.ValidationError(
            _("More than one event has this in its meaning: choose from the list below.")
            if fitting
            else _("DUO has no such event: see the list below.")
        )

    @property
    def asks_instead(self) -> bool:
        """Whether to offer it: after it was refused for that, or if it was ticked."""
        return "instead" in self.errors or bool(self.is_bound and self.data.get("instead"))


def event_lines() -> list[tuple[str, list[tuple[str, Any]]]]:
    """All events under their headings, for the list on the page."""
    return [
        (text(named), [(it.code, it) for it in events().values() if it.group == group])
        for group, named in groups().items()
    ]


class TakeBackForm(RefusableForm):
    """Why a notice is taken back."""

    why = forms.CharField(label=_("Reason"), max_length=300)


class MessageForm(RefusableForm):
    """The fields of one kind of message; an empty one is not sent. DUO's rules say what must be there, not the form."""

    def __init__(
        self, shape: Shape, data: QueryDict | None = None, initial: Mapping[str, Any] | None = None
    ) -> None:
        super().__init__(data, auto_id="message-%s", initial=dict(initial or {}))
        self.shape = shape
        for name, it in {**shape.path, **shape.fields}.items():
            self.fields[name] = _field(it)

    def values(self) -> dict[str, Any]:
        """By DUO's names, as DUO wants them."""
        found: dict[str, Any] = {}
        for name, value in self.cleaned_data.items():
            if value in (None, ""):
                continue
            shown = {**self.shape.path, **self.shape.fields}[name]
            found[name] = (
                value.isoformat()
                if isinstance(value, date)
                else value == "yes"
                if shown.type == "boolean"
                else value
            )
        return found


def _field(it: Field) -> forms.Field:
    how: dict[str, Any] = {
        "label": text(it.text),
        "help_text": text(it.help) if it.help else "",
        "required": it.required,
    }
    match it.type:
        case "date":
            return forms.DateField(widget=DayInput(), **how)
        case "choice":
            return forms.ChoiceField(
                choices=[("", "—"), *((code, text(said)) for code, said in it.values.items())], **how
            )
        case "boolean":
            return forms.ChoiceField(choices=[("", "—"), ("yes", _("yes")), ("no", _("no"))], **how)
        case "integer":
            return forms.IntegerField(min_value=it.minimum, max_value=it.maximum, **how)
        case _:
            return forms.CharField(max_length=it.length, **how)


class SentForm(RefusableForm):
    """When it was sent."""

    on = day_field(label=_("Sent on"))


class RefusedForm(RefusableForm):
    """What DUO answered."""

    on = day_field(label=_("Answer of"))
    answer = forms.CharField(
        label=_("DUO's answer"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )
