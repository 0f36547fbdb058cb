"""Forms: what a browser sends becomes typed values. Whether these can be is decided by the actions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from reisgenoot.access.models import Limitation
from reisgenoot.dossiers.forms import RefusableForm, day_field, language_choices
from reisgenoot.web.templatetags.web import text

from .models import Hold, Request
from .queries.dossier import Contested
from .queries.units import Unit

AREA = {"rows": 3}
OUTCOMES = [choice for choice in Request.State.choices if choice[0] != Request.State.OPEN]


class RequestForm(RefusableForm):
    """What the person asks."""

    kind = forms.ChoiceField(label=_("What the person asks"), choices=Request.Kind.choices)
    received_on = day_field(label=_("Received on"), help_text=_("The month counts from this day."))
    identity = forms.ChoiceField(label=_("How you made sure who asks"), choices=Request.Identity.choices)
    language = forms.ChoiceField(label=_("Language of the answer"), required=False, choices=language_choices)
    fact_id = forms.TypedChoiceField(
        label=_("What is wrong (only for a correction)"), required=False, coerce=int, empty_value=None
    )
    words = forms.CharField(
        label=_("In the person's words"), required=False, max_length=2000, widget=forms.Textarea(attrs=AREA)
    )

    def __init__(self, *args: Any, facts: Sequence[Contested] = (), **options: Any) -> None:
        super().__init__(*args, **options)
        choices = [("", "—"), *((it.id, text(it.text)) for it in facts)]
        self.fields["fact_id"].choices = choices  # type: ignore[attr-defined]


class ExtendForm(RefusableForm):
    """Two months more."""

    why = forms.CharField(
        label=_("Why it takes longer, as you tell the person"),
        max_length=500,
        widget=forms.Textarea(attrs=AREA),
    )


class AnswerForm(RefusableForm):
    """The answer that was given."""

    state = forms.ChoiceField(label=_("The answer is"), choices=OUTCOMES)
    outcome = forms.CharField(
        label=_("What you told the person, and why"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs=AREA),
        help_text=_(
            "If you refuse, also tell that the person can complain to the Autoriteit Persoonsgegevens and go to court."
        ),
    )


class RefuseForm(AnswerForm):
    """The answer to a request that is granted by doing it: here it can only be refused."""

    state = forms.ChoiceField(
        label=_("The answer is"), choices=[(Request.State.REFUSED.value, Request.State.REFUSED.label)]
    )


class LimitForm(RefusableForm):
    """On which ground the use is limited."""

    ground = forms.ChoiceField(label=_("Ground (article 18)"), choices=Limitation.Ground.choices)


class EraseForm(RefusableForm):
    """What is erased at the person's request; it can't be taken back, so it is confirmed."""

    kinds = forms.MultipleChoiceField(
        label=_("What is erased"), required=False, widget=forms.CheckboxSelectMultiple()
    )
    sure = forms.BooleanField(label=_("I am sure: it can't be taken back"), required=False)

    def __init__(self, *args: Any, units: Sequence[Unit] = (), **options: Any) -> None:
        super().__init__(*args, **options)
        choices = [(unit.kind, text(unit.text)) for unit in units if unit.erasable]
        self.fields["kinds"].choices = choices  # type: ignore[attr-defined]
        self.fields["kinds"].initial = [kind for kind, _text in choices if kind != "dossier"]


class ToldForm(RefusableForm):
    """The person is told before a limitation ends."""

    told = forms.BooleanField(label=_("I told the person beforehand"), required=False)


class HoldForm(RefusableForm):
    """Why nothing may be erased."""

    reason = forms.ChoiceField(label=_("Reason"), choices=Hold.Reason.choices)
    note = forms.CharField(
        label=_("Reference"),
        required=False,
        max_length=300,
        help_text=_(
            "For example the number of the case. Nothing about the person: the data-protection officer reads it."
        ),
    )


class TermForm(RefusableForm):
    """A term in months or years."""

    many = forms.IntegerField(label=_("How long"), min_value=1, max_value=100)
    unit = forms.ChoiceField(label=_("Unit"), choices=[("Y", _("years")), ("M", _("months"))])
    elsewhere = {"term": "many"}

    @property
    def duration(self) -> str:
        """As ISO 8601."""
        return f"P{self.cleaned_data['many']}{self.cleaned_data['unit']}"
