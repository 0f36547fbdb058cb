"""Django's registration of this app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ShieldedConfig(AppConfig):
    """The app ``shielded``. It has no tables: everything is in the boxes of ``vault``."""

    name = "reisgenoot.shielded"
    label = "shielded"
    verbose_name = _("Shielded dossiers")
    default_auto_field = "django.db.models.BigAutoField"
