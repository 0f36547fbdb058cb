"""Who acts on after handing over: the IND until it decides, GZA in the reception, the municipality they live in."""

from __future__ import annotations

import pytest
from django.utils import timezone
from factories import AsOwner, be, dossier, member, organisation

from reisgenoot.access.models import Involvement, Member, Organisation
from reisgenoot.dossiers import actions
from reisgenoot.dossiers.actions import Offer
from reisgenoot.dossiers.models import Dossier

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
APPLIED = {"arrived": "2026-01-05", "born": "1990-05-17", "asylum_applied": "2026-01-07"}


def _hand_over(to: Member, by: Member, dossier: Dossier) -> None:
    be(by)
    made = actions.send_handover(by, Offer(to.organisation, "phase", {dossier.pk: {"route": "Verder."}}))
    be(to)
    actions.accept_handover(to, made.pk)


def _running(as_owner: AsOwner, dossier: Dossier) -> dict[str, tuple[str, bool]]:
    with as_owner():
        parts = Involvement.objects.filter(dossier_id=dossier.pk, ends_on=None)
        return {it.organisation.kind: (it.basis, it.responsible) for it in parts}


def test_the_ind_records_its_decision_after_coa_took_over_and_then_reads_for_thirty_days(
    as_owner: AsOwner,
) -> None:
    ind, coa, gza, town = (
        member(as_owner, organisation=organisation(as_owner, kind))
        for kind in ("ind", "coa", "gza", "municipality")
    )
    newcomer = dossier(ind, facts=APPLIED)
    actions.involve(ind, newcomer, gza.organisation, basis="phase")
    _hand_over(coa, ind, newcomer)
    by_phase = {"ind": ("phase", False), "gza": ("phase", False)}
    assert _running(as_owner, newcomer) == {**by_phase, "coa": ("handover", True)}
    be(ind)
    actions.record_fact(ind, newcomer, "permit_granted", TODAY)
    _hand_over(town, coa, newcomer)
    assert _running(as_owner, newcomer) == {"municipality": ("handover", True)}
    with as_owner():
        ended = Involvement.objects.filter(dossier_id=newcomer.pk, ends_on=TODAY)
        assert {it.organisation.kind for it in ended if it.reads_until} == {"ind", "coa", "gza"}


def test_without_a_decision_both_act_on_at_another_centre(as_owner: AsOwner) -> None:
    ind, coa, gza, other = (
        member(as_owner, organisation=organisation(as_owner, kind)) for kind in ("ind", "coa", "gza", "coa")
    )
    newcomer = dossier(ind, facts=APPLIED)
    actions.involve(ind, newcomer, gza.organisation, basis="phase")
    _hand_over(coa, ind, newcomer)
    _hand_over(other, coa, newcomer)
    with as_owner():
        parts = Involvement.objects.filter(dossier_id=newcomer.pk, ends_on=None)
        assert {it.organisation_id for it in parts} == {it.organisation_id for it in (ind, gza, other)}


def test_the_municipality_directs_on_until_they_move_to_another(as_owner: AsOwner) -> None:
    town, guide, elsewhere = (
        member(as_owner, organisation=organisation(as_owner, kind))
        for kind in ("municipality", "vluchtelingenwerk", "municipality")
    )
    with as_owner():
        Organisation.objects.filter(pk=town.organisation_id).update(municipality="Aalten")
    settled = {**APPLIED, "permit_granted": "2026-03-02", "linked": "2026-03-09", "municipality": "Aalten"}
    newcomer = dossier(town, facts=settled)
    _hand_over(guide, town, newcomer)
    assert _running(as_owner, newcomer) == {
        "municipality": ("phase", False),
        "vluchtelingenwerk": ("handover", True),
    }
    be(town)
    actions.record_fact(town, newcomer, "pip_set", TODAY)
    _hand_over(elsewhere, guide, newcomer)
    with as_owner():
        parts = Involvement.objects.filter(dossier_id=newcomer.pk, ends_on=None)
        assert [it.organisation_id for it in parts] == [elsewhere.organisation_id]
