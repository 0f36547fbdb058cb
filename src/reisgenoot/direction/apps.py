"""Django's registration of this app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DirectionConfig(AppConfig):
    """The app ``direction``."""

    name = "reisgenoot.direction"
    label = "direction"
    verbose_name = _("Direction")
    default_auto_field = "django.db.models.BigAutoField"
