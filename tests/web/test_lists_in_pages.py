"""Lists of accounts, of what was bought, of questions and of notices: 25 a page, all of it in the spreadsheet, no row
lost or shown twice, and as many SQL statements for many rows as for few."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from datetime import date, timedelta
from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from factories import AsOwner, be, dossier, member, organisation

from reisgenoot.access.models import (
    AccessLog,
    Consent,
    ConsentNotice,
    Member,
    Question,
    QuestionReached,
    User,
)
from reisgenoot.access.purposes import BASE
from reisgenoot.aftercare.models import Contract
from reisgenoot.volunteers.models import HelpAsked

pytestmark = pytest.mark.django_db
MANY, TODAY = 60, timezone.localdate()


def browser_of(who: Member) -> Client:
    be(None)
    client = Client()
    client.force_login(who.user)
    return client


def paged(browser: Client, address: str, row: str, make: Callable[[int], None]) -> str:
    """Go through the pages of a list with one row, and then with ``MANY``; returns the first page.

    ``row``: an expression that finds the number of each row, of two figures.
    """

    def at(page: int) -> tuple[str, int]:
        with CaptureQueriesContext(connection) as statements:
            answer = browser.get(f"{address}page={page}")
        assert answer.status_code == 200
        return unescape(answer.content.decode()), len(statements)

    make(0)
    at(1)
    few = at(1)[1]
    for number in range(1, MANY):
        make(number)
    pages = [at(page) for page in (1, 2, 3)]
    shown = [re.findall(row, html) for html, _many in pages]
    assert [len(it) for it in shown] == [25, 25, 10]
    assert {number for page in shown for number in page} == {f"{number:02}" for number in range(MANY)}
    assert {many for _html, many in pages} == {few}, "as many SQL statements for many rows as for few"
    assert not re.findall(row, at(9)[0])
    return pages[0][0]


def rows_of(browser: Client, page: str) -> int:
    """How many rows the spreadsheet has to which the page leads, the headings not counted."""
    link = re.search(r'href="([^"]*\.xlsx[^"]*)"', page)
    assert link
    assert "page=" not in link[1]
    with zipfile.ZipFile(io.BytesIO(browser.get(link[1]).content)) as packed:
        return packed.read("xl/worksheets/sheet1.xml").count(b"<row ") - 1


def test_accounts(as_owner: AsOwner) -> None:
    administrator = member(as_owner, "administrator")
    browser = browser_of(administrator)

    def make(number: int) -> None:
        with as_owner():
            user = User.objects.create_user(f"persoon{number:02}@example.org")
            about = {"organisation": administrator.organisation, "begins_on": date(2020, 1, 1)}
            Member.objects.create(user=user, role="guide", name=f"Persoon {number:02}", **about)

    page = paged(browser, "/members/?role=guide&q=persoon&", r'<th scope="row"[^>]*>Persoon (\d\d)<', make)
    assert rows_of(browser, page) == MANY
    assert "61 mensen hebben dit nog niet" in page  # of everybody here, whatever the filter
    with as_owner():
        Member.objects.filter(name="Persoon 07").update(ends_on=date(2021, 1, 1))
    ended = browser.get("/members/?state=ended").content.decode()
    assert re.findall(r'<th scope="row"[^>]*>Persoon (\d\d)<', ended) == ["07"]
    assert "/end/" not in ended  # there is nothing left to end
    found = browser.get("/members/?q=persoon08@").context["colleagues"]
    assert [it.name for it in found.rows] == ["Persoon 08"]


def test_what_was_bought(as_owner: AsOwner) -> None:
    guide = member(as_owner)
    browser = browser_of(guide)

    def make(number: int) -> None:
        with as_owner():
            Contract.objects.create(
                municipality="Doetinchem",
                organisation=guide.organisation,
                months=12,
                begins_on=date(2020, 1, 1),
                source=f"Overeenkomst {number:02}.",
                set_by=guide,
                set_by_organisation=guide.organisation,
            )

    address = "/guidance-bought/?state=running&municipality=Doetinchem&"
    assert rows_of(browser, paged(browser, address, r"Overeenkomst (\d\d)\.", make)) == MANY


def test_questions(as_owner: AsOwner) -> None:
    guide, asker = member(as_owner), member(as_owner)
    opened = dossier(guide, "Amina Test", worker=guide)

    def make(number: int) -> None:
        with as_owner():
            made = Question.objects.create(
                member=asker, organisation=asker.organisation, sought="Amina", question=f"Vraag {number:02}?"
            )
            QuestionReached.objects.create(question=made, dossier_id=opened.pk)

    browser = browser_of(guide)
    page = paged(browser, "/questions/?which=reached&show=waiting&", r"Vraag (\d\d)\?", make)
    assert rows_of(browser, page) == MANY
    with as_owner():
        listed = AccessLog.objects.filter(member=guide, dossiers__contains=[opened.pk], part="questions")
        taken = AccessLog.objects.filter(member=guide, dossier_id=opened.pk, part="questions")
        seen = listed.count()
        assert (seen, {it.act for it in taken}) == (5, {"export"})  # a page without a row shows nobody
    assert f"{MANY}<span" in browser.get("/questions/").content.decode()  # how many wait, on the other list
    with as_owner():
        assert listed.count() == seen  # where nobody's name is shown
    browser = browser_of(asker)
    own = browser.get("/questions/?which=asked")
    assert (own.context["pages"], len(own.context["questions"])) == (3, 25)
    assert "Amina Test" not in own.content.decode()
    assert rows_of(browser, own.content.decode()) == MANY


def test_notices_about_consent(as_owner: AsOwner) -> None:
    guide = member(as_owner)
    church = member(as_owner, organisation=organisation(as_owner, "church"))
    opened = dossier(guide, "Amina Test", worker=guide)

    def make(number: int) -> None:
        with as_owner():
            consent = Consent.objects.create(
                dossier_id=opened.pk,
                purpose="practical",
                recipient=church.organisation,
                categories=sorted(BASE),
                ends_on=TODAY + timedelta(days=100),
                how="talk",
                language="nl",
                asked_by=guide,
                organisation=guide.organisation,
            )
            at = timezone.localtime().replace(hour=12, minute=number) - timedelta(days=1)
            about = {"consent": consent, "organisation": church.organisation, "what": "given"}
            ConsentNotice.objects.filter(consent=consent).delete()  # the one that the database made
            ConsentNotice.objects.create(at=at, **about)

    browser = browser_of(church)
    page = paged(browser, "/consents/?show=unread&", r", 12:(\d\d) ·", make)
    assert rows_of(browser, page) == MANY


def test_questions_of_volunteers(as_owner: AsOwner) -> None:
    guide = member(as_owner)
    volunteer = member(as_owner, "volunteer", guide.organisation)
    opened = dossier(guide, "Amina Test", worker=guide)

    def make(number: int) -> None:
        with as_owner():
            HelpAsked.objects.create(
                dossier=opened,
                member=volunteer,
                organisation=guide.organisation,
                question=f"Vraag {number:02}?",
                answer="Ja.",
                answered_at=timezone.now(),
                answered_by=guide,
            )

    browser = browser_of(guide)
    page = paged(browser, "/volunteers/questions/?state=answered&", r"Vraag (\d\d)\?", make)
    assert rows_of(browser, page) == MANY
    assert "Vraag" not in browser.get("/volunteers/questions/").content.decode()
