"""Every read that a page of the desk needs, in a constant number of SQL statements."""

from .desk import Desk, Queued, SessionPage, SessionShown, VisitPage, desk, session_page, visit_page
from .figures import Bottleneck, Visits, bottlenecks, visit_figures
from .referrals import (
    ReferralFilters,
    ReferralList,
    ReferralShown,
    dossier_referrals,
    overdue_referrals,
    referral_page,
    referrals,
    referrals_export,
)
from .social_map import MapFilters, MapList, entry_page, map_export, social_map

__all__ = [
    "Bottleneck",
    "Desk",
    "MapFilters",
    "MapList",
    "Queued",
    "ReferralFilters",
    "ReferralList",
    "ReferralShown",
    "SessionPage",
    "SessionShown",
    "VisitPage",
    "Visits",
    "bottlenecks",
    "desk",
    "dossier_referrals",
    "entry_page",
    "map_export",
    "overdue_referrals",
    "referral_page",
    "referrals",
    "referrals_export",
    "session_page",
    "social_map",
    "visit_figures",
    "visit_page",
]
