"""What the log-in page offers beside a password: log-ins of organisations, and those of a demo that is served."""

from typing import Any

from django import template
from django.conf import settings

from reisgenoot.config.oidc import Provider

register = template.Library()


@register.simple_tag
def demo_log_ins() -> dict[str, Any] | None:
    """The password and the members whom the log-in page offers; None outside the demo."""
    return settings.DEMO_LOG_INS


@register.simple_tag
def providers() -> tuple[Provider, ...]:
    """The organisations' own log-ins."""
    return settings.OIDC
