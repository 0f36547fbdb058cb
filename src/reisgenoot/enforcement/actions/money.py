"""Paying a fine: in one go, or by an arrangement whose instalments add up to the cent."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from reisgenoot.access.errors import NotFound, Refused
from reisgenoot.access.models import Member

from ..models import Fine, Instalment, Payment
from .common import not_ahead, refusing, touch
from .fining import fine_of

CENT = Decimal("0.01")


def parts(whole: Decimal, many: int) -> list[Decimal]:
    """An amount in so many equal parts, the cents that are left in the first ones.

    >>> [str(it) for it in parts(Decimal("100.00"), 3)]
    ['33.34', '33.33', '33.33']
    """
    each, left = divmod(int(whole / CENT), many)
    return [(each + (place < left)) * CENT for place in range(many)]


def arrange(
    member: Member, dossier_id: int, case_id: int, *, many: int, first_on: date, seen: int | None = None
) -> Sequence[Instalment]:
    """Agree on so many monthly instalments of what is owed, in the place of an earlier arrangement.

    Raises NotAllowed, NotFound, Overtaken, and Refused (``many``, ``first_on``).
    """
    if not 1 <= many <= 36:
        raise Refused({"many": _("Choose from 1 to 36 instalments.")})
    with refusing():
        case, it = fine_of(member, dossier_id, case_id, seen)
        if it.owed == 0 or it.sent_on is None:
            raise Refused({"many": _("There is nothing to be paid.")})
        if first_on < it.sent_on:
            raise Refused({"first_on": _("This cannot be before the decision was made known.")})
        if it.owed < many * CENT:
            raise Refused({"many": _("An instalment is at least a cent.")})
        it.instalments.all().delete()
        made = [
            Instalment(
                fine=it, dossier_id=dossier_id, due_on=later(first_on, place), amount=amount, set_by=member
            )
            for place, amount in enumerate(parts(it.owed, many))
        ]
        Instalment.objects.bulk_create(made)
        touch(member, case)
    return made


def later(on: date, months: int) -> date:
    """The same day so many months later, or the last of that month.

    >>> later(date(2026, 1, 31), 1), later(date(2026, 11, 15), 2)
    (datetime.date(2026, 2, 28), datetime.date(2027, 1, 15))
    """
    year, month = divmod(on.year * 12 + on.month - 1 + months, 12)
    after = date(year + (month == 11), (month + 1) % 12 + 1, 1)
    return date(year, month + 1, min(on.day, (after - timedelta(days=1)).day))


def pay(
    member: Member, dossier_id: int, case_id: int, *, on: date, amount: Decimal, seen: int | None = None
) -> Payment:
    """Note what came in. Raises as above; never more than is still to be paid."""
    not_ahead(on=on)
    with refusing():
        case, it = fine_of(member, dossier_id, case_id, seen)
        if amount <= 0 or paid(it) + amount > it.owed:
            raise Refused({"amount": _("This is more than is still to be paid.")})
        made = Payment(fine=it, dossier_id=dossier_id, paid_on=on, amount=amount, recorded_by=member)
        made.save(force_insert=True)
        touch(member, case)
    return made


def take_payment_back(
    member: Member, dossier_id: int, case_id: int, *, payment: int, seen: int | None = None
) -> None:
    """Take back a payment that was entered by mistake; it stays to be seen. Raises as above."""
    with refusing():
        case, it = fine_of(member, dossier_id, case_id, seen)
        found = it.payments.filter(pk=payment, taken_back_on=None).first()
        if found is None:
            raise NotFound(_("There is no such payment."))
        found.taken_back_on = timezone.localdate()
        found.save(update_fields=["taken_back_on"])
        touch(member, case)


def paid(it: Fine) -> Decimal:
    """What came in, in euros."""
    found: Decimal | None = it.payments.filter(taken_back_on=None).aggregate(sum=Sum("amount"))["sum"]
    return found or Decimal(0)
