"""The pages of the chain, from registration to closing: axe finds nothing, nothing sticks out, keys work."""

import pytest
from demo_people import log_in
from looking import as_it_is, look
from playwright.sync_api import Browser, Page, expect

pytestmark = pytest.mark.browser


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


def test_what_a_municipality_keeps_shuts_nobody_out(chromium: Browser, server: str) -> None:
    page = chromium.new_context(locale="nl-NL", bypass_csp=True).new_page()
    log_in(page, server, "regisseur")
    at = "/settling/municipality/"
    page.goto(server + at)
    made = [page.locator(f"a[href^='{at}{part}/']:not([href*='new'])").first for part in ("days", "places")]
    pages = [at, f"{at}days/new/", f"{at}places/new/", *(str(it.get_attribute("href")) for it in made)]
    assert [wrong for path in pages for wrong in look(page, server + path)] == []
    page.context.close()


def test_courses_and_lessons_shut_nobody_out(chromium: Browser, server: str) -> None:
    page = chromium.new_context(locale="nl-NL", bypass_csp=True).new_page()
    log_in(page, server, "regisseur")

    def found(at: str, what: str) -> str:
        page.goto(server + at)
        return str(page.locator(what).first.get_attribute("href"))

    course = found("/schooling/", "tbody th a")
    supplier = found(course, "main a[href*='/schooling/suppliers/']")
    start = found(course, "a[href*='/schooling/starts/']")
    read = found("/schooling/hours/", "tbody th a")
    lessons = found(read, "a[href*='/lessons/']")
    enrolment = found(lessons, "main tbody th a")
    pages = [
        "/schooling/",
        "/schooling/?route=z&free=1",
        "/schooling/suppliers/new/",
        supplier,
        course,
        start,
    ]
    pages += [f"{supplier}change/", f"{supplier}courses/new/", f"{course}change/", "/schooling/hours/", read]
    pages += [lessons, f"{lessons}enrol/?every=1", f"{lessons}hours/", enrolment]
    pages += [f"{lessons}{part}/" for part in ("exams", "participation", "talks", "new/talk", "new/attempt")]
    assert [wrong for path in pages for wrong in look(page, server + path)] == []
    page.context.close()


def test_civic_integration_shuts_nobody_out(chromium: Browser, server: str) -> None:
    page = chromium.new_context(locale="nl-NL", bypass_csp=True).new_page()
    log_in(page, server, "regisseur")
    page.goto(f"{server}/?scope=team")
    one = f"{page.locator('li.task a').first.get_attribute('href')}integration/"
    pages = ["", "?event=duty_notified", "intake/", "intake/education/", "intake/voice/", "learnability/"]
    pages += ["pip/", "pip/parts/goals/", "pip/parts/relief/", "pip/set/", "pip/compare/"]
    assert [wrong for path in pages for wrong in look(page, server + one + path)] == []
    listed = "/duo/messages/?state=refused"
    page.goto(server + listed)
    about, message = (page.locator(at).first.get_attribute("href") for at in ("tbody th a", "tbody td a"))
    pages = [listed, "/duo/messages/", about, f"{about}new/pip/", message]
    assert [wrong for path in pages for wrong in look(page, f"{server}{path}")] == []
    desk = ("", "?who=all&kind=pip", "calendar/?who=all", "municipality/", "municipality/people/?state=late")
    assert [wrong for path in desk for wrong in look(page, f"{server}/direction/{path}")] == []
    assert look(page, f"{server}{one}relief/") == []
    page.goto(f"{server}{one}enforcement/")
    for name, value in {"kind": "route", "what": "Kwam drie keer niet naar de les."}.items():
        control = page.locator(f"[name={name}]")
        (control.select_option if name == "kind" else control.fill)(value)
    assert as_it_is(page) == []
    page.locator("main details form[method=post] button[type=submit]").click()
    assert as_it_is(page) == []
    page.context.close()


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
