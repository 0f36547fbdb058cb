"""Who keeps volunteers, and who is one. The same rules stand as policies in ``sql``; here they give a clear answer."""

from __future__ import annotations

from django.utils.translation import gettext as _

from reisgenoot.access.errors import NotAllowed
from reisgenoot.access.models import Member


def require_coordinator(member: Member) -> None:
    """Raise NotAllowed unless the member is a coordinator."""
    if member.role != Member.Role.COORDINATOR:
        raise NotAllowed(_("Only a coordinator keeps volunteers and matches them."))


def require_volunteer(member: Member) -> None:
    """Raise NotAllowed unless the member is a volunteer."""
    if member.role != Member.Role.VOLUNTEER:
        raise NotAllowed(_("This page is for volunteers."))
