"""Forms of a family reunification."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from reisgenoot.core.trajectory import catalogue
from reisgenoot.dossiers.forms import DayInput, RefusableForm, day_field, language_choices
from reisgenoot.web.templatetags.web import text

from .actions import ROUTE
from .models import Paper, Relation
from .queries import RelativeShown
from .steps import STEPS


class RelativeForm(RefusableForm):
    """A family member who is to follow: a name and what they are of each other, the rest as far as it is known."""

    given = forms.CharField(label=_("Given names"), max_length=150, required=False)
    family = forms.CharField(label=_("Family name"), max_length=150, required=False)
    relation = forms.ChoiceField(label=_("Is the"), choices=[("", "—"), *Relation.choices])
    born = forms.DateField(label=_("Date of birth"), widget=DayInput(), required=False)
    born_uncertain = forms.BooleanField(label=_("This date of birth is a guess"), required=False)
    sex = forms.ChoiceField(
        label=_("Sex"), required=False, choices=[("", "—"), ("v", _("woman")), ("m", _("man")), ("x", "X")]
    )
    language = forms.ChoiceField(label=_("Language"), required=False, choices=language_choices)
    stays_in = forms.RegexField(
        r"^[A-Za-z]{2}$",
        label=_("Country where they stay now"),
        help_text=_("Two letters, such as TR for Turkey"),
        required=False,
    )

    elsewhere = {"name": "family", "languages": "language"}

    def facts(self) -> dict[str, Any]:
        """What is known of them."""
        entered = self.cleaned_data
        found = {key: entered[key] for key in ("born", "sex") if entered[key]}
        if entered["born_uncertain"]:
            found["born_uncertain"] = True
        if entered["language"]:
            found["languages"] = [entered["language"]]
        return found


class StepForm(RefusableForm):
    """What happened, when, and for whom."""

    step = forms.ChoiceField(label=_("What happened"))
    on = day_field(label=_("On"))
    relatives = forms.TypedMultipleChoiceField(
        label=_("For whom"), coerce=int, widget=forms.CheckboxSelectMultiple
    )
    moves_in = forms.BooleanField(
        label=_("On arrival: they go and live in the family's home at once"), required=False, initial=True
    )
    note = forms.CharField(label=_("Note"), required=False, max_length=1000)

    def __init__(self, relatives: Sequence[RelativeShown], *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        milestones = catalogue().versions(ROUTE)[-1].milestones
        step: Any = self.fields["step"]
        step.choices = [("", "—"), *((key, text(milestones[key].text)) for key in STEPS)]
        whom: Any = self.fields["relatives"]
        whom.choices = [(it.dossier_id, it.name) for it in relatives]
        if len(relatives) == 1:
            whom.initial = [relatives[0].dossier_id]


class PapersForm(RefusableForm):
    """The papers of one family member: for each kind a state and a note."""

    def __init__(self, papers: Sequence[Paper], *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.kinds = [paper.kind for paper in papers]
        for paper in papers:
            self.fields[paper.kind] = forms.ChoiceField(
                label=capfirst(paper.get_kind_display()), choices=Paper.State.choices, initial=paper.state
            )
            self.fields[f"{paper.kind}-note"] = forms.CharField(
                label=format_html(
                    '{}<span class="visually-hidden">: {}</span>', _("Note"), paper.get_kind_display()
                ),
                max_length=300,
                required=False,
                initial=paper.note,
            )

    def rows(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """State and note of each paper, side by side."""
        return [(self[kind], self[f"{kind}-note"]) for kind in self.kinds]

    def papers(self) -> dict[str, tuple[str, str]]:
        """What was entered, by kind."""
        return {
            kind: (self.cleaned_data[kind], self.cleaned_data[f"{kind}-note"].strip()) for kind in self.kinds
        }
