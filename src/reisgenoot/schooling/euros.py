"""Amounts in euros as people write them."""

from __future__ import annotations

import re
from decimal import Decimal

_AMOUNT = re.compile(r"(\d{1,3}(?:\.\d{3})+|\d{1,3}(?:,\d{3})+|\d{1,7})(?:[.,](\d{1,2}))?")


def euros(said: str) -> Decimal | None:
    """The amount; None if it is none. Three digits after a dot or comma are thousands: no amount has three decimals.

    >>> [str(euros(it)) for it in ("1.234,50", "1234,5", "1,234.50", "1.234", "€ 950", "1.23.4", "-3", "12,345,6")]
    ['1234.50', '1234.5', '1234.50', '1234', '950', 'None', 'None', '12345.6']
    """
    found = _AMOUNT.fullmatch(said.strip().removeprefix("€").strip())
    if found is None:
        return None
    whole = found[1].replace(".", "").replace(",", "")
    return Decimal(f"{whole}.{found[2]}" if found[2] else whole)
