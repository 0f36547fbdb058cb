"""Every page, at desktop and phone width, in Dutch and English: axe finds nothing, nothing sticks out, keys work."""

import re
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from demo_people import log_in
from playwright.sync_api import Browser, Page, expect

pytestmark = pytest.mark.browser
RULES = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}}
WIDTHS = (1280, 375)
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
    "/api/",
    "/nothing/",
)


@pytest.fixture(params=["nl", "en"])
def reader(chromium: Browser, server: str, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A page of the demo's coordinator, in the language of their browser; axe may put its script into it."""
    context = chromium.new_context(locale=request.param, bypass_csp=True)
    page = context.new_page()
    page.set_default_timeout(20_000)
    log_in(page, server, "coordinator")
    assert page.locator("html").get_attribute("lang") == request.param
    yield page
    context.close()


def look(page: Page, address: str) -> list[str]:
    """What is wrong with a page, at each width."""
    page.goto(address)
    return as_it_is(page)


def as_it_is(page: Page) -> list[str]:
    """The same for the page that is open, which may be the answer to a form."""
    found, address = [], page.url
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        for each in page.locator("main details").all():
            each.evaluate("element => element.open = true")
        wider = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        if wider > 0:
            found.append(f"{address} at {width}: {wider} pixels too wide")
        for violation in Axe().run(page, options=RULES).response["violations"]:
            where = violation["nodes"][0]["html"][:160]
            found.append(f"{address} at {width}: {violation['id']}: {where}")
    return found


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


def test_hand_overs_shut_nobody_out(reader: Page, server: str) -> None:
    reader.goto(f"{server}/handovers/?show=all")
    made = [link.get_attribute("href") for link in reader.locator("tbody th a").all()]
    reader.goto(f"{server}/handovers/redistribute/")
    whose = reader.locator("#of option").nth(2).get_attribute("value")
    over = reader.locator("#over-" + str(reader.locator("#of option").nth(1).get_attribute("value")))
    spread = f"/handovers/redistribute/?of={whose}&over={over.get_attribute('value')}"
    reader.goto(f"{server}/?scope=team")
    own = f"{reader.locator('li.task a').first.get_attribute('href')}handovers/"
    reader.goto(f"{server}{own}new/")
    to = reader.locator("#to option").nth(1).get_attribute("value")
    pages = [*made, spread, own, f"{own}new/", f"{own}new/?to={to}&cause=phase"]
    assert made
    assert [wrong for path in pages for wrong in look(reader, server + str(path))] == []


def test_settling_in_shuts_nobody_out(reader: Page, server: str) -> None:
    reader.goto(f"{server}/settling/")
    dossier = str(reader.locator("th a[href*='/settling/']").first.get_attribute("href"))
    parts = [
        "day/",
        "day/new/?start=09:00&on=2030-01-01",
        "day/new/?start=x",
        "furnishing/",
        "gp_registered/",
    ]
    pages = [
        "/settling/",
        "/settling/?due=overdue&item=gp_registered",
        dossier,
        *(dossier + it for it in parts),
    ]
    assert [wrong for path in pages for wrong in look(reader, server + path)] == []


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


def test_volunteers_and_their_coordinator_are_not_shut_out(
    reader: Page, chromium: Browser, server: str
) -> None:
    reader.goto(f"{server}/volunteers/")
    one = reader.locator("tbody th a").first.get_attribute("href")
    reader.goto(f"{server}/volunteers/matches/")
    tab = reader.locator("tbody th a").first.get_attribute("href")
    reader.goto(f"{server}{tab}match/")
    chosen = reader.locator("td a[href*='volunteer=']").first.get_attribute("href")
    pages = ["/volunteers/", "/volunteers/matches/", "/volunteers/questions/", one, f"{one}profile/", tab]
    pages += [f"{tab}match/", f"{tab}match/{chosen}"]
    assert [wrong for path in pages for wrong in look(reader, server + str(path))] == []
    context = chromium.new_context(locale="nl-NL", bypass_csp=True)
    page = context.new_page()
    log_in(page, server, "vrijwilliger")
    assert look(page, f"{server}/my-people/") == []
    context.close()


def test_no_page_behind_a_dossier_shuts_anybody_out(reader: Page, server: str) -> None:
    reader.goto(f"{server}/?scope=team")
    tick = reader.locator("li.task form.task-form").first.get_attribute("action")
    reader.goto(server + str(reader.locator("li.task a").first.get_attribute("href")))
    fact = reader.locator("#facts a").first.get_attribute("href")
    assert [wrong for path in (tick, fact) for wrong in look(reader, server + str(path))] == []


def test_appointments_and_notifications_shut_nobody_out(reader: Page, server: str) -> None:
    reader.goto(f"{server}/?scope=team")
    there = f"{reader.locator('li.task a').first.get_attribute('href')}appointments/"
    reader.goto(server + there)
    for name, value in {"kind": "visit", "day": "2031-03-03"}.items():
        control = reader.locator(f"[name={name}]")
        (control.select_option if name == "kind" else control.fill)(value)
    reader.locator("main form[method=post] button[type=submit]").click()
    one = reader.locator("main a[href*='/appointments/']").first.get_attribute("href")
    pages = [there, one, "/agenda/", "/agenda/?week=2031-W10", "/notifications/", "/account/notifications/"]
    assert [wrong for path in pages for wrong in look(reader, server + str(path))] == []
    reader.goto(f"{server}/agenda/")
    reader.locator("form[action='/agenda/address/'] button").click()
    assert as_it_is(reader) == []


def test_the_desk_shuts_nobody_out(reader: Page, server: str) -> None:
    reader.goto(f"{server}/desk/")
    session = reader.locator("a.task-what").first.get_attribute("href")
    reader.goto(server + str(session))
    visit = reader.locator("#waiting ~ * a, ol.tasks a").first.get_attribute("href")
    reader.goto(f"{server}/desk/referrals/")
    referral = reader.locator("tbody th a").first.get_attribute("href")
    reader.goto(f"{server}/desk/map/")
    entry = str(reader.locator("tbody th a").first.get_attribute("href"))
    pages = [
        session,
        f"{session}change/",
        visit,
        f"{visit}refer/",
        f"{visit}?q=a",
        referral,
        entry,
        f"{entry}change/",
    ]
    assert [wrong for path in pages for wrong in look(reader, server + str(path))] == []


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


@pytest.mark.parametrize(
    ("who", "paths"),
    [
        ("regisseur", ("/housing/", "/housing/?stage=viewing", "/housing/quota/")),
        ("coa", ("/housing/", "/housing/?show=proposed", "/housing/?show=returned")),
        ("wilg", ("/housing/", "/housing/?state=viewing")),
    ],
)
def test_the_way_to_a_home_shuts_nobody_out(
    chromium: Browser, server: str, who: str, paths: tuple[str, ...]
) -> None:
    """The lists, the first thing that each leads to, and what that leads to: the tab, a request, an offered home."""
    context = chromium.new_context(locale="nl-NL", bypass_csp=True)
    page = context.new_page()
    log_in(page, server, who)
    found = [wrong for path in paths for wrong in look(page, server + path)]
    for path in paths:
        page.goto(server + path)
        for link in ("main table th a", "main section ul.lines a[href*='/housing/']"):
            if page.locator(link).count():
                inner = str(page.locator(link).first.get_attribute("href"))
                found += look(page, server + inner)
                further = page.locator(
                    "main a[href*='/housing/offers/'], main a[href$='/housing/request/']"
                ).all()
                found += [
                    wrong
                    for address in [str(each.get_attribute("href")) for each in further]
                    for wrong in look(page, server + address)
                ]
                page.goto(server + path)
    assert found == []
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


@pytest.mark.parametrize("who", ["ind", "coa"])
def test_the_procedure_shuts_nobody_out(chromium: Browser, server: str, who: str) -> None:
    context = chromium.new_context(locale="nl-NL" if who == "ind" else "en-GB", bypass_csp=True)
    page = context.new_page()
    log_in(page, server, who)
    page.goto(f"{server}/procedure/{'arrivals' if who == 'ind' else 'sessions'}/")
    inside = "main th a" if who == "ind" else "main a.task-what"
    one = str(page.locator(inside).first.get_attribute("href"))
    paths = [one, f"{one}decision/"] if who == "ind" else ["/procedure/sessions/", one]
    assert [wrong for path in paths for wrong in look(page, server + path)] == []
    if who == "ind":
        page.goto(server + paths[1])
        page.select_option("#id_outcome", "refused")
        page.select_option("#id_refusal_kind", "unfounded")
        page.locator("main form.card button").first.click()
        assert as_it_is(page) == []
    context.close()


def test_a_household_is_registered_with_the_keyboard_alone(chromium: Browser, server: str) -> None:
    """Without script and mouse: two people, from the first field to the next empty form."""
    context = chromium.new_context(locale="nl-NL", java_script_enabled=False)
    page = context.new_page()
    log_in(page, server, "ind")
    page.goto(f"{server}/procedure/register/?place=Loket+Oost&centre=Azc+Proef")
    page.locator("#id_time").fill("00:00")
    for number, given in enumerate(("Tamar", "Levan")):
        page.focus(f"#id_p{number}-given")
        page.keyboard.type(given)
        page.keyboard.press("Tab")
        page.keyboard.type("Toetsenbord")
        if number == 0:
            page.get_by_role("button", name="Persoon van dit huishouden toevoegen").press("Enter")
    page.focus("#id_p1-given")
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_contain_text("2 personen zijn geregistreerd.")
    expect(page.locator("#id_place")).to_have_value("Loket Oost")
    expect(page.locator("#id_p0-given")).to_have_value("")
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
