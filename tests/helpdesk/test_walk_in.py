"""The queue: in 30 seconds, the next one, the clock, what stays and what does not; and who sees it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from desk_world import DAY, TODAY, Desk
from django.db import DatabaseError, connection, transaction
from django.utils import timezone
from factories import AsOwner, be

from reisgenoot.access.errors import NotAllowed, NotFound, Refused
from reisgenoot.access.models import AccessLog
from reisgenoot.dossiers.models import ContactNote
from reisgenoot.helpdesk import actions, queries
from reisgenoot.helpdesk.models import DeskSession, KnownVisit, OnDesk, Visit

pytestmark = pytest.mark.django_db


def add(desk: Desk, who: Any = None, **about: str) -> Visit:
    return actions.add_visitor(who or desk.guide, desk.session.pk, **about)


def test_a_visitor_needs_nothing_and_gets_the_next_number(desk: Desk) -> None:
    assert [add(desk).number, add(desk, called="  Amina  B ", language="ti", theme="letter").number] == [1, 2]
    second = Visit.objects.get(number=2)
    assert (second.called, second.state, second.day) == ("Amina B", "waiting", TODAY)
    with pytest.raises(Refused):
        add(desk, theme="weather")


def test_the_next_one_is_who_waits_longest_and_nobody_is_taken_twice(desk: Desk) -> None:
    first, second, third = (add(desk) for _each in range(3))
    taken = actions.take(desk.guide, desk.session.pk)
    assert taken is not None
    assert (taken.pk, taken.state, taken.helped_by) == (first.pk, "helped", desk.guide)
    with pytest.raises(Refused):
        actions.take(desk.guide, desk.session.pk, first.pk)
    actions.take(desk.guide, desk.session.pk, third.pk)  # out of turn
    taken = actions.take(desk.guide, desk.session.pk)
    assert taken is not None
    assert taken.pk == second.pk
    assert actions.take(desk.guide, desk.session.pk) is None
    back = actions.put_back(desk.guide, second.pk)
    assert (back.state, back.seconds, back.helped_by) == ("waiting", 0, None)
    actions.leave(desk.guide, third.pk)
    page = queries.session_page(desk.guide, desk.session.pk)
    shown = [[it.visit.number for it in rows] for rows in (page.waiting, page.helped, page.past)]
    assert shown == [[2], [1], [3]]


def test_the_clock_runs_on_the_server(desk: Desk) -> None:
    add(desk)
    visit = actions.take(desk.guide, desk.session.pk)
    assert visit is not None

    def earlier(minutes: int) -> None:
        Visit.objects.filter(pk=visit.pk).update(running_since=timezone.now() - timedelta(minutes=minutes))

    earlier(5)
    stopped = actions.stop_clock(desk.guide, visit.pk)
    assert 300 <= stopped.seconds < 305
    assert actions.stop_clock(desk.guide, visit.pk).seconds == stopped.seconds
    actions.run_clock(desk.guide, visit.pk)
    earlier(2)
    done = actions.finish(desk.guide, visit.pk, theme="money")
    assert done.state == "done"
    assert 420 <= done.seconds < 430
    assert actions.finish(desk.guide, visit.pk, minutes=20).seconds == 1200
    again = actions.run_clock(desk.guide, visit.pk)  # not done after all
    assert (again.state, again.seconds) == ("helped", 1200)


def test_finishing_needs_a_theme_and_minutes_that_can_be(desk: Desk) -> None:
    visit = add(desk)
    with pytest.raises(Refused) as refused:
        actions.finish(desk.guide, visit.pk, minutes=601)
    assert set(refused.value.problems) == {"theme", "minutes"}


def test_of_somebody_known_the_talk_goes_into_the_dossier(desk: Desk, as_owner: AsOwner) -> None:
    visit = add(desk, called="Hala")
    actions.link(desk.guide, visit.pk, desk.dossier.pk)
    with pytest.raises(Refused):
        actions.describe(desk.guide, visit.pk, answer="Bel morgen.")
    with pytest.raises(Refused):
        actions.link(desk.guide, visit.pk, desk.dossier.pk)
    actions.finish(desk.guide, visit.pk, theme="letter", question="Wat staat hier?", answer="Een afspraak.")
    note = ContactNote.objects.get(dossier=desk.dossier)
    assert (note.kind, note.text, note.on) == ("walk_in", "Wat staat hier?\n\nEen afspraak.", TODAY)
    visit.refresh_from_db()
    assert (visit.question, visit.answer, visit.known, visit.language) == (
        "",
        "",
        True,
        desk.dossier.language,
    )
    logged = AccessLog.objects.filter(dossier_id=desk.dossier.pk, part="walk-in", act="write")
    assert logged.count() == 1
    queries.session_page(desk.guide, desk.session.pk)
    with as_owner():
        appeared = AccessLog.objects.filter(part="walk-in", act=AccessLog.Act.APPEARED)
        assert [it.dossiers for it in appeared] == [[desk.dossier.pk]]
    with pytest.raises(Refused):  # a note stands in the dossier
        actions.unlink(desk.guide, visit.pk)


def test_a_volunteer_sees_the_queue_they_man_today_and_not_who_is_known(
    desk: Desk, as_owner: AsOwner
) -> None:
    visit = add(desk, called="Hala")
    actions.link(desk.guide, visit.pk, desk.dossier.pk)
    be(desk.volunteer)
    page = queries.session_page(desk.volunteer, desk.session.pk)
    assert [(it.visit.called, it.name, it.dossier_id) for it in page.waiting] == [("Hala", "", None)]
    assert not KnownVisit.objects.exists()
    assert add(desk, desk.volunteer, called="Sam").number == 2
    with pytest.raises(NotAllowed):
        actions.link(desk.volunteer, visit.pk, desk.dossier.pk)
    with pytest.raises(Refused):  # what a known visitor said is a professional's to write down
        actions.finish(desk.volunteer, visit.pk, theme="letter", answer="Morgen bellen.")
    actions.finish(desk.volunteer, visit.pk, theme="letter")
    hours = {"begins": desk.session.begins, "ends": desk.session.ends}
    with pytest.raises(NotAllowed):
        actions.open_session(desk.volunteer, place="Hier", day=TODAY, **hours)
    be(desk.other_volunteer)
    assert not DeskSession.objects.exists()
    assert not Visit.objects.exists()
    with pytest.raises(NotFound):
        queries.session_page(desk.other_volunteer, desk.session.pk)
    with as_owner():
        DeskSession.objects.update(day=TODAY - DAY)
        Visit.objects.update(day=TODAY - DAY)
    be(desk.volunteer)
    assert not Visit.objects.exists()  # yesterday's is over for a volunteer


def test_another_organisation_sees_and_changes_nothing(desk: Desk) -> None:
    visit = add(desk)
    be(desk.stranger)
    for model in (DeskSession, OnDesk, Visit, KnownVisit):
        assert not model.objects.exists()
    for act in (
        lambda: actions.take(desk.stranger, desk.session.pk),
        lambda: add(desk, desk.stranger),
        lambda: actions.leave(desk.stranger, visit.pk),
        lambda: actions.link(desk.stranger, visit.pk, desk.dossier.pk),
    ):
        with pytest.raises(NotFound):
            act()
    be(None)
    assert not Visit.objects.exists()


def test_the_wall_itself_refuses_what_no_action_does(desk: Desk) -> None:
    visit = add(desk)
    actions.link(desk.guide, visit.pk, desk.dossier.pk)
    session, own = desk.session.pk, desk.guide.organisation_id

    def refused(who: Any, statement: str, values: list[Any]) -> bool:
        be(who)
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(statement, values)
                return bool(cursor.rowcount == 0)
        except DatabaseError:
            return True

    insert = (
        "INSERT INTO helpdesk_visit (session_id, organisation_id, day, number, called, language, theme, known, state,"
        " came_at, seconds, question, answer) VALUES (%s, %s, %s, 99, '', '', '', false, 'waiting', now(), 0, '', '')"
    )
    man = "INSERT INTO helpdesk_ondesk (session_id, member_id, organisation_id) VALUES (%s, %s, %s)"
    assert refused(desk.stranger, insert, [session, desk.stranger.organisation_id, TODAY])
    assert refused(desk.stranger, insert, [session, own, TODAY])
    assert refused(desk.guide, insert, [session, own, TODAY - DAY])  # the day is the session's
    assert refused(desk.other_volunteer, man, [session, desk.other_volunteer.pk, own])
    assert refused(desk.guide, man, [session, desk.stranger.pk, own])
    assert refused(desk.volunteer, "UPDATE helpdesk_desksession SET day = day + 1 WHERE id = %s", [session])
    assert refused(desk.volunteer, "DELETE FROM helpdesk_knownvisit WHERE visit_id = %s", [visit.pk])
    assert refused(desk.guide, "DELETE FROM helpdesk_visit WHERE id = %s", [visit.pk])
    assert not refused(desk.volunteer, insert, [session, own, TODAY])


def test_who_mans_it_can_change_and_only_ones_own_people(desk: Desk) -> None:
    hours = {"place": "Kerk", "begins": desk.session.begins, "ends": desk.session.ends}
    with pytest.raises(Refused) as refused:
        actions.change_session(desk.guide, desk.session.pk, **{**hours, "place": " "}, manned=[desk.stranger])
    assert set(refused.value.problems) == {"place", "manned"}
    actions.change_session(desk.guide, desk.session.pk, **hours, manned=[desk.other_volunteer])
    be(desk.volunteer)
    assert not DeskSession.objects.exists()
    be(desk.other_volunteer)
    assert DeskSession.objects.get().place == "Kerk"


def test_professionals_add_from_paper_afterwards_and_nobody_before(desk: Desk) -> None:
    hours = {"begins": desk.session.begins, "ends": desk.session.ends}
    past = actions.open_session(desk.guide, place="Kerk", day=TODAY - DAY, **hours)
    added = actions.add_visitor(desk.guide, past.pk)
    assert timezone.localtime(added.came_at).date() == TODAY - DAY
    ahead = actions.open_session(desk.guide, place="Kerk", day=TODAY + DAY, **hours)
    with pytest.raises(Refused):
        actions.add_visitor(desk.guide, ahead.pk)
