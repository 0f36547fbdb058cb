"""From what happened to the end, in the browser: without blame, with a fine and its money; and the wall."""

from __future__ import annotations

import json
from datetime import timedelta
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import jsonschema
import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from enforced import NOTHING, PLAN, TODAY, Enforced, ago, decision
from factories import AsOwner
from pypdf import PdfReader

from reisgenoot.access.errors import Overtaken, Refused
from reisgenoot.enforcement import actions, queries
from reisgenoot.enforcement.actions.money import paid
from reisgenoot.enforcement.models import Case, Fine, Payment, Talk
from reisgenoot.keeping import archive

pytestmark = pytest.mark.django_db
TABLES = ("case", "circumstance", "talk", "judgement", "fine", "instalment", "payment", "objection")
CIRCUMSTANCES = {kind: it.found for kind, it in NOTHING.items()}


def test_no_blame_from_begin_to_end_in_the_browser(hala: Enforced) -> None:
    guide = hala.browser("guide")
    at = reverse("enforcement:cases", args=[hala.pk])
    assert "Handhaving" in guide.get(reverse("integration:duty", args=[hala.pk])).content.decode()
    sent = {"kind": "support", "happened_on": str(ago(9)), "noticed_on": str(ago(8)), "what": "Kwam niet."}
    one = guide.post(at, sent).headers["Location"]
    first = guide.get(one).content.decode()
    assert "talk/" not in first  # circumstances first: nothing else can be done
    assert "judge/" not in first
    later = {"on": str(ago(3)), "present": "P", "language": "nl", "said": "Mijn kind was ziek."}
    refused = guide.post(f"{one}talk/", later)
    assert refused.status_code == 422
    assert not Talk.objects.exists()
    lacks = guide.post(f"{one}circumstances/", CIRCUMSTANCES | {"children": ""})
    assert (lacks.status_code, "Gevraagd; niets bijzonders." in lacks.content.decode()) == (422, True)
    assert guide.post(f"{one}circumstances/", CIRCUMSTANCES | {"children_matters": "on"}).status_code == 302
    assert "omstandigheden die verklaren" in guide.get(one).content.decode()
    assert guide.post(f"{one}judge/", {"degree": "intent", "reason": "x"}).status_code == 422  # unheard
    foreign = guide.post(f"{one}talk/", later | {"language": "ar"})
    assert foreign.status_code == 422  # nobody to interpret
    assert guide.post(f"{one}talk/", later).status_code == 302
    assert guide.post(f"{one}judge/", {"degree": "none", "reason": "Ziek kind."}).status_code == 302
    text = guide.get(one).content.decode()
    assert "Mijn kind was ziek." in text
    assert Case.objects.get().closed_on == TODAY
    assert guide.post(f"{one}fine/", {}).status_code == 422
    assert hala.browser("director").get(one).content.decode().count("fine/") == 0
    assert not Fine.objects.exists()


def test_a_fine_on_paper_made_known_objected_and_paid(hala: Enforced) -> None:
    case = hala.case()
    director = hala.browser("director")
    one = reverse("enforcement:case", args=[hala.pk, case.pk])
    shown = director.get(one).content.decode()
    assert "C-158/23" in shown
    assert "nog niet bevestigd" in shown or "niet bevestigd" in shown
    sent = {
        "amount": "200,50",
        "lower_reason": "Heeft schulden.",
        "reason": "Praten hielp niet.",
        "persistence": "Drie keer.",
        "means": "In termijnen te dragen.",
        "new_term_until": str(TODAY + timedelta(days=15)),
        "decided_on": str(ago(10)),
        "not_lowered": "on",
    }
    too_much = director.post(f"{one}fine/", sent | {"amount": "250,01"})
    assert (too_much.status_code, "Praten hielp niet." in too_much.content.decode()) == (422, True)
    assert director.post(f"{one}fine/", sent).status_code == 302
    draft = PdfReader(BytesIO(director.get(f"{one}decision.pdf").content)).pages[0].extract_text()
    assert "Concept" in draft
    assert "€ 200,50" in draft
    assert hala.fact("fined_intake") is None  # not before it was made known
    assert director.post(f"{one}sent/", {"on": str(ago(10)), "how": "post"}).status_code == 302
    assert hala.fact("fined_intake") == str(ago(10))
    assert hala.dossier.tasks.get(key="intake_after_fine").due_on <= ago(10) + timedelta(days=64)
    hala.be("director")
    page = queries.case(hala.people["director"], hala.pk, case.pk)
    assert page.fine is not None
    assert page.fine.last_day is not None
    assert page.fine.last_day >= ago(10) + timedelta(weeks=6)
    assert director.post(f"{one}arrange/", {"many": "3", "first_on": str(TODAY)}).status_code == 302
    it = Fine.objects.get()
    assert [str(row.amount) for row in it.instalments.all()] == ["66.84", "66.83", "66.83"]
    guide = hala.browser("guide")
    assert guide.post(f"{one}pay/", {"on": str(TODAY), "amount": "66,84"}).status_code == 302
    assert (
        guide.post(f"{one}pay/", {"on": str(TODAY), "amount": "133,67"}).status_code == 422
    )  # a cent too much
    assert guide.post(f"{one}pay/", {"on": str(TODAY), "amount": "33,66"}).status_code == 302
    assert (
        guide.post(f"{one}unpay/", {"payment": str(Payment.objects.get(amount="33.66").pk)}).status_code
        == 302
    )
    assert paid(it) == Decimal("66.84")
    assert guide.post(f"{one}objection/", {"stage": "objection", "on": str(ago(2))}).status_code == 302
    lower = {"outcome": "partly", "on": str(TODAY), "owed_after": "50,00", "reason": "Te hoog."}
    assert guide.post(f"{one}outcome/", lower).status_code == 403  # a director decides
    assert director.post(f"{one}outcome/", lower | {"owed_after": "300"}).status_code == 422
    assert director.post(f"{one}outcome/", lower).status_code == 302
    text = director.get(one).content.decode()
    assert "16,84" in text  # to be paid back
    assert it.instalments.count() == 0
    assert director.post(f"{one}withdraw/", {"on": str(TODAY), "why": "Vergissing."}).status_code == 302
    it.refresh_from_db()
    assert (it.owed, it.withdrawn_on) == (0, TODAY)
    assert hala.fact("fined_intake") is None


def test_upheld_means_gone_and_another_fine_keeps_its_event(hala: Enforced) -> None:
    first, second = hala.case(back=100), hala.case()
    director = hala.be("director")
    for case, on in ((first, ago(40)), (second, ago(5))):
        actions.fine(
            director, hala.pk, case.pk, decision(decided_on=on, new_term_until=on + timedelta(days=20))
        )
        actions.make_known(director, hala.pk, case.pk, on=on, how="handed")
    actions.receive_objection(director, hala.pk, second.pk, stage="objection", on=ago(1))
    actions.decide_objection(
        director, hala.pk, second.pk, outcome="upheld", on=TODAY, reason="Niet verwijtbaar."
    )
    assert Fine.objects.get(case=second).owed == 0
    assert hala.fact("fined_intake") == str(ago(40))


def test_money_adds_up_in_the_database_whoever_writes(hala: Enforced, as_owner: AsOwner) -> None:
    case = hala.case()
    director = hala.be("director")
    actions.fine(director, hala.pk, case.pk, decision())
    actions.make_known(director, hala.pk, case.pk, on=TODAY, how="post")
    actions.arrange(director, hala.pk, case.pk, many=7, first_on=TODAY)
    it = Fine.objects.get()
    assert sum(row.amount for row in it.instalments.all()) == it.owed
    first = "(SELECT min(due_on) FROM enforcement_instalment)"
    columns = "id, fine_id, dossier_id, paid_on, amount, recorded_by_id"
    statements = (
        f"UPDATE enforcement_instalment SET amount = amount + 0.01 WHERE due_on = {first}",
        "UPDATE enforcement_fine SET owed = owed - 0.01",
        f"INSERT INTO enforcement_payment ({columns}) VALUES (1, {it.pk}, {hala.pk}, now(), 250.01, {director.pk})",
    )
    with as_owner():
        assert [refused(statement) for statement in statements] == [
            "enforcement_instalments_add_up",
            "enforcement_instalments_add_up",
            "enforcement_payments_add_up",
        ]


def refused(statement: str) -> str:
    """What refused it when the transaction would end."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    except DatabaseError as error:
        return str(error.__cause__.diag.constraint_name)  # type: ignore[union-attr]
    return ""


def test_two_directors_do_not_decide_over_each_other(hala: Enforced) -> None:
    case = hala.case()
    seen = Case.objects.get(pk=case.pk).changes
    director = hala.be("director")
    actions.judge(director, hala.pk, case.pk, degree="reduced", reason="Bij nader inzien.", seen=seen)
    with pytest.raises(Overtaken):
        actions.fine(director, hala.pk, case.pk, decision(), seen=seen)
    with pytest.raises(Refused):
        actions.fine(director, hala.pk, hala.case("asked", kind="pip_talk").pk, decision("50", **PLAN))


def test_only_the_municipality_reads_it(hala: Enforced, as_owner: AsOwner) -> None:
    case = hala.case()
    director = hala.be("director")
    actions.fine(director, hala.pk, case.pk, decision())
    actions.make_known(director, hala.pk, case.pk, on=TODAY, how="post")
    actions.arrange(director, hala.pk, case.pk, many=2, first_on=TODAY)
    actions.pay(director, hala.pk, case.pk, on=TODAY, amount=Decimal(5))
    actions.receive_objection(director, hala.pk, case.pk, stage="objection", on=TODAY)
    reads = ("director", "guide", "coordinator")
    for who in (*hala.people, None):
        if who:
            hala.be(who)
        else:
            with connection.cursor() as cursor:
                cursor.execute("SELECT set_config('reisgenoot.member', '', true)")
        for table in TABLES:
            with connection.cursor() as cursor:
                cursor.execute(f"SELECT FROM enforcement_{table}")
                assert (cursor.rowcount > 0) == (who in reads), (who, table)
    assert (
        hala.browser("vluchtelingenwerk").get(reverse("enforcement:cases", args=[hala.pk])).status_code == 403
    )


def test_pages_ask_the_same_number_of_statements(hala: Enforced, django_assert_max_num_queries) -> None:
    for place in range(4):
        hala.case(back=place)
    director = hala.be("director")
    with django_assert_max_num_queries(12):
        queries.cases(director, hala.pk)
    case = hala.case()
    actions.fine(hala.be("director"), hala.pk, case.pk, decision())
    with django_assert_max_num_queries(16):
        queries.case(director, hala.pk, case.pk)


def test_the_person_takes_it_along_and_erasing_takes_all_of_it(hala: Enforced, as_owner: AsOwner) -> None:
    case = hala.case()
    director = hala.be("director")
    actions.fine(director, hala.pk, case.pk, decision())
    actions.make_known(director, hala.pk, case.pk, on=TODAY, how="post")
    actions.arrange(director, hala.pk, case.pk, many=2, first_on=TODAY)
    content = archive.gather(director, hala.pk, [])
    jsonschema.validate(
        content, json.loads(Path(archive.__file__).with_name("archive.schema.json").read_text())
    )
    told = " ".join(it["text"] for it in content["lines"])
    assert "Ik had geen zin." in told
    assert "€ 250,00" in told
    with as_owner(), connection.cursor() as cursor:
        for table in ("erasedpart", "fileleft"):  # they belong to an erasure, of which there is none here
            cursor.execute(f"ALTER TABLE keeping_{table} DISABLE TRIGGER ALL")
        for call in ("keeping_erase_part(%s, %s, 'enforcement')", "keeping_erase_dossier(%s, %s)"):
            with transaction.atomic():
                cursor.execute("SAVEPOINT before")
                cursor.execute(f"SELECT {call}", ["11111111-1111-1111-1111-111111111111", hala.pk])
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
                for table in TABLES:
                    cursor.execute(f"SELECT count(*) FROM enforcement_{table}")
                    assert cursor.fetchone() == (0,), (call, table)
                cursor.execute("SET CONSTRAINTS ALL DEFERRED")
                cursor.execute("ROLLBACK TO before")
