"""Locking what lies in the database with keys that follow from the secret key, one for each purpose."""

from __future__ import annotations

import base64

from cryptography.fernet import Fernet, MultiFernet
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.utils.encoding import force_bytes


def locks(purpose: str) -> MultiFernet:
    """The newest key, and those before it (SECRET_KEY_FALLBACKS) to open what they locked."""
    return MultiFernet([_lock(key, purpose) for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)])


def _lock(secret: str | bytes, purpose: str) -> Fernet:
    info = f"reisgenoot {purpose}".encode()
    derive = HKDF(algorithm=hashes.SHA256(), length=32, salt=None, info=info)
    return Fernet(base64.urlsafe_b64encode(derive.derive(force_bytes(secret))))
