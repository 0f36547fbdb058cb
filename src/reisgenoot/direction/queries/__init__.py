"""Every read that a page of this app needs."""

from .calendar import CALENDAR, Weeks, calendar
from .common import carries
from .desk import ROUTES, Filters, Row, Shown, desk, exported
from .town import STATES, People, Person, exported_people, people, town

__all__ = [
    "CALENDAR",
    "ROUTES",
    "STATES",
    "Filters",
    "People",
    "Person",
    "Row",
    "Shown",
    "Weeks",
    "calendar",
    "carries",
    "desk",
    "exported",
    "exported_people",
    "people",
    "town",
]
