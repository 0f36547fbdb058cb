"""Which roles may do what. The same rules stand as policies in ``sql``; here they give a clear answer."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.translation import gettext as _

from .errors import NotAllowed
from .identity import acting
from .models import Member, Organisation

Role = Member.Role
PROFESSIONAL = frozenset({Role.GUIDE, Role.DIRECTOR, Role.COORDINATOR})
"""Those who see all dossiers in which their organisation is involved."""
GUIDING = PROFESSIONAL | {Role.VOLUNTEER}
"""Those who guide people. A volunteer opens no dossier: what is theirs stands in the app `volunteers`."""


def is_professional(member: Member) -> bool:
    """Whether the member sees all dossiers of the organisation, sensitive parts included."""
    return member.role in PROFESSIONAL


def require_professional(member: Member) -> None:
    """Raise NotAllowed unless the member is a guide, case director or coordinator."""
    if not is_professional(member):
        raise NotAllowed(_("Only a guide, case director or coordinator can do this."))


def professional(request: HttpRequest) -> Member:
    """Who is asking. Raises NotAllowed for who is no professional."""
    member = acting(request)
    require_professional(member)
    return member


def is_municipal(member: Member) -> bool:
    """Whether the member acts for a municipality (the college of the Wet inburgering 2021)."""
    return is_professional(member) and member.organisation.kind == Organisation.Kind.MUNICIPALITY


def require_municipal(member: Member) -> None:
    """Raise NotAllowed unless the member is a professional of a municipality."""
    require_professional(member)
    if not is_municipal(member):
        raise NotAllowed(_("Only the municipality does this."))


def require_guiding(member: Member) -> None:
    """Raise NotAllowed unless the member guides people, as a professional or as a volunteer."""
    if member.role not in GUIDING:
        raise NotAllowed(_("Your role does not open any dossier."))


def is_municipal_director(member: Member) -> bool:
    """Whether the member is a case director of a municipality."""
    return is_municipal(member) and member.role == Role.DIRECTOR
