"""A one-time key in every form, so that the same form sent twice counts once (`access.once` sees to it)."""

import secrets

from django.utils.html import format_html
from django.utils.safestring import SafeString

FIELD = "once"
"""Name of the field."""


def field() -> SafeString:
    """The hidden field with a new key. Off for autocomplete: browsers fill old values in after going back."""
    return format_html(
        '<input type="hidden" name="{}" value="{}" autocomplete="off">', FIELD, secrets.token_urlsafe(16)
    )
