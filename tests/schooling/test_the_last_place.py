"""Two enrolments at one moment for the last place, on two connections."""

import threading

import factories
from django.db import connection, transaction
from school import made

from reisgenoot.access.errors import Refused
from reisgenoot.access.identity import acting_as
from reisgenoot.schooling import actions
from reisgenoot.schooling.models import Enrolment


def test_one_gets_it_and_the_other_gets_words(committed: factories.AsOwner) -> None:
    with transaction.atomic():
        school = made(committed, places=1)
        guide = school.people["guide"]
        learners = [school.learner(f"Persoon {number}") for number in range(2)]
    ready, outcomes = threading.Barrier(2), list[str]()

    def ask(dossier_id: int) -> None:
        try:
            with transaction.atomic(), acting_as(guide):
                ready.wait(10)
                outcomes.append(actions.enrol(guide, dossier_id, school.start.pk).state)
        except Refused:
            outcomes.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=ask, args=[it.pk]) for it in learners]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert sorted(outcomes) == ["offered", "refused"]
    with transaction.atomic(), committed():
        assert Enrolment.objects.count() == 1
