"""Walking through Reisgenoot as a person does: from what stands on the screen to the next thing that does."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, Page, expect

from reisgenoot.demo.cast import PASSWORD

MOST_TABS = 12
"""Presses of Tab to a field that follows: more, and the keyboard is no way to get there."""


class Walker:
    """One browser, in which people of the demo log in after each other. Only the log-in page is typed."""

    def __init__(self, page: Page, server: str) -> None:
        self.page, self.server, self.faults = page, server, list[str]()
        self.keys = 0
        page.on("pageerror", lambda error: self.faults.append(str(error)))
        page.on("response", lambda it: self.faults.append(it.url) if it.status >= 500 else None)
        page.goto(f"{server}/account/login/")

    def be(self, who: str) -> None:
        """Log out, and in as somebody else."""
        out = self.page.locator("header form[action='/account/logout/'] button")
        if out.count():
            if not out.is_visible():  # on a phone it stands in the menu
                self.page.locator(".menu-button").click()
            out.click()
        self.page.fill("#id_login", f"{who}@demo.example")
        self.page.fill("#id_password", PASSWORD)
        self.page.get_by_role("button", name="Inloggen", exact=True).click()
        expect(out).to_have_count(
            1, timeout=20_000
        )  # the first page of a day plans anew what time has changed

    def _in(self, navigation: str, name: str) -> None:
        bar = self.page.get_by_role("navigation", name=navigation)
        link = bar.get_by_role("link", name=name, exact=True)
        if not link.is_visible():
            bar.locator("summary").click()
        link.click()

    def menu(self, name: str) -> None:
        """A page of the main navigation, under "Meer" if it is folded away."""
        self._in("Hoofdmenu", name)

    def tab(self, name: str) -> None:
        """A page of the dossier that is open."""
        self._in("Dossier", name)

    def person(self, name: str) -> None:
        """Somebody's dossier, found by name."""
        self.menu("Mensen")
        self.page.get_by_role("searchbox").fill(name)
        self.press("Zoeken")
        self.page.locator("main").get_by_role("link", name=name).click()
        expect(self.page.get_by_role("heading", level=1)).to_have_text(name)

    def follow(self, name: str | re.Pattern[str], within: Locator | None = None) -> None:
        """A link of the page."""
        (within or self.page.locator("main")).get_by_role("link", name=name).first.click()

    def press(self, name: str | re.Pattern[str], within: Locator | None = None) -> None:
        """A button of the page."""
        (within or self.page.locator("main")).get_by_role("button", name=name).first.click()

    def open(self, name: str, within: Locator | None = None) -> None:
        """What is folded away under a heading."""
        (within or self.page.locator("main")).locator("summary", has_text=name).first.click()

    def fill(self, within: Locator | None = None, **fields: str) -> None:
        """Fields by their label, with _ for a space."""
        for label, value in fields.items():
            (within or self.page.locator("main")).get_by_label(label.replace("_", " "), exact=True).fill(
                value
            )

    def choose(self, label: str, value: str, within: Locator | None = None) -> None:
        """One of a list."""
        chosen = (within or self.page.locator("main")).get_by_role("combobox", name=label, exact=True)
        chosen.select_option(label=value)

    def tick(self, name: str | re.Pattern[str]) -> None:
        """A box."""
        self.page.locator("main").get_by_role("checkbox", name=name).check()

    def section(self, heading: str) -> Locator:
        """A part of the page by its heading."""
        return self.page.locator("section", has=self.page.get_by_role("heading", name=heading, exact=True))

    def told(self, text: str) -> None:
        """What the page says that happened."""
        expect(self.page.locator("#messages")).to_contain_text(text)

    def sees(self, *texts: str) -> None:
        """What stands on the page."""
        for text in texts:
            expect(self.page.locator("main")).to_contain_text(text)

    def sees_not(self, *texts: str) -> None:
        """What stands nowhere on the page."""
        for text in texts:
            expect(self.page.locator("main")).not_to_contain_text(text)

    def hand_over(self, to: str, why: str | None = None) -> None:
        """From the dossier that is open, with the summary as it was written."""
        self.tab("Overdrachten")
        self.follow("Overdragen")
        self.choose("Aan", to)
        if why:
            self.choose("Waarom", why)
        self.press("Naar de samenvatting")
        self.press("Overdracht versturen")
        self.told("Tot zij accepteren, blijft alles zoals het is.")

    def accept(self, family: str, worker: str | None = None) -> None:
        """The hand-over of a family, from the worklist on; then their first dossier."""
        self.menu("Overdrachten")
        self.page.get_by_role("row").filter(has_text=family).get_by_role("link").first.click()
        if worker:
            self.choose("Wie ze hier begeleidt", worker)
        self.press("Accepteren: wij nemen het over")
        self.told("Uw organisatie is vanaf nu verantwoordelijk")
        self.follow(re.compile("^Dossier openen"))

    def key(self, *keys: str) -> None:
        """Keys, counted."""
        for it in keys:
            self.page.keyboard.press(it)
            self.keys += 1

    def type(self, text: str) -> None:
        """Text, counted by its letters."""
        self.page.keyboard.type(text)
        self.keys += len(text)

    def tab_to(self, field: str) -> None:
        """Tab until a field has the focus: its name, or the text of a button."""
        for _press in range(MOST_TABS):
            self.key("Tab")
            at = self.page.evaluate("document.activeElement.name || document.activeElement.innerText")
            if at == field:
                return
        raise AssertionError(f"{field} is not reached by Tab")
