"""An extension is typed as it is stored; what can't be one is refused before it reaches the plan."""

from __future__ import annotations

from datetime import date

import pytest

from reisgenoot.core.trajectory import catalogue
from reisgenoot.dossiers.values import Impossible, check

VERSION = catalogue().versions("nl-asylum")[-1]


@pytest.mark.parametrize("span", ["2026-02-01/2026-06-28", "2026-02-01/..", "2026-11-02/P6M"])
def test_a_span_is_stored_as_it_is(span: str) -> None:
    assert check(VERSION, "extended_no_blame", [span], date(2026, 11, 25)).value == [span]


@pytest.mark.parametrize(
    "value", ["2026-11-02/P6M", ["2026-06-28/2026-02-01"], ["2026-11-02"], ["six months"], [6], None]
)
def test_what_is_no_span_is_refused(value: object) -> None:
    with pytest.raises(Impossible):
        check(VERSION, "extended_no_blame", value, date(2026, 11, 25))
