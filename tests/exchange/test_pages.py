"""The pages of the import, as a person in a browser without JavaScript goes through them."""

import io
import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from html import unescape
from typing import Any

import pytest
import python_calamine
from caseloads import Row
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from importers import caseload, make_organisation

from reisgenoot.access.identity import acting_as
from reisgenoot.access.models import Member, Organisation
from reisgenoot.dossiers.models import Dossier
from reisgenoot.exchange.actions import preparing, running
from reisgenoot.exchange.models import Import

pytestmark = pytest.mark.django_db
FORMULA = '=HYPERLINK("http://127.0.0.1/x","klik")'


def spoiled(rows: list[Row]) -> None:
    rows[3]["born"] = "31-02-1990"
    rows[3]["remarks"] = FORMULA
    rows[0]["given_names"] = "Ahmad"
    rows.append({**rows[0], "v_number": "", "bsn": "", "given_names": "Ahmed"})


@pytest.fixture
def browser(client: Client, coordinator: Member) -> Client:
    client.force_login(coordinator.user)
    return client


def upload(browser: Client, content: bytes, **fields: str) -> Any:
    file = SimpleUploadedFile("caseload.csv", content, content_type="text/csv")
    return browser.post(reverse("exchange:imports"), {"file": file, **fields})


def made_by(member: Member, content: bytes, *, run: bool = False) -> Import:
    with acting_as(member):
        made = preparing.upload(member, file_name="caseload.csv", content=content)
        if run:
            running.begin(member, made.pk)
            running.work(member, made.pk)
    return made


def test_upload_preview_confirm_result(browser: Client, coordinator: Member) -> None:
    answer = upload(browser, caseload(change=spoiled))
    assert answer.status_code == 302
    page = browser.get(answer.url).content.decode()
    assert "31-02-1990" in page
    with acting_as(coordinator):
        assert Dossier.objects.count() == 0
        made = Import.objects.get()
    confirmed = browser.post(reverse("exchange:confirm", args=[made.pk]))
    assert confirmed.status_code == 302
    progress = browser.get(reverse("exchange:progress", args=[made.pk]))
    assert 'hx-trigger="every 1s"' in progress.content.decode()
    with connection.cursor() as cursor:
        cursor.execute("SELECT task_name, args FROM procrastinate_jobs")
        (name, _args), *others = cursor.fetchall()
    assert (name, others) == ("exchange.run_import", [])
    running.work(coordinator, made.pk)
    done = browser.get(reverse("exchange:progress", args=[made.pk]))
    assert done["HX-Refresh"] == "true"
    result = browser.get(reverse("exchange:import", args=[made.pk])).content.decode()
    with acting_as(coordinator):
        first = Dossier.objects.order_by("pk").first()
        assert Dossier.objects.count() == 11
        assert first is not None
    assert reverse("dossiers:dossier", args=[first.pk]) in result


def test_a_held_back_row_is_corrected_on_the_page(browser: Client, coordinator: Member) -> None:
    made = made_by(coordinator, caseload(change=spoiled), run=True)
    page = browser.get(reverse("exchange:corrections", args=[made.pk])).content.decode()
    field = re.search(r'name="(cell-\d+)" value="31-02-1990"', page)
    assert field is not None
    answer = browser.post(reverse("exchange:correct", args=[made.pk, 5]), {field[1]: "28-02-1990"})
    assert answer.status_code == 302
    with acting_as(coordinator):
        assert made.rows.get(number=5).state == "created"


def test_the_correction_list_as_a_spreadsheet_holds_text_only(browser: Client, coordinator: Member) -> None:
    made = made_by(coordinator, caseload(change=spoiled))
    answer = browser.get(reverse("exchange:corrections-xlsx", args=[made.pk]))
    content = answer.content
    sheet = (
        python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    )
    assert FORMULA in sheet[1]
    assert "bestaat niet" in str(sheet[1][-1])
    import zipfile

    xml = zipfile.ZipFile(io.BytesIO(content)).read("xl/worksheets/sheet1.xml")
    assert b"<f>" not in xml


def test_a_possible_duplicate_is_decided_and_undone_on_the_page(browser: Client, coordinator: Member) -> None:
    made = made_by(coordinator, caseload(change=spoiled))
    page = browser.get(reverse("exchange:duplicates", args=[made.pk])).content.decode()
    assert "Ahmed" in page
    decide = reverse("exchange:decide", args=[made.pk, 14])
    browser.post(decide, {"decision": "different"})
    with acting_as(coordinator):
        assert made.rows.get(number=14).state == "new"
    browser.post(decide, {"decision": ""})
    with acting_as(coordinator):
        assert made.rows.get(number=14).state == "duplicate"


def test_columns_by_hand_undo_and_throwing_away(browser: Client, coordinator: Member) -> None:
    made = made_by(coordinator, caseload().replace(b"Gezinsnr", b"Kaartenbak", 1))
    columns = reverse("exchange:columns", args=[made.pk])
    chosen = dict(
        re.findall(
            r'name="(field-\d+)".*?value="([a-z_]*)" selected', browser.get(columns).content.decode(), re.S
        )
    )
    index = made.header.index("Kaartenbak")
    assert browser.post(columns, {**chosen, f"field-{index}": "household"}).status_code == 302
    with acting_as(coordinator):
        assert made.rows.exclude(household="").count() == 12
    discard = reverse("exchange:discard", args=[made.pk])
    assert browser.post(discard).url == reverse("exchange:imports")
    made = made_by(coordinator, caseload(count=3), run=True)
    browser.post(reverse("exchange:undo", args=[made.pk]))
    with acting_as(coordinator):
        assert Dossier.objects.count() == 0


@pytest.mark.parametrize(
    ("content", "words"),
    [(b"", "leeg"), (b"%PDF-1.4 x", "geen spreadsheet"), (b"PK\x03\x04 half", "beschadigd")],
)
def test_a_bad_file_gives_a_sentence_and_the_form(browser: Client, content: bytes, words: str) -> None:
    answer = upload(browser, content)
    assert answer.status_code == 422
    assert words in answer.content.decode()


def test_a_file_without_known_columns_offers_to_map_them(browser: Client, coordinator: Member) -> None:
    content = b"Kol A;Kol B;Kol C\n2900000001;Haddad;Hala\n"
    page = upload(browser, content).content.decode()
    assert 'value="Kol B"' in page
    chosen = {"column-0": "Kol A", "field-0": "v_number", "column-1": "Kol B", "field-1": "family_name"}
    assert upload(browser, content, **chosen).status_code == 302


@pytest.mark.parametrize("role", ["guide", "volunteer", "administrator"])
def test_others_get_no_page_of_an_import(role: str, client: Client, coordinator: Member, make_member) -> None:
    made = made_by(coordinator, caseload(count=3))
    client.force_login(make_member(coordinator.organisation, role).user)
    for url in (reverse("exchange:imports"), reverse("exchange:import", args=[made.pk])):
        assert client.get(url).status_code == 403


def test_a_stranger_gets_404_and_nobody_the_log_in(
    client: Client,
    coordinator: Member,
    make_member: Callable[..., Member],
    as_owner: Callable[[], AbstractContextManager[None]],
) -> None:
    made = made_by(coordinator, caseload(count=3))
    for name in ("import", "corrections", "duplicates", "columns", "progress", "corrections-xlsx"):
        url = reverse(f"exchange:{name}", args=[made.pk])
        assert client.get(url).status_code == 302
    client.force_login(make_member(make_organisation(as_owner), "coordinator").user)
    for name in ("import", "corrections", "duplicates", "columns", "progress", "corrections-xlsx"):
        assert client.get(reverse(f"exchange:{name}", args=[made.pk])).status_code == 404
    for name, args in (("confirm", ()), ("undo", ()), ("discard", ()), ("correct", (2,)), ("decide", (2,))):
        answer = client.post(reverse(f"exchange:{name}", args=[made.pk, *args]), {"decision": "same"})
        assert answer.status_code == 404


@pytest.mark.parametrize("name", ["import", "corrections", "duplicates", "imports"])
def test_the_number_of_queries_does_not_grow(name: str, browser: Client, coordinator: Member) -> None:
    def bad(rows: list[Row]) -> None:
        for row in rows:
            row["postcode"] = "x"

    counted = []
    for content in (caseload(count=2, change=bad), caseload(count=9, seed=5, change=bad)):
        made = made_by(coordinator, content)
        url = reverse(f"exchange:{name}", args=[] if name == "imports" else [made.pk])
        browser.get(url)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert browser.get(url).status_code == 200
        counted.append(len(queries))
    assert counted[0] == counted[1]


def hidden(page: str, action: str) -> dict[str, str]:
    """The hidden fields of the form that goes to this address."""
    form = next(
        found
        for found in re.findall(r'<form method="post".*?</form>', page, re.S)
        if f'action="{action}"' in found
    )
    return {name: unescape(it) for name, it in re.findall(r'"hidden" name="([^"]*)" value="([^"]*)"', form)}


def test_two_who_correct_one_row(
    browser: Client, coordinator: Member, organisation: Organisation, make_member: Callable[..., Member]
) -> None:
    """The second sees both texts, also after the row was imported; and puts theirs in its place while that can be."""
    made = made_by(coordinator, caseload(change=spoiled))
    page = browser.get(reverse("exchange:corrections", args=[made.pk])).content.decode()
    cell = re.search(r'name="(cell-\d+)" value="31-02-1990"', page)
    assert cell is not None
    here = reverse("exchange:correct", args=[made.pk, 5])
    seen, other = hidden(page, here), Client()
    other.force_login(make_member(organisation, "coordinator", "Ineke Collega").user)
    other.post(here, {**seen, cell[1]: "30-02-1990"})
    answer = browser.post(here, {**seen, cell[1]: "28-02-1990"})
    said = answer.content.decode()
    assert answer.status_code == 409
    for words in ("31-02-1990", "30-02-1990", "28-02-1990", "Ineke Collega"):
        assert words in said
    assert browser.post(here, hidden(said, here)).status_code == 302
    with acting_as(coordinator):
        row = made.rows.get(number=5)
        assert "28-02-1990" in row.cells
        assert row.changed_by == coordinator
    running.begin(coordinator, made.pk)
    late = other.post(here, {**seen, cell[1]: "27-02-1990"})
    assert late.status_code == 409
    assert "kan niet meer" in late.content.decode()


def test_two_who_decide_on_one_duplicate_or_map_the_columns(browser: Client, coordinator: Member) -> None:
    made = made_by(coordinator, caseload(change=spoiled))
    page = browser.get(reverse("exchange:duplicates", args=[made.pk])).content.decode()
    number = re.search(r"rows/(\d+)/decide", page)
    assert number is not None
    here = reverse("exchange:decide", args=[made.pk, number[1]])
    seen = hidden(page, here)
    assert browser.post(here, {**seen, "decision": "different"}).status_code == 302
    assert browser.post(here, {**seen, "decision": ""}).status_code == 409
    columns = reverse("exchange:columns", args=[made.pk])
    form = browser.get(columns).content.decode()
    before = unescape(re.search(r'name="seen" value="([^"]*)"', form)[1])  # type: ignore[index]
    chosen = dict(re.findall(r'<select id="(field-\d+)".*?<option value="(\w*)" selected', form, re.S))
    fewer = {**chosen, next(iter(chosen)): ""}
    assert browser.post(columns, {**fewer, "seen": before}).status_code == 302
    answer = browser.post(columns, {**chosen, list(chosen)[1]: "", "seen": before})
    assert answer.status_code == 409
    assert "Weglaten" in answer.content.decode()
