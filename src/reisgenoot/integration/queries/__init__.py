"""Every read that a page needs, in as few SQL statements as can be."""

from reisgenoot.dossiers.queries.granted import Rights, rights

from .duty import DutyShown, Missing, TermShown, duty_shown
from .intake import IntakeShown, PartShown, intake_shown, part_shown
from .lacking import Lacking, lacking
from .learnability import EXEMPT, TESTED, TestShown, test_shown
from .talks import in_a_row, in_order, talk_of

__all__ = [
    "EXEMPT",
    "TESTED",
    "DutyShown",
    "IntakeShown",
    "Lacking",
    "Missing",
    "PartShown",
    "Rights",
    "TermShown",
    "TestShown",
    "duty_shown",
    "in_a_row",
    "in_order",
    "intake_shown",
    "lacking",
    "part_shown",
    "rights",
    "talk_of",
    "test_shown",
]
