"""Who oversees keeping and erasing in an organisation. The rule stands in ``sql`` too; here it answers clearly."""

from __future__ import annotations

from django.utils.translation import gettext as _

from reisgenoot.access.errors import NotAllowed
from reisgenoot.access.models import Member

OVERSEERS = frozenset({Member.Role.COORDINATOR, Member.Role.PRIVACY_OFFICER})
"""Roles that see what will be erased in their organisation, its certificates, and all requests."""


def require_overseer(member: Member) -> None:
    """Raise NotAllowed unless the member is a coordinator or data-protection officer."""
    if member.role not in OVERSEERS:
        raise NotAllowed(_("Only a coordinator or data-protection officer sees this."))
