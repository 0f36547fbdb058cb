"""Names that arrive in several spellings and scripts: brought to one plain form, and compared by sound.

The forms are for finding possible duplicates only; what a person typed is always kept as it was. The costs
are
our own choice, set so that `Ahmad`/`Ahmed`, `Omar`/`Umar`, `Fatima`/`Fatma` count as one name and
`Samir`/`Samira`,
`Hassan`/`Hussein`, `Jamil`/`Jamal` as two.
"""

import re
import unicodedata
from functools import lru_cache

SAME_NAME = 0.88
UNKNOWN_LETTER = "?"  # what a wrong encoding leaves of a letter
FIRST_ETHIOPIC, LAST_ETHIOPIC = 0x1200, 0x135A

_ARABIC = dict(
    zip(
        "ابتثجحخدذرزسشصضطظعغفقكلمنهويىةآأإؤئءپچژگکی",
        [
            "a",
            "b",
            "t",
            "t",
            "j",
            "h",
            "x",
            "d",
            "d",
            "r",
            "z",
            "s",
            "$",
            "s",
            "d",
            "t",
            "z",
            "",
            "g",
            "f",
            "k",
            "k",
            "l",
            "m",
            "n",
            "h",
            "u",
            "i",
            "a",
            "a",
            "a",
            "a",
            "i",
            "u",
            "i",
            "",
            "p",
            "$",
            "z",
            "g",
            "k",
            "i",
        ],
        strict=True,
    )
)
_CYRILLIC = dict(
    zip(
        "абвгґдеёєжзиіїйклмнопрстуфхцчшщыэюяьъ",
        [
            "a",
            "b",
            "v",
            "g",
            "g",
            "d",
            "e",
            "e",
            "e",
            "z",
            "z",
            "i",
            "i",
            "i",
            "i",
            "k",
            "l",
            "m",
            "n",
            "o",
            "p",
            "r",
            "s",
            "t",
            "u",
            "f",
            "x",
            "ts",
            "$",
            "$",
            "$",
            "i",
            "e",
            "u",
            "a",
            "",
            "",
        ],
        strict=True,
    )
)
# The consonants of the Ethiopic block in steps of eight code points (seven vowels each); rows without a
# sound here are blank.
_ETHIOPIC = [
    "h",
    "l",
    "h",
    "m",
    "s",
    "r",
    "s",
    "$",
    "k",
    "k",
    "k",
    "k",
    "b",
    "v",
    "t",
    "$",
    "x",
    "x",
    "n",
    "n",
    "a",
    "k",
    "k",
    "k",
    "x",
    "x",
    "w",
    "a",
    "z",
    "z",
    "i",
    "d",
    "d",
    "j",
    "g",
    "g",
    "g",
    "t",
    "$",
    "p",
    "s",
    "s",
    "f",
    "p",
]
_ETHIOPIC_VOWELS = ("e", "u", "i", "a", "e", "", "o", "a")
_LATIN = {
    "ı": "i",
    "ø": "o",
    "æ": "e",
    "œ": "e",
    "ß": "ss",
    "đ": "d",
    "ð": "d",
    "ł": "l",
    "þ": "t",
    "ə": "e",
    "ş": "$",
    "ç": "$",
}
_SOUNDS = (
    (r"sch|sh|tch|ch", "$"),
    (r"kh", "x"),
    (r"gh", "g"),
    (r"th", "t"),
    (r"dh", "d"),
    (r"ph", "f"),
    (r"dj|dzj", "j"),
    (r"oo|ou|oe|uu|w(?=u)", "u"),
    (r"ee|ie|ii|y(?=[^aeiou]|$)", "i"),
    (r"ij$", "i"),
    (r"c$", ""),
    (r"[ae][iy]", "ei"),
    (r"aa", "a"),
    (r"q|ck|c", "k"),
    (r"w", "v"),
    (r"y", "j"),
    (r"h$", ""),
    (r"^al(?=[^aeiou?]{1}.{3})", ""),
)
_VOWELS = frozenset("aeiou")
VOWEL_GAP, UNWRITTEN_VOWEL_GAP = 0.35, 0.2  # scripts such as Arabic leave short vowels out
_VOWEL_COSTS = {
    frozenset("ae"): 0.25,
    frozenset("ei"): 0.15,
    frozenset("ou"): 0.05,
    frozenset("ao"): 0.5,
    frozenset("ai"): 0.9,
    frozenset("au"): 0.9,
    frozenset("iu"): 0.9,
    frozenset("eo"): 0.6,
    frozenset("eu"): 0.45,
    frozenset("io"): 0.9,
}
_CONSONANT_COSTS = {
    frozenset("kx"): 0.25,
    frozenset("hx"): 0.3,
    frozenset("gx"): 0.4,
    frozenset("kg"): 0.4,
    frozenset("sz"): 0.4,
    frozenset("bp"): 0.4,
    frozenset("dt"): 0.4,
    frozenset("vf"): 0.4,
    frozenset("bv"): 0.4,
    frozenset("ij"): 0.1,
    frozenset("uv"): 0.3,
    frozenset("j$"): 0.4,
    frozenset("s$"): 0.4,
}
_ARTICLES = frozenset(
    {
        "al",
        "el",
        "ul",
        "as",
        "ad",
        "ar",
        "an",
        "az",
        "ash",
        "abu",
        "bin",
        "ben",
        "ibn",
        "van",
        "de",
        "der",
        "den",
    }
)


@lru_cache(maxsize=50_000)
def tokens(name: str) -> tuple[str, ...]:
    """The words of a name in plain Latin letters, each brought to one spelling per sound; articles left out.

    >>> tokens("Al-Khatib"), tokens("Öztürk"), tokens("أحمد"), tokens("DARWISH")
    (('xatib',), ('ozturk',), ('ahmd',), ('darvi$',))
    """
    words = re.findall(r"[^\W\d_]+(?:\?+[^\W\d_]*)*|\?+[^\W\d_]+(?:\?+[^\W\d_]*)*", _latin(name))
    kept = [word for word in words if word not in _ARTICLES] or words
    return tuple(sound for sound in (_sound(word) for word in kept) if sound)


def _latin(name: str) -> str:
    text = unicodedata.normalize("NFC", name).casefold().replace("i\u0307", "i")
    letters: list[str] = []
    for letter in text:
        code = ord(letter)
        if letter in _ARABIC:
            letters.append(_ARABIC[letter])
        elif letter in _CYRILLIC:
            letters.append(_CYRILLIC[letter])
        elif FIRST_ETHIOPIC <= code <= LAST_ETHIOPIC:
            row, vowel = divmod(code - FIRST_ETHIOPIC, 8)
            consonant = _ETHIOPIC[row] if row < len(_ETHIOPIC) else ""
            letters.append("a" if consonant == "a" else consonant + _ETHIOPIC_VOWELS[vowel])
        elif letter in _LATIN:
            letters.append(_LATIN[letter])
        else:
            letters.append(letter)
    flat = unicodedata.normalize("NFKD", "".join(letters))
    flat = "".join(letter for letter in flat if not unicodedata.combining(letter))
    return re.sub(r"['’‘`ʼʿʾ]", "", flat).replace("$", "sh")


def _sound(word: str) -> str:
    for pattern, sound in _SOUNDS:
        word = re.sub(pattern, sound, word)
    return re.sub(r"([^?])\1+", r"\1", word)


def skeleton(name: str) -> str:
    """The consonants of the first word that has any, for looking up candidates.

    >>> skeleton("Ahmad") == skeleton("Ahmed") == skeleton("أحمد"), skeleton("Omar"), skeleton("Umar")
    (True, 'mr', 'mr')
    """
    for word in tokens(name):
        return "".join(letter for letter in word if letter not in "aeiouhj?")[:4] or word[:2]
    return ""


def has_lost_letters(name: str) -> bool:
    """Whether question marks stand where letters were."""
    return UNKNOWN_LETTER in name


def is_known(name: str) -> bool:
    """Whether enough is left of a name to compare it: at least two letters."""
    return sum(letter.isalpha() for letter in name) >= 2


def similarity(one: str, other: str) -> float:
    """How alike two names sound, 0 to 1; `SAME_NAME` and above count as one name in two spellings.

    >>> pairs = [("Ahmad", "Ahmed"), ("Omar", "Umar"), ("Selam", "Selaam"), ("Fatima", "Fatma")]
    >>> all(similarity(*pair) >= SAME_NAME for pair in pairs)
    True
    >>> pairs = [("Samir", "Samira"), ("Hassan", "Hussein"), ("Jamil", "Jamal"), ("Omar", "Amir")]
    >>> any(similarity(*pair) >= SAME_NAME for pair in pairs)
    False
    """
    first, second = tokens(one), tokens(other)
    if not first or not second:
        return 0.0
    if first == second:
        return 1.0
    joined = _alike("".join(first), "".join(second))
    if len(first) == len(second) == 1:
        return joined
    shorter, longer = sorted((first, second), key=len)
    best = [max(_alike(word, candidate) for candidate in longer) for word in shorter]
    worst = min(best) - 0.05 * (len(longer) - len(shorter))
    return max(joined, worst)


@lru_cache(maxsize=200_000)
def _alike(one: str, other: str) -> float:
    longest = max(len(one), len(other))
    if one == other:
        return 1.0
    if abs(len(one) - len(other)) > 4:
        return 0.0
    vowel_gap = UNWRITTEN_VOWEL_GAP if _without_vowels(one) != _without_vowels(other) else VOWEL_GAP
    gaps = [_gap(letter, index, other, vowel_gap) for index, letter in enumerate(other)]
    before = [0.0]
    for gap in gaps:
        before.append(before[-1] + gap)
    for row, mine in enumerate(one):
        gone = _gap(mine, row, one, vowel_gap)
        now = [before[0] + gone]
        for column, theirs in enumerate(other):
            change = before[column] + _change(mine, theirs)
            now.append(min(change, before[column + 1] + gone, now[-1] + gaps[column]))
        before = now
    return max(0.0, 1 - before[-1] / longest)


def _without_vowels(word: str) -> bool:
    return not any(letter in _VOWELS for letter in word)


def _gap(letter: str, index: int, word: str, vowel_gap: float) -> float:
    if letter == UNKNOWN_LETTER:
        return 0.2
    if letter in _VOWELS:
        if index == len(word) - 1 and letter == "a":
            return 1.0  # Samir, Samira: another person
        return 0.6 if index == 0 else vowel_gap
    return 0.4 if letter in "hj" else 1.0


def _change(mine: str, theirs: str) -> float:
    if mine == theirs:
        return 0.0
    if UNKNOWN_LETTER in (mine, theirs):
        return 0.15
    pair = frozenset((mine, theirs))
    return _VOWEL_COSTS.get(pair, _CONSONANT_COSTS.get(pair, 1.0))
