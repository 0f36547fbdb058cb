"""Forms: what a browser sends becomes typed values. Whether these can be is decided by the actions."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django import forms
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from reisgenoot.access import rules
from reisgenoot.access.errors import Refused
from reisgenoot.access.models import Consent, Organisation
from reisgenoot.access.purposes import Purpose
from reisgenoot.core.trajectory import Definition
from reisgenoot.people.models import HouseholdMember
from reisgenoot.web.templatetags.web import language_name, text
from reisgenoot.web.widgets import TYPED_DAY

from .models import NOTES, ContactNote, Sensitivity

LANGUAGES = (
    "am", "ar", "az", "bn", "ckb", "en", "es", "fa", "fr", "hy", "ka", "kmr", "nl", "prs", "ps", "pt", "ru", "so",
    "sw", "ti", "tr", "uk", "ur", "uz", "zh",
)  # fmt: skip


USUAL = timedelta(days=182)
"""How long a consent runs unless another day is chosen: half a year, our own choice."""


class DayInput(forms.DateInput):
    """The browser's own date field; it wants ISO dates."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d", attrs={"placeholder": TYPED_DAY})


def day_field(**options: Any) -> forms.DateField:
    """A date, today unless told otherwise."""
    return forms.DateField(widget=DayInput(), initial=timezone.localdate, **options)


class RefusableForm(forms.Form):
    """A form that can show what an action refused, beside the fields."""

    def refuse(self, refused: Refused) -> None:
        """Show each problem beside its field, or above the form if it has no such field."""
        for field, reason in refused.problems.items():
            name = field if field in self.fields else self.elsewhere.get(field, field)
            self.add_error(name if name in self.fields else None, str(reason))

    elsewhere: dict[str, str] = {}


class TickForm(RefusableForm):
    """Ticking a task off."""

    on = day_field(label=_("Done on"))
    note = forms.CharField(label=_("Note"), required=False, max_length=1000)


def tick_fields(request: HttpRequest, here: str) -> SafeString:
    """What stands in each form that ticks a task off, rendered once for a whole page; it returns to ``here``."""
    context = {"form": TickForm(auto_id=False), "here": here}
    return render_to_string("dossiers/parts/tick_fields.html", context, request)


class CategorisedForm(RefusableForm):
    """A form for something in a category of data; only those in which the member may add are offered."""

    def __init__(self, *args: Any, addable: Sequence[str] | None = None, **options: Any) -> None:
        super().__init__(*args, **options)
        names = rules.table().categories
        offered = names if addable is None else addable
        choices = [(key, text(names[key])) for key in offered]
        choices.sort(key=lambda choice: choice[0] != NOTES)  # what is usual comes first
        self.fields["category"].choices = choices  # type: ignore[attr-defined]

    def clean_category(self) -> str:
        """About nothing in particular, unless chosen."""
        return self.cleaned_data["category"] or NOTES


class NoteForm(CategorisedForm):
    """A contact note."""

    on = day_field(label=_("Date"))
    kind = forms.ChoiceField(label=_("Kind of contact"), choices=ContactNote.Kind.choices)
    category = forms.ChoiceField(label=_("About"), initial=NOTES, required=False)
    sensitivity = forms.ChoiceField(label=_("May be seen by"), choices=Sensitivity.choices)
    text = forms.CharField(label=_("What was said or seen"), widget=forms.Textarea(attrs={"rows": 4}))


class DocumentForm(CategorisedForm):
    """A document."""

    file = forms.FileField(label=_("File"), help_text=_("PDF, picture or office document"))
    category = forms.ChoiceField(label=_("About"), initial=NOTES, required=False)
    sensitivity = forms.ChoiceField(
        label=_("May be seen by"), choices=Sensitivity.choices, initial=Sensitivity.SENSITIVE
    )


class RecordForm(RefusableForm):
    """A milestone with its date."""

    key = forms.ChoiceField(label=_("What happened"))
    on = day_field(label=_("On"))
    note = forms.CharField(label=_("Note"), required=False, max_length=1000)

    def __init__(self, definition: Definition, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        groups: dict[str, list[tuple[str, str]]] = {}
        names = {phase.id: text(phase.text) for phase in definition.phases}
        for milestone in definition.milestones.values():
            group = names.get(milestone.phase or "", str(_("At any time")))
            groups.setdefault(group, []).append((milestone.id, text(milestone.text)))
        self.fields["key"].choices = [("", "—"), *groups.items()]  # type: ignore[attr-defined]

    def refuse(self, refused: Refused) -> None:
        """The action names the milestone; here its date is the field."""
        self.elsewhere = dict.fromkeys(refused.problems, "on")
        super().refuse(refused)


class PartnerForm(RefusableForm):
    """That a partner without status lives or will live at the address."""

    since = day_field(label=_("From"))


class CorrectForm(RefusableForm):
    """Another value for a fact; the old one stays in its history."""

    value = forms.CharField(label=_("New value"))
    note = forms.CharField(label=_("Why"), required=False, max_length=1000)

    def __init__(self, *args: Any, dated: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        if dated:
            self.fields["value"] = forms.DateField(label=_("New date"), widget=DayInput())

    def refuse(self, refused: Refused) -> None:
        """The action names the fact; here its value is the field."""
        self.elsewhere = dict.fromkeys(refused.problems, "value")
        super().refuse(refused)


def language_choices() -> list[tuple[str, str]]:
    """The languages that newcomers speak most, by name in the language of the page, and Dutch and English."""
    return [("", "—"), *sorted(((code, language_name(code)) for code in LANGUAGES), key=lambda pair: pair[1])]


class NewDossierForm(RefusableForm):
    """A dossier opened by hand: nothing is required but a name."""

    given = forms.CharField(label=_("Given names"), max_length=150, required=False)
    family = forms.CharField(label=_("Family name"), max_length=150, required=False)
    own_script = forms.CharField(label=_("Name in own script"), max_length=300, required=False)
    born = forms.DateField(label=_("Date of birth"), widget=DayInput(), required=False)
    born_uncertain = forms.BooleanField(label=_("This date of birth is a guess"), required=False)
    sex = forms.ChoiceField(
        label=_("Sex"), required=False, choices=[("", "—"), ("v", _("woman")), ("m", _("man")), ("x", "X")]
    )
    v_number = forms.CharField(label=_("V-number"), max_length=20, required=False)
    language = forms.ChoiceField(label=_("Language"), required=False, choices=language_choices)
    second_language = forms.ChoiceField(label=_("Second language"), required=False, choices=language_choices)
    role = forms.ChoiceField(label=_("Place in the household"), choices=HouseholdMember.Role.choices)
    arrived = forms.DateField(
        label=_("Arrived in the Netherlands (day 1)"), widget=DayInput(), required=False
    )
    permit_granted = forms.DateField(label=_("Permit granted"), widget=DayInput(), required=False)
    moved_in = forms.DateField(label=_("Moved into the home"), widget=DayInput(), required=False)
    municipality = forms.CharField(label=_("Municipality"), max_length=100, required=False)

    elsewhere = {"name": "family", "languages": "language", "household_role": "role"}

    def groups(self) -> list[tuple[str, list[forms.BoundField]]]:
        """The fields in the groups in which people think of them."""
        wanted = (
            (_("Who"), ("given", "family", "own_script", "born", "born_uncertain", "sex", "v_number")),
            (_("Language and household"), ("language", "second_language", "role")),
            (_("The route so far"), ("arrived", "permit_granted", "moved_in", "municipality")),
        )
        return [(str(title), [self[name] for name in names]) for title, names in wanted]


class NamingForm(RefusableForm):
    """Names a person exactly, whom the member does not see."""

    v_number = forms.CharField(label=_("V-number"), max_length=20, required=False)
    name = forms.CharField(label=_("Or the full name"), max_length=300, required=False)
    born = forms.DateField(label=_("with the date of birth"), widget=DayInput(), required=False)


class EmergencyForm(NamingForm):
    """Whom a coordinator must see now, and why."""

    reason = forms.CharField(
        label=_("Why this cannot wait"), max_length=1000, widget=forms.Textarea(attrs={"rows": 2})
    )


class AskForm(NamingForm):
    """About whom one asks, and what."""

    question = forms.CharField(
        label=_("What you want to know, and why"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )


class ConsentForm(RefusableForm):
    """To whom, what and until when somebody agrees, for one purpose, and how it was asked."""

    recipient = forms.ModelChoiceField(
        label=_("Who may see it"), queryset=Organisation.objects.none(), empty_label="—"
    )
    categories = forms.MultipleChoiceField(
        label=_("Also"), required=False, widget=forms.CheckboxSelectMultiple()
    )
    agreed = forms.CharField(
        label=_("Or one sentence about something else"),
        help_text=_(
            "Exactly what they get to know, such as: needs a home on the ground floor. Not the reason."
        ),
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    until = forms.DateField(label=_("Until and including"), widget=DayInput())
    how = forms.ChoiceField(label=_("How it was asked"), choices=[("", "—"), *Consent.How.choices])
    language = forms.ChoiceField(label=_("In which language"), choices=language_choices)
    interpreter = forms.CharField(
        label=_("Interpreter"),
        help_text=_("Name, or number of the interpreting service"),
        max_length=200,
        required=False,
    )

    def __init__(self, purpose: Purpose, own: int, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        names = rules.table().categories
        recipients: Any = self.fields["recipient"]
        recipients.queryset = Organisation.objects.filter(kind__in=purpose.kinds).exclude(pk=own)
        categories: Any = self.fields["categories"]
        categories.choices = [(key, text(names[key])) for key in purpose.categories]
        self.fields["until"].initial = timezone.localdate() + USUAL


class ViewForm(RefusableForm):
    """A name for the filters as they are now."""

    name = forms.CharField(label=_("Name of this view"), max_length=80)
    query = forms.CharField(widget=forms.HiddenInput, required=False)
