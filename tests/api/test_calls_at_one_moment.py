"""The same call, several times at one moment, over connections of their own."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

from calling import System, token_of
from django.db import connection, transaction
from guided import make_guided

from reisgenoot.dossiers.models import ContactNote


def test_it_counts_once_and_each_gets_the_same_answer(committed: Any) -> None:
    with transaction.atomic():
        guided = make_guided(committed)
        token = token_of(guided.people["guide"])
    body, key = {"kind": "visit", "text": "Tegelijk."}, {"Idempotency-Key": "een"}

    def send(_number: int) -> bytes:
        try:
            return System(token).post(f"dossiers/{guided.dossier.pk}/notes", body, key).content
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(send, range(4)))
    assert len(set(answers)) == 1, answers
    with transaction.atomic(), committed():
        assert ContactNote.objects.filter(text="Tegelijk.").count() == 1
