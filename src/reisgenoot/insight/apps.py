"""The app of facts and figures."""

from django.apps import AppConfig


class InsightConfig(AppConfig):
    """Overviews that lead into the work."""

    name = "reisgenoot.insight"
