"""Forms of the pages for administrators, and of one's own account."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from reisgenoot.web.widgets import TYPED_DAY

from .actions import GIVEN
from .errors import Refused
from .tokens import USUAL


class RefusableForm(forms.Form):
    """A form that can show what an action refused, beside the fields."""

    def refuse(self, refused: Refused) -> None:
        """Show each problem beside its field."""
        for field, reason in refused.problems.items():
            self.add_error(field if field in self.fields else None, str(reason))


class MemberForm(RefusableForm):
    """Somebody who comes to work here."""

    name = forms.CharField(label=_("Name"), max_length=200)
    email = forms.CharField(label=_("e-mail address"), max_length=254, widget=forms.EmailInput())
    role = forms.ChoiceField(label=_("Role"), choices=GIVEN)
    begins_on = forms.DateField(
        label=_("From"),
        initial=timezone.localdate,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "placeholder": TYPED_DAY}),
    )


class TokenForm(RefusableForm):
    """A token for another system."""

    name = forms.CharField(
        label=_("For which system"),
        help_text=_("As you and your administrator recognise it, such as: case system of the municipality."),
        max_length=80,
    )
    until = forms.DateField(
        label=_("Until and including"),
        help_text=_("At most a year. Then make a new one."),
        initial=lambda: timezone.localdate() + USUAL,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "placeholder": TYPED_DAY}),
    )
