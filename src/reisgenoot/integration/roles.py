"""Who does what of civic integration. The same stands as policies in ``sql``; here it gives a clear answer."""

from __future__ import annotations

from django.utils.translation import gettext as _

from reisgenoot.access.errors import NotAllowed
from reisgenoot.access.models import Member, Organisation
from reisgenoot.access.roles import is_professional, require_professional


def is_municipal(member: Member) -> bool:
    """Whether the member acts for the municipality (the college of the Wet inburgering 2021)."""
    return is_professional(member) and member.organisation.kind == Organisation.Kind.MUNICIPALITY


def require_municipal(member: Member) -> None:
    """Raise NotAllowed unless the member is a professional of a municipality."""
    require_professional(member)
    if not is_municipal(member):
        raise NotAllowed(_("Only the municipality does this."))
