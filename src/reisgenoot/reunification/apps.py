"""Django's registration of this app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReunificationConfig(AppConfig):
    """The app ``reunification``."""

    name = "reisgenoot.reunification"
    label = "reunification"
    verbose_name = _("Family reunification")
    default_auto_field = "django.db.models.BigAutoField"
