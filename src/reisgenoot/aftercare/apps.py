"""Django's registration of this app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AftercareConfig(AppConfig):
    """The app ``aftercare``."""

    name = "reisgenoot.aftercare"
    label = "aftercare"
    verbose_name = _("Closing and after")
    default_auto_field = "django.db.models.BigAutoField"
