"""Which organisations make which steps. The same stands as policies in ``sql``; here it gives a clear answer."""

from __future__ import annotations

from django.utils.translation import gettext as _

from reisgenoot.access.errors import NotAllowed
from reisgenoot.access.models import Member, Organisation
from reisgenoot.access.roles import require_professional

Kind = Organisation.Kind


def require_kind(member: Member, *kinds: str) -> None:
    """Raise NotAllowed unless the member is a professional of an organisation of one of these kinds."""
    require_professional(member)
    if member.organisation.kind not in kinds:
        raise NotAllowed(_("This is for another kind of organisation."))


def may_set_quota(member: Member) -> bool:
    """Whether the member enters the quota: a coordinator or case director of a municipality."""
    return member.organisation.kind == Kind.MUNICIPALITY and member.role in (
        Member.Role.COORDINATOR,
        Member.Role.DIRECTOR,
    )
