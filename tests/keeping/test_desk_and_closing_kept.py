"""What the desk and the end of guidance leave behind is erased: at night, with its part, and with the dossier."""

from __future__ import annotations

from datetime import time, timedelta
from typing import Any

import pytest
from conftest_keeping import NAME, TODAY, years_ago
from erasing import everywhere, run
from factories import AsOwner, be

from reisgenoot.aftercare import actions as aftercare
from reisgenoot.aftercare.models import Closing, HoursLine, Measurement, TaskLeft
from reisgenoot.helpdesk import actions as helpdesk
from reisgenoot.helpdesk.models import DeskSession, KnownVisit, Referral, Visit
from reisgenoot.keeping import actions, archive

pytestmark = pytest.mark.django_db
SECRET = "blauwe flamingo"


def everything(kept: Any) -> None:
    """Something in each table, with the same words in all of them."""
    guide, dossier = kept.guide, kept.dossier
    be(guide)
    entry = helpdesk.add_entry(guide, name="De Brug", kind="legal")
    session = helpdesk.open_session(guide, place="Kerk", day=TODAY, begins=time(9), ends=time(12))
    visit = helpdesk.add_visitor(guide, session.pk)
    helpdesk.link(guide, visit.pk, dossier.pk)
    helpdesk.refer(guide, visit_id=visit.pk, entry=entry, theme="money", about=SECRET, how="told")
    helpdesk.finish(guide, visit.pk, theme="money", question=SECRET)
    aftercare.write_hours(guide, dossier.pk, minutes=10, kind="visit")
    levels = {"money": 2, "housing": 3}
    aftercare.measure(guide, dossier.pk, moment="start", levels=levels, words=dict.fromkeys(levels, SECRET))
    TaskLeft.objects.create(
        dossier_id=dossier.pk, key="gp_registered", what="referred", why=SECRET, referral=Referral.objects.get(),
        decided_by=guide, organisation_id=guide.organisation_id,
    )  # fmt: skip
    Closing.objects.create(
        dossier_id=dossier.pk, together=1, decided_on=TODAY, present=SECRET, agreement="objects", words=SECRET,
        closed_by=guide, organisation_id=guide.organisation_id,
    )  # fmt: skip


def test_all_of_it_goes_with_the_dossier_and_numbers_stay(over: Any, as_owner: AsOwner) -> None:
    kept = over(years_ago(2))
    everything(kept)
    assert len(everywhere(as_owner, SECRET)) >= 6
    run(kept.coordinator)
    assert everywhere(as_owner, SECRET) == everywhere(as_owner, NAME) == []
    with as_owner():
        for model in (KnownVisit, Referral, HoursLine, Measurement, TaskLeft, Closing):
            assert not model.objects.exists()
        assert Visit.objects.get().theme == "money"


def test_what_was_measured_of_money_goes_with_that_part(over: Any) -> None:
    kept = over(years_ago(1))
    everything(kept)
    run(kept.coordinator)
    be(kept.guide)
    assert [it.area for it in Measurement.objects.all()] == ["housing"]
    assert Closing.objects.exists()


def test_the_night_erases_what_visitors_were_called_asked_and_heard(over: Any, as_owner: AsOwner) -> None:
    kept = over(None)
    be(kept.guide)
    session = helpdesk.open_session(kept.guide, place="Kerk", day=TODAY, begins=time(9), ends=time(12))
    entry = helpdesk.add_entry(kept.guide, name="De Brug", kind="legal")
    visits = [
        helpdesk.add_visitor(kept.guide, session.pk, called="Roza", language="ku", theme="money")
        for _ in "ab"
    ]
    helpdesk.describe(kept.guide, visits[0].pk, question=SECRET, answer=SECRET)
    helpdesk.refer(kept.guide, visit_id=visits[0].pk, entry=entry, theme="money", about=SECRET, how="told")
    assert run(kept.coordinator).parts == {}  # today it stays
    with as_owner():
        Visit.objects.update(came_at=visits[0].came_at - timedelta(days=1), day=TODAY - timedelta(days=1))
        DeskSession.objects.update(day=TODAY - timedelta(days=1))
    made = run(kept.coordinator)
    assert made.parts["visits"]["rows"] == 2
    be(kept.guide)
    for visit in Visit.objects.all():
        assert (visit.called, visit.question, visit.answer, visit.state) == ("", "", "", "left")
        assert (visit.language, visit.theme) == ("ku", "money")
    assert Referral.objects.get().about == SECRET  # a year
    with as_owner():
        Referral.objects.update(made_on=years_ago(1, days=-1))
    run(kept.coordinator)
    be(kept.guide)
    assert everywhere(as_owner, SECRET) == []
    be(kept.guide)
    assert (Referral.objects.get().about, Referral.objects.get().kind) == ("", "legal")


def test_the_archive_for_the_person_has_it(over: Any) -> None:
    kept = over(None)
    everything(kept)
    be(kept.guide)
    asked = actions.record_request(
        kept.guide, kept.dossier.pk, kind="see", received_on=TODAY, identity="known"
    )
    assert asked.pk
    lines = archive.gather(kept.guide, kept.dossier.pk, [])["lines"]
    assert {it["what"]["nl"] for it in lines} == {
        "Doorverwijzing",
        "Bezoek aan het inloopspreekuur",
        "Uren van begeleiding",
        "Geld",
        "Wonen",
        "Wat er met een taak gebeurt",
        "Afsluiting van de begeleiding",
    }
    assert all(it["organisation"] for it in lines)
