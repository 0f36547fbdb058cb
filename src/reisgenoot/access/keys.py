"""Ids that stand in an address by themselves: nobody gets from one to the next, or learns how many there are."""

from __future__ import annotations

import secrets
from typing import Any

from django.db import models
from django.db.models import Func

BITS = 62
"""Random bits: a positive bigint. Of 300,000 ids two are the same with a chance of one in a hundred million."""


def random_key() -> int:
    """A new id."""
    return secrets.randbits(BITS)


class RandomKey(Func):
    """The same in SQL, for rows that functions of the database make: the last 62 bits of a random UUID."""

    template = (
        f"(('x' || right(replace(gen_random_uuid()::text, '-', ''), 16))::bit(64)::bigint & {2**BITS - 1})"
    )
    output_field = models.BigIntegerField()


def random_key_field(**options: Any) -> models.BigIntegerField[int, int]:
    """A primary key that can't be guessed. It has no order: what comes first must be asked of another column."""
    return models.BigIntegerField(
        primary_key=True, default=random_key, db_default=RandomKey(), editable=False, **options
    )
