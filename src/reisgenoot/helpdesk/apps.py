"""Django's registration of this app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HelpdeskConfig(AppConfig):
    """The app ``helpdesk``."""

    name = "reisgenoot.helpdesk"
    label = "helpdesk"
    verbose_name = _("Walk-in hours")
    default_auto_field = "django.db.models.BigAutoField"
