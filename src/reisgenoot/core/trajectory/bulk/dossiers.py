"""The rows of signals and phases, and one row for each dossier."""

from __future__ import annotations

import polars as pl

from ..columns import as_dates, dated, day, shifted, within_calendar
from ..days import NEVER
from ..program import SignalProgram
from .caseload import DOSSIER, ROW, Caseload
from .words import filled, named

_SIGNAL: dict[str, pl.DataType] = {
    "id": pl.Categorical(),
    **dict.fromkeys(("since", "until", "base"), pl.Date()),
    "code": pl.Int32(),
}
_PHASE: dict[str, pl.DataType] = {
    ROW: pl.UInt32(),
    "id": pl.Categorical(),
    **dict.fromkeys(("opened", "expected_until"), pl.Date()),
    "number": pl.Int32(),
}


def signal_rows(caseload: Caseload) -> pl.DataFrame:
    """A row for each signal in the plan of each dossier."""
    return pl.concat(
        [_signal(caseload, signal) for signal in caseload.ready.signals] or [caseload.none(_SIGNAL)]
    )


def _signal(caseload: Caseload, signal: SignalProgram) -> pl.DataFrame:
    item = signal.signal
    base = caseload.value(signal.base.moment)
    rows = caseload.frame.select(
        DOSSIER,
        named(item.id).alias("id"),
        caseload.shown(caseload.value(item.since)).alias("since"),
        caseload.shown(caseload.value(item.until)).alias("until"),
        base.alias("base"),
        pl.when(dated(base))
        .then(caseload.leaf(signal.base, base) + 1)
        .otherwise(0)
        .cast(pl.Int32)
        .alias("code"),
    )
    lasts = pl.col("until") > pl.max_horizontal(pl.col("since"), day(caseload.today))
    rows = rows.filter((pl.col("since") < NEVER) & lasts)
    said = [
        filled(signal.sentences, "code", lang, date="since", base="base").alias(f"why_{lang}")
        for lang in caseload.why
    ]
    rows = rows.with_columns(said)
    return rows.with_columns(as_dates(pl.col(key)).alias(key) for key in ("since", "until", "base"))


def phase_rows(caseload: Caseload) -> pl.DataFrame:
    """A row for each phase that has opened, or will, in the plan of each dossier."""
    frames = []
    for number, phase in enumerate(caseload.definition.phases):
        rows = caseload.frame.select(
            DOSSIER,
            pl.col(ROW),
            named(phase.id).alias("id"),
            caseload.shown(caseload.value(phase.opens)).alias("opened"),
        ).filter(pl.col("opened") < NEVER)
        end = within_calendar(shifted(pl.col("opened"), phase.lasts, 1)) if phase.lasts else day(NEVER)
        rows = rows.with_columns(
            as_dates(end).alias("expected_until"), pl.lit(number, pl.Int32).alias("number")
        )
        frames.append(rows.with_columns(as_dates(pl.col("opened")).alias("opened")))
    return pl.concat(frames) if frames else caseload.none(_PHASE)


def dossier_rows(caseload: Caseload, phases: pl.DataFrame) -> pl.DataFrame:
    """A row for each dossier: under which version, in which phase, and until when the plan holds."""
    current = (
        phases.filter(pl.col("opened") <= caseload.on)
        .group_by(ROW)
        .agg(
            pl.col("id").sort_by("number").last().alias("phase"),
            pl.col("opened").sort_by("number").last().alias("phase_since"),
            pl.col("number").max().alias("reached"),
        )
    )
    later = phases.filter(pl.col("opened") > caseload.on).join(
        current.select(ROW, "reached"), on=ROW, how="left"
    )
    later = later.filter(pl.col("reached").is_null() | (pl.col("number") > pl.col("reached")))
    change = later.group_by(ROW).agg(pl.col("opened").min().alias("phase_until"))
    rows = caseload.frame.join(current, on=ROW, how="left", maintain_order="left")
    rows = rows.join(change, on=ROW, how="left", maintain_order="left")
    return rows.select(
        DOSSIER,
        pl.lit(caseload.definition.id).alias("definition"),
        pl.lit(caseload.definition.version).alias("version"),
        pl.lit(caseload.definition.overlay, pl.String).alias("overlay"),
        "phase",
        "phase_since",
        "phase_until",
        as_dates(pl.col("good_until")).alias("good_until"),
        "unread",
    )
