"""Names and sentences as columns."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from .. import explain
from ..columns import as_dates
from ..model import Text


def named(text: str | None) -> pl.Expr:
    """A name that is the same in every row."""
    return pl.lit(text, pl.Categorical)


def filled(sentences: Sequence[Text], code: str, lang: str, **dates: str) -> pl.Expr:
    """The sentence with a row's code, and its dates in words; null for a negative code."""
    if not sentences:
        return pl.lit(None, pl.String)
    known = pl.lit(pl.Series([sentence[lang] for sentence in sentences]))
    text: pl.Expr = pl.when(pl.col(code) >= 0).then(known.gather(pl.col(code).clip(0)))
    for name, column in dates.items():
        words = _in_words(as_dates(pl.col(column)), lang)
        text = text.str.replace(f"{{{name}}}", words.fill_null(""), literal=True)
    return text


def _in_words(dates: pl.Expr, lang: str) -> pl.Expr:
    months = pl.lit(pl.Series(explain.MONTHS[lang])).gather(dates.dt.month().fill_null(1).cast(pl.Int32) - 1)
    return pl.concat_str(dates.dt.day(), months, dates.dt.year(), separator=" ")
