"""Every read that a page needs, in as few SQL statements as can be."""

from .overview import overview
from .page import dossier_page
from .search import search_people
from .shapes import (
    Counts,
    DossierPage,
    Found,
    Overview,
    OverviewRow,
    Worklist,
    WorklistFilters,
    WorklistOptions,
    WorklistRow,
)
from .worklist import saved_views, worklist, worklist_export

__all__ = [
    "Counts",
    "DossierPage",
    "Found",
    "Overview",
    "OverviewRow",
    "Worklist",
    "WorklistFilters",
    "WorklistOptions",
    "WorklistRow",
    "dossier_page",
    "overview",
    "saved_views",
    "search_people",
    "worklist",
    "worklist_export",
]
