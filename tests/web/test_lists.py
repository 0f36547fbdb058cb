"""Every list is filtered by its address, goes out as a spreadsheet with the same filters, and prints."""

import io
import re
import zipfile
from html import unescape
from pathlib import Path

import pytest
from addresses import addresses
from django.db import connection, transaction
from doors import PAGES
from guided import make_guided
from lists import LISTS
from wall import out_of_the_wall

import reisgenoot
from reisgenoot.access.models import AccessLog

OURS = Path(reisgenoot.__file__).parent
SPREADSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SIGNS = re.compile(r"web/parts/pager\.html|<p class=\"(?:card )?empty\"")
"""What a template of a list has: pages, or words for when there is nothing."""
VIEWERS = ("guide", "coordinator", "administrator", "matched volunteer")


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    """One dossier for all of these, in a transaction that is rolled back."""
    with django_db_blocker.unblock():
        with transaction.atomic():
            made = make_guided(out_of_the_wall)
            yield made, {who: made.browser(who) for who in VIEWERS}, addresses(made)
            transaction.set_rollback(True)
        connection.close()


def is_list(answer) -> bool:
    """Whether the page was made by a template of a list."""
    sources = {
        it.origin.name for it in answer.templates if it.origin and Path(it.origin.name).is_relative_to(OURS)
    }
    return any(SIGNS.search(Path(source).read_text()) for source in sources)


def test_every_list_is_known(world):
    _guided, browsers, there = world
    found = set()
    for name in PAGES:
        pattern = there[name].split("?")[0]
        if name.endswith("-xlsx") or re.search(r"\d|AAAA", pattern):
            continue  # of one dossier, or of one thing
        for browser in browsers.values():
            answer = browser.get(there[name])
            if answer.status_code == 200 and "text/html" in answer["Content-Type"] and is_list(answer):
                found.add(name)
    assert found - set(LISTS) == set(), "give them a row in lists.py"


@pytest.mark.parametrize("name", LISTS)
def test_each_list_is_filtered_by_its_address(name, world):
    guided, browsers, there = world
    it, plain = LISTS[name], there[name].split("?")[0]
    query = it.query.format(guide=guided.people["guide"].pk)
    answer = browsers[it.who].get(f"{plain}?{query}")
    assert answer.status_code == 200
    html = unescape(answer.content.decode())
    if query:
        key, value = query.split("&")[-1].split("=")
        tab, field = rf'href="[^"]*{key}={value}[^"]*" aria-current', rf'name="{key}" value="{value}"'
        chosen = rf'{tab}|{field}|value="{value}" (selected|checked)'
        assert re.search(chosen, html) or name == "dossiers:agenda", "the page shows the filter as chosen"
    nonsense = "&".join(f"{part.split('=')[0]}=%00x'" for part in (query or "q=").split("&"))
    assert browsers[it.who].get(f"{plain}?{nonsense}&page=999999").status_code == 200
    assert "data-print" in html or it.why_not, "there is a button to print it"


@pytest.mark.parametrize("name", [name for name, it in LISTS.items() if it.xlsx])
def test_each_list_goes_out_as_a_spreadsheet_with_the_same_filters(name, world):
    guided, browsers, there = world
    it = LISTS[name]
    plain, target = there[name].split("?")[0], there[it.xlsx]
    query = it.query.format(guide=guided.people["guide"].pk)
    html = unescape(browsers[it.who].get(f"{plain}?{query}").content.decode())
    link = re.search(rf'href="({re.escape(target)}[^"]*)"', html)
    assert link, "the page leads to its spreadsheet"
    for part in filter(None, query.split("&")):
        assert part in link[1], "with its filters"
    answer = browsers[it.who].get(link[1])
    assert (answer.status_code, answer["Content-Type"]) == (200, SPREADSHEET)
    assert answer["Content-Disposition"].startswith("attachment")
    with zipfile.ZipFile(io.BytesIO(answer.content)) as packed:
        assert b"<row " in packed.read("xl/worksheets/sheet1.xml")


def test_an_export_with_names_stands_in_the_log(world):
    """Of whom a coordinator takes a name along, the dossier's log says so."""
    guided, browsers, there = world
    taken = ("keeping:requests", "volunteers:matches", "dossiers:worklist")
    for name in taken:
        query = "?scope=team" if name == "dossiers:worklist" else ""
        with out_of_the_wall():
            of = AccessLog.objects.filter(act=AccessLog.Act.EXPORT, dossier_id=guided.dossier.pk)
            before = of.count()
        assert browsers["coordinator"].get(there[f"{name}-xlsx"] + query).status_code == 200
        with out_of_the_wall():
            assert of.count() == before + 1, name
