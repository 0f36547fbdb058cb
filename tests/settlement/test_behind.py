"""Who is behind: overdue items and those due this week, by item and by guide, of one's own organisation alone."""

from __future__ import annotations

import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from factories import AsOwner, be, member
from python_calamine import CalamineWorkbook
from settled_home import Home, settled

from reisgenoot.access.errors import NotAllowed
from reisgenoot.access.models import AccessLog
from reisgenoot.dossiers import actions as dossier_actions
from reisgenoot.settlement import actions, queries
from reisgenoot.settlement.queries import BehindFilters, BehindRow
from reisgenoot.settlement.queries.behind import behind

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


def found(home: Home, **filters: object) -> queries.Behind:
    be(home.guide)
    return behind(home.guide, BehindFilters(**filters), TODAY, per_page=200)  # type: ignore[arg-type]


def keys(rows: tuple[BehindRow, ...], dossier_id: int) -> set[str]:
    return {row.key for row in rows if row.dossier_id == dossier_id}


def test_what_is_overdue_or_due_this_week(home: Home) -> None:
    shown = found(home)
    here = keys(shown.rows, home.head.pk)
    assert {"brp_registered", "benefit_applied", "gp_registered"} <= here  # the GP is due in a week
    assert not here & {"dentist_registered", "furnished", "status_explained"}
    late = next(row for row in shown.rows if row.key == "benefit_applied")
    assert late.late == 20  # due three days after the move
    assert [row.late for row in shown.rows] == sorted((row.late for row in shown.rows), reverse=True)
    assert shown.total == len(shown.rows)
    assert shown.overdue == sum(row.late > 0 for row in shown.rows)


def test_filters_and_tallies(home: Home, as_owner: AsOwner) -> None:
    colleague = member(as_owner, organisation=home.guide.organisation)
    second = settled(as_owner, colleague)
    be(colleague)
    dossier_actions.complete_task(colleague, second.head, "brp_registered")
    shown = found(home)
    tallies = {it.value: (it.overdue, it.total) for it in shown.by_item}
    assert tallies["brp_registered"] == (5, 5)
    assert {it.label for it in shown.by_worker} == {home.guide.name, colleague.name}
    mine = found(home, worker=colleague.pk)
    assert {row.worker for row in mine.rows} == {colleague.name}
    assert len(mine.by_worker) == 2  # one can still choose the other
    assert mine.total == next(it.total for it in shown.by_worker if it.value == colleague.pk)
    assert {row.key for row in found(home, key="insured").rows} <= {"insured"}
    assert all(row.late > 0 for row in found(home, due="overdue").rows)
    week = found(home, due="week")
    assert week.rows
    assert all(row.late <= 0 for row in week.rows)
    assert found(home, municipality="Aalten").rows == ()


def test_what_was_set_aside_or_ticked_off_is_gone(home: Home) -> None:
    be(home.guide)
    actions.set_aside(home.guide, home.head.pk, "liability_insured", why="Loopt via werkgever.")
    dossier_actions.complete_task(home.guide, home.head, "energy_arranged")
    assert not keys(found(home).rows, home.head.pk) & {"liability_insured", "energy_arranged"}


def test_it_is_of_ones_own_organisation_and_logged(home: Home, as_owner: AsOwner) -> None:
    stranger = home.people["other organisation"]
    be(stranger)
    assert behind(stranger, BehindFilters(), TODAY).rows == ()
    with pytest.raises(NotAllowed):
        behind(home.people["volunteer"], BehindFilters(), TODAY)
    shown = found(home)
    with as_owner():
        entry = AccessLog.objects.get(part="behind", act="appeared_in_list", member=home.guide)
    assert set(entry.dossiers) == {row.dossier_id for row in shown.rows}


def test_the_page_and_its_spreadsheet(home: Home) -> None:
    be(home.guide)
    actions.write_item(home.guide, home.head.pk, "benefit_applied", owner=actions.PERSON, note="=1+1")
    page = home.browser("guide").get(reverse("settlement:behind"), {"item": "benefit_applied"})
    content = page.content.decode()
    assert "Hala Voorbeeld" in content
    assert "Uitkering aanvragen" in content
    answer = home.browser("guide").get(reverse("settlement:behind-xlsx"), {"item": "benefit_applied"})
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(answer.content)).get_sheet_by_index(0).to_python()
    assert len(sheet) == 2
    assert "=1+1" in sheet[1]
    be(home.guide)
    assert AccessLog.objects.filter(part="behind", act="export").exists()
    assert (
        home.browser("guide").get(reverse("settlement:behind"), {"page": "9" * 30, "worker": "x"}).status_code
        == 200
    )


def test_it_asks_the_database_equally_often_with_more(home: Home, as_owner: AsOwner) -> None:
    def asked() -> int:
        browser = home.browser("guide")
        browser.get(reverse("settlement:behind"))
        with CaptureQueriesContext(connection) as caught:
            browser.get(reverse("settlement:behind"))
        return len(caught)

    first = asked()
    settled(as_owner, home.guide)
    settled(as_owner, home.guide)
    assert asked() == first


def test_it_goes_by_the_index_of_the_organisations_tasks(home: Home) -> None:
    found(home)
    with CaptureQueriesContext(connection) as caught:
        found(home)
    statement = next(it["sql"] for it in caught if "settlement_checklistitem" in it["sql"])
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("EXPLAIN " + statement)
        plan = "\n".join(row[0] for row in cursor.fetchall())
    assert "task_in_order" in plan
