"""Thousands of calls that the document allows, or just not: none fails, and each answer is as the document says."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from calling import token_of
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, connection, transaction
from guided import make_guided
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from wall import out_of_the_wall

from reisgenoot.config.api_document import document
from reisgenoot.dossiers.models import ContactNote

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
BOUNDED = settings(
    max_examples=20,
    deadline=None,
    database=None,
    derandomize=True,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
RARELY = {
    "POST /dossiers/{dossierId}/facts",  # nobody hits upon a milestone
    "POST /dossiers/{dossierId}/facts/{factId}/corrections",  # nor upon a day in this life
}
"""Calls that hardly ever succeed by chance."""


@pytest.fixture(scope="module")
def known(django_db_setup: None, django_db_blocker: Any) -> Iterator[dict[str, Any]]:
    """A guide with a dossier, their token, and what can be named in an address."""
    logging.getLogger("django.request").setLevel(logging.ERROR)
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)  # as Django's own test client does
    with django_db_blocker.unblock(), transaction.atomic():
        guided = make_guided(out_of_the_wall)
        with out_of_the_wall():
            note = ContactNote.objects.values_list("pk", flat=True).first()
        yield {
            "token": token_of(guided.people["guide"]),
            "dossierId": [str(guided.dossier.pk)],
            "factId": [str(guided.fact.pk)],
            "documentId": [str(guided.document.pk)],
            "noteId": [str(note)],
            "key": ["gp_registered", "moved_in"],  # to do, and done
        }
        transaction.set_rollback(True)
    connection.close()
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)
    logging.getLogger("django.request").setLevel(logging.NOTSET)


def narrowed(known: dict[str, Any]) -> dict[str, Any]:
    """The document, where each parameter of a path is what there is; what is just not allowed is anything else."""
    told = document("en", "http://localhost")
    for item in told["paths"].values():
        for operation in item.values():
            for parameter in operation["parameters"]:
                if parameter["in"] == "path":
                    parameter["schema"] = {"type": "string", "enum": known[parameter["name"]]}
    return told


def strategy(operation: Any) -> Any:
    """Calls that the document allows, and calls that it just does not."""
    return operation.as_strategy() | operation.as_strategy(generation_mode=GenerationMode.NEGATIVE)


@pytest.mark.slow
def test_no_call_fails_and_each_answer_is_as_the_document_says(known: dict[str, Any]) -> None:
    schema = schemathesis.openapi.from_dict(narrowed(known))
    schema.app = WSGIHandler()
    headers = {"Authorization": f"Bearer {known['token']}", "Host": "localhost"}
    succeeded: set[str] = set()

    def call(case: Any) -> None:
        with transaction.atomic():
            answer = case.call(headers=headers)
            transaction.set_rollback(True)
        if answer.status_code < 300:
            succeeded.add(case.operation.label)
        case.validate_response(answer, checks=CHECKS)

    operations = [found.ok() for found in schema.get_all_operations()]
    for operation in operations:
        BOUNDED(given(case=strategy(operation))(call))()
    assert {it.label for it in operations} - succeeded <= RARELY
