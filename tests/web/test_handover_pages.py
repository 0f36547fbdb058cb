"""Handing over in the browser: both sides, what is kept when something is wrong, and how many statements it takes."""

from __future__ import annotations

import io
import re
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import factories
import pypdf
import pytest
import python_calamine
from django.db import connection, connections
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from reisgenoot.access.identity import acting_as
from reisgenoot.access.models import Member
from reisgenoot.dossiers import actions
from reisgenoot.dossiers.actions import Offer
from reisgenoot.dossiers.models import Dossier, Handover

TODAY = timezone.localdate()


def browser_of(member: Member) -> Client:
    client = Client()
    client.force_login(member.user)
    return client


def words_of(answer) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def send(guided, **more) -> int:
    guide, other = guided.people["guide"], guided.people["other organisation"]
    summary = {guided.dossier.pk: {"identity": "Hala, 36 jaar", "route": "Woont er net."}}
    with acting_as(guide):
        return actions.send_handover(guide, Offer(other.organisation, "phase", summary, **more)).pk


@pytest.mark.django_db
def test_from_the_dossier_to_acceptance(guided):
    mine, theirs = guided.browser("guide"), guided.browser("other organisation")
    receiver = guided.people["other organisation"].organisation
    at = f"/dossiers/{guided.dossier.pk}/handovers/"
    assert "Overdragen" in words_of(mine.get(at))
    choose = mine.get(f"{at}new/")
    assert f'value="{receiver.pk}"' in choose.content.decode()
    assert mine.get(f"{at}new/?to=&cause=phase").status_code == 422
    address = f"{at}new/?to={receiver.pk}&cause=phase&with={guided.dossier.pk}"
    page = mine.get(address)
    areas = r'<textarea[^>]*name="([^"]+)"[^>]*>\n?(.*?)</textarea>'
    form = dict(re.findall(areas, page.content.decode(), re.S))
    key = guided.dossier.pk
    assert "Hala Voorbeeld" in form[f"text-{key}.identity"]
    assert "Gewoon bezoek." in form[f"text-{key}.notes"]
    assert "gevoeligs" not in form[f"text-{key}.notes"]  # the sender adds it, or not
    assert f"text-{key}.health" not in form
    assert f'name="keep-{key}.finance" value="1">' in page.content.decode()  # no tick: not usual
    form |= {
        f"keep-{key}.route": "1",
        f"text-{key}.route": "Mijn eigen woorden.",
        f"text-{key}.legal": "Geheim.",
    }
    wrong = mine.post(address, {**form, "moment": "call", "words": "Welkom"})
    assert wrong.status_code == 422
    assert "Mijn eigen woorden." in wrong.content.decode()
    assert "Welkom" in wrong.content.decode()
    sent = mine.post(address, {**form, "words": "Welkom"}, follow=True)
    assert "Wacht op de ontvanger" in words_of(sent)
    made = sent.redirect_chain[-1][0]

    assert "Overdracht" in words_of(theirs.get("/"))
    answer = theirs.get(made)
    assert "Mijn eigen woorden." in words_of(answer)
    assert "Geheim." not in words_of(answer)  # left out is not sent
    assert "Hala" not in words_of(answer)
    assert theirs.get(f"/dossiers/{key}/").status_code == 404
    assert theirs.post(f"{made}decline/", {"words": ""}).status_code == 422
    asked = theirs.post(f"{made}ask/", {"words": "Is er een tolk?"}, follow=True)
    assert "Is er een tolk?" in words_of(asked)
    assert "Ja, Arabisch." in words_of(mine.post(f"{made}answer/", {"words": "Ja, Arabisch."}, follow=True))
    done = theirs.post(f"{made}accept/", {"worker": guided.people["other organisation"].pk}, follow=True)
    assert "Geaccepteerd" in words_of(done)
    assert theirs.get(f"/dossiers/{key}/").status_code == 200
    assert mine.get(f"/dossiers/{key}/").status_code == 200
    with acting_as(guided.people["matched volunteer"]), connection.cursor() as cursor:
        cursor.execute("SELECT * FROM volunteers_my_people()")
        assert cursor.fetchall() == []  # the sender's volunteers end with its part
    late = theirs.post(f"{made}decline/", {"words": "Toch niet."}, follow=True)
    assert "was eerder" in words_of(late)


@pytest.mark.django_db
def test_who_opens_one(guided):
    made = send(guided)
    got = {who: guided.browser(who).get(f"/handovers/{made}/").status_code for who in guided.people}
    assert got == {
        "guide": 200,
        "colleague": 200,
        "coordinator": 200,
        "other organisation": 200,
        "matched volunteer": 403,
        "volunteer": 403,
        "administrator": 403,
        "nobody": 302,
    }
    stranger = browser_of(factories.member(lambda: _owner(), "guide"))
    assert stranger.get(f"/handovers/{made}/").status_code == 404
    for step in ("accept", "decline", "ask", "answer", "moment", "withdraw", "back"):
        assert stranger.post(f"/handovers/{made}/{step}/", {"words": "Zomaar."}).status_code in (404, 422)
    assert stranger.get("/handovers/").context["rows"] == ()


def _owner():
    from wall import out_of_the_wall

    return out_of_the_wall()


@pytest.mark.django_db
def test_lists_paper_and_spreadsheet(guided, as_owner):
    made = send(guided, words="Let op de hond.")
    with as_owner():
        Handover.objects.update(answer_by=TODAY - timedelta(days=1))
    mine, theirs = guided.browser("guide"), guided.browser("other organisation")
    assert mine.get("/handovers/").context["rows"] == ()
    for browser, show in ((mine, "sent"), (mine, "late"), (theirs, "answer"), (theirs, "late")):
        assert [row.id for row in browser.get(f"/handovers/?show={show}").context["rows"]] == [made]
    assert theirs.get("/handovers/?show=answer&cause=moved").context["rows"] == ()
    book = python_calamine.load_workbook(io.BytesIO(theirs.get("/handovers.xlsx?show=answer").content))
    assert book.get_sheet_by_index(0).to_python()[1][0] == "Hala Voorbeeld"
    paper = theirs.get(f"/handovers/{made}/handover.pdf")
    text = "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(paper.content)).pages)
    assert "Woont er net." in text
    assert "Let op de hond." in text
    theirs.post(f"/handovers/{made}/decline/", {"words": "Geen plaats nu."})
    gone = theirs.get(f"/handovers/{made}/")
    assert "Woont er net." not in words_of(gone)
    assert [row.names for row in theirs.get("/handovers/?show=past").context["rows"]] == [()]
    assert "Geen plaats nu." in words_of(mine.get(f"/handovers/{made}/"))


@pytest.mark.django_db
def test_the_number_of_statements_does_not_grow(guided):
    guide, other = guided.people["guide"], guided.people["other organisation"]
    browser = guided.browser("guide")

    def count(address: str) -> int:
        browser.get(address)
        with CaptureQueriesContext(connection) as asked:
            assert browser.get(address).status_code == 200
        return len(asked)

    made = send(guided)
    pages = ["/handovers/?show=all", f"/handovers/{made}/", f"/dossiers/{guided.dossier.pk}/handovers/"]
    before = [count(address) for address in pages]
    with acting_as(guide):
        for number in range(12):
            more = actions.open_dossier(
                guide, name=actions.NameParts(full=f"Nog Iemand {number}"), worker=guide
            )
            actions.send_handover(guide, Offer(other.organisation, "moved", {more.pk: {"route": "Verder."}}))
    assert [count(address) for address in pages] == before
    assert max(before) <= 22


def test_two_who_answer_at_the_same_moment(guided_for_all, committed):
    """Two connections of the receiver: one takes over or declines, the other hears that somebody was first."""
    from django.db import transaction

    with transaction.atomic():
        made = send(guided_for_all)
        first = guided_for_all.people["other organisation"]
        second = factories.member(committed, "guide", first.organisation)
    together = threading.Barrier(2)

    def answer(asked: tuple[Member, str, dict[str, object]]) -> str:
        member, step, form = asked
        browser = browser_of(member)
        try:
            together.wait(10)
            return words_of(browser.post(f"/handovers/{made}/{step}/", form, follow=True))
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        told = list(
            pool.map(
                answer,
                [(first, "accept", {"worker": first.pk}), (second, "accept", {"worker": second.pk})],
            )
        )
    assert sorted("was eerder" in words for words in told) == [False, True]
    with transaction.atomic(), committed():
        now = Dossier.objects.get(pk=guided_for_all.dossier.pk)
        winner = (first, second)["was eerder" in told[0]]
        assert now.worker_id == winner.pk
