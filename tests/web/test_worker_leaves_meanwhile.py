"""Giving a dossier to somebody who leaves at that very moment: a clear answer, and somebody who runs carries it.

Two connections. One stands still just before it ends its transaction, until the other waits for it.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import factories
import pytest
from addresses import addresses
from django.contrib.messages import get_messages
from django.db import connection, connections, transaction
from django.utils import timezone
from guided import Guided

from reisgenoot.access import actions as access
from reisgenoot.access.errors import Refused
from reisgenoot.access.identity import acting_as
from reisgenoot.access.models import Member
from reisgenoot.dossiers import actions
from reisgenoot.dossiers.actions import NameParts, Offer
from reisgenoot.dossiers.models import Dossier


class Work:
    """Three guides and a coordinator of one organisation, of whom the colleague is to leave."""

    def __init__(self, guided: Guided, out: Any) -> None:
        self.guided, self.out = guided, out
        people = guided.people
        self.guide, self.colleague, self.boss = (people[it] for it in ("guide", "colleague", "coordinator"))
        self.administrator = people["administrator"]
        with transaction.atomic():
            self.third = factories.member(out, organisation=self.guide.organisation)

    def worker(self) -> Member:
        with transaction.atomic(), self.out():
            return Dossier.objects.select_related("worker").get(pk=self.guided.dossier.pk).worker

    def leaves(self, who: Member) -> Callable[[], object]:
        return lambda: access.end_member(self.administrator, who.pk)


@pytest.fixture
def work(guided_for_all, committed) -> Work:
    return Work(guided_for_all, committed)


@contextmanager
def meanwhile(who: Member, what: Callable[[], object]) -> Iterator[threading.Event]:
    """Inside: somebody has done it, and commits when something inside waits for them, or sets the event."""
    did, go, failed = threading.Event(), threading.Event(), []

    def act() -> None:
        try:
            with acting_as(who):
                what()
                did.set()
                until = time.monotonic() + 10
                while not go.is_set() and not _somebody_waits() and time.monotonic() < until:
                    time.sleep(0.02)
        except Exception as error:
            failed.append(error)
            did.set()
        finally:
            connections.close_all()

    thread = threading.Thread(target=act)
    thread.start()
    assert did.wait(10)
    try:
        yield go
    finally:
        thread.join(20)
    assert not failed


def _somebody_waits() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
        return bool(cursor.fetchone()[0])


def act(who: Member, what: Callable[[], Any]) -> Any:
    with acting_as(who):
        return what()


def said(answer) -> str:
    return " ".join(str(it) for it in get_messages(answer.wsgi_request))


def test_given_to_who_leaves_just_now_is_refused_in_words(work: Work) -> None:
    there = addresses(work.guided)["dossiers:worker"]
    browser = work.guided.browser("guide")
    with meanwhile(work.administrator, work.leaves(work.colleague)):
        answer = browser.post(there, {"worker": work.colleague.pk})
    assert answer.status_code == 302
    assert "Kies iemand die" in said(answer)
    assert work.worker() == work.guide


def test_who_leaves_passes_on_what_they_were_given_just_before(work: Work) -> None:
    give = lambda: actions.assign_worker(work.guide, work.guided.dossier.pk, work.colleague)  # noqa: E731
    browser = work.guided.browser("administrator")
    with meanwhile(work.guide, give):
        answer = browser.post(f"/members/{work.colleague.pk}/end/")
    assert answer.status_code == 302
    assert work.worker() == work.boss


def test_two_who_give_to_who_leaves_just_now(work: Work) -> None:
    """The issue's own words: neither of them gets an error of the server."""
    there = addresses(work.guided)["dossiers:worker"]
    browsers = [work.guided.browser(who) for who in ("guide", "coordinator")]

    def send(browser) -> tuple[int, str]:
        try:
            answer = browser.post(there, {"worker": work.colleague.pk})
            return answer.status_code, said(answer)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool, meanwhile(work.administrator, work.leaves(work.colleague)):
        sent: list[Future[tuple[int, str]]] = [pool.submit(send, it) for it in browsers]
        answers = [it.result(20) for it in sent]
    for status, words in answers:
        assert status == 302
        assert "Kies iemand die" in words
    assert work.worker() == work.guide


def test_redistributed_to_who_leaves_just_now(work: Work) -> None:
    spread = {work.guided.dossier.pk: work.colleague.pk}
    with meanwhile(work.administrator, work.leaves(work.colleague)), pytest.raises(Refused, match="worker"):
        act(work.boss, lambda: actions.redistribute(work.boss, work.guide.pk, spread, cause="ill"))
    assert work.worker() == work.guide


def test_given_back_to_who_leaves_just_now(work: Work) -> None:
    key = work.guided.dossier.pk
    made = act(
        work.boss, lambda: actions.redistribute(work.boss, work.guide.pk, {key: work.third.pk}, cause="ill")
    )
    with (
        meanwhile(work.administrator, work.leaves(work.guide)),
        pytest.raises(Refused, match="redistribution"),
    ):
        act(work.boss, lambda: actions.undo_redistribution(work.boss, made.pk))
    assert work.worker() == work.third


def test_a_hand_over_goes_back_to_who_leaves_just_now(work: Work) -> None:
    back = timezone.localdate() + timedelta(days=9)
    told = {work.guided.dossier.pk: {"route": "Even weg."}}
    offer = Offer(work.guide.organisation, "leave", told, work.colleague, returns_on=back)
    made = act(work.guide, lambda: actions.send_handover(work.guide, offer))
    act(work.colleague, lambda: actions.accept_handover(work.colleague, made.pk))
    with meanwhile(work.administrator, work.leaves(work.guide)), pytest.raises(Refused, match="worker"):
        act(work.colleague, lambda: actions.give_back(work.colleague, made.pk))
    assert work.worker() == work.colleague


def test_a_new_dossier_for_who_leaves_just_now(work: Work) -> None:
    def opened() -> Dossier:
        return actions.open_dossier(work.guide, name=NameParts(full="Net Nieuw"), worker=work.colleague)

    with meanwhile(work.administrator, work.leaves(work.colleague)), pytest.raises(Refused, match="worker"):
        act(work.guide, opened)


def test_two_who_leave_at_the_same_moment(work: Work) -> None:
    """The dossiers of the one don't go to the other."""
    with meanwhile(work.administrator, work.leaves(work.boss)) as go:
        act(work.administrator, work.leaves(work.guide))
        go.set()
    assert work.worker() in (work.colleague, work.third)
