"""What was typed while the log-in ended: back in the same form, for the same user, once, and never sent by itself."""

from __future__ import annotations

import re
import time

import factories
import pytest
from addresses import addresses
from django.contrib.sessions.models import Session
from django.test import Client
from logging_in import PASSWORD

from reisgenoot.access import kept
from reisgenoot.dossiers.models import ContactNote
from reisgenoot.web.refill import refill

pytestmark = pytest.mark.django_db
TYPED = 'Sprak over <b>"werk"</b> & school'


def fields_of(page: str, action: str) -> dict[str, str]:
    """The hidden fields of the form that is sent there, as the browser would send them along."""
    form = re.search(rf'<form[^>]*action="{action}[#\w]*".*?</form>', page, re.S)
    assert form
    found = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', form[0])
    return {name: value for name, value in found if name != "csrfmiddlewaretoken"}


@pytest.fixture
def typed(guided, as_owner):
    """A browser in which somebody typed a note, whose log-in is over, and the answer that they got."""
    guide, there = guided.people["guide"], addresses(guided)
    with as_owner():
        for who in ("guide", "colleague"):
            user = guided.people[who].user
            user.set_password(PASSWORD)
            user.save()
    browser = Client()
    browser.force_login(guide.user)
    page = browser.get(there["dossiers:dossier"]).content.decode()
    hidden = fields_of(page, there["dossiers:note"])
    assert "whose" in hidden
    Session.objects.all().delete()
    body = {**hidden, "kind": "phone", "sensitivity": "sensitive", "text": TYPED, "on": "2026-01-05"}
    came_from = "http://testserver" + there["dossiers:dossier"]
    answer = browser.post(there["dossiers:note"], body, headers={"Referer": came_from})
    assert answer.status_code == 302
    return browser, guided, there, answer


def log_in(browser, member, after):
    factories.be(None)
    return browser.post(after, {"login": member.user.email, "password": PASSWORD})


def test_the_same_user_finds_it_in_the_same_form_and_sends_it_by_hand(typed):
    browser, guided, there, answer = typed
    after = answer.headers["Location"]
    assert "Log opnieuw in: wat u typte, is een uur bewaard" in browser.get(after).content.decode()
    into = log_in(browser, guided.people["guide"], after)
    assert into.headers["Location"] == there["dossiers:dossier"]  # where it was typed, not where it was sent
    page = browser.get(into.headers["Location"]).content.decode()
    form = re.search(rf'<form[^>]*action="{there["dossiers:note"]}#notes".*?</form>', page, re.S)[0]
    assert "Sprak over &lt;b&gt;&quot;werk&quot;&lt;/b&gt; &amp; school" in form
    assert re.search(r'<option value="phone" selected', form)
    assert re.search(r'value="2026-01-05"', form)
    assert "er is nog niets verstuurd" in page
    assert page.count("Sprak over") == 1
    factories.be(guided.people["guide"])
    assert not ContactNote.objects.filter(text__startswith="Sprak").exists()
    factories.be(None)
    assert "Sprak over" not in browser.get(there["dossiers:dossier"]).content.decode()  # once


def test_another_user_never_sees_it_and_then_it_is_gone(typed):
    browser, guided, there, answer = typed
    log_in(browser, guided.people["colleague"], answer.headers["Location"])
    page = browser.get(there["dossiers:dossier"])
    assert page.status_code == 200
    assert "Sprak over" not in page.content.decode()
    browser.logout()
    log_in(browser, guided.people["guide"], answer.headers["Location"])
    assert "Sprak over" not in browser.get(there["dossiers:dossier"]).content.decode()


def test_nobody_who_is_not_logged_in_sees_it_and_it_is_stored_locked(typed):
    browser, _guided, there, answer = typed
    for path in (answer.headers["Location"], there["dossiers:dossier"], "/account/password/reset/"):
        assert "Sprak over" not in browser.get(path, follow=True).content.decode()
    (session,) = Session.objects.all()
    assert kept.KEY in session.get_decoded()
    assert "Sprak" not in str(session.get_decoded())


def test_after_an_hour_it_is_gone(typed, monkeypatch):
    browser, guided, there, answer = typed
    now = time.time()
    log_in(browser, guided.people["guide"], answer.headers["Location"])
    monkeypatch.setattr("cryptography.fernet.time.time", lambda: now + kept.LIFE + 60)
    assert "Sprak over" not in browser.get(there["dossiers:dossier"]).content.decode()


@pytest.mark.parametrize(
    "why", ["nobody's form", "somebody else's signature", "too big", "old", "shielded", "a log-in page"]
)
def test_what_is_not_kept(guided, why, monkeypatch):
    there, browser = addresses(guided), guided.browser("guide")
    page = browser.get(there["dossiers:dossier"]).content.decode()
    body = {**fields_of(page, there["dossiers:note"]), "text": "Sprak over iets", "kind": "visit"}
    browser.logout()
    address = there["dossiers:note"]
    if why == "nobody's form":
        del body["whose"]
    elif why == "somebody else's signature":
        body["whose"] = "1:" + body["whose"].split(":", 1)[1]
    elif why == "too big":
        body["text"] = "x" * (kept.MOST + 1)
    elif why == "old":
        later = time.time() + 25 * 60 * 60
        monkeypatch.setattr("django.core.signing.time.time", lambda: later)
    elif why == "shielded":
        address = there["shielded:note"]
    else:
        address = "/account/2fa/totp/activate/"
    assert browser.post(address, body).status_code == 302
    assert kept.KEY not in browser.session


def test_secrets_are_left_out(guided):
    there, browser = addresses(guided), guided.browser("guide")
    page = browser.get(there["dossiers:dossier"]).content.decode()
    body = {**fields_of(page, there["dossiers:note"]), "text": "Gewoon", "new_password": "zeer-geheim-woord"}
    browser.logout()
    browser.post(there["dossiers:note"], body)
    held = kept.locks(kept.LOCKS).decrypt(browser.session[kept.KEY].encode()).decode()
    assert "Gewoon" in held
    for word in ("zeer-geheim-woord", "csrfmiddlewaretoken", '"once"', '"whose"'):
        assert word not in held


PAGE = """<main><div id="messages"></div>
<details><summary>Meer</summary><form method="post" action="/a/">
<input type="text" name="name" value="oud"><input type="checkbox" name="box" value="1" checked>
<input type="checkbox" name="box" value="2">
<input type="radio" name="one" value="x"><input type="radio" name="one" value="y">
<select name="pick"><option value="">-</option>
<option value="b" selected>b</option><option value="c">c</option></select>
<textarea name="long">\noud</textarea><input type="password" name="name2"><input type="hidden" name="seen" value="3">
</form></details>
<form method="post" action="/a/"><input name="other"></form>
<form method="get" action="/a/"><input name="name" value="oud"></form></main>"""


def filled(**fields: list[str]) -> str:
    return refill(PAGE, action="/a/", page="/p/", fields=fields, told="TOLD", there="GO", lost="LOST")


def test_each_kind_of_field_comes_back() -> None:
    html = filled(name=['n"euw'], box=["2"], one=["y"], pick=["c"], long=["</textarea><script>"], seen=["1"])
    assert '<input type="text" name="name" value="n&quot;euw">' in html
    assert '<input type="checkbox" name="box" value="1">' in html
    assert '<input type="checkbox" name="box" value="2" checked>' in html
    assert '<input type="radio" name="one" value="y" checked>' in html
    assert '<option value="b">b' in html
    assert '<option value="c" selected>' in html
    assert "\n&lt;/textarea&gt;&lt;script&gt;</textarea>" in html
    assert '<input type="hidden" name="seen" value="1">' in html
    assert "<details open>" in html
    assert '<form method="post" action="/a/" id="kept-form">' in html
    assert '<a href="#kept-form">GO</a>' in html
    assert '<form method="get" action="/a/"><input name="name" value="oud">' in html
    assert html.index("TOLD") < html.index("<details")


def test_a_form_that_is_gone_leaves_the_text_to_copy() -> None:
    html = refill(
        PAGE,
        action="/b/",
        page="/p/",
        fields={"t": ["<i>wat ik typte"]},
        told="TOLD",
        there="GO",
        lost="LOST",
    )
    assert "&lt;i&gt;wat ik typte" in html
    assert "LOST" in html
    assert "TOLD" not in html
