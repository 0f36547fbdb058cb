"""Every form of the product, sent after the log-in has ended: after logging in again it is back with what was typed.

The forms come from the pages themselves, so a new one is tried by itself. Of shielded dossiers nothing is kept.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from itertools import product
from pathlib import Path

import factories
import pytest
from browse import Form, patterns, read, view_of
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import NoReverseMatch, reverse
from more_stations import stations
from test_what_is_anothers import SWITCHES
from world import World

import reisgenoot
from reisgenoot.access import kept
from reisgenoot.web.once import OURS

WORD = "getypt"
OF_TYPE = {
    "text": f"Iets {WORD}s",
    "search": f"Iets {WORD}s",
    "textarea": f"Iets <b>{WORD}</b> & meer\nop twee regels",
    "email": f"{WORD}@example.org",
    "url": f"https://{WORD}.example.org",
    "tel": "0600000000",
    "number": "3",
    "date": "2031-02-03",
    "time": "13:30",
}
"""What is typed into a field of each type; other types stay as the page had them."""
ELSEWHERE = ("account_", "mfa_", "openid_connect_", "api:", "openapi", "alive", "set_language")
"""What others made, or what programs call."""
ASKED = {
    "dossiers:consent-new": "?purpose=daily_help",
    "settlement:day-new": "?on=2031-01-06&start=09:00",
    "dossiers:questions": "?which=reached",
}
"""What an address must ask for before its form stands there."""
NOT_SEEN = {
    "access:token-new": "asks first for the password, which browsers of tests never gave",
    "aftercare:end": "only while a contract ends on another day than the plan says",
    "aftercare:undo": "only on the day on which the guidance was closed",
    "exchange:decide": "only of a row that looks like a dossier without being surely the same",
    "integration:call": "only while no warning is to be sent",
    "integration:complete": "only once all parts are there",
    "integration:reopen": "only once the intake is complete",
    "integration:exempt-back": "only once somebody is exempt from the test",
    "keeping:erase": "only if there is something that need not be kept",
    "keeping:hold-listed": "only of a dossier whose term is over",
    "keeping:terms": "the form on it goes to the address of one kind, keeping:term",
    "reunification:permit": "only while relatives lack the permit that their sponsor has",
    **dict.fromkeys(
        (f"schooling:{name}" for name in ("course", "course-gone", "supplier-gone", "enrol")),
        "only of a municipality's own people, and where it bought something: tests/schooling",
    ),
    **dict.fromkeys(
        (f"schooling:import-{name}" for name in ("discard", "save", "undo")),
        "only of who takes files of the municipality's schools: tests/schooling",
    ),
    "shielded:fact": "only of a shielded dossier in which something was recorded",
    "volunteers:undo": "stands in the message that a task was done",
}
"""Why a form stands on no page here; for these, that each form of a template is ours must do."""


@dataclass(frozen=True)
class Stands:
    """A form, the page on which it stands, and who sees it."""

    form: Form
    page: str
    who: str


EVERYBODY = (
    *("guide", "coordinator", "asker", "matched volunteer", "administrator", "privacy_officer"),
    *("director", "keeper", "association", "IND"),
)
"""Whose pages are opened: of each the first's who may open it."""
SEES_MORE = {
    "volunteers:dossier": ("coordinator",),
    "volunteers:match": ("coordinator",),
    "dossiers:handover": ("asker",),
    "housing:dossier": ("asker",),
    "dossiers:dossier": ("keeper",),
    "dossiers:emergency": ("asker",),
    "aftercare:contracts": ("asker", "director"),
    "keeping:terms": ("privacy_officer",),
    "settlement:town": ("director",),
    "dossiers:consent-notices": ("keeper",),
}
"""Who else sees a form on a page, by the name of its address. Who is forgotten here is noticed below, by their form."""


def named(world: World) -> dict[str, list[str]]:
    """Every address of ours with what the world has, by name: at most three of each."""
    made: dict[str, list[str]] = {}
    for view, _pattern, names in patterns():
        if view.startswith(ELSEWHERE) or not all(name in world.parameters for name in names):
            continue
        for values in product(*(world.parameters[name] for name in names)):
            with suppress(NoReverseMatch):  # a certificate has another kind of number than a row
                made.setdefault(view, []).append(reverse(view, kwargs=dict(zip(names, values, strict=True))))
    return {
        view: [there[0], there[0] + ASKED[view]] if view in ASKED else there[:2]
        for view, there in made.items()
    }


@pytest.fixture(scope="module")
def forms(world: World) -> list[Stands]:
    """One for each address that takes one: that with most fields."""
    more = stations(world)
    browsers = {who: world.browser(who) for who in EVERYBODY}
    pages = {page: view for view, there in named(world).items() for page in there}
    pages |= {page: view_of(page) for page in more}
    found: dict[str, Stands] = {}
    for page, view in pages.items():
        for who, answer in opened(browsers, view, page):
            for form in read(answer, page)[1]:
                known = found.get(form.view)
                if form.method == "post" and (known is None or len(known.form.fields) < len(form.fields)):
                    found[form.view] = Stands(form, page, who)
    return [it for view, it in found.items() if view not in SWITCHES]


def opened(browsers: dict[str, Client], view: str, page: str) -> Iterator[tuple[str, HttpResponse]]:
    """The page, of everybody who may see a form on it that others do not."""
    seen = False
    for who in EVERYBODY:
        if seen and who not in SEES_MORE.get(view, ()):
            continue
        answer = browsers[who].get(page)
        is_page = "text/html" in answer.headers.get("Content-Type", "")
        if answer.status_code == 405 or (answer.status_code == 200 and not is_page):
            return
        if answer.status_code in (200, 422) and is_page:
            seen = True
            yield who, answer


def typed(form: Form) -> dict[str, str]:
    """Something in each field that can be typed in, and another choice where there is one."""
    values = {}
    for name, (kind, value, choices) in form.fields.items():
        other = [choice for choice in choices if choice not in ("", value)]
        values[name] = OF_TYPE.get(kind, other[-1] if other else value)
    return values


def send_without_log_in(world: World, stands: Stands, body: dict[str, str]):
    """The browser, and the answer."""
    browser = world.browser(stands.who)
    Session.objects.all().delete()
    factories.be(None)
    came_from = f"http://testserver{stands.page}"
    return browser, browser.post(stands.form.action, body, headers={"Referer": came_from})


def test_what_was_typed_is_back_after_logging_in_again(world: World, forms: list[Stands]) -> None:
    wrong, tried = [], set()
    for stands in forms:
        if stands.form.action.startswith(settings.FORMS_NOT_KEPT) or stands.form.view.startswith(
            ("account_", "mfa_")
        ):
            continue
        body = typed(stands.form)
        with transaction.atomic():
            browser, answer = send_without_log_in(world, stands, body)
            expected = {name: value for name, value in body.items() if shows(stands.form, name)}
            if answer.status_code != 302 or not answer["Location"].startswith("/account/login/"):
                wrong.append((stands.form.view, "to log in", answer.status_code))
            elif expected:
                browser.force_login(world.people[stands.who].user)
                again = browser.get(stands.page)
                back = [it for it in read(again, stands.page)[1] if it.action == stands.form.action]
                held = [{name: it.values().get(name, "").lstrip("\n") for name in expected} for it in back]
                if expected not in held:
                    wrong.append((stands.form.view, stands.page, expected, held[:1]))
            transaction.set_rollback(True)
        tried.add(stands.form.view)
    assert wrong == []
    assert len(tried) > 60


def shows(form: Form, name: str) -> bool:
    """Whether the form, with this field filled in, shows it again: not secrets, files, buttons and our own."""
    kind, _value, choices = form.fields[name]
    secret = any(word in name.lower() for word in kept.SECRET_WORDS)
    return name not in OURS and not secret and (kind in OF_TYPE or bool(choices) or kind == "hidden")


def test_of_shielded_dossiers_nothing_is_kept(world: World, forms: list[Stands]) -> None:
    """Neither in the session nor anywhere else: not even locked."""
    ours = [it for it in forms if it.form.action.startswith("/begeleiding/") and typed(it.form)]
    assert len({it.form.view for it in ours}) > 8
    for stands in ours:
        with transaction.atomic():
            browser, answer = send_without_log_in(world, stands, typed(stands.form))
            assert answer.status_code in (302, 404), stands.form.view
            assert kept.KEY not in browser.session, stands.form.view
            transaction.set_rollback(True)


def test_what_is_kept_is_not_readable_in_the_database(world: World, forms: list[Stands]) -> None:
    (note, *_rest) = [it for it in forms if it.form.view == "dossiers:note"]
    send_without_log_in(world, note, typed(note.form))
    (session,) = Session.objects.all()
    assert kept.KEY in session.get_decoded()
    assert WORD not in str(session.get_decoded())
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM django_session WHERE django_session::text LIKE %s", [f"%{WORD}%"]
        )
        assert cursor.fetchone() == (0,)


def test_every_address_that_takes_a_form_was_seen(world: World, forms: list[Stands]) -> None:
    """So that a form which the walk does not reach is noticed."""
    take = {view for view, there in named(world).items() if Client().post(there[0]).status_code != 405}
    seen = {it.form.view for it in forms}
    missing, there = sorted(take - seen - set(NOT_SEEN)), sorted(seen & set(NOT_SEEN))
    assert not missing, f"{missing}: make them stand in more_stations.py, or say why not in NOT_SEEN"
    assert not there, f"{there}: they do stand on a page; take them out of NOT_SEEN"


def test_every_form_of_a_template_is_ours() -> None:
    """One without the fields of `web.once` would lose what was typed."""
    wrong = []
    for template in (Path(reisgenoot.__file__).parent).rglob("templates/**/*.html"):
        for form in re.findall(r'<form[^>]*method="post".*?</form>', template.read_text(), re.S):
            if not re.search(r"{% csrf_token %}|{{ tick_fields|{% include ", form):
                wrong.append((template.name, form[:80]))
    assert wrong == []
