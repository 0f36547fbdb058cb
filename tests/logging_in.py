"""Logging in as a browser does, for the tests of log-in."""

from __future__ import annotations

import base64
import hashlib
import hmac
import struct
import time
from typing import Any

from django.http import HttpResponse
from django.test import Client
from factories import AsOwner, be, member

from reisgenoot.access.models import Member, Organisation

PASSWORD = "een-lang-wachtwoord-7"


def worker(as_owner: AsOwner, role: str = "guide", organisation: Organisation | None = None) -> Member:
    """A member with a password; nobody acts afterwards."""
    made = member(as_owner, role, organisation)
    made.user.set_password(PASSWORD)
    with as_owner():
        made.user.save()
    be(None)
    return made


def log_in(
    client: Client, email: str, password: str = PASSWORD, address: str = "192.0.2.1", **more: Any
) -> HttpResponse:
    """Send the form of the log-in page."""
    be(None)
    body = {"login": email, "password": password}
    return client.post("/account/login/", body, REMOTE_ADDR=address, **more)


def is_in(client: Client) -> bool:
    """Whether the browser is logged in as somebody who works somewhere."""
    be(None)
    return client.get("/account/").status_code == 200


def code_of(secret: str) -> str:
    """What an authenticator app shows now for this key (RFC 6238)."""
    digest = hmac.new(
        base64.b32decode(secret), struct.pack(">Q", int(time.time()) // 30), hashlib.sha1
    ).digest()
    at = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[at : at + 4])[0] & 0x7FFFFFFF) % 10**6:06}"
