"""The demo's log-ins, which the settings hand over when a demo is served."""

from typing import Any

from django import template
from django.conf import settings

register = template.Library()


@register.simple_tag
def demo_log_ins() -> dict[str, Any] | None:
    """The password and the members whom the log-in page offers; None outside the demo."""
    return settings.DEMO_LOG_INS
