"""The main navigation and the tabs above a dossier: never more than seven at once, and each role begins at its work."""

import re

import factories
import pytest
from addresses import addresses
from django.test import Client

from reisgenoot.config.navigation import AT_ONCE, ENTRIES, WORKING
from reisgenoot.demo.cast import MEMBERS, ORGANISATIONS
from reisgenoot.vault import keys

pytestmark = pytest.mark.django_db
KINDS = {it.slug: it.kind for it in ORGANISATIONS}
CAST = sorted({(it.role, KINDS[it.organisation]) for it in MEMBERS})
"""Each role in each kind of organisation of the demo."""
BEGINS = {
    "volunteer": "/my-people/",
    "administrator": "/members/",
    "privacy_officer": "/keeping/",
    "policy_maker": "/guidance-bought/",
}

OF_KIND = {"housing_association": "/housing/", "gza": "/procedure/checks/", "legal_aid": "/procedure/terms/"}


def browser_of(as_owner, role: str, kind: str) -> Client:
    organisation = factories.organisation(as_owner, kind)
    client = Client()
    client.force_login(factories.member(as_owner, role, organisation).user)
    return client


def bar(page: str, label: str = "Hoofdmenu") -> tuple[list[str], list[str], str]:
    """The addresses in sight, those under "More", and the current one."""
    nav = re.search(rf'<nav aria-label="{label}".*?</nav>', page, re.S)
    assert nav
    shown, _more, rest = nav[0].partition("<details")
    current = re.search(r'<a href="([^"]*)" aria-current="page"', nav[0])
    return (
        re.findall(r'href="([^"]*)"', shown),
        re.findall(r'href="([^"]*)"', rest),
        current[1] if current else "",
    )


@pytest.mark.parametrize(("role", "kind"), CAST)
def test_each_begins_where_the_work_is_and_finds_the_rest_in_seven(role, kind, as_owner):
    browser = browser_of(as_owner, role, kind)
    page = browser.get("/", follow=True)
    begins = BEGINS.get(role) or OF_KIND.get(kind, "/")
    assert (page.status_code, page.request["PATH_INFO"]) == (200, begins)
    shown, rest, current = bar(page.content.decode())
    assert 1 <= len(shown) + bool(rest) <= AT_ONCE
    assert len(shown) + len(rest) == sum(
        role in roles and (not kinds or kind in kinds) and name != "shielded:people"
        for name, _label, roles, kinds in ENTRIES
    )
    assert shown[0] == current == begins
    for address in (*shown, *rest):
        assert browser.get(address).status_code == 200
        assert bar(browser.get(address).content.decode())[2] == address


def test_the_page_under_more_is_marked_there(as_owner):
    page = browser_of(as_owner, "coordinator", "vluchtelingenwerk").get("/keeping/").content.decode()
    shown, rest, current = bar(page)
    assert len(shown) == AT_ONCE - 1
    assert current == "/keeping/"
    assert current in rest
    assert re.search(r'<summary class="more-current"><span>Meer: Bewaren en verzoeken</span></summary>', page)


def test_an_association_reaches_its_worklist_too(as_owner):
    browser = browser_of(as_owner, "guide", "housing_association")
    assert browser.get("/?scope=team").status_code == 200
    assert "/?scope=team" in bar(browser.get("/housing/").content.decode())[0]


def test_the_tabs_above_a_dossier_are_seven_at_most(guided):
    """The page that one is on stands in sight, or "More" names it."""
    there, browser = addresses(guided), guided.browser("guide")
    kind = guided.people["guide"].organisation.kind
    for name, label, kinds in WORKING:
        if kinds and kind not in kinds:
            continue
        html = browser.get(there[name]).content.decode()
        shown, rest, current = bar(html, "Dossier")
        assert len(shown) == AT_ONCE - 1
        assert rest
        assert current == there[name], label
        assert (current in shown) != ("more-current" in html.split('aria-label="Dossier"')[1])


def test_whoever_carries_nobody_begins_with_the_teams_tasks(guided):
    """Unless they ask for their own; the spreadsheet follows."""
    browser = guided.browser("colleague")
    page = browser.get("/").content.decode()
    assert "Hala Voorbeeld" in page
    assert "/worklist.xlsx?scope=team" in page
    assert "Hala Voorbeeld" not in browser.get("/?scope=mine").content.decode()
    assert "/worklist.xlsx?scope=mine" in guided.browser("guide").get("/").content.decode()


@pytest.mark.parametrize("kind", ["church", "lvv_partner"])
def test_who_helps_people_without_a_permit_begins_with_them(kind, as_owner, monkeypatch, tmp_path):
    monkeypatch.setenv("REISGENOOT_KEYS", str(tmp_path / "keys"))
    guide = factories.member(as_owner, "guide", factories.organisation(as_owner, kind))
    browser = Client()
    browser.force_login(guide.user)
    assert browser.get("/").status_code == 200  # without a key: the worklist
    keys.write_key(keys.key_file(guide.organisation.slug), keys.new_key())
    page = browser.get("/", follow=True)
    shown, _rest, current = bar(page.content.decode())
    assert page.request["PATH_INFO"] == shown[0] == current == "/begeleiding/"
    assert "/?scope=team" in shown
    assert browser.get("/?scope=team").status_code == 200


def test_a_closed_menu_tells_where_one_is(as_owner):
    browser = browser_of(as_owner, "coordinator", "vluchtelingenwerk")
    for address, here in (("/", "Werklijst"), ("/keeping/", "Bewaren en verzoeken"), ("/agenda/", "Agenda")):
        page = browser.get(address).content.decode()
        button = re.search(r'<button[^>]*popovertarget="menu">(.*?)</button>', page, re.S)
        assert button
        assert re.search(rf">{here}</span>", button[1]), address
        menu = page.partition('<div id="menu" class="menu" popover>')[2].partition("</header>")[0]
        assert 'aria-label="Hoofdmenu"' in menu
        assert "/account/logout/" in menu
