"""What the law still asks for before the intake can be completed."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from reisgenoot.core.trajectory import Ground
from reisgenoot.web.templatetags.web import text

from ..intake import parts
from ..models import IntakePart
from .learnability import TEST_GROUND, TEST_TEXT, is_tested_or_exempt


@dataclass(frozen=True, slots=True)
class Lacking:
    """One thing, and the article that asks for it; ``part`` is empty for the learnability test."""

    part: str
    text: Mapping[str, str]
    grounds: tuple[Ground, ...]

    def in_words(self) -> str:
        """In the language of the page, with its articles."""
        return f"{text(self.text)} ({'; '.join(text(it.cited) for it in self.grounds)})"


def lacking(dossier_id: int) -> list[Lacking]:
    """As far as the acting member reads it. Two SQL statements."""
    done = IntakePart.objects.filter(dossier_id=dossier_id, done=True).values_list("part", flat=True)
    return lacking_of(set(done), is_tested_or_exempt(dossier_id))


def lacking_of(done: Collection[str], tested: bool) -> list[Lacking]:
    """The same, of the parts that are finished, and whether the test was taken or needs not be."""
    found = [Lacking(it.id, it.text, it.must) for it in parts().values() if it.must and it.id not in done]
    return found if tested else [*found, Lacking("", TEST_TEXT, (TEST_GROUND,))]
