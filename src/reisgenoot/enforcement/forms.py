"""Forms: what a browser sends becomes typed values. Whether these can be is decided by the actions.

No field that says something about a fine has a first value: not the amount, and no reason.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from reisgenoot.dossiers.forms import LANGUAGES, DayInput, RefusableForm, day_field
from reisgenoot.web.templatetags.web import language_name, text

from .actions.cases import Asked
from .law import CONDUCT
from .models import Circumstance, Fine, Judgement, Objection

QUESTIONS = {
    "health": _("Body and mind: could they come, concentrate, travel? No diagnosis."),
    "children": _("Was there child care? Pregnant, or looking after somebody ill?"),
    "work": _("Work, shifts, a job interview, trouble with the benefit?"),
    "travel": _("How far is it, is there a bus, and money for it?"),
    "language": _("In which language was the letter? Can they read it, did somebody explain it?"),
}
"""What to ask, by kind of circumstance."""


def words(label: Any, rows: int = 3, limit: int = 1000, **options: Any) -> forms.CharField:
    """A text of several lines."""
    return forms.CharField(
        label=label, max_length=limit, widget=forms.Textarea(attrs={"rows": rows}), **options
    )


def euros(label: Any, **options: Any) -> forms.DecimalField:
    """An amount in euros, with a comma or point as people type it."""
    return forms.DecimalField(
        label=label, min_value=0, max_digits=6, decimal_places=2, localize=True,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}), **options,
    )  # fmt: skip


def _conduct() -> list[tuple[str, str]]:
    return [("", "—"), *((kind, text(it.text)) for kind, it in CONDUCT.items())]


def _languages() -> list[tuple[str, str]]:
    return [("", "—"), *sorted(((code, language_name(code)) for code in LANGUAGES), key=lambda it: it[1])]


class CaseForm(RefusableForm):
    """That somebody did not come, or did not keep to the plan."""

    kind = forms.ChoiceField(label=_("What it is about"), choices=_conduct)
    happened_on = day_field(label=_("Happened on"))
    noticed_on = day_field(label=_("Found on"))
    what = words(
        _("What happened"), help_text=_("Only what you know, such as which call, and when. Nothing of why.")
    )


class CircumstancesForm(RefusableForm):
    """What was found of each kind of circumstance."""

    def __init__(self, *args: Any, standing: dict[str, Circumstance], **options: Any) -> None:
        super().__init__(*args, **options)
        for kind, label in Circumstance.Kind.choices:
            known = standing.get(kind)
            self.fields[kind] = words(
                str(label).capitalize(),
                2,
                500,
                help_text=QUESTIONS[kind],
                initial=known.found if known else "",
            )
            self.fields[f"{kind}_matters"] = forms.BooleanField(
                label=_("This explains what happened, at least in part"),
                required=False,
                initial=known.matters if known else False,
            )

    def asked(self) -> dict[str, Asked]:
        """As the action takes it."""
        sent = self.cleaned_data
        return {kind: Asked(sent[kind], sent[f"{kind}_matters"]) for kind in Circumstance.Kind.values}


class RemindForm(RefusableForm):
    """The written reminder."""

    on = day_field(label=_("Date of the letter"))
    until = forms.DateField(label=_("New term until"), widget=DayInput())


class ReportForm(RefusableForm):
    """The report of the breach."""

    on = day_field(label=_("Date of the report"))


class TalkForm(RefusableForm):
    """A talk, and what the person said in it."""

    on = day_field(label=_("Held on"))
    present = forms.CharField(label=_("Who was there"), max_length=300)
    language = forms.ChoiceField(label=_("In which language"), choices=_languages)
    interpreter = forms.CharField(
        label=_("Interpreter"),
        max_length=200,
        required=False,
        help_text=_("Needed unless the talk was in Dutch."),
    )
    silence_told = forms.BooleanField(
        label=_("Told beforehand that they need not answer"),
        required=False,
        help_text=_("Must be told if a fine is thought of."),
    )
    said = words(_("What the person said, in their own words"), 6, 3000)


class JudgeForm(RefusableForm):
    """Whether somebody is to blame."""

    degree = forms.ChoiceField(
        label=_("Blame"), choices=[("", "—"), *Judgement.Degree.choices], widget=forms.Select
    )
    reason = words(_("Why"), 4)


class CloseForm(RefusableForm):
    """Closing a case without a fine."""

    why = words(_("Why"), 2, 500)


class FineForm(RefusableForm):
    """The decision on a fine: nothing is filled in beforehand."""

    amount = euros(_("Amount in euros"))
    lower_reason = words(
        _("Why it is lower than the fixed amount"), 2, 500, required=False, help_text=_("If it is lower.")
    )
    reason = words(_("Why a fine, and nothing milder"), 4)
    persistence = words(_("How a lasting lack of willingness shows"), 4)
    means = words(_("Why this person can bear the amount"), 3)
    new_term_until = forms.DateField(
        label=_("New term until"),
        required=False,
        widget=DayInput(),
        help_text=_("For article 22 alone."),
    )
    decided_on = day_field(label=_("Decided on"))
    not_lowered = forms.BooleanField(label=_("The benefit was not lowered for the same (article 27)"))


class SentForm(RefusableForm):
    """How the decision was made known."""

    on = day_field(label=_("Made known on"))
    how = forms.ChoiceField(label=_("How"), choices=[("", "—"), *Fine.Sent.choices])


class ArrangeForm(RefusableForm):
    """Paying in instalments."""

    many = forms.IntegerField(label=_("Number of monthly instalments"), min_value=1, max_value=36)
    first_on = forms.DateField(label=_("First one to be paid by"), widget=DayInput())


class PayForm(RefusableForm):
    """What came in."""

    on = day_field(label=_("Paid on"))
    amount = euros(_("Amount in euros"))


class TakeBackForm(RefusableForm):
    """A payment that was entered by mistake."""

    payment = forms.IntegerField()


class ObjectionForm(RefusableForm):
    """An objection or appeal."""

    stage = forms.ChoiceField(label=_("Where"), choices=Objection.Stage.choices)
    on = day_field(label=_("Received on"))
    grounds = words(_("What it says"), 3, required=False)


class OutcomeForm(RefusableForm):
    """What was decided on it."""

    outcome = forms.ChoiceField(label=_("Outcome"), choices=[("", "—"), *Objection.Outcome.choices])
    on = day_field(label=_("Decided on"))
    owed_after = euros(
        _("What is left of the fine, in euros"), required=False, help_text=_("If it becomes lower.")
    )
    reason = words(_("Why"), 4)


class WithdrawForm(RefusableForm):
    """Withdrawing a fine."""

    on = day_field(label=_("Withdrawn on"))
    why = words(_("Why"), 2, 500)
