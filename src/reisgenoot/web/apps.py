"""The app of the base page."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Templates, styles and scripts that every page shares."""

    name = "reisgenoot.web"
