"""Keys with which a system of an organisation acts as one of its members, over the API. Part of ``models``."""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from .keys import random_key_field

LONGEST = timedelta(days=365)
"""How long one holds at most; the database holds it too (`sql/45_tokens.sql`)."""
USUAL = timedelta(days=90)
"""How long, unless another day is chosen: our own choice."""
MARK = "rgt_"
"""What every token begins with, so that whoever searches for leaked secrets finds them."""


def new_token() -> str:
    """A token: 256 random bits."""
    return MARK + secrets.token_urlsafe(32)


def digest(token: str) -> bytes:
    """What is kept of it: SHA-256. Nothing slower is needed, as nobody guesses 256 random bits."""
    return hashlib.sha256(token.encode(errors="replace")).digest()


class Tokens(models.Manager["ApiToken"]):
    """Rows without their digest, which the application may write and not read."""

    def get_queryset(self) -> models.QuerySet[ApiToken]:
        """All that the acting member may see."""
        return super().get_queryset().defer("digest")


class ApiToken(models.Model):
    """One token of one member: whoever holds it may what that member may, and no more.

    ``ends_on`` is the first day on which it no longer works. ``vouched_by``: the log-in of the organisation, which asks
    for a second factor itself, by which its maker came in (an id in ``settings.OIDC``).
    """

    id = random_key_field()
    member = models.ForeignKey("access.Member", models.PROTECT, related_name="+")
    name = models.CharField(_("for which system"), max_length=80)
    digest = models.BinaryField(unique=True)
    vouched_by = models.CharField(max_length=60, blank=True)
    made_at = models.DateTimeField(_("made at"), db_default=Now())
    ends_on = models.DateField(_("ends on"))
    last_used_at = models.DateTimeField(_("last used at"), null=True)
    revoked_at = models.DateTimeField(_("revoked at"), null=True)
    revoked_by = models.ForeignKey("access.Member", models.PROTECT, related_name="+", null=True)

    objects: ClassVar[Tokens] = Tokens()

    class Meta:
        verbose_name = _("token")
        verbose_name_plural = _("tokens")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["member", "name"], condition=Q(revoked_at__isnull=True), name="token_name_once"
            ),
        ]
