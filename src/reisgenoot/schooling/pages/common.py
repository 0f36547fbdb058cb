"""What the pages share: who asks, and numbers of forms."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.translation import gettext as _

from reisgenoot.access.errors import Overtaken
from reisgenoot.access.identity import current_member
from reisgenoot.access.models import Member
from reisgenoot.access.roles import require_professional
from reisgenoot.dossiers.forms import RefusableForm


def acting(request: HttpRequest) -> Member:
    """Who is asking. Raises NotAllowed for who is no professional."""
    member = current_member(request)
    assert member is not None  # member_required saw to it
    require_professional(member)
    return member


def number(text: str) -> int | None:
    """A number that a form or an address sent; None for anything else."""
    # A random key has 62 bits: 19 digits mostly.
    found = int(text) if text.isascii() and text.isdecimal() and len(text) < 20 else None
    return found if found is not None and found < 2**63 else None


def overtake(form: RefusableForm, overtaken: Overtaken) -> str:
    """Say that somebody was first; returns the version with which the form takes their place."""
    told = _("%(who)s changed this meanwhile. Save again to put yours in its place.")
    form.add_error(None, told % {"who": overtaken.by})
    return overtaken.version
