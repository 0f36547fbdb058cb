"""What the pages share: saying that somebody was first."""

from __future__ import annotations

from django.utils.translation import gettext as _

from reisgenoot.access.errors import Overtaken
from reisgenoot.dossiers.forms import RefusableForm


def overtake(form: RefusableForm, overtaken: Overtaken) -> str:
    """Say that somebody was first; returns the version with which the form takes their place."""
    told = _("%(who)s changed this meanwhile. Save again to put yours in its place.")
    form.add_error(None, told % {"who": overtaken.by})
    return overtaken.version
