"""The main path of a guide in a real browser, with and without JavaScript."""

import re

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser


def test_from_the_worklist_to_a_task_that_is_done_and_back(page: Page) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text("Werklijst")
    first = page.locator("li.task").first
    what = first.locator(".task-what").inner_text()
    first.locator("details.tick > summary").click()
    first.get_by_role("button", name="Gedaan").click()
    expect(page.locator("#messages")).to_contain_text("De taak is gedaan.")
    page.get_by_role("button", name="Ongedaan maken").click()
    expect(page.locator("#messages")).to_contain_text("De taak staat weer open.")
    expect(page.locator("li.task").first.locator(".task-what")).to_have_text(what)


def test_a_dossier_says_what_is_next_and_why(page: Page) -> None:
    page.locator("li.task a").first.click()
    expect(page).to_have_url(re.compile(r"/dossiers/\d+/$"))
    expect(page.get_by_role("heading", name="Wat nu")).to_be_visible()
    page.locator("details > summary", has_text="Waarom, en op welke grond").first.click()
    expect(page.locator(".why").first).to_be_visible()


def test_a_milestone_is_looked_at_before_it_is_saved(page: Page) -> None:
    page.locator("li.task a").first.click()
    page.get_by_role("link", name="Vastleggen wat er is gebeurd").click()
    page.get_by_label("Wat is er gebeurd").select_option("moved_municipality")
    page.get_by_role("button", name="Bekijken wat het verandert").click()
    expect(page.get_by_role("heading", name="Wat dit verandert")).to_be_visible()
    page.get_by_role("button", name="Bewaren").click()
    expect(page.locator("#messages")).to_contain_text("Vastgelegd")


def test_somebody_is_found_by_another_spelling(page: Page, server: str) -> None:
    page.get_by_role("link", name="Mensen", exact=True).click()
    page.get_by_label("Naam in elke spelling").fill("Noer")
    page.get_by_role("button", name="Zoeken").click()
    expect(page.get_by_role("link", name=re.compile("^Nour")).first).to_be_visible()


def test_the_overview_leads_to_the_work(page: Page) -> None:
    page.locator("header summary").click()
    page.get_by_role("link", name="Overzicht").click()
    page.get_by_role("link", name="Doetinchem").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Werklijst")
    expect(page).to_have_url(re.compile("municipality=Doetinchem"))
