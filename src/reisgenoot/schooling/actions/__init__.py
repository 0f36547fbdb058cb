"""Changes of this app."""

from .keeping import keeps, require_keeping, save_course, save_start, save_supplier, set_gone

__all__ = ["keeps", "require_keeping", "save_course", "save_start", "save_supplier", "set_gone"]
