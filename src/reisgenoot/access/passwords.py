"""What a password must be like, where Django's own sentence has no Dutch."""

from __future__ import annotations

from django.contrib.auth.password_validation import MinimumLengthValidator
from django.utils.translation import gettext as _


class LongEnough(MinimumLengthValidator):
    """At least so many characters."""

    def get_error_message(self) -> str:
        """What is said about one that is too short."""
        return _("This password is too short: it needs at least %(least)s characters.") % {
            "least": self.min_length
        }
