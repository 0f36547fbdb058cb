"""Django's registration of this app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class KeepingConfig(AppConfig):
    """The app ``keeping``."""

    name = "reisgenoot.keeping"
    label = "keeping"
    verbose_name = _("Keeping")
    default_auto_field = "django.db.models.BigAutoField"

    def rules_as_sql(self) -> str:
        """What ``access.wall`` puts into the database: the terms of ``retention.yaml``."""
        from . import rules

        return rules.as_sql()
