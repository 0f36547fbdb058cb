"""Names in any script, brought to one searchable form. Pure: no database."""

import re
import unicodedata

from anyascii import anyascii

_SCRIPTS = (
    ("Arab", "ARABIC"),
    ("Ethi", "ETHIOPIC"),
    ("Cyrl", "CYRILLIC"),
    ("Grek", "GREEK"),
    ("Armn", "ARMENIAN"),
    ("Geor", "GEORGIAN"),
    ("Hebr", "HEBREW"),
    ("Syrc", "SYRIAC"),
    ("Deva", "DEVANAGARI"),
    ("Taml", "TAMIL"),
    ("Hani", "CJK"),
    ("Latn", "LATIN"),
)
_APART = re.compile(r"[^a-z0-9]+")
_SKELETON = (
    (re.compile(r"[hw'`]"), ""),
    (re.compile(r"ou|oo|u"), "o"),
    (re.compile(r"ee|ie|y|j|i"), "e"),
    (re.compile(r"[qk]|ck|c"), "k"),
    (re.compile(r"[zs]"), "s"),
    (re.compile(r"[dt]"), "t"),
    (re.compile(r"[vf]|p"), "f"),
    (re.compile(r"[aeo]"), ""),
    (re.compile(r"(.)\1+"), r"\1"),
)


def script_of(text: str) -> str:
    """The ISO 15924 code of the script of the first letter in ``text``; ``Zyyy`` if there is none known."""
    for character in text:
        if character.isalpha():
            name = unicodedata.name(character, "")
            return next((code for code, word in _SCRIPTS if name.startswith(word)), "Zyyy")
    return "Zyyy"


def latin(text: str) -> str:
    """``text`` in lower-case Latin letters a-z and digits, words apart by one space.

    Other scripts are transliterated letter by letter (Arabic without its unwritten vowels).
    """
    return _APART.sub(" ", anyascii(unicodedata.normalize("NFKC", text)).lower()).strip()


def skeleton(text: str) -> str:
    """The consonants of each word, those alike in sound made equal: one form for many spellings.

    Arabic and Persian are written without short vowels, and every clerk romanises differently
    (Mohammed, Muhamad, محمد); what stays the same are the consonants.
    """
    return " ".join(filter(None, (_bones(word) for word in latin(text).split())))


def _bones(word: str) -> str:
    bones = word
    for pattern, by in _SKELETON:
        bones = pattern.sub(by, bones)
    return bones or word[:1]


def searchable(text: str) -> str:
    """What is indexed for a name: its Latin form, and its skeleton after a bar."""
    return f"{latin(text)} | {skeleton(text)}"
