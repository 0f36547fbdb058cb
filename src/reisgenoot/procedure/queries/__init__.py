"""Every read that a page needs, in a constant number of SQL statements."""

from .alike import Alike, alike
from .dossier import ProcedurePage, procedure_page, works_on
from .durations import ENOUGH, Spread, spreads
from .lists import (
    ArrivalRow,
    CheckRow,
    Page,
    TermRow,
    arrivals,
    checks,
    just_registered,
    terms,
)
from .sessions import Candidate, SessionPage, session_page, sessions

__all__ = [
    "ENOUGH",
    "Alike",
    "ArrivalRow",
    "Candidate",
    "CheckRow",
    "Page",
    "ProcedurePage",
    "SessionPage",
    "Spread",
    "TermRow",
    "alike",
    "arrivals",
    "checks",
    "just_registered",
    "procedure_page",
    "session_page",
    "sessions",
    "spreads",
    "terms",
    "works_on",
]
