"""Every read that a page of this app needs, in a constant number of SQL statements."""

from .dossier import DossierKeeping, RequestPage, dossier_keeping, request_page
from .lists import Due, DueRow, RequestRow, certificate, certificates, due, holds, requests, terms
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
    "request_page",
    "requests",
    "terms",
    "units_of",
]
