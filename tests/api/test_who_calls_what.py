"""Every call × everybody: what the system of each of them gets."""

from collections.abc import Iterator
from typing import Any

import pytest
from calling import system_of
from factories import AsOwner
from guided import Guided, make_guided
from operations import Operation, operations
from wall import for_a_file, out_of_the_wall, undone

from reisgenoot.dossiers.models import ContactNote

EVERYBODY = (
    *(
        "guide",
        "colleague",
        "matched volunteer",
        "volunteer",
        "administrator",
        "other organisation",
        "nobody",
    ),
)
# Statuses for everybody in that order; "nobody" calls without a token.
CALLS: dict[str, tuple[int, ...]] = {
    "getMember": (200, 200, 200, 200, 200, 200, 401),
    "listTasks": (200, 200, 403, 403, 403, 200, 401),
    "searchPeople": (200, 200, 403, 403, 403, 200, 401),
    "openDossier": (201, 201, 403, 403, 403, 201, 401),
    "getDossier": (200, 200, 403, 403, 403, 404, 401),
    "listHouseholds": (200, 200, 403, 403, 403, 404, 401),
    "listInvolvements": (200, 200, 403, 403, 403, 404, 401),
    "listLogEntries": (200, 200, 403, 403, 403, 404, 401),
    "listConsents": (200, 200, 403, 403, 403, 404, 401),
    "getPlan": (200, 200, 403, 403, 403, 404, 401),
    "getCompletion": (200, 200, 403, 403, 403, 404, 401),
    "completeTask": (201, 201, 403, 403, 403, 404, 401),
    "undoTask": (404, 404, 403, 403, 403, 404, 401),  # nobody did it yet
    "listFacts": (200, 200, 403, 403, 403, 404, 401),
    "getFact": (200, 200, 403, 403, 403, 404, 401),
    "recordFact": (201, 201, 403, 403, 403, 404, 401),
    "correctFact": (201, 201, 403, 403, 403, 404, 401),
    "retractFact": (201, 201, 403, 403, 403, 404, 401),
    "listNotes": (200, 200, 403, 403, 403, 404, 401),
    "getNote": (200, 200, 403, 403, 403, 404, 401),
    "addNote": (201, 201, 403, 403, 403, 404, 401),
    "listDocuments": (200, 200, 403, 403, 403, 404, 401),
    "getDocument": (200, 200, 403, 403, 403, 404, 401),
}
CALLED = {it.id: it for it in operations()}
DONE = "moved_in"  # a task that the facts of the dossier say was done


@pytest.fixture(scope="module")
def called(django_db_setup: None, django_db_blocker: Any) -> Iterator[Guided]:
    """The dossier and the people around it; made once."""
    with for_a_file(django_db_blocker):
        yield make_guided(out_of_the_wall)


@pytest.fixture(autouse=True)
def as_it_was(called: Guided) -> Iterator[None]:
    """What a test changes is undone after it."""
    with undone():
        yield


@pytest.fixture
def as_owner() -> AsOwner:
    """Stepping out of the wall, in the transaction that runs already."""
    return out_of_the_wall


def parameters(called, operation: Operation):
    note = ContactNote.objects.filter(text="Gewoon bezoek.")
    return {
        "dossierId": called.dossier.pk,
        "factId": called.fact.pk,
        "documentId": called.document.pk,
        "noteId": note.values_list("pk", flat=True).first(),
        "key": DONE if operation.id == "getCompletion" else "gp_registered",
    }


@pytest.mark.parametrize("name", CALLED)
@pytest.mark.parametrize("place", range(len(EVERYBODY)))
def test_each_call_is_answered_to_those_who_may(name, place, called, as_owner):
    operation, who = CALLED[name], EVERYBODY[place]
    with as_owner():
        values = parameters(called, operation)
    answer = system_of(called.people[who]).call(operation.method, operation.address(values), operation.body)
    assert answer.status_code == CALLS[name][place], answer.content
    assert answer["API-Version"] == "1.0.0"
    assert not answer.cookies
    if answer.status_code >= 400:
        assert answer["Content-Type"] == "application/problem+json"
        assert answer.json()["status"] == answer.status_code
        assert str(answer.status_code) in operation.about["responses"]


def test_every_call_of_the_project_is_in_the_table():
    assert set(CALLED) == set(CALLS)
