"""Furnishing a home on a budget: the money, and a list that is saved as a whole."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from reisgenoot.access.changed import CHANGED
from reisgenoot.access.errors import Refused, Text
from reisgenoot.access.models import Member
from reisgenoot.access.roles import require_professional
from reisgenoot.dossiers.actions.common import dossier_of, wrote
from reisgenoot.dossiers.models import Dossier
from reisgenoot.web.templatetags.web import text

from ..furnishing import needed
from ..models import Furnishing, FurnishingItem

MOST = 150
"""Things on one list."""
DEAREST = Decimal("100000")
"""Euros: more than this is a typing error."""
State = FurnishingItem.State


@dataclass(frozen=True, slots=True)
class ItemAsked:
    """One line of the list as it was sent. ``id`` None: a new thing; ``seen``: the ``changes`` that the member saw."""

    what: str
    number: int = 1
    state: str = State.WANTED
    price: Decimal | None = None
    source: str = ""
    id: int | None = None
    seen: int | None = None
    remove: bool = False


def set_budget(
    member: Member, dossier_id: int, *, budget: Decimal, source: str, seen: int | None = None
) -> Furnishing:
    """Set how much money there is, in euros, and where it comes from; ``dossier_id`` is that of the head.

    Raises NotAllowed, NotFound, Refused with the fields, and Overtaken.
    """
    require_professional(member)
    problems: dict[str, Text] = {}
    if not 0 <= budget <= DEAREST or budget != budget.quantize(Decimal("0.01")):
        problems["budget"] = _("This is not an amount in euros and cents.")
    if source not in Furnishing.Source.values:
        problems["source"] = _("There is no such choice.")
    if problems:
        raise Refused(problems)
    with transaction.atomic():
        target = dossier_of(dossier_id)
        found = Furnishing.objects.select_related("changed_by").filter(dossier=target).first()
        if found and seen not in (None, found.changes):
            raise found.overtaken("budget", str(found.budget))
        it = found or Furnishing(dossier=target)
        it.budget, it.source = budget, source
        it.change(member)
        if found:
            it.save(update_fields=["budget", "source", *CHANGED])
        else:
            it.save(force_insert=True)
        wrote(member, target, "furnishing")
    return it


def start_list(member: Member, dossier_id: int, *, persons: int, children: int) -> int:
    """Put on the list what a household of this size needs; returns how many lines. On the head's dossier.

    Raises NotAllowed, NotFound, and Refused if there is a list already or the numbers cannot be.
    """
    require_professional(member)
    if not 1 <= persons <= 20 or not 0 <= children < persons:
        raise Refused({"persons": _("Say how many people live there, and how many of them are children.")})
    with transaction.atomic():
        target = dossier_of(dossier_id)
        if FurnishingItem.objects.filter(dossier=target).exists():
            raise Refused({"persons": _("There is a list already.")})
        lines = [(what, number) for what, number in needed(persons, children) if number]
        for position, (what, number) in enumerate(lines, start=1):
            it = FurnishingItem(dossier=target, position=position, what=text(what), number=number)
            it.change(member)
            it.save(force_insert=True)
        wrote(member, target, "furnishing")
    return len(lines)


def save_list(member: Member, dossier_id: int, asked: Sequence[ItemAsked]) -> None:
    """Save the whole list of the head's dossier, or nothing: new, changed and removed things.

    Raises NotAllowed, NotFound, and Refused with ``INDEX.FIELD`` of each line that can't be. A line that somebody else
    changed meanwhile is refused too, with what stands there now; ``INDEX.seen`` then says which version that is.
    """
    require_professional(member)
    with transaction.atomic():
        target = dossier_of(dossier_id)
        rows = FurnishingItem.objects.select_related("changed_by").filter(dossier=target)
        known = {it.pk: it for it in rows}
        problems = dict(_problems(asked, known))
        if len(known) + sum(it.id is None for it in asked) > MOST:
            problems["0.what"] = _("A list has at most %(most)d things.") % {"most": MOST}
        if problems:
            raise Refused(problems)
        wrote_any = [_save(member, target, position, it, known) for position, it in enumerate(asked, start=1)]
        if any(wrote_any):
            wrote(member, target, "furnishing")


def _problems(asked: Sequence[ItemAsked], known: Mapping[int, FurnishingItem]) -> Iterable[tuple[str, Text]]:
    for index, it in enumerate(asked):
        now = known.get(it.id) if it.id is not None else None
        if it.id is not None and now is None:
            yield f"{index}.what", _("Somebody took this off the list meanwhile.")
        elif now is not None and it.seen not in (None, now.changes) and _differs(it, now):
            told = _(
                "%(who)s changed this meanwhile; now it says: %(now)s. Save again to put yours in its place."
            )
            yield f"{index}.what", told % {"who": now.changed_by.name, "now": _in_words(now)}
            yield f"{index}.seen", str(now.changes)
        if it.remove:
            continue
        if not it.what.strip():
            yield f"{index}.what", _("Say what it is.")
        if it.state not in State.values:
            yield f"{index}.state", _("There is no such choice.")
        if it.state == State.BOUGHT and it.price is None:
            yield f"{index}.price", _("What did it cost?")
        if it.state != State.BOUGHT and it.price is not None:
            yield f"{index}.price", _("Only what was bought has a price.")
        if it.price is not None and not 0 <= it.price <= DEAREST:
            yield f"{index}.price", _("This is not an amount in euros and cents.")


def _differs(it: ItemAsked, now: FurnishingItem) -> bool:
    sent = (it.what.strip(), it.number, it.state, it.price, it.source.strip())
    return it.remove or sent != (now.what, now.number, now.state, now.price, now.source)


def _in_words(it: FurnishingItem) -> str:
    price = "" if it.price is None else f" € {it.price}"
    return f"{it.number} × {it.what}, {it.get_state_display()}{price}"


def _save(
    member: Member, target: Dossier, position: int, asked: ItemAsked, known: Mapping[int, FurnishingItem]
) -> bool:
    """Save one line; whether there was something to do."""
    now = known[asked.id] if asked.id is not None else None
    if asked.remove:
        if now is not None:
            now.delete()
        return now is not None
    if now is not None and not _differs(asked, now):
        return False
    it = now or FurnishingItem(dossier=target, position=position)
    it.what, it.number, it.state = asked.what.strip(), asked.number, asked.state
    it.price, it.source = asked.price, asked.source.strip()
    it.change(member)
    if now is None:
        it.save(force_insert=True)
    else:
        it.save(update_fields=["what", "number", "state", "price", "source", *CHANGED])
    return True
