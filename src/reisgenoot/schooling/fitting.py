"""Whether a course fits somebody: a PIP is there (DUO wants one), its route, and what the act asks of a school."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.utils.translation import gettext as _

from reisgenoot.access.errors import Text

from .models import Course, Part, Start, Supplier

PIP = "pip_set"
MARKED = (Supplier.Mark.BLIK_OP_WERK, Supplier.Mark.EQUIVALENT)


def unfit(start: Start, facts: Mapping[str, object], today: date) -> Text:
    """Why somebody of whom this is known can't follow a course; empty if they can."""
    course, supplier, route = start.course, start.course.supplier, facts.get("learning_route")
    if course.gone or supplier.gone:
        return _("This course is no longer given.")
    if course.part == Part.LESSONS and (PIP not in facts or route is None):
        return _("First the PIP is set, with the route in it: the course follows from that.")
    if course.route and course.route != route:
        told = _("This course is for another route than that of the PIP (%(route)s).")
        return told % {"route": dict(Course.Route.choices).get(str(route), _("none yet"))}
    if course.part == Part.MAP and route == Course.Route.EDUCATION:
        return _("In the education route there is no MAP.")
    if course.part != Part.LESSONS:
        return ""
    until = supplier.mark_until
    if until is None or until < max(start.on, today):
        return _("The quality mark of this supplier does not hold on the day on which the course starts.")
    if route == Course.Route.EDUCATION and supplier.mark != Supplier.Mark.DIPLOMA:
        return _("The education route is given by a school that is recognised to give diplomas.")
    if route != Course.Route.EDUCATION and supplier.mark not in MARKED:
        return _("For this route the act asks for a school with a certificate or quality mark.")
    return ""
