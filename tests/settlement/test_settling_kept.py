"""What settling in keeps is erased with the dossier, its money sooner, and the person gets it in their archive."""

from __future__ import annotations

import io
import json
from datetime import time, timedelta
from decimal import Decimal
from pathlib import Path

import jsonschema
import pypdf
import pytest
from django.db import connection
from django.utils import timezone
from factories import AsOwner, be
from settled_home import Home

from reisgenoot.dossiers.models import Document
from reisgenoot.keeping import archive
from reisgenoot.settlement import actions
from reisgenoot.settlement.actions import ItemAsked, SlotAsked
from reisgenoot.web import pdf

pytestmark = pytest.mark.django_db
WORD = "Zwaluwnest"
TABLES = ("checklistitem", "arrangingday", "dayslot", "furnishing", "furnishingitem")


@pytest.fixture
def full(home: Home) -> Home:
    """The same word in every table."""
    be(home.guide)
    actions.write_item(home.guide, home.head.pk, "insured", note=WORD)
    visits = [SlotAsked(time(9), 60, "brp", place=WORD, companion=home.guide.pk)]
    actions.save_day(home.guide, home.head.pk, on=timezone.localdate() + timedelta(days=3), slots=visits)
    actions.set_budget(home.guide, home.head.pk, budget=Decimal("812.34"), source="gift")
    bought = ItemAsked(WORD, state="bought", price=Decimal("1.10"))
    actions.save_list(home.guide, home.head.pk, [bought, ItemAsked("Bed")])
    return home


def test_it_is_in_the_archive_and_on_its_paper(full: Home) -> None:
    documents = list(Document.objects.filter(dossier=full.head))
    content = archive.gather(full.guide, full.head.pk, documents)
    schema = json.loads(Path(archive.__file__).with_name("archive.schema.json").read_text())
    jsonschema.validate(content, schema)
    told: dict[str, list[str]] = {}
    for it in content["lines"]:
        told.setdefault(it["what"]["en"], []).append(it["text"])
    assert told["Your checklist: who does what"] == [f"insured, {WORD}"]
    assert WORD in told["Your arranging day"][0]
    furnishing = " ".join(told["Furnishing your home"])
    assert "€ 812.34" in furnishing
    assert "€ 1.10" in furnishing
    made = pdf.render(archive.PAPER, archive.for_paper(content))
    printed = " ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(made)).pages)
    assert "812.34" in printed


def test_it_goes_with_the_dossier_and_the_money_with_money(full: Home, as_owner: AsOwner) -> None:
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        number = "11111111-1111-1111-1111-111111111111"
        cursor.execute("SELECT keeping_erase_part(%s, %s, 'finance')", [number, full.head.pk])
        cursor.execute("SELECT count(*) FROM settlement_furnishing")
        assert cursor.fetchone()[0] == 0
        cursor.execute("SELECT keeping_erase_dossier(%s, %s)", [number, full.head.pk])
        for table in TABLES:
            cursor.execute(f"SELECT count(*) FROM settlement_{table} WHERE dossier_id = %s", [full.head.pk])
            assert cursor.fetchone()[0] == 0, table
