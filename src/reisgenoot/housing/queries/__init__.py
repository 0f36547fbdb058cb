"""Every read on the way to a home."""

from .association import AssociationPage, AssociationRow, association_list, association_page
from .dossier import HomePage, head_of, home_page, require_municipality
from .linking import LinkFilters, LinkRow, ToLink, proposal, to_link
from .municipality import STAGES, HouseholdRow, Overview, overview

__all__ = [
    "STAGES",
    "AssociationPage",
    "AssociationRow",
    "HomePage",
    "HouseholdRow",
    "LinkFilters",
    "LinkRow",
    "Overview",
    "ToLink",
    "association_list",
    "association_page",
    "head_of",
    "home_page",
    "overview",
    "proposal",
    "require_municipality",
    "to_link",
]
