"""The route as data and the plan as a pure function.

>>> from datetime import date
>>> routes = catalogue()
>>> facts = {"arrived": "2026-01-05", "permit_granted": "2026-06-01"}
>>> plan(routes.resolve("nl-asylum", facts, date(2026, 7, 1)), facts, date(2026, 7, 1)).phase
'housing'
"""

from .catalogue import Catalogue
from .load import catalogue, check_files, load
from .model import Definition, Ground
from .plan import PhaseSpan, Plan, PlannedSignal, PlannedTask, plan
from .source import DefinitionError, Problem

__all__ = [
    "Catalogue",
    "Definition",
    "DefinitionError",
    "Ground",
    "PhaseSpan",
    "Plan",
    "PlannedSignal",
    "PlannedTask",
    "Problem",
    "catalogue",
    "check_files",
    "load",
    "plan",
]
