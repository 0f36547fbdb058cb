"""The pages of notifications: the list, the count above each page, and what one wants to hear."""

from __future__ import annotations

import io
from typing import Any

import pytest
import python_calamine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from factories import AsOwner, be, dossier, member

from reisgenoot.access.models import AccessLog, Involvement, Member
from reisgenoot.dossiers import actions
from reisgenoot.dossiers.models import Dossier
from reisgenoot.notices.actions import notify
from reisgenoot.notices.kinds import KINDS
from reisgenoot.notices.models import DigestChoice, Notification
from reisgenoot.notices.queries import page_of

pytestmark = pytest.mark.django_db
LIST, CHOICES = "/notifications/", "/account/notifications/"


@pytest.fixture
def told(as_owner: AsOwner) -> tuple[Client, Member, Member, Dossier]:
    """Somebody's browser, they, the colleague who told them, and the dossier that it was about."""
    guide = member(as_owner)
    colleague = member(as_owner, organisation=guide.organisation)
    opened = dossier(colleague, "Amina Test")
    notify("appointment_planned", to=[guide], dossier_id=opened.pk)
    be(None)
    browser = Client()
    browser.force_login(guide.user)
    return browser, guide, colleague, opened


def of(who: Member) -> Any:
    be(who)
    return Notification.objects.order_by("at")


def test_the_list_names_whom_and_the_header_counts(told: Any, as_owner: AsOwner) -> None:
    browser, _guide, _colleague, opened = told
    page = browser.get(LIST).content.decode()
    assert "Amina Test" in page
    assert "Er is een afspraak met u gepland." in page
    assert (
        '<span class="badge">1<span class="visually-hidden"> ongelezen' in browser.get("/").content.decode()
    )
    with as_owner():
        assert AccessLog.objects.filter(part="notices", dossiers=[opened.pk]).count() == 1


def test_who_lost_the_dossier_reads_no_name(told: Any, as_owner: AsOwner) -> None:
    _browser, _guide, colleague, opened = told
    elsewhere = member(as_owner)
    be(colleague)
    actions.involve(colleague, opened, elsewhere.organisation)
    notify("appointment_moved", to=[elsewhere], dossier_id=opened.pk)
    theirs = Client()
    theirs.force_login(elsewhere.user)
    assert "Amina Test" in theirs.get(LIST).content.decode()
    with as_owner():
        Involvement.objects.filter(organisation=elsewhere.organisation).update(ends_on=timezone.localdate())
    page = theirs.get(LIST).content.decode()
    assert "Amina" not in page
    assert "Een afspraak met u is verzet." in page
    assert 'name="open"' not in page
    one = of(elsewhere).get()
    answer = theirs.post(f"{LIST}{one.pk}/read/", {"open": "1"}, follow=True)
    assert "Amina" not in answer.content.decode()
    assert "U ziet dit dossier niet (meer)." in answer.content.decode()


def test_reading_one_opens_what_it_is_about_and_reading_all(told: Any) -> None:
    browser, guide, colleague, opened = told
    one = of(guide).get()
    answer = browser.post(f"{LIST}{one.pk}/read/", {"open": "1"})
    assert answer.headers["Location"] == f"/dossiers/{opened.pk}/appointments/"
    assert of(guide).get().read_at is not None
    be(colleague)
    for kind in KINDS:
        notify(kind, to=[guide], dossier_id=opened.pk)
    be(None)
    assert browser.post(f"{LIST}read/").status_code == 302
    assert not of(guide).filter(read_at=None).exists()


def test_nobody_reads_or_marks_anothers(told: Any, as_owner: AsOwner) -> None:
    _browser, guide, colleague, _opened = told
    one = of(guide).get()
    be(None)
    theirs = Client()
    theirs.force_login(colleague.user)
    assert theirs.post(f"{LIST}{one.pk}/read/").status_code == 404
    theirs.post(f"{LIST}read/")
    assert of(guide).get().read_at is None


def test_filters_and_pages(told: Any) -> None:
    browser, guide, colleague, _opened = told
    be(colleague)
    for number in range(30):
        notify("appointment_moved", to=[guide], dossier_id=dossier(colleague, f"Veel {number}").pk)
    be(None)
    with CaptureQueriesContext(connection) as many:
        page = browser.get(LIST).content.decode()
    assert page.count('name="open"') == 25
    assert "Pagina 1 van 2" in page
    assert browser.get(f"{LIST}?page=2").content.decode().count('name="open"') == 6
    only = browser.get(f"{LIST}?kind=appointment_planned").content.decode()
    assert only.count('name="open"') == 1
    browser.post(f"{LIST}{of(guide).get(kind='appointment_planned').pk}/read/")
    assert "Geen melding past" in browser.get(f"{LIST}?kind=appointment_planned&show=unread").content.decode()
    with CaptureQueriesContext(connection) as few:
        browser.get(f"{LIST}?kind=appointment_planned")
    assert len(few) == len(many)
    for odd in ("?page=x", "?page=99", "?kind=gossip", "?show=%00"):
        assert browser.get(LIST + odd).status_code == 200


def test_the_spreadsheet_has_the_filtered_rows(told: Any, as_owner: AsOwner) -> None:
    browser, _guide, _colleague, opened = told
    content = browser.get("/notifications.xlsx?show=unread").content
    sheet = (
        python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    )
    assert [row[1:] for row in sheet[1:]] == [
        ["Er is een afspraak met u gepland.", "Amina Test", "ongelezen"]
    ]
    assert b"Amina" not in browser.get("/notifications.xlsx?kind=appointment_moved").content
    with as_owner():
        assert AccessLog.objects.filter(act="export", part="notices", dossier_id=opened.pk).count() == 1


def test_choices_hold_for_what_waits_and_for_what_comes(told: Any) -> None:
    browser, guide, _colleague, _opened = told
    assert browser.get(CHOICES).status_code == 200
    body = {f"{key}-app": "1" for key in KINDS if key != "appointment_planned"}
    body |= {f"{key}-mail": "1" for key in KINDS} | {"language": "en"}  # and no daily e-mail
    assert browser.post(CHOICES, body).status_code == 302
    assert of(guide).values_list("in_app", "by_mail").get() == (False, True)
    assert DigestChoice.objects.values_list("wanted", "language").get() == (False, "en")
    be(None)
    assert "Amina" not in browser.get(LIST).content.decode()
    page = browser.get(CHOICES).content.decode()
    assert page.count(" checked") == 2 * len(KINDS) - 1
    assert browser.post(CHOICES, {"language": "xx"}).status_code == 422


def test_each_kind_leads_to_a_page_that_is_there() -> None:
    for key, kind in KINDS.items():
        about = Notification(kind=key, dossier_id=1 if kind.of_dossier else None)
        assert page_of(Member(role="guide"), about, True).startswith("/")
        assert page_of(Member(role="volunteer"), about, True).startswith("/my-people/")
        assert len(key) <= 40
