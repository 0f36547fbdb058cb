"""DUO's published interface with municipalities: events, messages, and the rules for what a message may say. Pure."""

from .events import Event, events, groups
from .rules import ROUTES, Known, Verdict, judge, rules
from .shapes import Failure, Field, Shape, shapes

__all__ = [
    "ROUTES",
    "Event",
    "Failure",
    "Field",
    "Known",
    "Shape",
    "Verdict",
    "events",
    "groups",
    "judge",
    "rules",
    "shapes",
]
