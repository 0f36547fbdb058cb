"""Every read that a page of this app needs."""

from .desk import ROUTES, Filters, Row, Shown, desk, exported

__all__ = ["ROUTES", "Filters", "Row", "Shown", "desk", "exported"]
