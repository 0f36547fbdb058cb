"""The faults of a row: a code, a sentence in Dutch and English, and the orders of dates that cannot be."""

import dataclasses
import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

# Held back until corrected; {value} is what stands in the cell, {other} and {other_value} the cell it
# clashes with.
HELD_BACK: dict[str, dict[str, str]] = {
    "v_number_invalid": {"nl": "een V-nummer heeft tien cijfers", "en": "a V-number has ten digits"},
    "bsn_fails_eleven_test": {
        "nl": "dit is geen bestaand BSN: het voldoet niet aan de elfproef",
        "en": "this is not a valid BSN: it fails the eleven test",
    },
    "date_does_not_exist": {
        "nl": "deze datum bestaat niet (dag-maand-jaar; is alleen het jaar bekend, vul dan 01-01 en het "
        "jaar in)",
        "en": "this date does not exist (day-month-year; if only the year is known, enter 01-01 and the "
        "year)",
    },
    "date_unreadable": {
        "nl": "dit is niet als datum te lezen; schrijf dag-maand-jaar",
        "en": "this cannot be read as a date; write day-month-year",
    },
    "born_in_future": {
        "nl": "deze geboortedatum ligt na {other_value}",
        "en": "this birth date lies after {other_value}",
    },
    "name_missing": {"nl": "er staat geen naam", "en": "there is no name"},
    "postcode_invalid": {
        "nl": "dit is geen postcode: vier cijfers en twee letters, zoals 7001 AB",
        "en": "this is not a postcode: four digits and two letters, such as 7001 AB",
    },
    "permit_before_application": {
        "nl": "de vergunning ligt vóór de aanmelding (‘{other}’: {other_value})",
        "en": "the permit lies before the application (‘{other}’: {other_value})",
    },
    "link_before_application": {
        "nl": "de koppeling aan een gemeente ligt vóór de aanmelding (‘{other}’: {other_value})",
        "en": "the link to a municipality lies before the application (‘{other}’: {other_value})",
    },
    "home_before_application": {
        "nl": "de huisvesting ligt vóór de aanmelding (‘{other}’: {other_value})",
        "en": "the housing lies before the application (‘{other}’: {other_value})",
    },
    "intake_before_application": {
        "nl": "de brede intake ligt vóór de aanmelding (‘{other}’: {other_value})",
        "en": "the broad intake lies before the application (‘{other}’: {other_value})",
    },
    "pip_before_application": {
        "nl": "het PIP ligt vóór de aanmelding (‘{other}’: {other_value})",
        "en": "the PIP lies before the application (‘{other}’: {other_value})",
    },
    "pip_before_permit": {
        "nl": "het PIP ligt vóór de vergunning (‘{other}’: {other_value})",
        "en": "the PIP lies before the permit (‘{other}’: {other_value})",
    },
    "intake_before_birth": {
        "nl": "de brede intake ligt vóór de geboorte (‘{other}’: {other_value})",
        "en": "the broad intake lies before the birth (‘{other}’: {other_value})",
    },
    "pip_before_birth": {
        "nl": "het PIP ligt vóór de geboorte (‘{other}’: {other_value})",
        "en": "the PIP lies before the birth (‘{other}’: {other_value})",
    },
    "merged_cells": {
        "nl": "deze cel is samengevoegd met andere; splits de cellen en vul elke cel in",
        "en": "this cell is merged with others; split the cells and fill each of them",
    },
}
# Imported all the same.
WARNINGS: dict[str, dict[str, str]] = {
    "formula_as_text": {
        "nl": "dit ziet eruit als een formule; het is als tekst bewaard en wordt nooit uitgevoerd",
        "en": "this looks like a formula; it is kept as text and never run",
    },
    "value_unknown": {
        "nl": "deze waarde is niet herkend en wordt niet overgenomen",
        "en": "this value was not recognised and is not taken over",
    },
    "link_before_permit": {
        "nl": "de koppeling ligt vóór de vergunning (‘{other}’: {other_value}); dat kan alleen bij wie "
        "later bij een gezin komt",
        "en": "the link lies before the permit (‘{other}’: {other_value}); possible only for who joins "
        "a family later",
    },
    "home_before_permit": {
        "nl": "de huisvesting ligt vóór de vergunning (‘{other}’: {other_value}); dat kan alleen bij "
        "wie later bij een gezin komt",
        "en": "the housing lies before the permit (‘{other}’: {other_value}); possible only for who "
        "joins a family later",
    },
}
# (code, the date that comes too early, the date that must lie before it). Orders that do occur are not
# here: a
# home before the link, a PIP before the intake is completed, a birth after the family's application.
ORDERS: tuple[tuple[str, str, str], ...] = (
    ("permit_before_application", "permit_on", "arrived"),
    ("link_before_application", "linked", "arrived"),
    ("home_before_application", "moved_in", "arrived"),
    ("intake_before_application", "intake_completed", "arrived"),
    ("pip_before_application", "pip_set", "arrived"),
    ("pip_before_permit", "pip_set", "permit_on"),
    ("link_before_permit", "linked", "permit_on"),
    ("home_before_permit", "moved_in", "permit_on"),
    ("intake_before_birth", "intake_completed", "born"),
    ("pip_before_birth", "pip_set", "born"),
)
_FRAME = {
    "nl": "Rij {row}, kolom ‘{column}’, waarde ‘{value}’: {reason}.",
    "en": "Row {row}, column ‘{column}’, value ‘{value}’: {reason}.",
}
_EMPTY_FRAME = {
    "nl": "Rij {row}, kolom ‘{column}’, leeg: {reason}.",
    "en": "Row {row}, column ‘{column}’, empty: {reason}.",
}
LONGEST_VALUE_SHOWN = 80


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault of one cell. `column` is the column's own name, `field` the field it holds, `value` what
    was typed.
    """

    row: int
    field: str
    column: str
    value: str
    code: str
    more: Mapping[str, str] = dataclasses.field(default_factory=dict)

    @property
    def holds_back(self) -> bool:
        """Whether the row waits for a correction."""
        return self.code in HELD_BACK

    def reason(self, language: str = "nl") -> str:
        """Why, without the place."""
        texts = HELD_BACK.get(self.code) or WARNINGS[self.code]
        return texts[language].format(**self.more)

    def message(self, language: str = "nl") -> str:
        """Row, column, value and reason in one sentence."""
        shown = (
            self.value if len(self.value) <= LONGEST_VALUE_SHOWN else self.value[:LONGEST_VALUE_SHOWN] + "…"
        )
        frame = (_FRAME if shown else _EMPTY_FRAME)[language]
        return frame.format(row=self.row, column=self.column, value=shown, reason=self.reason(language))

    def as_json(self, language: str = "nl") -> dict[str, object]:
        """`{row, column, value, code, message}`."""
        return {
            "row": self.row,
            "column": self.column,
            "value": self.value,
            "code": self.code,
            "message": self.message(language),
        }


def impossible_orders(dates: Mapping[str, dt.date | None]) -> Iterator[tuple[str, str, str]]:
    """The orders that cannot be, as (code, early field, late field).

    Each date is blamed once: a permit dated before the application makes both suspect, and what else clashes
    with either of them is no news.

    >>> day = dt.date
    >>> dates = {"arrived": day(2025, 6, 1), "permit_on": day(2025, 3, 1), "linked": day(2024, 11, 2)}
    >>> list(impossible_orders(dates))
    [('permit_before_application', 'permit_on', 'arrived')]
    """
    suspect: set[str] = set()
    for code, early, late in ORDERS:
        if early in suspect or late in suspect:
            continue
        first, second = dates.get(early), dates.get(late)
        if first is not None and second is not None and first < second:
            suspect |= {early, late}
            yield code, early, late
