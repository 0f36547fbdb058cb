"""The form of what a part asks, made of its questions. Nothing in it is required: it is saved as far as it is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.forms import BaseFormSet, formset_factory
from django.http import QueryDict
from django.utils.safestring import SafeString, mark_safe

from reisgenoot.access.errors import Refused
from reisgenoot.web.templatetags.web import text

from .asked import LINE, MOST_LINES, WORDS, Field, Questions
from .forms import DayInput, RefusableForm

EXTRA = 2
"""Empty lines below those that are filled in."""
PREFIX = "lines"


def field_of(it: Field, *, small: bool = False) -> forms.Field:
    """The field of a question."""
    label = text(it.text)
    more: dict[str, Any] = {"required": False, "help_text": "" if small else text(it.help)}
    match it.type:
        case "choice":
            choices = [("", "—"), *((key, text(named)) for key, named in (it.values or {}).items())]
            return forms.ChoiceField(label=label, choices=choices, **more)
        case "yes_no":
            return forms.BooleanField(label=label, **more)
        case "number":
            return forms.IntegerField(label=label, min_value=0, max_value=it.most, **more)
        case "date":
            return forms.DateField(label=label, widget=DayInput(), **more)
        case "words":
            area = forms.Textarea(attrs={"rows": 3})
            return forms.CharField(label=label, max_length=WORDS, widget=area, **more)
        case _:
            return forms.CharField(label=label, max_length=LINE, **more)


@dataclass(frozen=True, slots=True)
class FieldShown:
    """One input of a line, named for a screen reader, with what is wrong with it."""

    id: str
    label: str
    control: SafeString
    errors: str


class _Line(forms.Form):
    """One of what there can be several of."""

    asked: tuple[Field, ...] = ()

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for it in self.asked:
            self.fields[it.id] = field_of(it, small=True)

    def shown(self) -> Iterator[FieldShown]:
        """The inputs of the line, each named after which line it is."""
        at = int(str(self.prefix).rpartition("-")[2]) + 1
        for field in self.visible_fields():
            named: dict[str, str | bool] = {"aria-label": f"{field.label} ({at})"}
            if field.errors:
                named |= {"aria-invalid": "true", "aria-describedby": f"{field.auto_id}-errors"}
            control = mark_safe(field.as_widget(attrs=named))  # widgets escape what they hold
            yield FieldShown(field.auto_id, str(field.label), control, " ".join(map(str, field.errors)))


class QuestionsForm(RefusableForm):
    """The questions of a part, and its lines."""

    def __init__(self, part: Questions, answers: Mapping[str, Any], data: QueryDict | None = None) -> None:
        super().__init__(data, initial=dict(answers))
        self.part = part
        for it in part.fields:
            self.fields[it.id] = field_of(it)
        self.lines: BaseFormSet[Any] | None = None
        if part.lines:
            of_part = type("Line", (_Line,), {"asked": part.lines.fields})
            many: Any = formset_factory(
                of_part, extra=EXTRA, max_num=MOST_LINES, absolute_max=MOST_LINES + EXTRA
            )
            self.lines = many(data, initial=answers.get(part.lines.id, []), prefix=PREFIX)

    def is_valid(self) -> bool:
        """Both the questions and the lines."""
        own = super().is_valid()
        return (self.lines is None or self.lines.is_valid()) and own

    @property
    def questions(self) -> list[forms.BoundField]:
        """The fields of the questions."""
        return [self[it.id] for it in self.part.fields]

    @property
    def short(self) -> list[forms.BoundField]:
        """Those that stand beside each other."""
        return [self[it.id] for it in self.part.fields if it.type not in ("words", "yes_no")]

    @property
    def long(self) -> list[forms.BoundField]:
        """Those that take the whole width."""
        return [self[it.id] for it in self.part.fields if it.type in ("words", "yes_no")]

    def answers(self) -> dict[str, Any]:
        """What was filled in."""
        found = _written(self.cleaned_data, self.part.fields)
        if self.part.lines and self.lines is not None:
            found[self.part.lines.id] = [
                _written(it.cleaned_data, self.part.lines.fields)
                for it in self.lines
                if it.has_changed() or it.initial
            ]
        return found

    def refuse(self, refused: Refused) -> None:
        """Put each problem beside its field; of lines those that are not empty are counted."""
        filled = [it for it in self.lines or () if any(getattr(it, "cleaned_data", {}).values())]
        own = {}
        for key, reason in refused.problems.items():
            index, dot, name = key.partition(".")
            if dot and int(index) < len(filled):
                filled[int(index)].add_error(name, str(reason))
            else:
                own[key] = reason
        super().refuse(Refused(own))


def _written(cleaned: Mapping[str, Any], fields: tuple[Field, ...]) -> dict[str, Any]:
    """What was filled in, as JSON holds it: a day as ISO 8601 text."""
    found = {it.id: cleaned.get(it.id) for it in fields}
    return {key: it.isoformat() if isinstance(it, date) else it for key, it in found.items()}
