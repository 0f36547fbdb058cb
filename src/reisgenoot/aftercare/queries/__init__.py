"""Every read that closing needs, in a constant number of SQL statements."""

from .closing import ClosingPage, HoursPage, closing_page, hours_page
from .contracts import contracts, municipalities
from .measuring import Measured, measured
from .tasks import OpenTask, open_tasks, undecided

__all__ = [
    "ClosingPage",
    "HoursPage",
    "Measured",
    "OpenTask",
    "closing_page",
    "contracts",
    "hours_page",
    "measured",
    "municipalities",
    "open_tasks",
    "undecided",
]
