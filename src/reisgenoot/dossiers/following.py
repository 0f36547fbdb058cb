"""How many family members are on their way to whom: who keeps track of that says so, who gives a home asks it.

``family_following`` of an app's configuration gives its part; apps at the same height import nothing of each other.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.apps import apps


@dataclass(frozen=True, slots=True)
class Following:
    """Relatives who applied or may come, and are not here. ``granted``: how many of them may come already."""

    adults: int = 0
    children: int = 0
    granted: int = 0

    @property
    def persons(self) -> int:
        """All of them."""
        return self.adults + self.children


NOBODY = Following()


def following(dossier_ids: Iterable[int]) -> dict[int, Following]:
    """By dossier, who follows the household of that person now; whom nobody follows is left out.

    A number and no more: also for who may not read about the relatives. One SQL statement for each app that knows.
    """
    ids = list(dossier_ids)
    found: dict[int, Following] = {}
    for app in apps.get_app_configs():
        if ids and (known := getattr(app, "family_following", None)):
            found |= known(ids)
    return found
