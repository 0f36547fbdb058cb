"""Every read that a page needs, in as few SQL statements as can be."""

from .appointments import (
    PER_PAGE,
    AppointmentShown,
    Attending,
    Week,
    appointment,
    feed,
    may_attend,
    over,
    own_feed,
    to_come,
    week,
)
from .consents import ConsentShown, NoticeShown, SeenByConsent, consent, consent_notices, consents
from .emergency import Emergency, emergencies
from .heading import Heading, heading
from .looked import Looked, who_looked
from .notices import Notices, notices
from .overview import overview
from .page import dossier_page
from .questions import Questions, QuestionShown, asked, reached
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
from .withheld import Withheld, withheld
from .worklist import saved_views, worklist, worklist_export

__all__ = [
    "PER_PAGE",
    "AppointmentShown",
    "Attending",
    "ConsentShown",
    "Counts",
    "DocumentShown",
    "DossierPage",
    "Emergency",
    "FactShown",
    "Found",
    "Heading",
    "HouseholdShown",
    "HousemateShown",
    "InvolvementShown",
    "LogShown",
    "Looked",
    "NameShown",
    "NoteShown",
    "NoticeShown",
    "Notices",
    "Overview",
    "OverviewRow",
    "PersonShown",
    "QuestionShown",
    "Questions",
    "SeenByConsent",
    "Week",
    "Withheld",
    "Worklist",
    "WorklistFilters",
    "WorklistOptions",
    "WorklistRow",
    "appointment",
    "asked",
    "consent",
    "consent_notices",
    "consents",
    "dossier_page",
    "emergencies",
    "feed",
    "heading",
    "may_attend",
    "notices",
    "over",
    "overview",
    "own_feed",
    "reached",
    "saved_views",
    "search_people",
    "to_come",
    "week",
    "who_looked",
    "withheld",
    "worklist",
    "worklist_export",
]
