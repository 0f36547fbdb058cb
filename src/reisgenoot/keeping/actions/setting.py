"""An organisation's own terms for keeping, within the law."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from reisgenoot.access.errors import NotAllowed, NotFound, Refused
from reisgenoot.access.models import Member
from reisgenoot.core.trajectory.terms import Term

from .. import rules
from ..models import OwnTerm
from ..words import range_in_words


def set_term(member: Member, kind: str, term: str) -> OwnTerm:
    """Keep data of this kind for ``term`` (an ISO 8601 duration) in the member's organisation, from now on.

    Raises NotAllowed, NotFound for an unknown kind, and Refused (field ``term``) for a term that is none, or lies
    outside what the law allows; the database holds that too.
    """
    if member.role != Member.Role.PRIVACY_OFFICER:
        raise NotAllowed(_("Only the data-protection officer sets the terms for keeping."))
    if kind not in rules.retention().kinds:
        raise NotFound(_("There is no such kind of data."))
    rule = rules.retention().rule(kind, member.organisation.kind)
    try:
        wanted = Term.parse(term)
    except ValueError:
        raise Refused({"term": _("Give a number of months or years.")}) from None
    if not rule.allows(wanted):
        raise Refused({"term": range_in_words(rule)})
    with transaction.atomic():
        return OwnTerm.objects.create(
            organisation_id=member.organisation_id, kind=kind, term=str(wanted), set_by=member
        )
