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
from .lessons import Choices, LessonsPage, Wanted, choices, enrolment, lessons, suppliers_of

__all__ = [
    "Choices",
    "Courses",
    "Filters",
    "LessonsPage",
    "SupplierShown",
    "Wanted",
    "choices",
    "courses",
    "courses_export",
    "enrolment",
    "kept",
    "lessons",
    "removed_suppliers",
    "supplier_page",
    "suppliers",
    "suppliers_of",
]
