"""Django's registration of this app."""

from typing import Any

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReunificationConfig(AppConfig):
    """The app ``reunification``."""

    name = "reisgenoot.reunification"
    label = "reunification"
    verbose_name = _("Family reunification")
    default_auto_field = "django.db.models.BigAutoField"

    def archive_lines(self, dossier_id: int) -> list[dict[str, Any]]:
        """What goes into the archive for the person: ``keeping.archive``."""
        from .archive import lines

        return lines(dossier_id)

    def family_following(self, dossier_ids: list[int]) -> dict[int, Any]:
        """How many follow the households of these people: ``dossiers.following``."""
        from .following import counted

        return counted(dossier_ids)
