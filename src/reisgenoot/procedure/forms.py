"""Forms: what a browser sends becomes typed values. Whether these can be is decided by the actions."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from babel import Locale
from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from reisgenoot.access.models import Organisation
from reisgenoot.core.trajectory import Definition
from reisgenoot.dossiers.appointment_forms import TimeInput
from reisgenoot.dossiers.forms import DayInput, RefusableForm, day_field, language_choices
from reisgenoot.people.models import HouseholdMember
from reisgenoot.web.templatetags.web import language, text

from .actions import OUTCOMES, NewArrival, Reception
from .actions.steps import KEPT_BY
from .models import Activity, AskedCheck, How, Session, Talk

NOT_COUNTRIES = frozenset({"EU", "EZ", "UN", "QO", "XA", "XB", "ZZ"})


def country_choices() -> list[tuple[str, str]]:
    """All countries (ISO 3166), by name in the language of the page."""
    names = Locale.parse(language()).territories
    countries = [
        (code, str(name))
        for code, name in names.items()
        if len(code) == 2 and code.isalpha() and code not in NOT_COUNTRIES
    ]
    return [("", "—"), *sorted(countries, key=lambda pair: pair[1])]


def _organisations(kind: str) -> Any:
    return Organisation.objects.filter(kind=kind).order_by("name")


class ReceptionForm(RefusableForm):
    """What holds for all who arrive together."""

    on = day_field(label=_("Date of arrival"))
    time = forms.TimeField(label=_("Time"), widget=TimeInput())
    place = forms.CharField(label=_("Where they reported"), max_length=100)
    centre = forms.CharField(label=_("Centre where they stay"), max_length=100)
    gza = forms.ModelChoiceField(
        label=_("Health check by"), queryset=Organisation.objects.none(), required=False, empty_label="—"
    )
    expected_end = forms.DateField(
        label=_("First days expected to end on"),
        widget=DayInput(),
        required=False,
        help_text=_("Left empty: four days after the arrival."),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        gza: Any = self.fields["gza"]
        gza.queryset = _organisations(Organisation.Kind.GZA)
        self.fields["time"].initial = timezone.localtime().strftime("%H:%M")

    def reception(self) -> Reception:
        """What was typed; the form is valid."""
        it = self.cleaned_data
        at = datetime.combine(it["on"], it["time"], tzinfo=timezone.get_default_timezone())
        return Reception(at, it["place"], it["centre"], it["expected_end"], it["gza"])


class PersonForm(RefusableForm):
    """One person as they report. A row in which nothing was typed counts for nobody."""

    given = forms.CharField(label=_("Given names"), max_length=150, required=False)
    family = forms.CharField(label=_("Family name"), max_length=150, required=False)
    own_script = forms.CharField(label=_("Name in own script"), max_length=300, required=False)
    v_number = forms.CharField(label=_("V-number"), max_length=20, required=False)
    born = forms.DateField(label=_("Date of birth"), widget=DayInput(), required=False)
    born_uncertain = forms.BooleanField(label=_("This date of birth is a guess"), required=False)
    sex = forms.ChoiceField(
        label=_("Sex"), required=False, choices=[("", "—"), ("v", _("woman")), ("m", _("man")), ("x", "X")]
    )
    nationality = forms.ChoiceField(label=_("Nationality"), required=False, choices=country_choices)
    language = forms.ChoiceField(label=_("Language"), required=False, choices=language_choices)
    second_language = forms.ChoiceField(label=_("Second language"), required=False, choices=language_choices)
    role = forms.ChoiceField(label=_("Place in the household"), choices=HouseholdMember.Role.choices)
    unaccompanied = forms.BooleanField(label=_("Unaccompanied minor"), required=False)
    photo = forms.FileField(
        label=_("Photo"), required=False, help_text=_("Not required. JPEG or PNG."),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png"}),
    )  # fmt: skip
    elsewhere = {"name": "family", "languages": "language", "household_role": "role", "file": "photo"}

    @property
    def empty(self) -> bool:
        """Whether nothing was typed in this row."""
        typed = ("given", "family", "own_script", "v_number", "born")
        return not any(str(self.data.get(self.add_prefix(name), "")).strip() for name in typed)

    def arrival(self) -> NewArrival:
        """What was typed; the form is valid."""
        it = dict(self.cleaned_data)
        spoken = dict.fromkeys(code for code in (it.pop("language"), it.pop("second_language")) if code)
        photo = it.pop("photo")
        return NewArrival(**it, languages=tuple(spoken), photo=(photo.name, photo.read()) if photo else None)


class StepForm(RefusableForm):
    """A step of the first days."""

    key = forms.CharField(widget=forms.HiddenInput)
    on = day_field(label=_("Done on"))


class ExpectedEndForm(RefusableForm):
    """Another day."""

    expected_end = forms.DateField(label=_("First days expected to end on"), widget=DayInput())


class TalkForm(RefusableForm):
    """What was told, in which language, by which interpreter."""

    subject = forms.ChoiceField(
        label=_("About"),
        choices=[pair for pair in Talk.Subject.choices if pair[0] != Talk.Subject.TRAVEL_STORY],
    )
    on = day_field(label=_("Date"))
    language = forms.ChoiceField(label=_("In which language"), choices=language_choices)
    how = forms.ChoiceField(label=_("How"), choices=How.choices)
    interpreter = forms.CharField(
        label=_("Interpreter"),
        help_text=_("Name, or number of the interpreting service"),
        max_length=200,
        required=False,
    )
    text = forms.CharField(label=_("What was said"), required=False, widget=forms.Textarea(attrs={"rows": 3}))


class StoryForm(TalkForm):
    """What the person told of their journey."""

    subject = forms.CharField(widget=forms.HiddenInput, initial=Talk.Subject.TRAVEL_STORY, required=False)  # type: ignore[assignment]
    text = forms.CharField(label=_("What the person told"), widget=forms.Textarea(attrs={"rows": 8}))

    def clean_subject(self) -> str:
        """This form is about one thing."""
        return str(Talk.Subject.TRAVEL_STORY)


class AskForm(RefusableForm):
    """Which check is asked, and of whom."""

    kind = forms.ChoiceField(label=_("Which check"), choices=AskedCheck.Kind.choices)
    asked_of = forms.ModelChoiceField(
        label=_("Asked of"), queryset=Organisation.objects.none(), empty_label="—"
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        asked_of: Any = self.fields["asked_of"]
        kinds = {kind for each in KEPT_BY.values() for kind in each}
        asked_of.queryset = Organisation.objects.filter(kind__in=kinds).order_by("name")


class CloseForm(RefusableForm):
    """How a check ended."""

    outcome = forms.ChoiceField(choices=AskedCheck.Outcome.choices)
    on = day_field(label=_("On"))


class StayForm(RefusableForm):
    """The next centre."""

    centre = forms.CharField(label=_("Centre"), max_length=100)
    on = day_field(label=_("From"))
    reason = forms.CharField(label=_("Reason"), max_length=300, required=False)
    household = forms.BooleanField(label=_("The whole household moves"), required=False, initial=True)


class ActivityForm(RefusableForm):
    """School, lessons, an activity, or housing guidance."""

    kind = forms.ChoiceField(label=_("What"), choices=Activity.Kind.choices)
    name = forms.CharField(label=_("Name and place"), max_length=200)
    begins_on = day_field(label=_("From"))


class EndForm(RefusableForm):
    """The first day without it."""

    on = day_field(label=_("First day without it"))


class CounselForm(RefusableForm):
    """The lawyer."""

    lawyer = forms.CharField(label=_("Lawyer"), max_length=200)
    phone = forms.CharField(label=_("Telephone"), max_length=40, required=False)
    email = forms.EmailField(label=_("E-mail address"), required=False)
    begins_on = day_field(label=_("From"))
    office = forms.ModelChoiceField(
        label=_("Legal aid that gets access"),
        queryset=Organisation.objects.none(),
        required=False,
        empty_label="—",
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        office: Any = self.fields["office"]
        office.queryset = _organisations(Organisation.Kind.LEGAL_AID)


class DecisionForm(RefusableForm):
    """The decision, and the day on which it was made known."""

    outcome = forms.ChoiceField(
        label=_("Decision"), choices=[("", "—"), *((key, it.text) for key, it in OUTCOMES.items())]
    )
    on = day_field(label=_("Made known on"), help_text=_("Terms run from this day."))
    refusal_kind = forms.ChoiceField(
        label=_("If refused: as"),
        required=False,
        help_text=_("It stands in the decision. The term to appeal depends on it."),
    )
    protection = forms.ChoiceField(label=_("If granted: protection"), required=False)
    note = forms.CharField(label=_("Note"), required=False, max_length=1000)

    def __init__(self, definition: Definition, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name in ("refusal_kind", "protection"):
            attribute = definition.attributes[name]
            labels = [(value, text(attribute.labels[value])) for value in attribute.values]
            self.fields[name].choices = [("", "—"), *labels]  # type: ignore[attr-defined]

    @property
    def kind(self) -> str:
        """The kind that belongs to the outcome; empty where it has none."""
        attribute = OUTCOMES[self.cleaned_data["outcome"]].attribute
        return str(self.cleaned_data.get(attribute, "")) if attribute else ""

    elsewhere = {it.milestone: "on" for it in OUTCOMES.values()}


class SessionForm(RefusableForm):
    """A session for many."""

    on = day_field(label=_("Date"))
    topics = forms.MultipleChoiceField(
        label=_("Topics"), choices=Session.Topic.choices, widget=forms.CheckboxSelectMultiple
    )
    language = forms.ChoiceField(label=_("In which language"), choices=language_choices)
    interpreter = forms.CharField(label=_("Interpreter"), max_length=200, required=False)
    place = forms.CharField(label=_("Place"), max_length=100)
