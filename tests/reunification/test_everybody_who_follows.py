"""The list of everybody on the way to family here: filters, order, spreadsheet, and a constant number of questions."""

from __future__ import annotations

import io
from datetime import date, timedelta

import factories
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from factories import AsOwner, be
from python_calamine import CalamineWorkbook

from reisgenoot.access.errors import NotAllowed
from reisgenoot.access.models import AccessLog, Member
from reisgenoot.dossiers.actions import NameParts
from reisgenoot.dossiers.models import Dossier
from reisgenoot.reunification import actions, queries

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


@pytest.fixture
def guide(as_owner: AsOwner) -> Member:
    return factories.member(as_owner, organisation=factories.organisation(as_owner, "vluchtelingenwerk"))


def sponsor(guide: Member, name: str, permit: int) -> Dossier:
    facts = {"arrived": TODAY - timedelta(days=300), "permit_granted": TODAY - timedelta(days=permit)}
    return factories.dossier(guide, name, facts=facts | {"protection": "refugee"}, worker=guide)


def follow(guide: Member, who: Dossier, given: str) -> int:
    be(guide)
    made = actions.add_relative(
        guide,
        who,
        name=NameParts(given=given, family="Volgeling"),
        relation="spouse",
        facts={"born": date(1990, 1, 1)},
    )
    return int(made.pk)


def names(guide: Member, **filters: object) -> list[str]:
    be(guide)
    rows, total = queries.caseload(guide, queries.Filters(**filters))  # type: ignore[arg-type]
    assert total == len(rows)
    return [row.name for row in rows]


def test_the_nearest_last_day_first_and_each_filter(guide: Member, as_owner: AsOwner) -> None:
    late, early = sponsor(guide, "Samir Langgeleden", 100), sponsor(guide, "Hiba Kortgeleden", 5)
    follow(guide, early, "Layla")
    applied = follow(guide, early, "Noor")
    follow(guide, late, "Rania")
    actions.record_step(guide, early, step="reunification_applied", on=TODAY, relatives=[applied])
    assert names(guide)[0] == "Rania Volgeling"  # three months have passed
    assert len(names(guide)) == 3
    assert names(guide, phase="deciding") == ["Noor Volgeling"]
    assert names(guide, due="overdue") == ["Rania Volgeling"]
    assert names(guide, q="langgel") == ["Rania Volgeling"]
    assert names(guide, q="layla") == ["Layla Volgeling"]
    assert names(guide, q="%") == []
    colleague = factories.member(as_owner, organisation=guide.organisation)
    assert len(names(colleague)) == 3
    assert names(colleague, mine=True) == []
    outsider = factories.member(as_owner, organisation=factories.organisation(as_owner, "vluchtelingenwerk"))
    assert names(outsider) == []
    volunteer = factories.member(as_owner, "volunteer", guide.organisation)
    be(volunteer)
    with pytest.raises(NotAllowed):
        queries.caseload(volunteer, queries.Filters())
    be(guide)
    actions.record_step(guide, early, step="reunification_withdrawn", on=TODAY, relatives=[applied])
    assert names(guide, phase="deciding") == []


def test_on_the_page_and_as_a_spreadsheet(guide: Member) -> None:
    who = sponsor(guide, "Samir Voorganger", 100)
    follow(guide, who, "Rania")
    browser = Client()
    browser.force_login(guide.user)
    page = browser.get(reverse("reunification:overview")).content.decode()
    for words in ("Rania Volgeling", "Samir Voorganger", "1 gezinslid", "5 van 5 nog open"):
        assert words in page
    assert (
        "Rania"
        not in browser.get(reverse("reunification:overview"), {"phase": "travelling"}).content.decode()
    )
    assert browser.get(reverse("reunification:overview"), {"page": "9" * 30, "phase": "x"}).status_code == 200
    answer = browser.get(reverse("reunification:overview-xlsx"), {"due": "overdue"})
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(answer.content)).get_sheet_by_index(0).to_python()
    assert [row[0] for row in sheet[1:]] == ["Rania Volgeling"]
    be(guide)
    assert AccessLog.objects.filter(part="reunification", act="export").exists()


def test_it_asks_the_database_equally_often_with_more(guide: Member) -> None:
    who = sponsor(guide, "Samir Voorganger", 100)
    follow(guide, who, "Rania")

    def asked() -> int:
        be(guide)
        queries.caseload(guide, queries.Filters())
        with CaptureQueriesContext(connection) as caught:
            queries.caseload(guide, queries.Filters())
        return len(caught)

    first = asked()
    assert first == 4
    follow(guide, who, "Noor")
    follow(guide, sponsor(guide, "Hiba Kortgeleden", 5), "Layla")
    assert asked() == first
