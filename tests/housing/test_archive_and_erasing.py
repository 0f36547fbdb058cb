"""A home is in the person's archive, and goes with the dossier."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest
from django.db import connection
from django.utils import timezone
from factories import AsOwner, be
from housing_scene import FAR, STREET, Scene

from reisgenoot.housing import actions
from reisgenoot.housing.actions.viewing import Saying
from reisgenoot.housing.models import Link
from reisgenoot.keeping import archive

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
TABLES = ("link", "expectedfamily", "request", "requesthousehold", "addressee", "offer", "refusal")


@pytest.fixture
def refused(scene: Scene) -> Scene:
    """A household that refused one home, with something in every table."""
    scene.linked()
    actions.expect_family(scene.town, scene.head.pk, adults=1, children=0, source="Van een tante gehoord")
    offer = scene.viewing(scene.offered(scene.wanted()))
    actions.refuse_home(scene.town, scene.head.pk, offer.pk, Saying("safety", TODAY, "ti", "new_offer"))
    return scene


def test_the_archive_has_it(refused: Scene) -> None:
    be(refused.town)
    content = archive.gather(refused.town, refused.head.pk, [])
    schema = json.loads(Path(archive.__file__).with_name("archive.schema.json").read_text())
    jsonschema.validate(content, schema)
    told = " ".join(it["text"] for it in content["lines"] if it["what"]["nl"] == "Naar een woning")
    for words in ("bakker", "Van een tante gehoord", STREET, "niet veilig", "Tigrinya"):
        assert words in told
    assert STREET in json.dumps(archive.for_paper(content))


def test_it_goes_with_the_dossier(refused: Scene, as_owner: AsOwner) -> None:
    other = Scene(**{**vars(refused), "head": refused.child})
    with as_owner():
        Link.objects.create(
            dossier_id=other.head.pk,
            municipality=refused.town.organisation,
            organisation=refused.coa.organisation,
            proposed_by=refused.coa,
            answer_by=FAR,
            adults=1,
        )
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        cursor.execute("SELECT keeping_erase_dossier(gen_random_uuid(), %s)", [refused.head.pk])
        left = {}
        for name in TABLES:
            cursor.execute(f"SELECT count(*) FROM housing_{name}")
            left[name] = cursor.fetchone()[0]
    assert left == {**dict.fromkeys(TABLES, 0), "link": 1}
