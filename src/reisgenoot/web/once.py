"""What every form has besides the CSRF token: a one-time key, and whose page it stood on.

The key lets the same form sent twice count once (`access.once` sees to it). Whose page it was brings what was typed
back to the same user, if their log-in ended meanwhile (`access.kept`).
"""

import secrets

from django.core import signing
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString

FIELD, WHOSE = "once", "whose"
"""Names of the fields."""
OURS = frozenset({"csrfmiddlewaretoken", FIELD, WHOSE})
SALT = "reisgenoot.web.once"
OLDEST = 24 * 60 * 60
"""Seconds after which a form is nobody's any more; a log-in lasts ten hours at most."""


def field(request: HttpRequest | None = None) -> SafeString:
    """The hidden fields, with a new key. Off for autocomplete: browsers fill old values in after going back."""
    key = format_html(
        '<input type="hidden" name="{}" value="{}" autocomplete="off">', FIELD, secrets.token_urlsafe(16)
    )
    user = getattr(request, "user", None)
    if request is None or user is None or not user.is_authenticated:
        return key
    if not hasattr(request, "whose_forms"):  # a page has many forms
        request.whose_forms = format_html(  # type: ignore[attr-defined]
            '<input type="hidden" name="{}" value="{}">', WHOSE, _signer().sign(str(user.pk))
        )
    return key + request.whose_forms  # type: ignore[attr-defined, no-any-return]


def whose(signed: str) -> int | None:
    """The id of the user for whom we made the form; None if nobody, or too long ago."""
    try:
        return int(_signer().unsign(signed, max_age=OLDEST))
    except (signing.BadSignature, ValueError):
        return None


def _signer() -> signing.TimestampSigner:
    return signing.TimestampSigner(salt=SALT)
