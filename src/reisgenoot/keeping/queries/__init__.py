"""Every read that a page of this app needs, in a constant number of SQL statements."""

from .dossier import DossierKeeping, RequestPage, dossier_keeping, request_page
from .lists import Due, DueRow, RequestRow, certificate, certificates, due, holds, requests, terms
from .notice import notice
from .units import Unit, units_of

__all__ = [
    "DossierKeeping",
    "Due",
    "DueRow",
    "RequestPage",
    "RequestRow",
    "Unit",
    "certificate",
    "certificates",
    "dossier_keeping",
    "due",
    "holds",
    "notice",
    "request_page",
    "requests",
    "terms",
    "units_of",
]
