"""Django's registration of this app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProcedureConfig(AppConfig):
    """The app ``procedure``."""

    name = "reisgenoot.procedure"
    label = "procedure"
    verbose_name = _("Registration and procedure")
    default_auto_field = "django.db.models.BigAutoField"
