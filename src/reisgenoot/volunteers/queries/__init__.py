"""Every read that a page about volunteers needs, in as few SQL statements as can be."""

from .dossier import DossierVolunteers, dossier_volunteers, questions
from .matches import RunningMatch, RunningMatches, matches_export, running_matches
from .matching import Candidate, Candidates, Household, candidates, household_of
from .mine import MyHousehold, my_households
from .notices import VolunteerNotices, volunteer_notices
from .volunteers import Filters, Row, Rows, VolunteerPage, export, volunteer_page, volunteers

__all__ = [
    "Candidate",
    "Candidates",
    "DossierVolunteers",
    "Filters",
    "Household",
    "MyHousehold",
    "Row",
    "Rows",
    "RunningMatch",
    "RunningMatches",
    "VolunteerNotices",
    "VolunteerPage",
    "candidates",
    "dossier_volunteers",
    "export",
    "household_of",
    "matches_export",
    "my_households",
    "questions",
    "running_matches",
    "volunteer_notices",
    "volunteer_page",
    "volunteers",
]
