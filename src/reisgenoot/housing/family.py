"""Which family is expected in a home: by default who follows by family reunification, otherwise what somebody noted.

A note counts as long as family reunification says what it said when the note was made. Once that changes (somebody
applied, arrived, was refused) it counts again, so that no home is sought for people who are here already.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from reisgenoot.dossiers.following import NOBODY, Following, following

from .models import ExpectedFamily


@dataclass(frozen=True, slots=True)
class Family:
    """Who is expected in a household. ``follows``: by family reunification; ``note``: the newest note, if any."""

    follows: Following
    note: ExpectedFamily | None

    @property
    def noted(self) -> bool:
        """Whether the note counts."""
        return self.note is not None and (self.note.following_adults, self.note.following_children) == (
            self.follows.adults,
            self.follows.children,
        )

    @property
    def overtaken(self) -> bool:
        """Whether there is a note that no longer counts."""
        return self.note is not None and not self.noted

    @property
    def adults(self) -> int:
        """18 or older, or of unknown age and no child of the family."""
        return self.note.adults if self.note is not None and self.noted else self.follows.adults

    @property
    def children(self) -> int:
        """The others."""
        return self.note.children if self.note is not None and self.noted else self.follows.children

    @property
    def persons(self) -> int:
        """All of them."""
        return self.adults + self.children


def family_of(head_id: int) -> Family:
    """Who is expected in the household of this head. Two SQL statements."""
    return families([head_id])[head_id]


def families(head_ids: Iterable[int]) -> dict[int, Family]:
    """The same for many. Two SQL statements."""
    ids = list(head_ids)
    follows = following(ids)
    newest = ExpectedFamily.objects.filter(dossier_id__in=ids).order_by("dossier_id", "-id")
    notes = {
        it.dossier_id: it for it in newest.distinct("dossier_id").select_related("member", "organisation")
    }
    return {key: Family(follows.get(key, NOBODY), notes.get(key)) for key in ids}
