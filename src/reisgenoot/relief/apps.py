"""Django's registration of this app."""

from typing import Any

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReliefConfig(AppConfig):
    """The app ``relief``."""

    name = "reisgenoot.relief"
    label = "relief"
    verbose_name = _("Relief of finances")
    default_auto_field = "django.db.models.BigAutoField"

    def archive_lines(self, dossier_id: int) -> list[dict[str, Any]]:
        """What goes into the archive for the person: ``keeping.archive``."""
        from .archive import lines

        return lines(dossier_id)
