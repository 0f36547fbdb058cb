"""The real spread of durations: right, over what one may see alone, and nothing below twenty."""

from __future__ import annotations

from datetime import date, timedelta

import factories
import pytest
from conftest_procedure import worker

from reisgenoot.access.errors import NotAllowed
from reisgenoot.dossiers import actions as dossiers
from reisgenoot.dossiers.actions import NameParts, NewDossier
from reisgenoot.procedure import queries

pytestmark = pytest.mark.django_db
BEGAN = date(2025, 1, 6)


def opened(member: object, days: range) -> None:
    """Dossiers in which the registration took so many days each."""
    factories.be(member)  # type: ignore[arg-type]
    new = [
        NewDossier(
            name=NameParts(full=f"Iemand {number}"),
            facts={"arrived": BEGAN, "asylum_applied": BEGAN + timedelta(days=number)},
        )
        for number in days
    ]
    dossiers.open_dossiers(member, new)  # type: ignore[arg-type]


def test_the_middle_and_the_middle_half(as_owner: factories.AsOwner) -> None:
    ind, other = worker(as_owner, "ind"), worker(as_owner, "ind")
    opened(ind, range(1, 20))  # 1 to 19 days: one too few
    assert [it.many for it in queries.spreads(ind)] == [None, None, None]
    page = queries.spreads(ind)[0]
    assert (page.lower, page.median, page.upper) == (None, None, None)
    opened(other, range(100, 130))  # of others: seen by nobody here
    opened(ind, range(20, 22))
    registration = queries.spreads(ind)[0]
    assert (registration.many, registration.lower, registration.median, registration.upper) == (21, 6, 11, 16)
    assert registration.expected["nl"] == "vier dagen"
    assert [it.expected["en"] for it in queries.spreads(ind)][1:] == [
        "four months",
        "three months and 15 days",
    ]


def test_what_was_taken_back_or_lies_ahead_counts_for_nothing(as_owner: factories.AsOwner) -> None:
    ind = worker(as_owner, "ind")
    opened(ind, range(1, 21))
    assert queries.spreads(ind)[0].many == 20
    factories.be(ind)
    from reisgenoot.dossiers.models import Fact

    dossiers.retract_fact(ind, Fact.objects.filter(key="asylum_applied").first())  # type: ignore[arg-type]
    assert queries.spreads(ind)[0].many is None


def test_a_volunteer_is_told_nothing(as_owner: factories.AsOwner) -> None:
    volunteer = worker(as_owner, "vluchtelingenwerk", "volunteer")
    factories.be(volunteer)
    with pytest.raises(NotAllowed):
        queries.spreads(volunteer)
