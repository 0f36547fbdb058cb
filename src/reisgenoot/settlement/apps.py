"""Django's registration of this app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SettlementConfig(AppConfig):
    """The app ``settlement``."""

    name = "reisgenoot.settlement"
    label = "settlement"
    verbose_name = _("Settling in")
    default_auto_field = "django.db.models.BigAutoField"
