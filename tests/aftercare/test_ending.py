"""What was bought and used, what somebody can do alone, what stays with whom, closing and taking it back."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from closing_world import STARTED, TODAY, TOWN, Ending
from django.db import DatabaseError, connection, transaction
from factories import AsOwner, be

from reisgenoot.access.errors import NotAllowed, NotFound, Refused
from reisgenoot.access.models import AccessLog, Involvement
from reisgenoot.aftercare import actions, queries
from reisgenoot.aftercare.actions import Decision
from reisgenoot.aftercare.actions.hours import winds_down
from reisgenoot.aftercare.models import Closing, Contract, HoursLine, Measurement, TaskLeft
from reisgenoot.aftercare.scale import scale
from reisgenoot.dossiers import actions as dossiers
from reisgenoot.dossiers.models import Dossier, Fact
from reisgenoot.helpdesk.models import Referral

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def bought(ending: Ending, who: Any = None, **more: Any) -> Contract:
    """Twelve months and twenty hours for each household, entered by the case director unless told otherwise."""
    who = who or ending.director
    be(who)
    about = {
        "months": 12,
        "hours": 20,
        "per": "household",
        "begins_on": date(2020, 1, 1),
        "source": "Overeenkomst 12",
    }
    about |= (
        {"organisation": ending.guide.organisation}
        if who.organisation.municipality
        else {"municipality": TOWN}
    )
    made = actions.set_contract(who, **{**about, **more})
    be(ending.guide)
    return made


def page(ending: Ending, who: Any = None) -> queries.ClosingPage:
    return queries.closing_page(who or ending.guide, ending.head.pk, TODAY)


def test_the_end_and_the_hours_left_follow_from_what_was_bought(ending: Ending) -> None:
    assert page(ending).bought.contract is None
    bought(ending)
    actions.write_hours(ending.guide, ending.head.pk, minutes=90, kind="visit")
    actions.write_hours(ending.guide, ending.partner.pk, minutes=30, kind="phone", on=TODAY - DAY)
    be(ending.coordinator)
    actions.write_hours(ending.coordinator, ending.head.pk, minutes=60, kind="along")
    be(ending.director)
    actions.write_hours(ending.director, ending.head.pk, minutes=600, kind="other")  # of another organisation
    be(ending.guide)
    found = page(ending).bought
    assert (found.minutes, found.used, found.left) == (1200, 180, 1020)
    year_on = (
        STARTED.replace(year=STARTED.year + 1)
        if (STARTED.month, STARTED.day) != (2, 29)
        else STARTED + 365 * DAY
    )
    assert found.until == year_on - DAY
    line = HoursLine.objects.get(minutes=90)
    actions.take_back_hours(ending.guide, ending.head.pk, line.pk)
    assert page(ending).bought.used == 90
    with pytest.raises(NotFound):
        actions.take_back_hours(ending.guide, ending.head.pk, HoursLine.objects.get(minutes=60).pk)


def test_hours_for_each_adult_and_too_many_used(ending: Ending) -> None:
    bought(ending, hours=1, per="person", months=None)
    actions.write_hours(ending.guide, ending.head.pk, minutes=130, kind="visit")
    found = page(ending).bought
    assert (found.minutes, found.left, found.over, found.until) == (120, -10, 10, None)


def test_each_side_enters_its_own_and_the_municipality_counts(ending: Ending) -> None:
    ours = bought(ending, ending.coordinator, months=9)
    assert page(ending).bought.contract == ours
    theirs = bought(ending, ending.policy_maker)
    found = page(ending).bought
    assert (found.contract, found.other) == (theirs, ours)
    again = bought(ending, months=18, begins_on=TODAY + DAY)
    theirs.refresh_from_db()
    assert theirs.ends_on == TODAY + DAY  # the earlier one of the same side ended
    assert page(ending).bought.contract == theirs  # which held when the guidance began
    be(ending.coordinator)
    with pytest.raises(NotFound):
        actions.end_contract(ending.coordinator, again.pk)
    assert Contract.objects.filter(pk=again.pk).update(ends_on=TODAY) == 0
    be(ending.guide)
    with pytest.raises(NotAllowed):
        bought(ending, ending.guide)
    be(ending.stranger)
    assert not Contract.objects.exists()
    with pytest.raises(DatabaseError), transaction.atomic():
        Contract.objects.create(
            municipality=TOWN, organisation=ending.guide.organisation, months=1, begins_on=TODAY, source="x",
            by_municipality=True, set_by=ending.stranger, set_by_organisation_id=ending.stranger.organisation_id,
        )  # fmt: skip


@pytest.mark.parametrize(
    ("about", "field"),
    [
        ({"months": None, "hours": None}, "months"),
        ({"source": " "}, "source"),
        ({"ends_on": date(2019, 1, 1)}, "ends_on"),
        ({"hours": 5000}, "hours"),
        ({"organisation": None}, "organisation"),
    ],
)
def test_what_was_bought_says_what_it_must(ending: Ending, about: dict[str, Any], field: str) -> None:
    with pytest.raises(Refused) as refused:
        bought(ending, **about)
    assert set(refused.value.problems) == {field}


def test_a_signal_comes_two_months_before_the_end(ending: Ending) -> None:
    def signals() -> set[str]:
        active = ending.head.signals.filter(since__lte=TODAY)
        return set(active.values_list("key", flat=True))

    actions.plan_end(ending.guide, ending.head.pk, TODAY + timedelta(days=75))
    assert "guidance_ends_soon" not in signals()
    actions.plan_end(ending.guide, ending.head.pk, TODAY + timedelta(days=30))
    assert "guidance_ends_soon" in signals()
    assert page(ending).bought.planned == winds_down(TODAY + timedelta(days=30))
    dossiers.record_fact(ending.guide, ending.head, "guidance_closed", TODAY)
    assert "guidance_ends_soon" not in signals()


def test_the_scale_has_a_sentence_for_each_level_in_both_languages() -> None:
    areas = scale().areas
    assert list(areas) == ["housing", "money", "health", "language", "work", "children", "network", "rules"]
    for area in areas.values():
        for level in range(1, 6):
            assert all(area.sentences[level][lang].endswith(".") for lang in ("nl", "en"))


def test_measurements_stand_side_by_side_and_the_newest_counts(ending: Ending) -> None:
    def measure(moment: str, **levels: int) -> None:
        actions.measure(ending.guide, ending.head.pk, moment=moment, levels=levels)

    measure("start", housing=1, money=2)
    measure("halfway", housing=3)
    measure("start", housing=2)
    rows = {it.area.id: it for it in page(ending).measured}
    assert [it and it.level for it in rows["housing"].by_moment] == [2, 3, None]
    last = rows["housing"].last
    assert last is not None
    assert last.level == 3
    assert rows["rules"].last is None
    assert Measurement.objects.count() == 4
    for wrong, field in (
        ({"moment": "later", "levels": {"money": 1}}, "moment"),
        ({"moment": "end", "levels": {}}, "moment"),
        ({"moment": "end", "levels": {"money": 6}}, "money"),
        ({"moment": "end", "levels": {"money": 1}, "words": {"rules": "ik weet het"}}, "rules"),
    ):
        with pytest.raises(Refused) as refused:
            actions.measure(ending.guide, ending.head.pk, **wrong)
        assert set(refused.value.problems) == {field}


def test_who_reads_what_was_measured(ending: Ending) -> None:
    actions.measure(ending.guide, ending.head.pk, moment="start", levels={"money": 2, "housing": 2})
    be(ending.volunteer)
    assert not Measurement.objects.exists()
    with pytest.raises(NotAllowed):
        actions.measure(ending.volunteer, ending.head.pk, moment="end", levels={"housing": 2})
    be(ending.director)
    assert Measurement.objects.count() == 2
    be(ending.stranger)
    assert not Measurement.objects.exists()
    with pytest.raises(NotFound):
        actions.measure(ending.stranger, ending.head.pk, moment="end", levels={"housing": 2})


def test_each_open_task_stays_with_somebody(ending: Ending) -> None:
    ours = queries.undecided(ending.both, TODAY)
    assert {it.owner for it in ours} <= {"guide", "volunteer", "newcomer"}
    assert len(ours) > 3
    alone, sent, done, needless = ours[:4]
    choices = {
        (alone.dossier_id, alone.key): Decision("alone"),
        (sent.dossier_id, sent.key): Decision("referred", entry=ending.entry),
        (done.dossier_id, done.key): Decision("done", "Vorige week"),
        (needless.dossier_id, needless.key): Decision("not_needed", "Heeft geen gezin elders"),
    }
    assert actions.decide_tasks(ending.guide, ending.both, choices, today=TODAY) == 4
    referral = Referral.objects.get()
    assert (referral.dossier_id, referral.to_name) == (sent.dossier_id, "De Brug")
    assert TaskLeft.objects.get(what="referred").referral == referral
    assert Fact.objects.filter(dossier_id=done.dossier_id, key=done.key).exists()
    still = {(it.dossier_id, it.key) for it in queries.undecided(ending.both, TODAY)}
    assert still == {(it.dossier_id, it.key) for it in ours[4:]}


def test_a_decision_is_refused_beside_its_task_and_then_nothing_is_kept(ending: Ending) -> None:
    first, second, third, fourth = queries.undecided(ending.both, TODAY)[:4]
    actions.decide_tasks(
        ending.guide, ending.both, {(first.dossier_id, first.key): Decision("alone")}, today=TODAY
    )
    choices = {
        (first.dossier_id, first.key): Decision("not_needed", "anders"),  # somebody decided meanwhile
        (second.dossier_id, second.key): Decision("not_needed"),
        (third.dossier_id, third.key): Decision("referred"),
        (fourth.dossier_id, fourth.key): Decision("alone"),
        (ending.head.pk, "asylum_applied"): Decision("alone"),
    }
    with pytest.raises(Refused) as refused:
        actions.decide_tasks(ending.guide, ending.both, choices, today=TODAY)
    wrong = [(first.dossier_id, first.key), (second.dossier_id, second.key), (third.dossier_id, third.key)]
    assert set(refused.value.problems) == {
        f"{d}.{key}" for d, key in [*wrong, (ending.head.pk, "asylum_applied")]
    }
    assert TaskLeft.objects.count() == 1


def test_closing_waits_until_nothing_is_left_undecided(ending: Ending) -> None:
    with pytest.raises(Refused) as refused:
        ending.close(present=" ", agreement="objects", decided_on=TODAY + DAY)
    assert set(refused.value.problems) == {"members", "present", "words", "decided_on"}
    assert not Fact.objects.filter(key="guidance_closed").exists()
    ending.decide()
    assert len(ending.close()) == 2
    with pytest.raises(Refused) as refused:
        ending.close()
    assert "Hala Einde" in str(refused.value.problems["members"])


def parts(ending: Ending, who: Any) -> list[date | None]:
    be(ending.guide)
    return list(
        Involvement.objects.filter(dossier_id=ending.head.pk, organisation_id=who.organisation_id)
        .order_by("member_id")
        .values_list("ends_on", flat=True)
    )


def test_closing_is_a_fact_ends_volunteers_and_keeps_the_dossier_guided(ending: Ending) -> None:
    ending.decide()
    ending.close(agreement="partly", words="Ik wil nog hulp met brieven.")
    for dossier in (ending.head, ending.partner):
        assert dossier.facts.get(key="guidance_closed").value == TODAY.isoformat()
    assert not ending.head.tasks.filter(key="guidance_closed").exists()
    assert sorted(parts(ending, ending.guide), key=str) == [TODAY + DAY, None]  # the volunteer's, and our own
    assert parts(ending, ending.director) == [None]
    found = page(ending)
    assert found.closing is not None
    assert (found.closing.words, found.may_undo, found.responsible) == (
        "Ik wil nog hulp met brieven.",
        True,
        True,
    )
    assert AccessLog.objects.filter(dossier_id=ending.partner.pk, part="closing", act="write").count() >= 1


def test_who_is_not_responsible_is_out_from_tomorrow(ending: Ending) -> None:
    ending.decide()
    be(ending.director)
    actions.close(ending.director, ending.both, decided_on=TODAY, present="Allen", agreement="agreed")
    assert parts(ending, ending.director) == [TODAY + DAY]
    be(ending.director)
    actions.undo_closing(ending.director, ending.partner.pk)
    assert parts(ending, ending.director) == [None]


def test_a_closing_is_taken_back_within_the_day_for_all_and_by_us_alone(
    ending: Ending, as_owner: AsOwner
) -> None:
    ending.decide()
    ending.close()
    be(ending.director)
    with pytest.raises(NotFound):
        actions.undo_closing(ending.director, ending.head.pk)
    be(ending.guide)
    actions.undo_closing(ending.guide, ending.partner.pk)
    standing = Fact.objects.filter(key="guidance_closed", superseded_by__isnull=True)
    assert [it.value for it in standing] == [None, None]
    assert parts(ending, ending.guide) == [None, None]
    assert page(ending).closing is None
    assert ending.close()
    with as_owner():
        Closing.objects.update(closed_on=TODAY - DAY)
    with pytest.raises(NotFound):
        actions.undo_closing(ending.guide, ending.head.pk)
    assert not page(ending).may_undo


def test_guidance_that_begins_again_can_be_closed_again(ending: Ending) -> None:
    ending.decide()
    ending.close(decided_on=TODAY - 10 * DAY)
    dossiers.record_fact(ending.guide, ending.head, "guidance_started", TODAY - DAY)
    found = page(ending)
    assert found.closing is None
    assert [it.closed for it in found.mates] == [None, TODAY - 10 * DAY]


def test_the_wall_around_closing(ending: Ending) -> None:
    ending.decide()
    ending.close()
    actions.measure(ending.guide, ending.head.pk, moment="end", levels={"housing": 5})
    actions.write_hours(ending.guide, ending.head.pk, minutes=5, kind="visit")
    tables = ("aftercare_closing", "aftercare_measurement", "aftercare_taskleft", "aftercare_hoursline")

    def seen(who: Any) -> list[str]:
        be(who)
        found = []
        for table in tables:
            with connection.cursor() as cursor:
                cursor.execute(f"SELECT count(*) FROM {table}")
                if cursor.fetchone()[0]:
                    found.append(table)
        return found

    for who in (ending.stranger, ending.policy_maker, ending.volunteer, None):
        assert seen(who) == []
    assert seen(ending.director) == seen(ending.coordinator) == list(tables)
    for statement in (
        "UPDATE aftercare_measurement SET level = 1",
        "DELETE FROM aftercare_closing",
        "UPDATE aftercare_closing SET words = ''",
        "UPDATE aftercare_hoursline SET minutes = 1",
        "DELETE FROM aftercare_taskleft",
    ):
        be(ending.guide)
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    for act in (
        lambda: actions.close(
            ending.stranger, ending.both, decided_on=TODAY, present="x", agreement="agreed"
        ),
        lambda: actions.decide_tasks(ending.stranger, ending.both, {}, today=TODAY),
        lambda: actions.write_hours(ending.stranger, ending.head.pk, minutes=1, kind="visit"),
        lambda: queries.closing_page(ending.stranger, ending.head.pk, TODAY),
    ):
        be(ending.stranger)
        with pytest.raises(NotFound):
            act()
    assert Dossier.objects.count() == 0
