"""Templates of arranging days and places for second-hand things: kept by the municipality's own people."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from reisgenoot.access.changed import CHANGED
from reisgenoot.access.errors import NotAllowed, Refused, Text
from reisgenoot.access.models import Member, Organisation

from ..day_templates import Along, Entry, ends
from ..models import DayTemplate, FurnishingPlace
from ..queries import town as queries
from ..queries.town import Kept
from .day import MOST, visit_problems

Role = Member.Role
MOST_TEMPLATES, MOST_PLACES = 20, 50
"""That one municipality has at a time."""


def keeps_town(member: Member) -> bool:
    """Whether the member keeps what their municipality sets for all its households. The same stands in `sql`."""
    organisation = member.organisation
    municipal = organisation.kind == Organisation.Kind.MUNICIPALITY and bool(organisation.municipality)
    return municipal and member.role in (Role.DIRECTOR, Role.COORDINATOR)


def require_keeping(member: Member) -> str:
    """The municipality that the member keeps this for. Raises NotAllowed."""
    if not keeps_town(member):
        raise NotAllowed(_("Only a case director or coordinator of the municipality changes this."))
    return member.organisation.municipality


def save_template(
    member: Member,
    *,
    name: str,
    visits: Sequence[Entry],
    template_id: int | None = None,
    seen: int | None = None,
) -> DayTemplate:
    """Add or change a template, as a whole. ``seen``: the ``changes`` that the member saw.

    Raises NotAllowed, NotFound, Overtaken, and Refused: with ``name``, or ``INDEX.FIELD`` of each visit that can't be.
    """
    municipality = require_keeping(member)
    problems = dict(_template_problems(visits))
    if not 1 <= len(name.strip()) <= 80:
        problems["name"] = _("Give it a name, of 80 characters at most.")
    if problems:
        raise Refused(problems)
    with _once():
        it = _mine(DayTemplate, municipality, template_id, seen, MOST_TEMPLATES)
        it.name = name.strip()
        it.visits = [entry.stored() for entry in sorted(visits, key=lambda entry: entry.starts)]
        return _saved(member, it, ("name", "visits"))


def _template_problems(visits: Sequence[Entry]) -> Iterator[tuple[str, Text]]:
    if not 1 <= len(visits) <= MOST:
        yield "name", _("An arranging day has between 1 and %(most)d visits.") % {"most": MOST}
    yield from visit_problems(visits)
    last: dict[str, Entry] = {}
    for index, it in sorted(enumerate(visits), key=lambda pair: pair[1].starts):
        if it.companion not in set(Along):
            yield f"{index}.companion", _("There is no such choice.")
        before = last.get(it.companion) if it.companion != Along.NOBODY else None
        if before is not None and ends(it.starts, 0) < ends(before.starts, before.minutes):
            told = _("The visit of %(at)s with the same companion has not ended by then.")
            yield f"{index}.starts", told % {"at": f"{before.starts:%H:%M}"}
        last[it.companion] = it


def save_place(
    member: Member,
    *,
    name: str,
    address: str = "",
    note: str = "",
    place_id: int | None = None,
    seen: int | None = None,
) -> FurnishingPlace:
    """Add or change a place for second-hand things. Raises NotAllowed, NotFound, Overtaken, and Refused by field."""
    municipality = require_keeping(member)
    about = {"name": (name.strip(), 120), "address": (address.strip(), 200), "note": (note.strip(), 300)}
    told = _("This has %(most)d characters at most.")
    problems: dict[str, Text] = {
        field: told % {"most": most} for field, (said, most) in about.items() if len(said) > most
    }
    if not name.strip():
        problems["name"] = _("Say what it is called.")
    if problems:
        raise Refused(problems)
    with _once():
        it = _mine(FurnishingPlace, municipality, place_id, seen, MOST_PLACES)
        it.name, it.address, it.note = name.strip(), address.strip(), note.strip()
        return _saved(member, it, ("name", "address", "note"))


def remove(member: Member, kind: type[Kept], key: int) -> Kept:
    """Remove a template or place; :func:`put_back` undoes it. Days drawn up stay. Raises NotAllowed, NotFound."""
    return _gone(member, kind, key, gone=True)


def put_back(member: Member, kind: type[Kept], key: int) -> Kept:
    """Undo :func:`remove`. Raises NotAllowed, NotFound, and Refused (``name``) if another has that name now."""
    with _once():
        return _gone(member, kind, key, gone=False)


def _gone(member: Member, kind: type[Kept], key: int, *, gone: bool) -> Kept:
    municipality = require_keeping(member)
    with transaction.atomic():
        it = queries.kept(kind, municipality, key)
        it.gone = gone
        return _saved(member, it, ("gone",))


def _mine(kind: type[Kept], municipality: str, key: int | None, seen: int | None, most: int) -> Kept:
    """The row that is changed, or a new one."""
    if key is None:
        if kind._default_manager.filter(municipality=municipality, gone=False).count() >= most:
            raise Refused({"name": _("There are %(most)d already: remove one first.") % {"most": most}})
        return kind(municipality=municipality)
    it = queries.kept(kind, municipality, key)
    if seen not in (None, it.changes):
        raise it.overtaken("name", it.name)
    return it


def _saved(member: Member, it: Kept, fields: Iterable[str]) -> Kept:
    it.change(member)
    if it._state.adding:
        it.save(force_insert=True)
    else:
        it.save(update_fields=[*fields, *CHANGED])
    return it


@contextmanager
def _once() -> Iterator[None]:
    """Two of one name: the database lets one be, and this says so of the other."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        constraint = getattr(getattr(error.__cause__, "diag", None), "constraint_name", "")
        if constraint not in ("day_template_once", "furnishing_place_once"):
            raise
        raise Refused({"name": _("There is one with this name already.")}) from error
