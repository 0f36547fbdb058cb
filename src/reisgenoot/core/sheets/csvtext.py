"""A csv file of unknown encoding and separator as rows of text."""

import codecs
import csv
import io
from collections.abc import Callable, Iterator, Sequence

from reisgenoot.core.sheets.archive import MAX_COLUMNS, MAX_ROWS
from reisgenoot.core.sheets.errors import SheetError

SEPARATORS = ";,\t|"
SAMPLE_ROWS = 30
MAX_CELL_CHARACTERS = 100_000
ONE_BYTE_ENCODINGS = ("cp1252", "latin-1", "cp850")  # the first one wins a tie
BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, ""),
    (codecs.BOM_UTF32_BE, ""),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def decode(content: bytes) -> str:
    """The text of a csv file in UTF-8, UTF-16, cp1252, Latin-1 or cp850, found out from its bytes.

    Raises SheetError `not_a_spreadsheet` for binary content and `wrong_encoding` for text that is none
    of these.

    >>> decode("Öztürk;Çağla".encode("utf-8-sig"))
    'Öztürk;Çağla'
    >>> decode("Jürgen Öztürk".encode("cp850")), decode("Jürgen Öztürk".encode("cp1252"))
    ('Jürgen Öztürk', 'Jürgen Öztürk')
    """
    encoding = _encoding(content)
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as broken:
        raise SheetError("wrong_encoding") from broken
    head = text[:200_000]
    controls = sum(1 for character in head if ord(character) < 32 and character not in "\t\r\n\f\x1a")
    if controls:
        raise SheetError("not_a_spreadsheet" if controls > len(head) / 100 else "wrong_encoding")
    return text.rstrip("\x1a")


def _encoding(content: bytes) -> str:
    for mark, encoding in BYTE_ORDER_MARKS:
        if content.startswith(mark):
            if not encoding:
                raise SheetError("wrong_encoding")
            return encoding
    head = content[:4000]
    if b"\0" in head:
        pairs = max(len(head) // 2, 1)
        if head[1::2].count(0) > pairs * 0.4 and head[::2].count(0) < pairs * 0.1:
            return "utf-16-le"
        if head[::2].count(0) > pairs * 0.4 and head[1::2].count(0) < pairs * 0.1:
            return "utf-16-be"
        raise SheetError("not_a_spreadsheet")
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return max(ONE_BYTE_ENCODINGS, key=lambda name: _plausibility(content, name))
    return "utf-8"


def _plausibility(content: bytes, encoding: str) -> float:
    """How much the letters beyond ASCII look like letters inside words; undecodable bytes count against."""
    text = content[:2_000_000].decode(encoding, errors="replace")
    score = 0.0
    before = " "
    for character in text:
        if ord(character) > 127:
            if character == "\ufffd" or 127 < ord(character) < 160:
                score -= 3
            elif character.isalpha():
                score += -1 if character.isupper() and before.islower() else 1
                if character not in "áàâäãåçéèêëíìîïñóòôöõøúùûüýÿşğıæßÁÀÂÄÃÅÇÉÈÊËÍÌÎÏÑÓÒÔÖÕØÚÙÛÜÝÆŠšŽžŒœ":
                    score -= 1
            elif before.isalpha():
                score -= 1
        before = character
    return score


def rows(text: str, fit: Callable[[Sequence[Sequence[str]]], int]) -> Iterator[list[str]]:
    """The rows of a csv text; the separator is the one under which `fit` scores the first rows highest.

    A first line `sep=;` names the separator and is no row, as in spreadsheet programs.
    """
    first_line = text[:20].splitlines()[0] if text.strip() else ""
    if first_line.lower().startswith("sep=") and len(first_line) == 5:
        separator = first_line[4]
        text = text.split("\n", 1)[1] if "\n" in text else ""
    else:
        separator = _separator(text, fit)
    count = 0
    try:
        for count, row in enumerate(_reader(text, separator), start=1):
            if count > MAX_ROWS:
                raise SheetError("too_many_rows", limit=MAX_ROWS)
            if len(row) > MAX_COLUMNS and any(cell.strip() for cell in row[MAX_COLUMNS:]):
                raise SheetError("too_many_columns", limit=MAX_COLUMNS)
            if any(len(cell) > MAX_CELL_CHARACTERS for cell in row):
                raise SheetError("broken_quotes", row=count)
            yield row[:MAX_COLUMNS]
    except csv.Error as broken:
        raise SheetError("broken_quotes", row=count + 1) from broken


def _separator(text: str, fit: Callable[[Sequence[Sequence[str]]], int]) -> str:
    head = text[:200_000]

    def score(separator: str) -> tuple[int, int]:
        sample: list[list[str]] = []
        try:
            for row in _reader(head, separator):
                sample.append(row)
                if len(sample) >= SAMPLE_ROWS:
                    break
        except csv.Error:
            return (0, 0)
        return fit(sample), max((len(row) for row in sample), default=0)

    return max(SEPARATORS, key=score)


def _reader(text: str, separator: str) -> Iterator[list[str]]:
    return csv.reader(io.StringIO(text, newline=""), delimiter=separator)
