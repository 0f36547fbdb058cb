"""Who acts for a municipality (the college of the Wet inburgering 2021). The same stands as policies in ``sql``."""

from __future__ import annotations

from django.utils.translation import gettext as _

from .errors import NotAllowed
from .models import Member, Organisation
from .roles import is_professional, require_professional


def is_municipal(member: Member) -> bool:
    """Whether the member is a professional of a municipality."""
    return is_professional(member) and member.organisation.kind == Organisation.Kind.MUNICIPALITY


def require_municipal(member: Member) -> None:
    """Raise NotAllowed unless the member is a professional of a municipality."""
    require_professional(member)
    if not is_municipal(member):
        raise NotAllowed(_("Only the municipality does this."))


def is_municipal_director(member: Member) -> bool:
    """Whether the member is a case director of a municipality."""
    return is_municipal(member) and member.role == Member.Role.DIRECTOR
