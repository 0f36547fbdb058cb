"""What an administrator does: who works in the organisation, in which role, from when until when."""

from __future__ import annotations

from datetime import date

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from .errors import NotAllowed, NotFound, Refused, Text
from .models import Member, User

GIVEN = tuple(choice for choice in Member.Role.choices if choice[0] != Member.Role.NEWCOMER)
"""The roles that people who work there can have."""


def require_administrator(member: Member) -> None:
    """Raise NotAllowed unless the member keeps the accounts of the organisation."""
    if member.role != Member.Role.ADMINISTRATOR:
        raise NotAllowed(_("Only an administrator keeps the accounts of the organisation."))


def add_member(
    member: Member, *, email: str, name: str, role: str, begins_on: date | None = None
) -> tuple[Member, str]:
    """Take somebody into the member's own organisation; they log in with this e-mail address.

    Returns the new member, and for somebody who had no account yet the path under which they choose a password
    (once, within three days); empty otherwise. Raises NotAllowed, and Refused with the fields.
    """
    require_administrator(member)
    problems: dict[str, Text] = {}
    address = email.strip()
    try:
        validate_email(address)
    except ValidationError:
        problems["email"] = _("This is not an e-mail address.")
    if not name.strip():
        problems["name"] = _("Give a name that colleagues know.")
    if role not in dict(GIVEN):
        problems["role"] = _("There is no such role.")
    if problems:
        raise Refused(problems)
    today = timezone.localdate()
    with transaction.atomic():
        user = User.objects.filter(email__iexact=address).first()
        new = user is None
        if user is None:
            user = User.objects.create_user(address)
        running = Q(ends_on__isnull=True) | Q(ends_on__gt=today)
        if Member.objects.filter(
            running, user=user, organisation_id=member.organisation_id, role=role
        ).exists():
            raise Refused({"role": _("This person has that role here already.")})
        made = Member.objects.create(
            user=user,
            organisation_id=member.organisation_id,
            role=role,
            name=name.strip()[:200],
            begins_on=begins_on or today,
        )
    return made, password_path(user) if new else ""


def end_member(member: Member, member_id: int, *, on: date | None = None) -> Member:
    """End somebody's work in this role: ``on`` (default: today) is the first day without it.

    Their access stops at once on that day.

    Raises NotAllowed, NotFound (also for another organisation's), and Refused for a day before the first, or for the
    last administrator.
    """
    require_administrator(member)
    day = on or timezone.localdate()
    with transaction.atomic():
        own = Member.objects.select_for_update().filter(organisation_id=member.organisation_id)
        found = own.filter(pk=member_id).first()
        if found is None:
            raise NotFound(_("There is no such member."))
        if day < found.begins_on:
            raise Refused({"on": _("It cannot end before it began.")})
        others = own.filter(role=Member.Role.ADMINISTRATOR, ends_on__isnull=True).exclude(pk=found.pk)
        if found.role == Member.Role.ADMINISTRATOR and not others.exists():
            raise Refused(
                {"on": _("Without an administrator nobody can be let in: appoint another one first.")}
            )
        found.ends_on = day
        found.save(update_fields=["ends_on"])
    return found


def password_path(user: User) -> str:
    """Where somebody without a password chooses one."""
    parts = {"uidb36": user_pk_to_url_str(user), "key": default_token_generator.make_token(user)}
    return reverse("account_reset_password_from_key", kwargs=parts)
