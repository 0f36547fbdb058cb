"""Django's registration of this app."""

from typing import Any

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EnforcementConfig(AppConfig):
    """The app ``enforcement``."""

    name = "reisgenoot.enforcement"
    label = "enforcement"
    verbose_name = _("Enforcement")
    default_auto_field = "django.db.models.BigAutoField"

    def archive_lines(self, dossier_id: int) -> list[dict[str, Any]]:
        """What goes into the archive for the person: ``keeping.archive``."""
        from .archive import lines

        return lines(dossier_id)
