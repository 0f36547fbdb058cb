"""Forms of closing: what a browser sends becomes typed values. Whether these can be is decided by the actions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from reisgenoot.access.models import Member, Organisation
from reisgenoot.dossiers.forms import DayInput, RefusableForm, day_field
from reisgenoot.helpdesk.models import MapEntry, Referral
from reisgenoot.web.templatetags.web import text

from .actions import Decision
from .actions.contracts import is_municipal
from .models import Closing, Contract, HoursLine, Measurement, TaskLeft
from .queries import OpenTask
from .queries.closing import Mate
from .scale import LEVELS, scale

NONE = [("", "—")]


class HoursForm(RefusableForm):
    """Time given on a day."""

    on = day_field(label=_("Date"))
    minutes = forms.IntegerField(label=_("Minutes"), min_value=1, max_value=1440)
    kind = forms.ChoiceField(label=_("What for"), choices=HoursLine.Kind.choices)


class MeasureForm(RefusableForm):
    """A sentence for each area of life, chosen together."""

    moment = forms.ChoiceField(label=_("When in the guidance"), choices=[*NONE, *Measurement.Moment.choices])
    on = day_field(label=_("Date"))

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for area in scale().areas.values():
            self.fields[area.id] = forms.TypedChoiceField(
                label=text(area.text),
                required=False,
                coerce=int,
                empty_value=None,
                choices=[
                    ("", gettext("not talked about, or not applicable")),
                    *((level, f"{level}. {text(area.sentences[level])}") for level in LEVELS),
                ],
                widget=forms.RadioSelect(),
            )
            self.fields[f"{area.id}_words"] = forms.CharField(
                label=_("In their own words"), required=False, max_length=300
            )

    def areas(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """The two fields of each area."""
        return [(self[area], self[f"{area}_words"]) for area in scale().areas]

    def levels(self) -> dict[str, int]:
        """What was chosen, by area."""
        chosen = {area: self.cleaned_data.get(area) for area in scale().areas}
        return {area: level for area, level in chosen.items() if level is not None}

    def words(self) -> dict[str, str]:
        """What was said, by area."""
        return {area: self.cleaned_data.get(f"{area}_words", "") for area in scale().areas}


class TasksForm(RefusableForm):
    """With whom each open task stays. A task without a choice stays undecided."""

    how = forms.ChoiceField(
        label=_("How people are sent to an organisation"), choices=Referral.How.choices, required=False
    )

    def __init__(
        self, tasks: Iterable[OpenTask], entries: Iterable[MapEntry], *args: Any, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.tasks = [it for it in tasks if it.ours]
        self.entries = {it.name.casefold(): it for it in entries}
        for it in self.tasks:
            key, left = _key(it), it.left
            sent = left.referral.to_name if left and left.referral else ""
            self.fields[f"what.{key}"] = forms.ChoiceField(
                label=_("Stays with"),
                required=False,
                choices=[*NONE, *TaskLeft.What.choices],
                initial=left.what if left else "",
            )
            self.fields[f"to.{key}"] = forms.CharField(
                label=_("Which organisation"), required=False, max_length=200, initial=sent
            )
            self.fields[f"why.{key}"] = forms.CharField(
                label=_("Why, or a note"), required=False, max_length=300, initial=left.why if left else ""
            )
            self.fields[f"seen.{key}"] = forms.IntegerField(
                required=False, widget=forms.HiddenInput(), initial=left.pk if left else 0
            )

    def rows(self) -> list[tuple[OpenTask, dict[str, forms.BoundField]]]:
        """Each task with its fields."""
        names = ("what", "to", "why", "seen")
        return [(it, {name: self[f"{name}.{_key(it)}"] for name in names}) for it in self.tasks]

    def decisions(self) -> dict[tuple[int, str], Decision]:
        """What was chosen anew, by dossier and task; what stands there already is left alone."""
        found = {}
        for it in self.tasks:
            what, to, why, seen = (
                self.cleaned_data.get(f"{name}.{_key(it)}") or "" for name in ("what", "to", "why", "seen")
            )
            sent = it.left.referral.to_name if it.left and it.left.referral else ""
            if not what or (it.left and (what, why, to) == (it.left.what, it.left.why, sent)):
                continue
            entry = self.entries.get(to.strip().casefold()) if what == TaskLeft.What.REFERRED else None
            found[it.dossier_id, it.key] = Decision(what, why, entry, int(seen or 0))
        return found

    def refuse(self, refused: Any) -> None:
        """The action names dossier and task; here the choice is the field."""
        self.elsewhere = {name: f"what.{name}" for name in refused.problems}
        super().refuse(refused)


def _key(task: OpenTask) -> str:
    return f"{task.dossier_id}.{task.key}"


class CloseForm(RefusableForm):
    """The decision with the household."""

    members = forms.TypedMultipleChoiceField(
        label=_("Whose guidance ends"), coerce=int, widget=forms.CheckboxSelectMultiple()
    )
    decided_on = day_field(label=_("Decided on"))
    present = forms.CharField(
        label=_("Who was there"), max_length=300, help_text=_("For example: both parents, guide, interpreter")
    )
    agreement = forms.ChoiceField(label=_("The household"), choices=[*NONE, *Closing.Agreement.choices])
    words = forms.CharField(
        label=_("Agreement or objections, in their own words"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, mates: Sequence[Mate], *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        members: Any = self.fields["members"]
        members.choices = [(it.dossier_id, it.name) for it in mates if it.closed is None]
        members.initial = [it.dossier_id for it in mates if it.closed is None]


class ContractForm(RefusableForm):
    """What was bought; one's own side of it is not asked."""

    municipality = forms.CharField(label=_("Municipality"), max_length=100)
    organisation = forms.ModelChoiceField(
        label=_("Who guides"), queryset=Organisation.objects.none(), empty_label="—"
    )
    months = forms.IntegerField(label=_("Months"), min_value=1, max_value=120, required=False)
    hours = forms.IntegerField(label=_("Hours"), min_value=1, max_value=2000, required=False)
    per = forms.ChoiceField(label=_("Hours for each"), choices=Contract.Per.choices)
    begins_on = day_field(label=_("For guidance that begins from"))
    ends_on = forms.DateField(
        label=_("Until"),
        widget=DayInput(),
        required=False,
        help_text=_("The first day on which it no longer holds."),
    )
    source = forms.CharField(
        label=_("Source"),
        max_length=300,
        help_text=_("Where it can be read: name or number of the agreement."),
    )

    def __init__(self, member: Member, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if is_municipal(member):
            del self.fields["municipality"]
            guiding: Any = self.fields["organisation"]
            guiding.queryset = Organisation.objects.filter(
                kind__in=(
                    Organisation.Kind.VLUCHTELINGENWERK,
                    Organisation.Kind.SOCIAL_WORK,
                    Organisation.Kind.OTHER,
                )
            )
        else:
            del self.fields["organisation"]
