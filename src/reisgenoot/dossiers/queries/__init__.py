"""Every read that a page needs, in as few SQL statements as can be."""

from .emergency import Emergency, emergencies, emergencies_lately
from .looked import Looked, who_looked
from .overview import overview
from .page import dossier_page
from .search import search_people
from .shapes import (
    Counts,
    DocumentShown,
    DossierPage,
    FactShown,
    Found,
    HouseholdShown,
    HousemateShown,
    InvolvementShown,
    LogShown,
    NameShown,
    NoteShown,
    Overview,
    OverviewRow,
    PersonShown,
    Worklist,
    WorklistFilters,
    WorklistOptions,
    WorklistRow,
)
from .worklist import saved_views, worklist, worklist_export

__all__ = [
    "Counts",
    "DocumentShown",
    "DossierPage",
    "Emergency",
    "FactShown",
    "Found",
    "HouseholdShown",
    "HousemateShown",
    "InvolvementShown",
    "LogShown",
    "Looked",
    "NameShown",
    "NoteShown",
    "Overview",
    "OverviewRow",
    "PersonShown",
    "Worklist",
    "WorklistFilters",
    "WorklistOptions",
    "WorklistRow",
    "dossier_page",
    "emergencies",
    "emergencies_lately",
    "overview",
    "saved_views",
    "search_people",
    "who_looked",
    "worklist",
    "worklist_export",
]
