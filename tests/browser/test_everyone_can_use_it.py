"""Every page, at desktop and phone width, in Dutch and English: axe finds nothing, nothing sticks out, keys work."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from demo_people import log_in
from looking import RULES, as_it_is, look
from playwright.sync_api import Browser, Page, expect

pytestmark = pytest.mark.browser
PAGES = (
    "/",
    "/?scope=team&kind=health&q=a",
    "/people/",
    "/people/?q=nour",
    "/people/new/",
    "/overview/",
    "/questions/",
    "/emergency/",
    "/purposes/",
    "/consents/",
    "/handovers/?show=all",
    "/handovers/redistribute/",
    "/desk/",
    "/desk/new/",
    "/desk/referrals/",
    "/desk/referrals/?state=all",
    "/desk/map/",
    "/desk/map/new/",
    "/desk/numbers/",
    "/desk/bottlenecks/",
    "/guidance-bought/",
    "/guidance-bought/?state=ended",
    "/api/",
    "/nothing/",
)


def test_no_page_shuts_anybody_out(reader: Page, server: str) -> None:
    reader.goto(f"{server}/?scope=team")
    dossier = reader.locator("li.task a").first.get_attribute("href")
    parts = (
        "record",
        "looked",
        "closing",
        "closing/tasks",
        "closing/decision",
        "closing/measure",
        "closing/hours",
    )
    behind = [f"{dossier}{part}/" for part in (*parts, "referrals", "consents", "consents/new")]
    pages = [*PAGES, "/import/", dossier, *behind, f"{behind[-1]}?purpose=daily_help", "/organisation/"]
    assert [wrong for path in pages for wrong in look(reader, server + str(path))] == []


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_more_opens_by_keyboard_and_shuts_nobody_out(chromium: Browser, server: str, script: bool) -> None:
    """In the main navigation and above a dossier: opened with Enter, all its links in sight and reached with Tab."""
    context = chromium.new_context(java_script_enabled=script, locale="nl-NL", bypass_csp=True)
    page = context.new_page()
    log_in(page, server, "coordinator")
    page.goto(f"{server}/?scope=team")
    dossier = str(page.locator("li.task a").first.get_attribute("href"))
    for width in (1280, 375):
        page.set_viewport_size({"width": width, "height": 900})
        for bar in ("header .more", "main .more"):
            page.goto(f"{server}{dossier}consents/")
            more = page.locator(bar)
            links = more.locator("a")
            expect(links.first).to_be_hidden()
            in_menu = width == 375 and bar.startswith("header")
            if in_menu:
                open_menu(page)
            more.locator("summary").focus()
            page.keyboard.press("Enter")
            for link in links.all():
                expect(link).to_be_visible()
                expect(link).to_be_in_viewport()
            page.keyboard.press("Tab")
            expect(links.first).to_be_focused()
            if script:
                # It lies over what is below it for as long as it is open: so the bar alone.
                assert Axe().run(page, context=bar, options=RULES).response["violations"] == []
                page.keyboard.press("Escape")
                expect(links.first).to_be_hidden()
                expect(page.locator(".menu-button") if in_menu else more.locator("summary")).to_be_focused()
    expect(page.locator("main .more summary")).to_have_text("Meer: Toestemmingen")
    context.close()


def open_menu(page: Page) -> None:
    """By keyboard, from a header of one row that tells where one is."""
    assert page.evaluate("document.querySelector('.page-header').clientHeight") <= 110
    button = page.locator(".menu-button")
    expect(page.locator("#menu")).to_be_hidden()
    button.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    links = page.locator("#menu .nav > li > a, #menu .who a, #menu .who button")
    expect(links.first).to_be_focused()
    for link in links.all():
        expect(link).to_be_visible()
        expect(link).to_be_in_viewport()
    assert page.evaluate("document.documentElement.scrollWidth") <= 375


def test_tokens_for_other_systems_shut_nobody_out(reader: Page, server: str) -> None:
    """Made, shown once, listed."""
    assert look(reader, f"{server}/account/tokens/new/") == []
    reader.locator("input[name=name]").fill(f"zaaksysteem {reader.locator('html').get_attribute('lang')}")
    reader.locator("main form button[type=submit]").click()
    expect(reader.locator("#token")).to_contain_text("rgt_")
    assert as_it_is(reader) == []
    assert look(reader, f"{server}/account/") == []


def test_keeping_and_requests_shut_nobody_out(reader: Page, server: str) -> None:
    reader.goto(f"{server}/keeping/?state=")
    asked = [link.get_attribute("href") for link in reader.locator("td a[href*='/requests/']").all()]
    kinds = list(dict.fromkeys(asked))[:5]
    assert kinds
    dossier = str(kinds[0]).split("requests/")[0] + "keeping/"
    pages = ["/keeping/", "/keeping/due/", "/keeping/terms/", "/keeping/certificates/", dossier, *kinds]
    assert [wrong for path in pages for wrong in look(reader, server + str(path))] == []


def test_no_page_behind_a_dossier_shuts_anybody_out(reader: Page, server: str) -> None:
    reader.goto(f"{server}/?scope=team")
    tick = reader.locator("li.task form.task-form").first.get_attribute("action")
    reader.goto(server + str(reader.locator("li.task a").first.get_attribute("href")))
    fact = reader.locator("#facts a").first.get_attribute("href")
    assert [wrong for path in (tick, fact) for wrong in look(reader, server + str(path))] == []


def test_what_somebody_sees_by_consent_shuts_nobody_out(chromium: Browser, server: str) -> None:
    context = chromium.new_context(locale="nl-NL", bypass_csp=True)
    page = context.new_page()
    log_in(page, server, "docent")
    page.goto(f"{server}/consents/")
    dossier = page.locator("main a[href^='/dossiers/']").first.get_attribute("href")
    page.goto(f"{server}{dossier}consents/")
    consent = page.locator("h3 a").first.get_attribute("href")
    pages = ["/consents/", dossier, f"{dossier}consents/", consent]
    assert [wrong for path in pages for wrong in look(page, server + str(path))] == []
    context.close()


def test_two_versions_side_by_side_shut_nobody_out(reader: Page, server: str) -> None:
    """Two windows on one fact: the second to save sees both."""
    reader.goto(f"{server}/?scope=team")
    reader.goto(server + str(reader.locator("li.task a").first.get_attribute("href")))
    fact = server + str(reader.locator("#facts a").first.get_attribute("href"))
    other = reader.context.new_page()
    for window in (reader, other):
        window.goto(fact)
    for window, day in ((other, "2026-03-03"), (reader, "2026-03-05")):
        window.fill("input[name=value]", day)
        window.locator("main form button.utrecht-button--primary-action").click()
    expect(reader.locator("main table tbody tr")).to_have_count(1)
    assert as_it_is(reader) == []
    reader.locator("main form button").click()
    expect(reader).to_have_url(re.compile("#facts$"))


@pytest.mark.parametrize(
    ("who", "paths"),
    [
        ("vrijwilliger", ("/", "/desk/", "/desk/map/")),
        ("beleid", ("/guidance-bought/",)),
        ("beheer", ("/", "/people/", "/members/")),
        (
            "ind",
            ("/procedure/register/", "/procedure/arrivals/", "/procedure/terms/", "/procedure/durations/"),
        ),
        ("gza", ("/procedure/checks/",)),
        ("advocaat", ("/procedure/terms/",)),
        (
            "privacy",
            ("/emergency/", "/keeping/", "/keeping/due/", "/keeping/terms/", "/keeping/certificates/"),
        ),
    ],
)
def test_nobody_is_shut_out_by_what_is_not_for_them(
    chromium: Browser, server: str, who: str, paths: tuple[str, ...]
) -> None:
    context = chromium.new_context(locale="nl-NL", bypass_csp=True)
    page = context.new_page()
    log_in(page, server, who)
    assert [wrong for path in paths for wrong in look(page, server + path)] == []
    context.close()


def test_no_shielded_page_shuts_anybody_out(chromium: Browser, server: str) -> None:
    context = chromium.new_context(locale="nl-NL", bypass_csp=True)
    page = context.new_page()
    log_in(page, server, "opvang")
    page.goto(f"{server}/begeleiding/")
    dossier = str(page.locator("a.task-what").first.get_attribute("href"))
    parts = ("", "about/", "family/", "record/", "attributes/", "looked/", "erase/", "regular/")
    paths = [
        "/begeleiding/",
        "/begeleiding/new/",
        "/begeleiding/shelters/",
        *(dossier + part for part in parts),
    ]
    assert [wrong for path in [*paths, "/feestdagen/"] for wrong in look(page, server + path)] == []
    context.close()


@pytest.mark.parametrize("script", [True, False])
def test_leaving_quickly_and_not_coming_back(chromium: Browser, server: str, script: bool) -> None:
    context = chromium.new_context(locale="nl-NL", java_script_enabled=script)
    page = context.new_page()
    log_in(page, server, "diaken")
    page.goto(f"{server}/begeleiding/")
    page.locator("a.task-what").first.click()
    expect(page).to_have_title("Reisgenoot")
    name = page.locator("h1").inner_text()
    if script:
        for _time in range(3):
            page.keyboard.press("Escape")
    else:
        page.get_by_role("button", name="Snel weg").click()
    page.wait_for_url("**/feestdagen/")
    expect(page).to_have_title("Feestdagen")
    page.go_back()
    expect(page).to_have_url(re.compile("/account/login/"))
    assert name not in page.content()
    context.close()


def test_the_log_in_shuts_nobody_out(chromium: Browser, server: str) -> None:
    context = chromium.new_context(bypass_csp=True)
    assert look(context.new_page(), f"{server}/account/login/") == []
    context.close()


def test_a_page_from_right_to_left_sticks_out_nowhere(reader: Page, server: str) -> None:
    reader.set_viewport_size({"width": 375, "height": 900})
    reader.goto(f"{server}/?scope=team")
    reader.evaluate("document.documentElement.dir = 'rtl'")
    wider = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert reader.evaluate(wider) == 0


def test_the_worklist_by_keyboard(reader: Page, server: str) -> None:
    reader.goto(f"{server}/?scope=team")
    reader.keyboard.press("j")
    reader.keyboard.press("x")
    expect(reader.locator("li.task").first.locator("input[type=date]")).to_be_focused()
    reader.keyboard.press("Escape")
    reader.keyboard.press("j")
    reader.keyboard.press("k")
    reader.keyboard.press("Enter")
    expect(reader).to_have_url(re.compile(r"/dossiers/\d+/$"))
