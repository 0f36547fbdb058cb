"""What a municipality bought: suppliers, courses and starts, kept by its own people."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from reisgenoot.access.changed import CHANGED
from reisgenoot.access.errors import NotAllowed, Refused, Text
from reisgenoot.access.models import Member, Organisation

from .. import queries
from ..models import Course, Part, Start, Supplier
from ..queries.catalogue import Kept

MOST_STARTS = 60
"""That one course has."""


def keeps(member: Member) -> bool:
    """Whether the member keeps what their municipality bought. The same stands in `sql`."""
    organisation = member.organisation
    municipal = organisation.kind == Organisation.Kind.MUNICIPALITY and bool(organisation.municipality)
    return municipal and member.role in (Member.Role.DIRECTOR, Member.Role.COORDINATOR)


def require_keeping(member: Member) -> str:
    """The municipality that the member keeps this for. Raises NotAllowed."""
    if not keeps(member):
        raise NotAllowed(_("Only a case director or coordinator of the municipality changes this."))
    return member.organisation.municipality


def save_supplier(
    member: Member, about: Mapping[str, Any], *, supplier_id: int | None = None, seen: int | None = None
) -> Supplier:
    """Add or change a supplier. ``seen``: the ``changes`` that the member saw.

    Raises NotAllowed, NotFound, Overtaken, and Refused by field.
    """
    municipality = require_keeping(member)
    if about.get("mark") != Supplier.Mark.NONE and about.get("mark_until") is None:
        raise Refused({"mark_until": _("Until which day does it hold?")})
    with transaction.atomic():
        it = _mine(Supplier, municipality, supplier_id, seen) or Supplier(municipality=municipality)
        return _save(member, it, about)


def save_course(
    member: Member,
    supplier_id: int,
    about: Mapping[str, Any],
    *,
    course_id: int | None = None,
    seen: int | None = None,
) -> Course:
    """Add or change a course. Raises NotAllowed, NotFound, Overtaken, and Refused by field."""
    municipality = require_keeping(member)
    if problems := dict(_course_problems(about)):
        raise Refused(problems)
    with transaction.atomic():
        supplier = queries.kept(Supplier, municipality, supplier_id)
        it = _mine(Course, municipality, course_id, seen)
        return _save(member, it or Course(municipality=municipality, supplier=supplier), about)


def _course_problems(about: Mapping[str, Any]) -> Iterator[tuple[str, Text]]:
    if about["part"] == Part.LESSONS and not about["route"]:
        yield "route", _("Lessons belong to a route: choose one.")
    if about["route"] == Course.Route.Z and about["level"] in (Course.Level.B1, Course.Level.B2):
        yield "level", _("The self-reliance route does not lead to B1.")
    if about["price"] < Decimal(0):
        yield "price", _("A price is not below nothing.")
    if about["total_minutes"] is not None and about["total_minutes"] < about["week_minutes"]:
        yield "total_minutes", _("That is less than the hours of one week.")


def save_start(
    member: Member,
    course_id: int,
    *,
    on: date,
    places: int,
    start_id: int | None = None,
    seen: int | None = None,
) -> Start:
    """Add or change a date on which a course starts.

    Raises NotAllowed, NotFound, Overtaken, and Refused by field: fewer places than are taken, the same date twice.
    """
    municipality = require_keeping(member)
    with transaction.atomic():
        course = queries.kept(Course, municipality, course_id)
        it = _mine(Start, municipality, start_id, seen)
        if it is not None and it.course_id != course.pk:
            raise Refused({"on": _("This start belongs to another course.")})
        if it is None and course.starts.count() >= MOST_STARTS:
            raise Refused({"on": _("There are %(most)d already.") % {"most": MOST_STARTS}})
        return _save(
            member, it or Start(municipality=municipality, course=course), {"on": on, "places": places}
        )


def set_gone(member: Member, kind: type[Kept], key: int, *, gone: bool) -> Kept:
    """Take a supplier or course out of the catalogue, or put it back; who follows it is not touched.

    Raises NotAllowed, NotFound, and Refused (``name``) if another has that name now.
    """
    municipality = require_keeping(member)
    with transaction.atomic():
        return _save(member, queries.kept(kind, municipality, key), {"gone": gone})


def _mine(kind: type[Kept], municipality: str, key: int | None, seen: int | None) -> Kept | None:
    if key is None:
        return None
    it = queries.kept(kind, municipality, key)
    if seen not in (None, it.changes):
        raise it.overtaken("", str(it))
    return it


def _save(member: Member, it: Kept, about: Mapping[str, Any]) -> Kept:
    for field, value in about.items():
        setattr(it, field, value)
    it.change(member)
    with _told():
        if it._state.adding:
            it.save(force_insert=True)
        else:
            it.save(update_fields=[*about, *CHANGED])
    return it


@contextmanager
def _told() -> Iterator[None]:
    """What the database does not let be, in words."""
    told = {
        "schooling_supplier_once": ("name", _("There is one with this name already.")),
        "schooling_start_once": ("on", _("This course starts on that day already.")),
        "schooling_start_full": ("places", _("More places than that are taken.")),
    }
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        constraint = getattr(getattr(error.__cause__, "diag", None), "constraint_name", "")
        if constraint not in told:
            raise
        field, why = told[constraint]
        raise Refused({field: why}) from error
