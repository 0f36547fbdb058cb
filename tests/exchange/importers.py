"""Organisations that import, and small caseloads for them."""

import itertools
import random
from collections.abc import Callable
from contextlib import AbstractContextManager

from caseloads import DUTCH, Row, as_csv, people, table

from reisgenoot.access.models import Organisation

COUNTER = itertools.count(1)


def make_organisation(as_owner: Callable[[], AbstractContextManager[None]]) -> Organisation:
    """One more organisation."""
    with as_owner():
        number = next(COUNTER)
        return Organisation.objects.create(
            slug=f"organisatie-{number}", name=f"Organisatie {number}", kind="vluchtelingenwerk"
        )


def caseload(count: int = 12, seed: int = 7, change: Callable[[list[Row]], None] | None = None) -> bytes:
    """A csv file with so many rows; `change` may spoil them."""
    dice = random.Random(seed)
    rows = people(dice, count)
    if change is not None:
        change(rows)
    return as_csv(table(rows, DUTCH, list(DUTCH), dice, real_dates=False))
