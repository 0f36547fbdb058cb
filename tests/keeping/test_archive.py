"""The archive for the person: what they may see and nothing of others, in the shape that is written down."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path
from typing import Any

import jsonschema
import pypdf
import pytest
from conftest_keeping import NAME, NOTE, TODAY, V_NUMBER, organisation_of
from factories import AsOwner, be, dossier

from reisgenoot.access.errors import Refused
from reisgenoot.access.models import AccessLog
from reisgenoot.dossiers import actions as dossier_actions
from reisgenoot.keeping import actions, archive
from reisgenoot.people.models import Household

pytestmark = pytest.mark.django_db
SCHEMA = json.loads((Path(archive.__file__).with_name("archive.schema.json")).read_text())


def made_for(kept: Any, kind: str = "take_along") -> zipfile.ZipFile:
    be(kept.guide)
    asked = actions.record_request(
        kept.guide, kept.dossier.pk, kind=kind, received_on=TODAY, identity="known"
    )
    return zipfile.ZipFile(io.BytesIO(archive.make_archive(kept.guide, kept.dossier.pk, asked.pk)))


@pytest.fixture
def full(over: Any, as_owner: AsOwner) -> Any:
    """A dossier with a housemate, a corrected fact, notes of several categories, and a document under an odd name."""
    kept, gza = over(None), organisation_of(as_owner, "gza")
    be(kept.guide)
    dossier_actions.correct_fact(
        kept.guide, kept.dossier.facts.get(key="arrived"), "2019-03-02", note="typefout"
    )
    dossier_actions.add_note(
        kept.guide, kept.dossier, kind="phone", text="Rekening betaald.", category="finance"
    )
    told = {"route": "Woont er sinds mei.", "family": "- Huisgenoot Geheim", "notes": "Geheim gesprek."}
    dossier_actions.send_handover(
        kept.guide, dossier_actions.Offer(gza.organisation, "moved", {kept.dossier.pk: told})
    )
    dossier_actions.add_document(
        kept.guide,
        kept.dossier,
        name="../../huur.txt",
        content=b"huur",
        category="finance",
        sensitivity="normal",
    )
    dossier(
        kept.guide, "Huisgenoot Geheim", household=Household.objects.get(name="Quibbelaar"), role="partner"
    )
    dossier_actions.involve(kept.guide, kept.dossier, gza.organisation)
    be(gza)
    dossier_actions.add_note(gza, kept.dossier, kind="visit", text="Prik gezet.", category="health")
    return kept


def test_it_holds_what_the_person_may_see_in_the_shape_that_is_written_down(full: Any) -> None:
    held = made_for(full)
    content = json.loads(held.read("dossier.json"))
    jsonschema.validate(content, SCHEMA)
    assert [it["full"] for it in content["person"]["names"]] == [NAME]
    assert content["person"]["numbers"] == [{"kind": "v_number", "value": V_NUMBER}]
    arrived = [(it["value"], it["standing"]) for it in content["facts"] if it["key"] == "arrived"]
    assert arrived == [("2019-03-01", False), ("2019-03-02", True)]
    assert [it["text"] for it in content["notes"]] == ["Rekening betaald."]
    assert [(it["name"], it["file"].startswith("documenten/")) for it in content["documents"]] == [
        ("huur.txt", True)
    ]
    assert held.read(content["documents"][0]["file"]) == b"huur"
    assert content["households"][0]["others"] == 1
    (appointment,) = content["appointments"]
    assert (appointment["kind_text"]["nl"], appointment["place"]) == ("huisbezoek", "Olifantenpad 3")
    assert "olifanten tellen" not in held.read("dossier.json").decode()
    assert {it["act"] for it in content["looked"]} >= {"write"}
    assert {it["kind"] for it in content["kept"]} >= {"dossier", "notes", "finance"}


def test_it_holds_nothing_of_others_and_says_what_is_left_out(full: Any) -> None:
    held = made_for(full)
    told = held.read("dossier.json").decode()
    for words in ("Huisgenoot", "Geheim", NOTE, "Prik gezet"):
        assert words not in told
    left = {it["what"]: it["how_many"] for it in json.loads(told)["left_out"]}
    assert left == {
        "Contactnotities": 3,
        "Gezondheid": None,
    }  # a note, one with an appointment, and a document that are about nothing in particular
    assert not [name for name in held.namelist() if name.startswith(("/", "..")) or "/../" in name]


def test_the_paper_says_the_same_in_plain_dutch_and_can_be_read_out(full: Any) -> None:
    read = pypdf.PdfReader(io.BytesIO(made_for(full).read("dossier.pdf")))
    assert read.trailer["/Root"]["/MarkInfo"]["/Marked"]
    told = " ".join(" ".join(page.extract_text() for page in read.pages).split())  # wherever lines break
    for words in (
        "Wat wij van u bewaren",
        NAME,
        "2 maart 2019",
        "Autoriteit Persoonsgegevens",
        "Rekening betaald",
        "Olifantenpad 3",
        "Woont er sinds mei.",
    ):
        assert words in told
    assert "Huisgenoot Geheim" not in told


def test_making_it_is_an_export_in_the_log_and_only_for_who_asks_to_see(full: Any) -> None:
    made_for(full, "see")
    assert AccessLog.objects.filter(dossier_id=full.dossier.pk, act="export", part="archive").exists()
    with pytest.raises(Refused):
        made_for(full, "object")
