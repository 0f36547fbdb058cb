"""The steps after registration: facts follow from what is noted, periods don't overlap, decisions show what follows."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import factories
import pytest
from conftest_procedure import Arrived, days_ago
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from reisgenoot.access.errors import NotAllowed, NotFound, Overtaken, Refused
from reisgenoot.access.models import AccessLog
from reisgenoot.dossiers import actions as dossiers
from reisgenoot.dossiers.models import Fact
from reisgenoot.procedure import actions, queries
from reisgenoot.procedure.models import Attendance, Counsel, Stay

pytestmark = pytest.mark.django_db


def fact(dossier_id: int, key: str) -> Any:
    """What stands now."""
    found = Fact.objects.filter(dossier=dossier_id, key=key, superseded_by__isnull=True).first()
    return found and found.value


def test_what_is_noted_counts_as_a_step_once(arrived: Arrived) -> None:
    ind, head = arrived.people["ind"], arrived.head.pk
    factories.be(ind)
    about = {"language": "ar", "how": "present", "interpreter": "Tolk 12"}
    actions.record_talk(ind, head, subject="interview", on=days_ago(1), **about)
    actions.record_talk(
        ind, head, subject="interview", on=days_ago(0), **about
    )  # a second talk moves nothing
    actions.record_talk(ind, head, subject="procedure", on=days_ago(1), **about)
    assert fact(head, "first_interview") == days_ago(1).isoformat()
    assert fact(head, "procedure_explained") == days_ago(1).isoformat()
    actions.record_step(ind, head, "asylum_applied", days_ago(0))
    arrived.head.refresh_from_db()
    assert arrived.head.phase == "procedure"
    coa = arrived.people["coa"]
    factories.be(coa)
    actions.start_activity(
        coa, arrived.child.pk, kind="school", name="Basisschool De Proef", begins_on=days_ago(1)
    )
    actions.start_activity(coa, head, kind="housing", name="Woonbegeleiding", begins_on=days_ago(1))
    assert fact(arrived.child.pk, "school_enrolled") == days_ago(1).isoformat()
    assert fact(head, "housing_guidance_started") == days_ago(1).isoformat()
    actions.set_counsel(coa, head, lawyer="mr. Proef", begins_on=days_ago(1))
    assert fact(head, "legal_aid_assigned") == days_ago(1).isoformat()


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"interpreter": ""}, "interpreter"),
        ({"how": "shared"}, "interpreter"),
        ({"language": ""}, "language"),
        ({"subject": "weather"}, "subject"),
        ({"subject": "travel_story", "text": " "}, "text"),
        ({"on": "2999-01-01"}, "on"),
    ],
)
def test_a_talk_that_cannot_be(arrived: Arrived, wrong: dict[str, Any], field: str) -> None:
    ind = arrived.people["ind"]
    factories.be(None)
    body = {
        "subject": "rights",
        "on": days_ago(0),
        "language": "ar",
        "how": "phone",
        "interpreter": "Tolk 12",
    }
    kind = "story" if wrong.get("subject") == "travel_story" else "talk"
    address = reverse("procedure:add", args=[arrived.head.pk, kind])
    answer = arrived.browser("ind").post(address, body | {"text": "Getypt."} | wrong)
    assert answer.status_code == 422
    assert f'id="{kind}-{field}-errors"' in answer.content.decode()
    factories.be(ind)
    assert not queries.procedure_page(ind, arrived.head.pk).told


def test_a_household_moves_together_and_nobody_lives_in_two_centres(arrived: Arrived) -> None:
    coa = arrived.people["coa"]
    factories.be(coa)
    actions.move_centre(coa, arrived.head.pk, centre="Azc Verderop", on=days_ago(0), reason="School dichtbij")
    for each in (arrived.head, arrived.child):
        stays = list(Stay.objects.filter(dossier=each).order_by("begins_on"))
        assert [(it.centre, it.ends_on) for it in stays] == [
            ("Azc De Proef", days_ago(0)),
            ("Azc Verderop", None),
        ]
    actions.move_centre(coa, arrived.head.pk, centre="Azc Elders", on=days_ago(0), household=False)
    assert Stay.objects.get(dossier=arrived.child, ends_on=None).centre == "Azc Verderop"
    with pytest.raises(Refused):
        actions.move_centre(coa, arrived.head.pk, centre="Azc Vroeger", on=days_ago(1), household=False)
    with pytest.raises(IntegrityError), transaction.atomic():
        Stay.objects.create(
            dossier=arrived.head,
            centre="Dubbel",
            begins_on=days_ago(2),
            recorded_by=coa,
            organisation_id=coa.organisation_id,
        )


def test_one_lawyer_at_a_time_and_legal_aid_is_let_in(arrived: Arrived, as_owner: factories.AsOwner) -> None:
    ind = arrived.people["ind"]
    office = factories.organisation(as_owner, "legal_aid")
    factories.be(ind)
    actions.set_counsel(ind, arrived.head.pk, lawyer="mr. Eerst", begins_on=days_ago(2))
    actions.set_counsel(ind, arrived.head.pk, lawyer="mr. Daarna", begins_on=days_ago(1), office=office)
    assert list(Counsel.objects.order_by("begins_on").values_list("lawyer", "ends_on")) == [
        ("mr. Eerst", days_ago(1)),
        ("mr. Daarna", None),
    ]
    with as_owner():
        assert arrived.head.pk in office_dossiers(office)
    factories.be(ind)
    with pytest.raises(Refused):
        actions.set_counsel(
            ind,
            arrived.head.pk,
            lawyer="mr. Fout",
            begins_on=days_ago(0),
            office=arrived.people["coa"].organisation,
        )


def office_dossiers(office: Any) -> set[int]:
    from reisgenoot.access.models import Involvement

    return set(Involvement.objects.filter(organisation=office).values_list("dossier_id", flat=True))


def test_many_are_ticked_at_once(arrived: Arrived) -> None:
    coa, both = arrived.people["coa"], [arrived.head.pk, arrived.child.pk]
    browser = arrived.browser("coa")
    today = timezone.localdate().isoformat()
    made = browser.post(
        reverse("procedure:sessions"),
        {"on": today, "topics": ["procedure", "rights"], "language": "ar", "place": "Zaal 1"},
    )
    assert made.status_code == 302
    page = browser.get(made["Location"]).content.decode()
    assert all(f'value="{key}"' in page for key in both)
    assert browser.post(made["Location"], {"shown": both, "there": both}).status_code == 302
    factories.be(coa)
    assert Attendance.objects.count() == 2
    assert fact(arrived.head.pk, "procedure_explained") == today
    session = queries.sessions(coa).rows[0]
    assert (session.many, session.topics) == (2, ["procedure", "rights"])
    assert [it.session.pk for it in queries.procedure_page(coa, arrived.head.pk).attended] == [session.pk]
    browser.post(made["Location"], {"shown": both, "there": both[:1]})  # a wrong tick is taken off
    factories.be(coa)
    assert list(Attendance.objects.values_list("dossier_id", flat=True)) == both[:1]
    assert (
        AccessLog.objects.filter(dossier_id=both[1], part="procedure", act="write", member=coa).count() >= 2
    )


def test_a_session_belongs_to_who_gave_it(arrived: Arrived) -> None:
    coa, stranger, ind = (arrived.people[who] for who in ("coa", "stranger", "ind"))
    factories.be(coa)
    given = actions.give_session(coa, on=days_ago(1), topics=["rights"], language="ar", place="Zaal 1")
    actions.attend(coa, given.pk, shown=[arrived.head.pk], there=[arrived.head.pk])
    for other in (stranger, ind):
        factories.be(other)
        with pytest.raises(NotFound):
            actions.attend(other, given.pk, shown=[arrived.head.pk], there=[])
        assert not queries.sessions(other).rows
        with pytest.raises(NotFound):
            queries.session_page(other, given.pk)
    factories.be(stranger)
    own = actions.give_session(stranger, on=days_ago(1), topics=["rights"], language="ar", place="Zaal 2")
    with pytest.raises(NotFound):  # somebody whom they don't see
        actions.attend(stranger, own.pk, shown=[arrived.head.pk], there=[arrived.head.pk])
    ahead = actions.give_session(stranger, on=days_ago(-3), topics=["rights"], language="ar", place="Zaal 2")
    with pytest.raises(Refused):
        actions.attend(stranger, ahead.pk, shown=[], there=[])


def decide(browser: Client, dossier_id: int, **typed: Any) -> Any:
    return browser.post(reverse("procedure:decision", args=[dossier_id]), typed)


def test_a_refusal_shows_the_term_before_it_is_saved_and_on_every_page_after(arrived: Arrived) -> None:
    ind, head = arrived.people["ind"], arrived.head.pk
    factories.be(ind)
    actions.record_step(ind, head, "asylum_applied", days_ago(1))
    factories.be(None)
    browser = arrived.browser("ind")
    typed = {"outcome": "refused", "on": days_ago(1).isoformat()}
    assert decide(browser, head, **typed).status_code == 422  # which kind of refusal?
    seen = decide(browser, head, **typed, refusal_kind="inadmissible")
    assert seen.status_code == 200
    assert "artikel 69 lid 2 onder a" in seen.content.decode()
    factories.be(ind)
    assert fact(head, "permit_refused") is None
    assert decide(browser, head, **typed, refusal_kind="inadmissible", save="1").status_code == 302
    factories.be(ind)
    assert (fact(head, "permit_refused"), fact(head, "refusal_kind")) == (typed["on"], "inadmissible")
    factories.be(None)
    lawyer = arrived.browser("legal_aid")
    terms = lawyer.get(reverse("procedure:terms")).content.decode()
    assert "Beroep instellen" in terms
    assert "artikel 69 lid 2 onder a" in terms
    page = lawyer.get(reverse("procedure:dossier", args=[head])).content.decode()
    assert "Wat nu" in page
    assert "?key=appeal_filed" in page
    assert lawyer.get(reverse("procedure:terms-xlsx")).status_code == 200


@pytest.mark.parametrize(
    ("typed", "facts", "phase"),
    [
        (
            {"outcome": "granted", "protection": "refugee"},
            {"permit_granted": True, "permit_kind": "asylum", "protection": "refugee"},
            "housing",
        ),
        (
            {"outcome": "transfer", "protection": "refugee"},
            {"transfer_decided": True, "protection": None},
            "ended",
        ),
        ({"outcome": "application_withdrawn"}, {"application_withdrawn": True}, "ended"),
    ],
)
def test_each_decision_is_recorded_with_what_belongs_to_it(
    arrived: Arrived, typed: dict[str, Any], facts: dict[str, Any], phase: str
) -> None:
    head = arrived.head.pk
    answer = decide(arrived.browser("ind"), head, **typed, on=days_ago(0).isoformat(), save="1")
    assert answer.status_code == 302
    factories.be(arrived.people["ind"])
    for key, value in facts.items():
        assert fact(head, key) == (days_ago(0).isoformat() if value is True else value), key
    arrived.head.refresh_from_db()
    assert arrived.head.phase == phase


def test_two_who_decide_at_once_see_each_other(arrived: Arrived) -> None:
    ind, coa, head = arrived.people["ind"], arrived.people["coa"], arrived.head.pk
    factories.be(ind)
    actions.decide(ind, head, outcome="refused", on=days_ago(1), kind="unfounded")
    factories.be(coa)
    with pytest.raises(Overtaken):
        actions.decide(coa, head, outcome="refused", on=days_ago(0), kind="unfounded", seen={})
    factories.be(None)
    typed = {"outcome": "refused", "on": days_ago(0).isoformat(), "refusal_kind": "unfounded", "save": "1"}
    answer = decide(arrived.browser("coa"), head, **typed)
    assert answer.status_code == 422
    assert "Wat er nu staat" in answer.content.decode()
    factories.be(ind)
    assert fact(head, "permit_refused") == days_ago(1).isoformat()


def test_a_volunteer_decides_nothing(arrived: Arrived) -> None:
    volunteer = arrived.people["volunteer"]
    factories.be(volunteer)
    with pytest.raises(NotAllowed):
        actions.decide(volunteer, arrived.head.pk, outcome="transfer", on=days_ago(0))
    with pytest.raises(NotAllowed):
        actions.record_step(volunteer, arrived.head.pk, "identity_checked", days_ago(0))


def test_lists_and_pages_ask_as_many_questions_for_one_as_for_many(
    arrived: Arrived, django_assert_max_num_queries: Any
) -> None:
    ind = arrived.people["ind"]
    factories.be(ind)
    for number in range(8):
        people = [actions.NewArrival(f"Iemand{number}", "Proefpersoon")]
        gza = arrived.people["gza"].organisation
        actions.register(ind, people, actions.Reception(timezone.now(), "Loket", "Azc", gza=gza))
    for query, most in ((queries.arrivals, 6), (queries.checks, 5), (queries.terms, 8)):
        options = {"week": None} if query is queries.arrivals else {}
        with django_assert_max_num_queries(most):
            query(ind, **options)
    dossiers.record_facts(ind, arrived.head, {"asylum_applied": days_ago(1)})
    with django_assert_max_num_queries(20):
        queries.procedure_page(ind, arrived.head.pk)
    with django_assert_max_num_queries(1):
        queries.spreads(ind)


def test_what_arrived_stands_in_its_week_with_what_was_done(arrived: Arrived) -> None:
    ind = arrived.people["ind"]
    factories.be(ind)
    actions.record_step(ind, arrived.head.pk, "identity_checked", days_ago(1))
    monday = days_ago(2) - timedelta(days=days_ago(2).weekday())
    shown = queries.arrivals(ind, week=monday)
    assert {it.dossier_id for it in shown.rows} == {arrived.head.pk, arrived.child.pk}
    done = {it.dossier_id: it.done["identity_checked"] for it in shown.rows}
    assert done == {arrived.head.pk: days_ago(1), arrived.child.pk: None}
    assert not queries.arrivals(ind, week=monday - timedelta(days=7)).rows
    assert not queries.arrivals(ind, week=monday, centre="Elders").rows
    actions.change_expected_end(ind, arrived.head.pk, days_ago(1))
    assert {it.dossier_id: it.late for it in queries.arrivals(ind, week=monday).rows}[arrived.head.pk]
    with pytest.raises(Refused):
        actions.change_expected_end(ind, arrived.head.pk, days_ago(9))
