"""One dossier with something in it, and a system of somebody of each kind who may or may not open it."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass

import pytest
from calling import System, system_of
from guided import Guided, make_guided

AsOwner = Callable[[], AbstractContextManager[None]]


@dataclass
class Called(Guided):
    """The dossier, the people around it, and their systems."""

    def system(self, who: str, language: str = "en") -> System:
        """A system with a new token of that person."""
        return system_of(self.people[who], language)


@pytest.fixture
def called(as_owner: AsOwner) -> Called:
    """Somebody who moved in forty days ago, guided by one organisation; nobody acts when it is handed over."""
    return Called(**vars(make_guided(as_owner)))


@pytest.fixture
def here(called: Called) -> str:
    """The address of the dossier."""
    return f"dossiers/{called.dossier.pk}"


@pytest.fixture
def guide(called: Called) -> System:
    """The system of the guide."""
    return called.system("guide")
