"""Reads of this app: each a constant number of SQL statements."""

from .catalogue import (
    Courses,
    Filters,
    SupplierShown,
    courses,
    courses_export,
    kept,
    removed_suppliers,
    supplier_page,
    suppliers,
)
from .following import entry, exams, participation, talks
from .imports import ImportShown, hours_import, imports
from .lessons import Choices, LessonsPage, Wanted, choices, enrolment, lessons, suppliers_of

__all__ = [
    "Choices",
    "Courses",
    "Filters",
    "ImportShown",
    "LessonsPage",
    "SupplierShown",
    "Wanted",
    "choices",
    "courses",
    "courses_export",
    "enrolment",
    "entry",
    "exams",
    "hours_import",
    "imports",
    "kept",
    "lessons",
    "participation",
    "removed_suppliers",
    "supplier_page",
    "suppliers",
    "suppliers_of",
    "talks",
]
