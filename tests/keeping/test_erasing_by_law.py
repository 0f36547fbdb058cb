"""The law of everybody who recorded in it, an organisation's own terms, and the person's request decide what goes."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from conftest_keeping import NAME, NOTE, TODAY, V_NUMBER, organisation_of, years_ago
from erasing import everywhere, run, spread
from factories import AsOwner, be, member

from reisgenoot.access.errors import Refused
from reisgenoot.dossiers import actions as dossier_actions
from reisgenoot.dossiers.models import Document, Dossier
from reisgenoot.keeping import actions, queries
from reisgenoot.keeping.models import OwnTerm, Request

pytestmark = pytest.mark.django_db


def test_own_terms_within_the_law_decide(over: Any, as_owner: AsOwner) -> None:
    kept = over(years_ago(2))
    be(kept.officer)
    actions.set_term(kept.officer, "dossier", "P3Y")
    assert "dossier" not in run(kept.coordinator).parts
    be(kept.officer)
    actions.set_term(kept.officer, "dossier", "P20M")
    assert "dossier" in run(kept.coordinator).parts
    be(kept.officer)
    assert OwnTerm.objects.count() == 2  # the older one stays to be seen


def test_the_law_of_who_recorded_in_it_binds_too(over: Any, as_owner: AsOwner) -> None:
    """A municipality must keep and must erase after five years; health at GZA stays for twenty."""
    kept = over(years_ago(2))
    municipality, gza = organisation_of(as_owner, "municipality"), organisation_of(as_owner, "gza")
    be(kept.guide)
    for other in (municipality, gza):
        dossier_actions.involve(kept.guide, kept.dossier, other.organisation)
    be(municipality)
    dossier_actions.add_note(municipality, kept.dossier, kind="visit", text="Gesprek over het plan.")
    be(gza)
    dossier_actions.add_note(gza, kept.dossier, kind="visit", text="Prik gezet.", category="health")
    be(kept.guide)
    units = {unit.kind: unit for unit in queries.units_of(kept.dossier.pk)}
    assert units["notes"].due_on == years_ago(2).replace(year=years_ago(2).year + 5)
    assert units["health"].due_on == TODAY.replace(year=TODAY.year + 20)
    assert units["documents"].due_on == years_ago(1)
    assert units["dossier"].due_on == units["health"].due_on
    assert units["dossier"].rule.organisation_kind == "gza"
    assert run(kept.coordinator).parts.keys() == {"documents", "work_education"}


def test_a_municipality_counts_from_the_end_of_the_duty_and_erases_after_death(
    over: Any, as_owner: AsOwner
) -> None:
    kept = over(years_ago(4), "municipality")
    be(kept.guide)
    dossier_actions.record_facts(kept.guide, kept.dossier, {"duty_fulfilled": years_ago(2)})
    first = queries.units_of(kept.dossier.pk)[0]
    assert (first.since, first.due_on) == (years_ago(2), years_ago(2).replace(year=years_ago(2).year + 5))
    dossier_actions.record_facts(kept.guide, kept.dossier, {"deceased": TODAY})
    assert queries.units_of(kept.dossier.pk)[0].due_on == TODAY + timedelta(days=1)


def test_only_what_the_law_does_not_keep_goes_at_the_persons_request(over: Any, as_owner: AsOwner) -> None:
    kept = over(None, "municipality")
    be(kept.guide)
    dossier_actions.add_note(
        kept.guide, kept.dossier, kind="visit", text="Bang in het donker.", category="safety"
    )
    asked = actions.record_request(
        kept.guide, kept.dossier.pk, kind="erase", received_on=TODAY, identity="known"
    )
    made = actions.erase_at_request(kept.guide, asked.pk, sure=True)
    be(None)
    actions.carry_out(str(made.number))
    be(kept.guide)
    made.refresh_from_db()
    assert made.parts.keys() == {"safety"}
    assert Dossier.objects.filter(pk=kept.dossier.pk).exists()
    assert Request.objects.get(pk=asked.pk).state == "partly"


def test_the_whole_dossier_goes_at_the_persons_request_where_no_law_keeps_it(
    over: Any, as_owner: AsOwner
) -> None:
    kept = over(None)
    spread(kept, as_owner)
    asked = actions.record_request(
        kept.guide,
        kept.dossier.pk,
        kind="erase",
        received_on=TODAY,
        identity="known",
        words=f"{NAME} wil weg.",
    )
    made = actions.erase_at_request(kept.guide, asked.pk, sure=True)
    be(None)
    actions.carry_out(str(made.number))
    for words in (NAME, "Quibbelaar", V_NUMBER, NOTE):
        assert everywhere(as_owner, words) == [], words
    be(kept.officer)
    (row,), _total = queries.requests(kept.officer, state="", kind="", limit=5)
    assert (row.state, row.dossier_id, row.kind) == (
        "done",
        None,
        "erase",
    )  # that it was answered in time stays


def test_the_person_may_ask_to_erase_a_part_only(over: Any) -> None:
    kept = over(None)
    be(kept.guide)
    asked = actions.record_request(
        kept.guide, kept.dossier.pk, kind="erase", received_on=TODAY, identity="known"
    )
    for wrong in ([], ["finance"]):
        with pytest.raises(Refused):
            actions.erase_at_request(kept.guide, asked.pk, sure=True, kinds=wrong)
    made = actions.erase_at_request(kept.guide, asked.pk, sure=True, kinds=["notes"])
    actions.carry_out(str(made.number))
    made.refresh_from_db()
    assert made.parts.keys() == {"notes"}
    assert Document.objects.filter(dossier=kept.dossier).exists()
    assert Request.objects.get(pk=asked.pk).state == "done"


def test_a_patient_may_ask_to_destroy_what_gza_must_keep_otherwise(over: Any) -> None:
    kept = over(None, "gza")
    be(kept.guide)
    dossier_actions.add_note(kept.guide, kept.dossier, kind="visit", text="Prik gezet.", category="health")
    unit = next(it for it in queries.units_of(kept.dossier.pk) if it.kind == "health")
    assert (unit.due_on, unit.erasable) == (None, True)
    asked = actions.record_request(
        kept.guide, kept.dossier.pk, kind="erase", received_on=TODAY, identity="known"
    )
    made = actions.erase_at_request(kept.guide, asked.pk, sure=True, kinds=["health"])
    actions.carry_out(str(made.number))
    made.refresh_from_db()
    assert made.parts.keys() == {"health"}


def test_another_organisation_keeps_what_it_works_with(over: Any, as_owner: AsOwner) -> None:
    kept, other = over(None), member(as_owner)
    be(kept.guide)
    dossier_actions.involve(kept.guide, kept.dossier, other.organisation)
    asked = actions.record_request(
        kept.guide, kept.dossier.pk, kind="erase", received_on=TODAY, identity="known"
    )
    made = actions.erase_at_request(kept.guide, asked.pk, sure=True)
    actions.carry_out(str(made.number))
    be(kept.guide)
    assert Dossier.objects.filter(pk=kept.dossier.pk).exists()
    made.refresh_from_db()
    assert "dossier" not in made.parts
