"""`python -m tools.messages [update]`: which texts of the screens have no Dutch translation; `update` adds them, empty.

Texts are found in Python by Babel, and in templates by Django's own reader of template tags. No gettext program needed.
"""

import io
import os
import re
import sys
import tokenize
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_python
from babel.messages.pofile import read_po, write_po

SOURCE = Path(__file__).resolve().parent.parent / "src" / "reisgenoot"
CATALOGUE = SOURCE / "locale" / "nl" / "LC_MESSAGES" / "django.po"
KEYWORDS = (
    "_",
    "gettext",
    "gettext_lazy",
    "gettext_noop",
    "ngettext",
    "ngettext_lazy",
    "pgettext",
    "pgettext_lazy",
)
Message = str | tuple[str, str]  # a text, or singular and plural
STRING = r"""(?:"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*')"""
CALL = re.compile(rf"""\b(?:_|gettext|ngettext|pgettext)\((?:{STRING}|[^()"'])*\)""", re.S)
"""A text as Django's reader writes it down; brackets within a text do not count."""


def found() -> dict[Message, str]:
    """Every text with the first place where it stands."""
    messages: dict[Message, str] = {}
    for file in sorted(SOURCE.rglob("*.py")):
        for message, line in _in_python(file.read_bytes()):
            messages.setdefault(message, f"{file.relative_to(SOURCE)}:{line}")
    for file in sorted(SOURCE.rglob("*.html")):
        for message in _in_template(file):
            messages.setdefault(message, str(file.relative_to(SOURCE)))
    return messages


def _in_python(source: bytes) -> Iterator[tuple[Message, int]]:
    for line, function, text, _comments in extract_python(io.BytesIO(source), KEYWORDS, (), {}):
        parts = (text,) if isinstance(text, str) else tuple(part for part in text if part)
        if function.startswith("pgettext"):
            parts = parts[1:]
        if function.startswith("ngettext") and len(parts) > 1:
            yield (parts[0], parts[1]), line
        elif parts:
            yield parts[0], line


def _in_template(file: Path) -> Iterator[Message]:
    from django.utils.translation.template import templatize

    for call in CALL.findall(templatize(file.read_text(encoding="utf-8"), origin=str(file))):
        try:
            yield from (message for message, _line in _in_python(call.encode()))
        except tokenize.TokenError:
            continue


def missing() -> dict[Message, str]:
    """Texts without a finished Dutch translation, with where they stand."""
    with CATALOGUE.open("rb") as stream:
        catalogue = read_po(stream)
    done = set()
    for message in catalogue:
        texts = message.string if isinstance(message.string, tuple | list) else (message.string,)
        if all(texts) and not message.fuzzy:
            done.add(message.id[0] if isinstance(message.id, tuple | list) else message.id)
    return {
        message: place
        for message, place in found().items()
        if (message if isinstance(message, str) else message[0]) not in done
    }


def update() -> None:
    """Add what is missing to the catalogue, and drop what stands nowhere any more."""
    with CATALOGUE.open("rb") as stream:
        old = read_po(stream)
    new = Catalog(
        locale="nl", project="Reisgenoot", version=" ", header_comment="# Dutch for Reisgenoot. EUPL-1.2."
    )
    for message in found():
        known = old.get(message if isinstance(message, str) else message[0])
        new.add(message, known.string if known is not None else "")
    out = io.BytesIO()
    write_po(out, new, sort_output=True, width=110, no_location=True)
    kept = (line for line in out.getvalue().decode().splitlines() if not DROPPED.match(line))
    CATALOGUE.write_text("\n".join(kept) + "\n", encoding="utf-8")


DROPPED = re.compile(
    r'^#, fuzzy$|^"(POT-Creation|PO-Revision|Last-Trans|Language-Team|Report-Msgid|Generated-By)'
)


def main() -> int:
    """Exit status 1 if something is missing."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "reisgenoot.config.settings")
    if sys.argv[1:] == ["update"]:
        update()
    untranslated = missing()
    for message, place in untranslated.items():
        print(f"{place}: no Dutch for {message!r}")
    return 1 if untranslated else 0


if __name__ == "__main__":
    sys.exit(main())
