"""Referrals until they are known, the social map, and what the figures tell and do not tell."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from desk_world import DAY, TODAY, Desk, about_entry, refer
from django.db import DatabaseError, transaction
from factories import AsOwner, be, member

from reisgenoot.access.errors import NotAllowed, NotFound, Overtaken, Refused
from reisgenoot.access.models import AccessLog
from reisgenoot.dossiers import actions as dossiers
from reisgenoot.helpdesk import actions, hours, queries
from reisgenoot.helpdesk.models import MapEntry, Referral
from reisgenoot.helpdesk.queries import MapFilters, ReferralFilters

pytestmark = pytest.mark.django_db


def test_a_referral_stays_on_the_list_until_it_is_known(desk: Desk) -> None:
    old = refer(desk, made_on=TODAY - 30 * DAY)
    new = refer(desk, dossier_id=desk.dossier.pk)
    found = queries.referrals(desk.guide, ReferralFilters(), TODAY)
    assert [(it.referral.pk, it.name, it.age, it.late) for it in found.rows] == [
        (old.pk, "", 30, True),
        (new.pk, "Hala Bekend", 0, False),
    ]
    assert (found.total, found.open, found.late) == (2, 2, 1)
    late = queries.referrals(desk.guide, ReferralFilters(state="late"), TODAY)
    assert [it.referral.pk for it in late.rows] == [old.pk]
    actions.outcome(
        desk.guide, old.pk, outcome="turned_away", reason="waiting_list", note="Half jaar wachten."
    )
    assert [it.referral.pk for it in queries.referrals(desk.guide, ReferralFilters(), TODAY).rows] == [new.pk]
    everything = queries.referrals(desk.guide, ReferralFilters(state="all", outcome="turned_away"), TODAY)
    assert [(it.referral.pk, it.age) for it in everything.rows] == [(old.pk, 30)]
    actions.reopen(desk.guide, old.pk)
    assert queries.referrals(desk.guide, ReferralFilters(), TODAY).total == 2
    assert AccessLog.objects.filter(dossier_id=desk.dossier.pk, part="referral", act="write").count() == 1


@pytest.mark.parametrize(
    ("about", "fields"),
    [
        ({"outcome": "turned_away"}, {"reason"}),
        ({"outcome": "helped", "reason": "costs"}, {"reason"}),
        ({"outcome": "lost"}, {"outcome"}),
        ({"outcome": "helped", "known_on": TODAY + DAY}, {"known_on"}),
        ({"outcome": "helped", "known_on": TODAY - DAY}, {"known_on"}),
    ],
)
def test_an_outcome_says_what_it_must(desk: Desk, about: dict[str, Any], fields: set[str]) -> None:
    made = refer(desk)
    with pytest.raises(Refused) as refused:
        actions.outcome(desk.guide, made.pk, **about)
    assert set(refused.value.problems) == fields


def test_two_who_heard_different_things_do_not_overwrite_each_other(desk: Desk) -> None:
    made = refer(desk)
    be(desk.colleague)
    actions.outcome(desk.colleague, made.pk, outcome="helped")
    be(desk.guide)
    with pytest.raises(Overtaken) as overtaken:
        actions.outcome(desk.guide, made.pk, outcome="not_gone")
    assert (overtaken.value.by, overtaken.value.version) == (desk.colleague.name, "helped")
    actions.outcome(desk.guide, made.pk, outcome="not_gone", seen="helped")
    made.refresh_from_db()
    assert (made.outcome, made.known_by) == ("not_gone", desk.guide)


def test_a_referral_from_the_visit_of_somebody_known_is_in_the_dossier(desk: Desk) -> None:
    visit = actions.add_visitor(desk.guide, desk.session.pk)
    actions.link(desk.guide, visit.pk, desk.dossier.pk)
    made = refer(desk, visit_id=visit.pk)
    assert (made.dossier_id, made.visit_id) == (desk.dossier.pk, visit.pk)
    be(desk.volunteer)
    assert not Referral.objects.exists()
    with pytest.raises(NotFound):
        actions.refer(desk.volunteer, entry=desk.entry, theme="money", about="x", how="told")
    anonymous = actions.add_visitor(desk.volunteer, desk.session.pk)
    actions.refer(
        desk.volunteer, visit_id=anonymous.pk, entry=desk.entry, theme="money", about="x", how="told"
    )
    assert Referral.objects.count() == 1


def test_the_wall_of_referrals(desk: Desk, as_owner: AsOwner) -> None:
    """Others who work on the dossier see it, but not what it is about health or law; strangers see nothing."""
    partner = member(as_owner)
    plain, private = (refer(desk, dossier_id=desk.dossier.pk, theme=theme) for theme in ("money", "health"))
    dossiers.involve(desk.guide, desk.dossier, partner.organisation)
    anonymous = refer(desk)
    be(partner)
    assert [it.referral.pk for it in queries.dossier_referrals(partner, desk.dossier.pk, TODAY)] == [plain.pk]
    for found in (plain, private, anonymous):
        with pytest.raises(NotFound):
            actions.outcome(partner, found.pk, outcome="helped")
    assert Referral.objects.filter(pk=plain.pk).update(outcome="helped", known_on=TODAY) == 0
    with pytest.raises(Refused):  # of another one's map
        actions.refer(
            partner, dossier_id=desk.dossier.pk, entry=desk.entry, theme="money", about="x", how="told"
        )
    be(desk.stranger)
    assert not Referral.objects.exists()
    assert not MapEntry.objects.exists()
    with pytest.raises(DatabaseError), transaction.atomic():
        Referral.objects.create(
            organisation_id=desk.guide.organisation_id, visit_id=anonymous.visit_id, entry=desk.entry, kind="gp",
            to_name="x", theme="money", about="x", how="told", expected_on=TODAY, member=desk.stranger,
        )  # fmt: skip


def test_the_map_is_searched_filtered_and_checked(desk: Desk) -> None:
    other = actions.add_entry(
        desk.guide,
        checked=False,
        **about_entry(name="Voedselbank", kind="food", themes=[], languages=[], hours={}),
    )
    every = queries.social_map(desk.guide, MapFilters(), TODAY)
    assert ([it.name for it in every.rows], every.stale) == (["Raadslieden De Brug", "Voedselbank"], 1)

    def names(**filters: Any) -> list[str]:
        return [it.name for it in queries.social_map(desk.guide, MapFilters(**filters), TODAY).rows]

    assert names(q="brug doet") == names(language="ar") == names(day="1") == names(theme="letter") != []
    assert names(kind="food") == names(stale=True) == ["Voedselbank"]
    assert names(q="100%_") == []
    actions.check_entry(desk.guide, other.pk)
    assert names(stale=True) == []
    MapEntry.objects.filter(pk=other.pk).update(checked_on=TODAY - timedelta(days=366))
    assert names(stale=True) == ["Voedselbank"]
    actions.gone(desk.guide, other.pk)
    assert (names(), names(gone=True)) == (["Raadslieden De Brug"], ["Voedselbank"])
    other.refresh_from_db()
    with pytest.raises(Refused):
        refer(desk, entry=other)
    be(desk.volunteer)
    assert names() == ["Raadslieden De Brug"]
    with pytest.raises(NotAllowed):
        actions.check_entry(desk.volunteer, other.pk)


def test_an_entry_is_changed_by_whom_saw_it_as_it_is(desk: Desk) -> None:
    with pytest.raises(Refused) as refused:
        actions.add_entry(desk.guide, **about_entry(postcode="12", kind="?"))
    assert set(refused.value.problems) == {"name", "kind", "postcode"}
    actions.change_entry(
        desk.guide, desk.entry.pk, seen=1, **about_entry(phone="0314 000000", postcode="7001ab")
    )
    desk.entry.refresh_from_db()
    assert (desk.entry.phone, desk.entry.postcode, desk.entry.checked_by) == (
        "0314 000000",
        "7001 AB",
        desk.guide,
    )
    with pytest.raises(Overtaken):
        actions.change_entry(desk.guide, desk.entry.pk, seen=1, **about_entry(phone="0314 111111"))


def test_opening_hours_are_read_as_people_write_them() -> None:
    assert hours.parse_day("13-17, 9.00 – 12:30") == [["09:00", "12:30"], ["13:00", "17:00"]]
    assert hours.day_text(hours.parse_day("9-12")) == "9:00–12:00"
    for wrong in ("12-9", "9-13, 12-17", "ochtend", "9-25", "9:70-12"):
        with pytest.raises(hours.NoHours):
            hours.parse_day(wrong)
    monday = {"1": [["09:00", "12:00"]]}
    assert hours.is_open(monday, datetime(2026, 11, 23, 9, tzinfo=UTC))
    assert not hours.is_open(monday, datetime(2026, 11, 23, 12, tzinfo=UTC))
    assert not hours.is_open(monday, datetime(2026, 11, 24, 9, tzinfo=UTC))


def outcomes(desk: Desk, kind: str, many: dict[str, int]) -> None:
    """So many referrals to one kind with these outcomes ("": not known), each known after ten days."""
    entry = actions.add_entry(desk.guide, **about_entry(name=f"Iets {kind}", kind=kind))
    visit = actions.add_visitor(desk.guide, desk.session.pk)
    made_on = TODAY - 20 * DAY
    for outcome, times in many.items():
        for _each in range(times):
            made = refer(desk, entry=entry, visit_id=visit.pk, made_on=made_on)
            how, _colon, reason = outcome.partition(":")
            if outcome:
                actions.outcome(desk.guide, made.pk, outcome=how, reason=reason, known_on=made_on + 10 * DAY)


def test_bottlenecks_show_where_people_do_not_arrive_and_nothing_of_few(desk: Desk) -> None:
    outcomes(desk, "mental", {"turned_away:waiting_list": 6, "turned_away:language": 2, "helped": 1, "": 1})
    outcomes(desk, "legal", {"helped": 8, "not_helped": 1})
    outcomes(desk, "debt", {"turned_away:costs": 4})
    rows = {it.kind: it for it in queries.bottlenecks(desk.guide, TODAY - 30 * DAY, TODAY + DAY)}
    assert list(rows) == ["mental", "legal", "debt"]
    mental = rows["mental"]
    assert (mental.made, mental.known, mental.waiting, mental.arrived) == (10, 9, None, 10)
    assert (mental.turned_away, mental.waiting_list, mental.language, mental.costs) == (8, 6, None, 0)
    assert mental.median_days == 10
    assert (rows["legal"].arrived, rows["legal"].turned_away) == (100, 0)
    debt = rows["debt"]
    assert (debt.made, debt.known, debt.arrived, debt.turned_away, debt.median_days) == (None,) * 5
    assert queries.bottlenecks(desk.guide, TODAY - 10 * DAY, TODAY + DAY) == ()
    assert queries.bottlenecks(desk.guide, date(2020, 1, 1), TODAY + DAY, "health") == ()
    be(desk.stranger)
    assert queries.bottlenecks(desk.stranger, date(2020, 1, 1), TODAY + DAY) == ()
    be(desk.volunteer)
    with pytest.raises(NotAllowed):
        queries.bottlenecks(desk.volunteer, date(2020, 1, 1), TODAY + DAY)


def test_figures_of_visitors_tell_nothing_of_fewer_than_five(desk: Desk) -> None:
    for number in range(7):
        visit = actions.add_visitor(
            desk.guide, desk.session.pk, language="ar" if number < 5 else "ti", theme="money"
        )
        if number < 6:
            actions.finish(desk.guide, visit.pk, minutes=10)
        else:
            actions.leave(desk.guide, visit.pk)
    found = queries.visit_figures(desk.guide, TODAY, TODAY + DAY)
    (money,) = found["theme"]
    assert (money.label, money.visitors, money.minutes, money.median_minutes) == ("money", 7, 60, 10)
    assert (money.left_early, money.known, money.referred) == (None, 0, 0)
    arabic, tigrinya = found["language"]
    assert (arabic.label, arabic.visitors, arabic.left_early) == ("ar", 5, 0)
    assert (tigrinya.label, tigrinya.visitors, tigrinya.minutes, tigrinya.known) == ("ti", None, None, None)
    assert queries.visit_figures(desk.guide, TODAY, TODAY + DAY, "Elders")["theme"] == ()
