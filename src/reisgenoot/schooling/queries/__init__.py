"""Reads of this app: each a constant number of SQL statements."""

from .catalogue import (
    Courses,
    Filters,
    SupplierShown,
    courses,
    courses_export,
    kept,
    removed_suppliers,
    route_starts_due,
    supplier_page,
    suppliers,
)

__all__ = [
    "Courses",
    "Filters",
    "SupplierShown",
    "courses",
    "courses_export",
    "kept",
    "removed_suppliers",
    "route_starts_due",
    "supplier_page",
    "suppliers",
]
