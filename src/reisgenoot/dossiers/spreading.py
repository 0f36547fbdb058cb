"""Who gets which household when the dossiers of one worker are spread over colleagues: pure, and balanced by load."""

from __future__ import annotations

from collections.abc import Mapping, Sequence


def spread(sizes: Sequence[int], loads: Mapping[int, int]) -> list[int]:
    """For each group (its number of dossiers) who gets it, so that all end up with about as many.

    ``loads``: how many each one carries now, by id; not empty. The largest groups are dealt out first, each to who
    carries fewest by then; of two who carry as many, to the first in ``loads``.

    >>> spread([1, 4, 2], {7: 10, 8: 8})
    [7, 8, 7]
    """
    now = dict(loads)
    place = {key: number for number, key in enumerate(loads)}
    dealt = [0] * len(sizes)
    for group in sorted(range(len(sizes)), key=lambda it: (-sizes[it], it)):
        least = min(now, key=lambda key: (now[key], place[key]))
        dealt[group] = least
        now[least] += sizes[group]
    return dealt
