"""Forms of the pages of notifications."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _


class DigestForm(forms.Form):
    """Whether one wants the daily e-mail, and in which language."""

    digest = forms.BooleanField(label=_("One e-mail a day, with how many notifications wait"), required=False)
    language = forms.ChoiceField(label=_("Language of the e-mail"), choices=settings.LANGUAGES)
