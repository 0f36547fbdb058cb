"""The route as data and the plan as a pure function.

`catalogue()` has the shipped definitions, `Catalogue.resolve` chooses the version for somebody's facts, `plan` makes
the plan. `bulk.plan_many` does the same for a whole caseload; it is not imported here, because Polars takes its time.
"""

from .catalogue import Catalogue
from .load import catalogue, check_files, load
from .model import Definition, Ground
from .plan import PhaseSpan, Plan, PlannedSignal, PlannedTask, grounds, plan
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
    "grounds",
    "load",
    "plan",
]
