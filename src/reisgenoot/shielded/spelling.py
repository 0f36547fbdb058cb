"""The words by which a name is found in any spelling. Pure; only tokens of them reach the database."""

from __future__ import annotations

from collections.abc import Iterable

from reisgenoot.people.names import latin, skeleton

SHORTEST, LONGEST = 3, 8
"""Letters of the beginnings by which a name is found."""
FEWEST_BONES = 2
"""Consonants that a skeleton must have: with one, half of all names would be alike."""
WORDS_ASKED = 6


def words(names: Iterable[str]) -> list[str]:
    """What is indexed: whole words first, then their skeletons and beginnings, so that too many lose the least."""
    spelt = list(dict.fromkeys(word for name in names for word in latin(name).split()))
    bones = [f"s:{form}" for word in spelt if len(form := skeleton(word)) >= FEWEST_BONES]
    begun = [f"b:{word[:many]}" for word in spelt for many in range(SHORTEST, min(len(word), LONGEST) + 1)]
    return list(dict.fromkeys([*(f"w:{word}" for word in spelt), *bones, *begun]))


def asked(query: str) -> list[list[str]]:
    """For each word of what somebody types, the words of which one must be indexed."""
    groups = []
    for word in latin(query).split()[:WORDS_ASKED]:
        group = [f"w:{word}"]
        if len(form := skeleton(word)) >= FEWEST_BONES:
            group.append(f"s:{form}")
        if SHORTEST <= len(word) <= LONGEST:
            group.append(f"b:{word}")
        groups.append(group)
    return groups
