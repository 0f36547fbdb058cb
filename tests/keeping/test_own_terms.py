"""The file of terms, what an organisation may choose in it, and who."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest
import yaml
from conftest_keeping import organisation_of
from django.db import DatabaseError, IntegrityError, connection, transaction
from factories import AsOwner, be, member

from reisgenoot.access import rules as access_rules
from reisgenoot.access.errors import NotAllowed, NotFound, Refused
from reisgenoot.keeping import actions, queries, rules
from reisgenoot.keeping.models import KeepingRule, OwnTerm

RAW = yaml.safe_load(rules.SOURCE.read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    "wrong",
    [
        {"term": "twee jaar"},
        {"term": "P6Y"},
        {"from": "ooit"},
        {"ground": "X1"},
        {"own_choice": None},
        {"shortest": "P1Y"},
        {"shortets": "P1Y"},
        {"keep_ground": "Aw3"},
    ],
)
def test_what_cannot_be_is_refused(wrong: dict[str, Any]) -> None:
    raw = deepcopy(RAW)
    raw["kinds"]["dossier"]["rules"][""].update(wrong)
    with pytest.raises(rules.BadRetention, match="dossier, others"):
        rules.parse(raw)


def test_every_kind_has_a_rule_for_everybody_and_no_organisation_is_invented() -> None:
    for change in ({"": None}, {"gemeente": RAW["kinds"]["dossier"]["rules"][""]}):
        raw = deepcopy(RAW)
        raw["kinds"]["dossier"]["rules"] = {
            key: rule for key, rule in {**raw["kinds"]["dossier"]["rules"], **change}.items() if rule
        }
        with pytest.raises(rules.BadRetention):
            rules.parse(raw)


def test_every_category_of_data_is_kept_for_a_term() -> None:
    """Those with a term of their own; all others go with the dossier, notes and documents apart."""
    own = {"work_education", "finance", "health", "travel_story", "safety", "notes"}
    assert own <= set(access_rules.table().categories) & set(rules.retention().kinds)


@pytest.mark.django_db
def test_the_database_holds_the_file(as_owner: AsOwner) -> None:
    with as_owner():
        held = {
            (it.kind, it.organisation_kind, it.term, it.shortest, it.longest, it.after_death, it.on_request)
            for it in KeepingRule.objects.all()
        }
    assert held == {
        (it.kind, it.organisation_kind, it.term, it.shortest, it.longest, it.after_death, it.on_request)
        for it in rules.retention().rules
    }


@pytest.mark.django_db
def test_an_officer_chooses_within_the_law(as_owner: AsOwner) -> None:
    guide = organisation_of(as_owner, "municipality")
    officer = member(as_owner, "privacy_officer", guide.organisation)
    be(officer)
    actions.set_term(officer, "health", "P18M")
    rows = {row.kind: row for row in queries.terms(officer)}
    assert (rows["health"].term, rows["health"].set_by) == ("P18M", officer.name)
    for kind, term, said in (
        ("health", "P6Y", "Besluit inburgering 2021, artikel 9.9"),
        ("notes", "P4Y", "De wet laat geen keus: 5 jaar."),
        ("health", "morgen", "maanden of jaren"),
    ):
        with pytest.raises(Refused) as refused:
            actions.set_term(officer, kind, term)
        assert said in str(refused.value.problems["term"])
    with pytest.raises(NotFound):
        actions.set_term(officer, "nothing", "P1Y")
    assert OwnTerm.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize("role", ["guide", "coordinator", "administrator", "volunteer", "director"])
def test_nobody_else_does_and_the_database_holds_the_law(as_owner: AsOwner, role: str) -> None:
    other = member(as_owner, role)
    be(other)
    with pytest.raises(NotAllowed):
        actions.set_term(other, "notes", "P2Y")
    insert = (
        "INSERT INTO keeping_ownterm (organisation_id, kind, term, set_by_id) VALUES (%s, 'notes', %s, %s)"
    )
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(insert, [other.organisation_id, "P2Y", other.pk])
    officer = member(as_owner, "privacy_officer", other.organisation)  # a municipality: five years, no choice
    be(officer)
    for term in ("P4Y", "P6Y", "P0D", "P100Y"):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(insert, [officer.organisation_id, term, officer.pk])
    with pytest.raises(DatabaseError), transaction.atomic():
        OwnTerm.objects.update(term="P1D")
