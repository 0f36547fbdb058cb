"""Forms of the pages for administrators."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .actions import GIVEN
from .errors import Refused


class MemberForm(forms.Form):
    """Somebody who comes to work here."""

    name = forms.CharField(label=_("Name"), max_length=200)
    email = forms.CharField(label=_("e-mail address"), max_length=254, widget=forms.EmailInput())
    role = forms.ChoiceField(label=_("Role"), choices=GIVEN)
    begins_on = forms.DateField(
        label=_("From"),
        initial=timezone.localdate,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )

    def refuse(self, refused: Refused) -> None:
        """Show each problem beside its field."""
        for field, reason in refused.problems.items():
            self.add_error(field if field in self.fields else None, str(reason))
