"""Every call × everybody: what the system of each of them gets."""

import pytest
from operations import Operation, operations

from reisgenoot.dossiers.models import ContactNote

pytestmark = pytest.mark.django_db
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
    answer = called.system(who).call(operation.method, operation.address(values), operation.body)
    assert answer.status_code == CALLS[name][place], answer.content
    assert answer["API-Version"] == "1.0.0"
    assert not answer.cookies
    if answer.status_code >= 400:
        assert answer["Content-Type"] == "application/problem+json"
        assert answer.json()["status"] == answer.status_code
        assert str(answer.status_code) in operation.about["responses"]


def test_every_call_of_the_project_is_in_the_table():
    assert set(CALLED) == set(CALLS)
