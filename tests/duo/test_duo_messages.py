"""Messages to DUO: due, checked, put ready, sent, refused; and their JSON, which has the published shape."""

from __future__ import annotations

import json
import os
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from duo_world import Person, ago, person
from factories import AsOwner, be

from reisgenoot.access.errors import NotAllowed, NotFound, Overtaken, Refused
from reisgenoot.access.models import AccessLog
from reisgenoot.core.duo import shapes
from reisgenoot.dossiers import actions as dossiers
from reisgenoot.duo import actions, queries
from reisgenoot.duo.models import Message
from reisgenoot.keeping import archive

pytestmark = pytest.mark.django_db
SHARED = Path(os.environ.get("REISGENOOT_SHARED", Path(__file__).resolve().parents[3] / "shared"))
PUBLISHED = SHARED / "data" / "duo"
TYPED: dict[str, dict[str, str]] = {
    "pip": {"dagtekeningPip": str(ago(260)), "leerroute": "Z", "niveau": "A2"}
    | {"indicatorMagOpleidingAfmaken": "no", "indicatorAlfabetiseringsonderwijs": "AA"},
    "offer": {"instellingsnummer": "0000012345", "datumInburgeringsaanbod": str(ago(240))}
    | {"verwachteStartdatumOpleiding": str(ago(230)), "indicatorAlfabetiseringsonderwijs": "NVT"},
    "hours_lessons": {"uren": "212"},
    "hours_participation": {"uren": "0"},
    "hours_intake": {"uren": "36"},
    "pvt": {"datumOndertekeningPvt": str(ago(100))},
    "map": {"datumEindgesprekMap": str(ago(50))},
    "zroute": {"datumAfrondingZroute": str(ago(2))},
}
"""What is typed for each kind; empty fields are left out."""
DONE = {
    "route_started": ago(230),
    "pvt_signed": ago(100),
    "map_completed": ago(50),
    "self_reliance_talk": ago(2),
}


@cache
def published(file: str) -> dict[str, Any]:
    """One of DUO's files, which are long: read once, by the parser in C where it is there."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    read: dict[str, Any] = yaml.load((PUBLISHED / file).read_text("utf-8"), Loader=loader)
    return read


def schema(kind: str) -> dict[str, Any]:
    """What DUO published, where that is; ours elsewhere, which tests/core/duo holds against it."""
    shape = shapes()[kind]
    if not PUBLISHED.exists():
        return shape.schema()
    schemas = published(shape.file)["components"]["schemas"]
    return {"$ref": f"#/components/schemas/{shape.schema_name}", "components": {"schemas": schemas}}


def states(hala: Person) -> dict[str, list[str]]:
    """The kinds in the list of the municipality, by state."""
    found = {}
    for state in queries.STATES:
        rows = queries.listed(hala.director, queries.Filters(state=state), ago(0)).rows
        found[state] = sorted(it.kind for it in rows)
    return found


def test_every_kind_is_prepared_in_the_browser_and_its_json_fits(as_owner: AsOwner) -> None:
    hala = person(as_owner, **DONE)
    browser = hala.browser()
    assert set(TYPED) == set(shapes())
    for kind, typed in TYPED.items():
        page = reverse("duo:prepare", args=[hala.pk, kind])
        sent = browser.post(page, typed)
        assert sent.status_code == 302, (kind, sent.content.decode())
        file = browser.get(f"{sent['Location']}json/")
        assert file["Content-Type"] == "application/json"
        assert "attachment" in file["Content-Disposition"]
        body = json.loads(file.content)
        jsonschema.validate(body, schema(kind), format_checker=jsonschema.FormatChecker())
        assert set(body) == set(typed) - {"instellingsnummer"}, kind
    assert json.loads(file.content) == {"datumAfrondingZroute": str(ago(2))}
    pip = Message.objects.get(kind="pip")
    assert pip.body["indicatorMagOpleidingAfmaken"] is False
    assert Message.objects.get(kind="hours_participation").body == {"uren": 0}
    assert AccessLog.objects.filter(dossier_id=hala.pk, part="duo message", act="export").count() == len(
        TYPED
    )


def test_the_form_has_what_the_dossier_knows(as_owner: AsOwner) -> None:
    hala = person(as_owner, **DONE)
    told = hala.browser().get(reverse("duo:prepare", args=[hala.pk, "pip"])).content.decode()
    assert f'value="{ago(260)}"' in told
    assert '<option value="Z" selected>' in told
    told = hala.browser().get(reverse("duo:prepare", args=[hala.pk, "map"])).content.decode()
    assert f'value="{ago(50)}"' in told


def test_what_duo_would_refuse_stands_beside_the_field_with_its_rule(hala: Person) -> None:
    page = reverse("duo:prepare", args=[hala.pk, "pip"])
    before = hala.browser().post(page, TYPED["pip"] | {"dagtekeningPip": str(ago(301)), "niveau": "B1"})
    assert before.status_code == 422
    told = before.content.decode()
    assert "voor de vestiging in de gemeente" in told
    assert "README, Het aanleveren van een PIP" in told
    assert "B1 mag niet bij de Z-route" in told
    assert f'value="{ago(301)}"' in told
    assert 'id="message-niveau-errors"' in told
    assert not Message.objects.exists()
    missing = hala.browser().post(reverse("duo:prepare", args=[hala.pk, "offer"]), {})
    assert missing.status_code == 422
    assert hala.browser().get(reverse("duo:prepare", args=[hala.pk, "niets"])).status_code == 404


def test_from_due_to_sent_and_refused(as_owner: AsOwner) -> None:
    hala = person(as_owner, **DONE)
    due = ["map", "offer", "pip", "pvt", "zroute"]
    assert states(hala) == {"due": due, "prepared": [], "sent": [], "refused": []}
    assert {it.kind for it, _on in queries.duo_shown(hala.director, hala.pk, ago(0)).due} == set(due)
    made = actions.prepare(hala.director, hala.pk, "pvt", TYPED["pvt"])
    assert states(hala) == {
        "due": [it for it in due if it != "pvt"],
        "prepared": ["pvt"],
        "sent": [],
        "refused": [],
    }
    with pytest.raises(Refused):  # once is enough
        actions.prepare(hala.director, hala.pk, "pvt", TYPED["pvt"])
    sent = actions.step(hala.director, hala.pk, made.pk, "sent", on=ago(1), seen=made.changes)
    assert states(hala)["sent"] == ["pvt"]
    with pytest.raises(Overtaken):
        actions.step(hala.director, hala.pk, made.pk, "refused", on=ago(0), answer="Nee", seen=made.changes)
    for wrong in ({"on": ago(2), "answer": "Nee"}, {"on": ago(0)}, {"on": ago(-1), "answer": "Nee"}):
        with pytest.raises(Refused):
            actions.step(hala.director, hala.pk, made.pk, "refused", seen=sent.changes, **wrong)  # type: ignore[arg-type]
    answer = {"on": ago(0), "answer": "Persoon heeft geen actuele PIP."}
    no = actions.step(hala.director, hala.pk, made.pk, "refused", seen=sent.changes, **answer)  # type: ignore[arg-type]
    assert states(hala) == {"due": due, "prepared": [], "sent": [], "refused": ["pvt"]}
    yes = actions.step(hala.director, hala.pk, made.pk, "back", seen=no.changes)
    assert (yes.state, yes.answer, yes.refused_on) == ("sent", "", None)
    ready = actions.step(hala.director, hala.pk, made.pk, "back", seen=yes.changes)
    with pytest.raises(Refused):
        actions.step(hala.director, hala.pk, made.pk, "back", seen=ready.changes)
    actions.step(hala.director, hala.pk, made.pk, "withdraw", seen=ready.changes)
    assert states(hala) == {"due": due, "prepared": [], "sent": [], "refused": []}


def test_what_is_due_follows_the_facts(as_owner: AsOwner) -> None:
    """Another date is to be told again; what was of another municipality, or of the other act, is not."""
    hala = person(as_owner, pvt_signed=ago(100))
    made = actions.prepare(hala.director, hala.pk, "pvt", TYPED["pvt"])
    assert states(hala)["due"] == ["pip"]
    dossiers.record_fact(hala.director, hala.pk, "pvt_signed", ago(99))
    assert states(hala)["due"] == ["pip", "pvt"]
    actions.step(hala.director, hala.pk, made.pk, "withdraw", seen=made.changes)
    dossiers.record_fact(hala.director, hala.pk, "moved_municipality", ago(40))
    assert states(hala)["due"] == []
    assert queries.duo_shown(hala.director, hala.pk, ago(0)).due == ()
    dossiers.record_fact(hala.director, hala.pk, "pip_after_move", ago(20))
    assert states(hala)["due"] == ["pip"]
    known = queries.known_of(hala.pk, ago(0))
    assert (known.pip_on, known.elsewhere, known.settled_on) == (ago(20), True, ago(40))
    assert known.term_start == ago(259)  # a new PIP does not move the start: article 11


def test_no_offer_is_due_for_a_family_migrant(as_owner: AsOwner) -> None:
    other = person(as_owner, permit_kind="family", protected_sponsor=False, route_started=ago(200))
    assert states(other)["due"] == ["pip"]
    with pytest.raises(Refused):
        actions.prepare(other.director, other.pk, "hours_participation", {"uren": 12})


def test_after_what_is_known_changed_the_page_says_what_duo_would_refuse(hala: Person) -> None:
    made = actions.prepare(hala.director, hala.pk, "pip", {"dagtekeningPip": str(ago(260)), "leerroute": "Z"})
    page = reverse("duo:message", args=[hala.pk, made.pk])
    assert "zou DUO dit weigeren" not in hala.browser().get(page).content.decode()
    dossiers.record_fact(hala.director, hala.pk, "brp_registered", ago(255))
    assert "zou DUO dit weigeren" in hala.browser().get(page).content.decode()


def test_steps_in_the_browser(hala: Person) -> None:
    browser = hala.browser()
    made = actions.prepare(hala.director, hala.pk, "pip", {"dagtekeningPip": str(ago(260)), "leerroute": "Z"})

    def go(step: str, **given: object) -> Any:
        made.refresh_from_db()
        given = {"seen": made.changes, **given}
        return browser.post(reverse("duo:step", args=[hala.pk, made.pk, step]), given, follow=True)

    assert go("sent", on="").status_code == 422
    assert "verstuurd" in go("sent", on=ago(3)).content.decode()
    wrong = go("refused", on=ago(9), answer="Gewoon nee")
    assert wrong.status_code == 422
    assert "Gewoon nee" in wrong.content.decode()
    assert "intussen" in go("refused", on=ago(1), answer="Nee", seen=1).content.decode()
    assert "Onbekend" in go("refused", on=ago(1), answer="Onbekend persoon").content.decode()
    assert go("niets").status_code == 404


def test_the_wall(hala: Person) -> None:
    made = actions.prepare(hala.director, hala.pk, "pip", {"dagtekeningPip": str(ago(260)), "leerroute": "Z"})
    for who in ("vluchtelingenwerk", "volunteer", "administrator", "other organisation"):
        be(hala.people[who])
        assert not Message.objects.exists(), who
        with pytest.raises((NotAllowed, NotFound)):
            actions.step(hala.people[who], hala.pk, made.pk, "withdraw", seen=made.changes)
        with pytest.raises((NotAllowed, NotFound)):
            queries.duo_shown(hala.people[who], hala.pk, ago(0))
    be(hala.people["colleague"])
    for statement in (
        "UPDATE duo_message SET body = '{}'",
        "UPDATE duo_message SET state = 'withdrawn'",  # in another's name
        "DELETE FROM duo_message",
        "UPDATE duo_notice SET code = 'SS101'",
    ):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


@pytest.mark.parametrize(
    "call", ["keeping_erase_part(%s, %s, 'work_education')", "keeping_erase_dossier(%s, %s)"]
)
def test_the_person_takes_it_along_and_erasing_takes_it(hala: Person, as_owner: AsOwner, call: str) -> None:
    made = actions.prepare(hala.director, hala.pk, "pip", {"dagtekeningPip": str(ago(260)), "leerroute": "Z"})
    actions.step(hala.director, hala.pk, made.pk, "sent", on=ago(1), seen=made.changes)
    actions.record_notice(hala.director, hala.pk, "SS102", received_on=ago(3))
    told = {it["what"]["en"]: it["text"] for it in archive.gather(hala.director, hala.pk, [])["lines"]}
    assert told["Notices of DUO about you"] == "SS102: Inburgeringstermijn begonnen"
    assert "leerroute: Z" in told["What the municipality told DUO about you"]
    with as_owner(), connection.cursor() as cursor:
        for table in ("erasedpart", "fileleft"):  # they belong to an erasure, of which there is none here
            cursor.execute(f"ALTER TABLE keeping_{table} DISABLE TRIGGER ALL")
        cursor.execute(f"SELECT {call}", ["11111111-1111-1111-1111-111111111111", hala.pk])
        cursor.execute("SELECT (SELECT count(*) FROM duo_message), (SELECT count(*) FROM duo_notice)")
        assert cursor.fetchone() == (0, 1 if "part" in call else 0)


def test_the_list_filters_and_takes_the_same_statements_however_many(
    hala: Person, as_owner: AsOwner, django_assert_num_queries: Any
) -> None:
    be(hala.director)
    queries.listed(hala.director, queries.Filters(), ago(0))
    with django_assert_num_queries(4):
        queries.listed(hala.director, queries.Filters(), ago(0))
    assert queries.listed(hala.director, queries.Filters(q="hala"), ago(0)).total == 1
    assert queries.listed(hala.director, queries.Filters(q="iemand"), ago(0)).total == 0
    assert queries.listed(hala.director, queries.Filters(kind="map"), ago(0)).total == 0
    assert queries.listed(hala.director, queries.Filters(mine=True), ago(0)).total == 1
    be(hala.people["colleague"])
    assert queries.listed(hala.people["colleague"], queries.Filters(mine=True), ago(0)).total == 0
    browser = hala.browser()
    with django_assert_num_queries(10):
        browser.get(reverse("duo:messages"))
    assert browser.get(reverse("duo:messages-xlsx") + "?state=sent").status_code == 200
