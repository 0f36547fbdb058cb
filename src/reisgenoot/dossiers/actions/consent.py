"""Consent: what a person agreed that another organisation may see, for one purpose, until a day; and taking it back."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from reisgenoot.access import rules
from reisgenoot.access.consent import LONGEST
from reisgenoot.access.errors import NotAllowed, NotFound, Refused, Text
from reisgenoot.access.models import AgreedFact, Consent, ConsentNotice, Involvement, Member, Organisation
from reisgenoot.access.purposes import BASE, Purpose, consented, openable
from reisgenoot.access.roles import is_professional, require_professional
from reisgenoot.web.templatetags.web import text

from ..models import Dossier
from .common import dossier_of, wrote

LONGEST_SENTENCE = 300


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody is asked to agree to, and how. ``until``: the last day on which it holds.

    ``categories``: beside what every consent opens. ``agreed``: a sentence to be shared with the recipient, or empty.
    """

    purpose: str
    recipient: Organisation | None
    until: date
    how: str
    language: str
    categories: Collection[str] = ()
    agreed: str = ""
    interpreter: str = ""


def give_consent(member: Member, dossier: Dossier | int, asked: Asked) -> Consent:
    """Record that the person agreed; the recipient sees by the next query what the consent names, and gets notice.

    Raises NotAllowed for who may not change the route, NotFound, and Refused with the fields of ``asked``.
    """
    with transaction.atomic():
        made = prepare_consent(member, dossier, asked)
        made.save(force_insert=True)
        if asked.agreed.strip():
            AgreedFact.objects.create(consent=made, text=asked.agreed.strip())
        wrote(member, made.dossier_id, "consent given")
    return made


def prepare_consent(member: Member, dossier: Dossier | int, asked: Asked) -> Consent:
    """The consent as it would be recorded, not saved: for the paper that somebody reads before agreeing.

    Raises as :func:`give_consent`.
    """
    key = dossier if isinstance(dossier, int) else dossier.pk
    require_asker(member, key)
    dossier_of(key)
    problems: dict[str, Text] = {}
    purpose = consented().get(asked.purpose)
    if purpose is None:
        problems["purpose"] = _("Choose what the consent is for.")
    _check_how(asked, problems)
    today = timezone.localdate()
    if not today <= asked.until < today + LONGEST:
        problems["until"] = _("Choose a day from today on, within a year: then it is asked anew.")
    opened: tuple[str, ...] = ()
    if purpose is not None:
        opened = _check_opened(member, key, purpose, asked, problems)
    if problems:
        raise Refused(problems)
    return Consent(
        dossier_id=key,
        purpose=asked.purpose,
        recipient=asked.recipient,
        categories=list(opened),
        begins_on=today,
        ends_on=asked.until + timedelta(days=1),
        how=asked.how,
        language=asked.language,
        interpreter=asked.interpreter.strip()[:200],
        asked_by=member,
        organisation_id=member.organisation_id,
    )


def require_asker(member: Member, dossier_id: int) -> None:
    """Raise NotFound for a dossier that the member does not see, NotAllowed unless they may ask for consent in it."""
    require_professional(member)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT bool_or(may_read), bool_or(may_change) FROM access_granted"
            " WHERE dossier_id = %s AND category = 'route'",
            [dossier_id],
        )
        sees, changes = cursor.fetchone()
    if not sees:
        raise NotFound(_("There is no such dossier, or you have no access to it."))
    if not changes:
        raise NotAllowed(_("Consent is recorded by an organisation that guides the person."))


def _check_how(asked: Asked, problems: dict[str, Text]) -> None:
    if asked.how not in Consent.How:
        problems["how"] = _("Say how it was asked.")
    if not asked.language:
        problems["language"] = _("Say in which language it was asked.")
    if asked.how == Consent.How.INTERPRETER and not asked.interpreter.strip():
        problems["interpreter"] = _("Say who interpreted: a name, or the number of the interpreting service.")
    if len(asked.agreed.strip()) > LONGEST_SENTENCE:
        problems["agreed"] = _("One sentence: no more than %(many)d characters.") % {"many": LONGEST_SENTENCE}


def _check_opened(
    member: Member, dossier_id: int, purpose: Purpose, asked: Asked, problems: dict[str, Text]
) -> tuple[str, ...]:
    """What is opened, in the order of the table of access; what cannot be goes into ``problems``."""
    recipient = asked.recipient
    if recipient is None or recipient.kind not in purpose.kinds:
        problems["recipient"] = _("Choose an organisation that this purpose is meant for.")
        return ()
    if recipient.pk == member.organisation_id:
        problems["recipient"] = _("This is your own organisation.")
        return ()
    may = openable(purpose, recipient.kind)
    names = rules.table().categories
    if not_for_them := [it for it in asked.categories if it not in may]:
        told = ", ".join(text(names.get(it)) or it for it in not_for_them)
        problems["categories"] = _("Not for this organisation and this purpose: %(what)s.") % {"what": told}
    opened = tuple(it for it in may if it in BASE or it in asked.categories)
    if not asked.agreed.strip() and _sees_already(dossier_id, recipient, opened):
        problems["recipient"] = _(
            "This organisation has a task here and sees all of this already, without consent. "
            "A sentence on something else can be agreed to below."
        )
    return opened


def _sees_already(dossier_id: int, recipient: Organisation, opened: tuple[str, ...]) -> bool:
    """Whether the recipient acts in the dossier today and reads all of it on that ground."""
    today = timezone.localdate()
    relations = {
        "took_over" if part.basis == Involvement.Basis.HANDOVER else "acts_in_phase"
        for part in Involvement.objects.filter(
            dossier_id=dossier_id, organisation=recipient, member__isnull=True, begins_on__lte=today
        )
        if part.ends_on is None or part.ends_on > today
    }
    may = rules.table().may
    return all(any(may(it, category, "r", recipient.kind) for it in relations) for category in opened)


def withdraw_consent(member: Member, consent_id: int) -> None:
    """Take a running consent back: the recipient's next query gives nothing of it. For good; it can be asked anew.

    By who may change the route, by the recipient (the person may tell anybody), and by the person. Raises NotAllowed
    for other roles, and NotFound if there is none that the member may withdraw.
    """
    if not is_professional(member) and member.role != Member.Role.NEWCOMER:
        raise NotAllowed(_("Only a guide, case director or coordinator can do this."))
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT dossiers_withdraw_consent(%s)", [consent_id])
        if not cursor.fetchone()[0]:
            raise NotFound(_("There is no such consent, or it does not run any more."))


def read_consent_notice(member: Member, notice_id: int) -> None:
    """Mark a notice as read, for all of the member's organisation. Raises NotAllowed and NotFound."""
    require_professional(member)
    unread = ConsentNotice.objects.filter(pk=notice_id, read_at__isnull=True)
    if not unread.update(read_at=timezone.now(), read_by=member):
        raise NotFound(_("There is no such notice."))
