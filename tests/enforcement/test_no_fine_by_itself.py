"""A fine is made by a named case director, after circumstances, a reminder, a talk and blame; and by nothing else."""

from __future__ import annotations

import ast
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from enforced import PLAN, TODAY, Enforced, ago, decision
from factories import AsOwner

import reisgenoot
from reisgenoot.access.errors import NotAllowed, NotFound, Refused
from reisgenoot.dossiers.actions import record_facts
from reisgenoot.enforcement import actions
from reisgenoot.enforcement.law import MAXIMUM, OURS
from reisgenoot.enforcement.models import Case, Circumstance, Fine, Judgement, Talk

pytestmark = pytest.mark.django_db
SOURCE = Path(reisgenoot.__file__).parent


def row(case: Case, by: int, **other: Any) -> dict[str, Any]:
    """The columns of a fine that lacks nothing, unless told otherwise."""
    plain: dict[str, Any] = {
        "id": case.pk, "case_id": case.pk, "dossier_id": case.dossier_id, "article": case.article, "amount": 250,
        "owed": 250, "reason": "r", "persistence": "p", "means": "m", "lower_reason": "", "not_lowered": True,
        "new_term_until": TODAY + timedelta(days=30) if case.article == "22" else None, "decided_on": TODAY,
        "decided_by_id": by, "sent_how": "", "withdrawn_why": "", "changed_by_id": by, "changes": 1,
    }  # fmt: skip
    return plain | other


def insert(values: dict[str, Any]) -> str:
    """Written past every action; the name of what refused it, or nothing."""
    columns = ", ".join(values)
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            marks = ", ".join(["%s"] * len(values))
            cursor.execute(
                f"INSERT INTO enforcement_fine ({columns}) VALUES ({marks})", list(values.values())
            )
    except DatabaseError as error:
        return getattr(error.__cause__.diag, "constraint_name", None) or "policy"  # type: ignore[union-attr]
    return ""


def take_away(table: str, case: Case) -> None:
    with connection.cursor() as cursor:
        if table == "talk":
            cursor.execute("DELETE FROM enforcement_judgement WHERE case_id = %s", [case.pk])
        cursor.execute(f"DELETE FROM enforcement_{table} WHERE case_id = %s", [case.pk])


def change(case: Case, **columns: Any) -> None:
    Case.objects.filter(pk=case.pk).update(**columns)


LACKS: dict[str, tuple[Callable[[Case], object], dict[str, Any], str]] = {
    "no circumstance asked": (lambda it: take_away("circumstance", it), {}, "enforcement_lacks_circumstances"),
    "one circumstance not asked": (
        lambda it: Circumstance.objects.filter(case=it, kind="language").delete(),
        {}, "enforcement_lacks_circumstances",
    ),
    "no talk": (lambda it: take_away("talk", it), {}, "enforcement_lacks_talk"),
    "no judgement": (lambda it: take_away("judgement", it), {}, "enforcement_lacks_talk"),
    "a talk after the decision": (
        lambda it: Talk.objects.filter(case=it).update(held_on=TODAY + timedelta(days=1)), {}, "enforcement_lacks_talk",
    ),
    "not told that they need not answer": (
        lambda it: Talk.objects.filter(case=it).update(silence_told=False), {}, "enforcement_lacks_talk",
    ),
    "not to blame": (
        lambda it: Judgement.objects.filter(case=it).update(degree="none"), {}, "enforcement_lacks_blame",
    ),
    "no reminder": (lambda it: change(it, reminded_on=None, remind_until=None), {}, "enforcement_lacks_reminder"),
    "its term still runs": (
        lambda it: change(it, remind_until=TODAY), {}, "enforcement_lacks_reminder",
    ),
    "closed": (lambda it: change(it, closed_on=TODAY, closed_why="klaar"), {}, "enforcement_lacks_case"),
    "another article": (lambda it: None, {"article": "23", "new_term_until": None}, "enforcement_lacks_case"),
    "longer ago than three years": (
        lambda it: change(it, happened_on=ago(1200), noticed_on=ago(1190)), {}, "enforcement_lacks_day",
    ),
    "decided tomorrow": (lambda it: None, {"decided_on": TODAY + timedelta(days=1)}, "enforcement_lacks_day"),
    "above the act": (lambda it: None, {"amount": "250.01", "owed": "250.01"}, "enforcement_lacks_ceiling"),
    "lower without a reason": (lambda it: None, {"amount": 100, "owed": 100}, "enforcement_lacks_lower_reason"),
    "nothing": (
        lambda it: None, {"amount": 0, "owed": 0, "lower_reason": "x"}, "enforcement_fine_within_the_act",
    ),
    "no reason": (lambda it: None, {"reason": ""}, "enforcement_fine_reasons"),
    "no lasting lack of willingness": (lambda it: None, {"persistence": ""}, "enforcement_fine_reasons"),
    "not asked what can be borne": (lambda it: None, {"means": ""}, "enforcement_fine_reasons"),
    "the benefit was lowered for it": (lambda it: None, {"not_lowered": False}, "enforcement_fine_not_twice"),
    "a new term of three months": (
        lambda it: None, {"new_term_until": TODAY + timedelta(days=93)}, "enforcement_lacks_new_term",
    ),
    "no new term": (lambda it: None, {"new_term_until": None}, "enforcement_fine_new_term"),
    "made known before it was decided": (
        lambda it: None, {"sent_on": ago(1), "sent_how": "post"}, "enforcement_lacks_new",
    ),
}  # fmt: skip
"""What is taken away from a case that could have a fine, what is written instead, and what refuses it."""


def test_the_database_refuses_each_by_name_even_to_its_owner(hala: Enforced, as_owner: AsOwner) -> None:
    case = hala.case()
    by = hala.people["director"].pk
    with as_owner():
        wrong = {}
        for what, (spoil, instead, refused) in LACKS.items():
            with suppress(Undo), transaction.atomic():
                spoil(case)
                if (by_what := insert(row(case, by, **instead))) != refused:
                    wrong[what] = by_what
                raise Undo
        assert wrong == {}
        for who in ("guide", "coordinator", "policy maker", "administrator", "vluchtelingenwerk"):
            assert insert(row(case, hala.people[who].pk)) == "enforcement_lacks_director", who
        assert insert(row(case, by)) == ""
        assert (
            insert(row(case, by, id=1)) == "enforcement_fine_case_id_key"
        )  # nobody is fined twice for the same


class Undo(Exception):
    """Nothing of what was done inside stays."""


def test_the_application_writes_it_only_in_the_directors_own_name(hala: Enforced) -> None:
    case = hala.case()
    by = hala.people["director"].pk
    for who in hala.people:
        hala.be(who)
        if who != "director":
            assert insert(row(case, by)) == "policy", who
            with pytest.raises((NotAllowed, NotFound)):
                actions.fine(hala.people[who], hala.pk, case.pk, decision())
    hala.be("director")
    assert insert(row(case, hala.people["guide"].pk)) in ("policy", "enforcement_lacks_director")
    assert insert(row(case, by)) == ""


def test_no_code_but_the_one_action_makes_a_fine() -> None:
    """Not a job, import, definition, command or other action; and that action is called by a person's form alone."""
    makes, calls = [], []
    for path in SOURCE.rglob("*.py"):
        if "migrations" in path.parts:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                said = ast.unparse(node.func)
                if said == "Fine" or (
                    said.startswith("Fine.objects.")
                    and said.rsplit(".")[-1].startswith(("create", "bulk", "get_or", "update_or"))
                ):
                    makes.append(path.relative_to(SOURCE).as_posix())
            if (
                isinstance(node, ast.Attribute)
                and node.attr == "fine"
                and ast.unparse(node) in ("actions.fine", "fining.fine")
            ):
                calls.append(path.relative_to(SOURCE).as_posix())
    assert makes == ["enforcement/actions/fining.py"]
    assert calls == ["enforcement/pages.py"]
    for path in SOURCE.rglob("*.sql"):
        assert "INSERT INTO enforcement_fine" not in path.read_text(encoding="utf-8"), path


def test_the_form_of_a_fine_has_nothing_filled_in(hala: Enforced) -> None:
    case = hala.case()
    at = f"/dossiers/{hala.pk}/integration/enforcement/{case.pk}/"
    page = hala.browser("director").get(at)
    form = page.context["forms"]["fine"]
    assert {name: form[name].value() for name in form.fields if name != "decided_on"} == dict.fromkeys(
        [name for name in form.fields if name != "decided_on"]
    )
    assert 'action="' + at + 'fine/"' in page.content.decode()
    assert 'action="' + at + 'fine/"' not in hala.browser("guide").get(at).content.decode()


@pytest.mark.parametrize(
    ("degree", "most"), [("reduced", "12.50"), ("ordinary", "25.00"), ("gross", "37.50"), ("intent", "50.00")]
)
def test_besluit_7_1_the_first_fine_for_the_plan(hala: Enforced, degree: str, most: str) -> None:
    case = hala.case(kind="route", degree=degree)
    director = hala.be("director")
    with pytest.raises(Refused, match="amount"):
        actions.fine(director, hala.pk, case.pk, decision(str(Decimal(most) + Decimal("0.01")), **PLAN))
    assert actions.fine(director, hala.pk, case.pk, decision(most, **PLAN)).amount == Decimal(most)


def test_the_act_and_the_database_name_the_same_maxima() -> None:
    assert {article: str(MAXIMUM[article].euros) for article in OURS} == {"22": "250", "23": "800"}
    with connection.cursor() as cursor:
        cursor.execute("SET ROLE NONE")
        cursor.execute(
            "SELECT enforcement_ceiling('23', 'intent', n), enforcement_ceiling('23', 'reduced', n)"
            " FROM generate_series(0, 6) n"
        )
        assert cursor.fetchall() == [
            (Decimal(whole), Decimal(whole) / 4) for whole in ("50", "100", "200", "400", "800", "800", "800")
        ]
        cursor.execute("SET ROLE reisgenoot_app")


def test_only_a_final_fine_of_the_last_year_doubles_the_next(hala: Enforced) -> None:
    before, after = (
        hala.case(kind="route", degree="intent", back=200),
        hala.case(kind="route", degree="intent"),
    )
    director = hala.be("director")
    first = actions.fine(director, hala.pk, before.pk, decision("50", decided_on=ago(200), **PLAN))
    with pytest.raises(Refused):  # it was never made known
        actions.fine(director, hala.pk, after.pk, decision("100", **PLAN))
    actions.make_known(director, hala.pk, before.pk, on=ago(199), how="post")
    actions.receive_objection(director, hala.pk, before.pk, stage="objection", on=ago(190))
    with pytest.raises(Refused):  # an objection is open
        actions.fine(director, hala.pk, after.pk, decision("100", **PLAN))
    actions.decide_objection(
        director, hala.pk, before.pk, outcome="unfounded", on=ago(150), reason="Ongegrond."
    )
    assert actions.fine(director, hala.pk, after.pk, decision("100", **PLAN)).amount == 100
    assert first.pk


def test_not_more_than_2400_euros_in_all(hala: Enforced, as_owner: AsOwner) -> None:
    cases = [hala.case(back=place) for place in range(10)]
    director = hala.be("director")
    for case in cases[:9]:
        actions.fine(director, hala.pk, case.pk, decision())
    with pytest.raises(Refused, match="amount"):
        actions.fine(director, hala.pk, cases[9].pk, decision())
    assert (
        actions.fine(director, hala.pk, cases[9].pk, decision("150", lower_reason="Samen niet meer.")).amount
        == 150
    )


def test_who_made_the_report_or_has_died(hala: Enforced) -> None:
    case = hala.case("reminded", kind="support")
    director = hala.be("director")
    actions.report(director, hala.pk, case.pk, on=ago(34))
    actions.hear(
        director, hala.pk, case.pk, on=ago(20), present="P", language="nl", silence_told=True, said="Nee."
    )
    actions.judge(director, hala.pk, case.pk, degree="intent", reason="Zei het zelf.")
    with pytest.raises(Refused, match="rapport"):
        actions.fine(director, hala.pk, case.pk, decision("50", **PLAN))
    guide = hala.be("guide")
    actions.report(guide, hala.pk, case.pk, on=ago(34))
    director = hala.be("director")
    record_facts(director, hala.pk, {"deceased": ago(1)})
    with pytest.raises(Refused):
        actions.fine(director, hala.pk, case.pk, decision("50", **PLAN))
    assert not Fine.objects.exists()


def test_what_a_fine_rests_on_stays(hala: Enforced, as_owner: AsOwner) -> None:
    case = hala.case()
    director = hala.be("director")
    it = actions.fine(director, hala.pk, case.pk, decision())
    with pytest.raises(Refused):
        actions.judge(director, hala.pk, case.pk, degree="none", reason="Toch niet.")
    with as_owner():
        for columns in (
            {"amount": 200, "owed": 200},
            {"decided_by": hala.people["guide"]},
            {"reason": "anders"},
        ):
            with pytest.raises(DatabaseError), transaction.atomic():
                Fine.objects.filter(pk=it.pk).update(**columns)
