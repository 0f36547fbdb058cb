"""Looking at a page as everybody must be able to use it: axe at desktop and phone width."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

RULES = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]},
    "resultTypes": ["violations"],  # of what is right, axe need not describe each element
}
WIDTHS = (1280, 375)
AXE = Axe().axe_script  # put into a page once, not at each width
STICKS_OUT = """[...document.querySelectorAll('body *')].filter(
    element => element.getBoundingClientRect().right > document.documentElement.clientWidth + 1
).map(element => `${element.tagName}.${element.className}`).slice(0, 5).join(' ')"""
"""What of a page that is too wide is to blame, from the outside in."""


def look(page: Page, address: str) -> list[str]:
    """What is wrong with a page, at each width."""
    page.goto(address)
    return as_it_is(page)


def as_it_is(page: Page) -> list[str]:
    """The same for the page that is open, which may be the answer to a form."""
    found, address = [], page.url
    page.evaluate(AXE)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        # "More" lies over what is below it: looked at on its own.
        page.locator("main details:not([data-more])").evaluate_all("all => all.forEach(it => it.open = true)")
        wider = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        if wider > 0:
            found.append(f"{address} at {width}: {wider} pixels too wide: {page.evaluate(STICKS_OUT)}")
        for violation in page.evaluate("rules => axe.run(rules).then(it => it.violations)", RULES):
            where = violation["nodes"][0]["html"][:160]
            found.append(f"{address} at {width}: {violation['id']}: {where}")
    return found
