"""Every address × everybody: what each gets. One dossier for all tests; what each changes is undone after it."""

import logging

import pytest
from addresses import addresses
from changing_doors import BODY, CHANGES
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.urls import URLPattern, URLResolver, get_resolver
from doors import EVERYBODY, PAGES
from guided import make_guided
from wall import out_of_the_wall

# tests/web/test_log_in_pages.py; tests/exchange; tests/api/test_who_calls_what.py; Django's own
ELSEWHERE = ("account_", "mfa_", "openid_connect_", "exchange:", "api:", "set_language")


@pytest.fixture(scope="module")
def everybodys(django_db_setup, django_db_blocker):
    """The dossier, with a browser for each of them, in a transaction that is rolled back at the end."""
    logging.getLogger("django.request").setLevel(logging.ERROR)  # hundreds of refusals
    with django_db_blocker.unblock():
        with transaction.atomic():
            made = make_guided(out_of_the_wall)
            yield made, {who: made.browser(who) for who in EVERYBODY}
            transaction.set_rollback(True)
        connection.close()
    logging.getLogger("django.request").setLevel(logging.NOTSET)


@pytest.fixture
def guided(everybodys):
    with transaction.atomic():
        yield everybodys[0]
        transaction.set_rollback(True)


@pytest.fixture
def browsers(everybodys):
    return everybodys[1]


@pytest.mark.parametrize("name", PAGES)
def test_each_page_opens_for_those_who_may(name, guided, browsers):
    got = tuple(browsers[who].get(addresses(guided)[name]).status_code for who in EVERYBODY)
    assert dict(zip(EVERYBODY, got, strict=True)) == dict(zip(EVERYBODY, PAGES[name], strict=True))


@pytest.mark.parametrize("name", CHANGES)
def test_each_change_is_made_by_those_who_may(name, guided, browsers):
    address, got = addresses(guided)[name], {}
    for who in EVERYBODY:
        body: dict[str, object] = dict(BODY)
        if name == "dossiers:documents":
            body["file"] = SimpleUploadedFile("brief.pdf", b"%PDF-1.4\n%%EOF\n")
        with transaction.atomic():  # each finds it as it was
            answer = browsers[who].post(address, body)
            transaction.set_rollback(True)
        got[who] = answer.status_code
        assert not answer.headers.get("Location", "").startswith("/account/login") or who == "nobody", who
    assert got == dict(zip(EVERYBODY, CHANGES[name], strict=True))


def test_what_is_not_there_looks_like_what_is_somebody_elses(guided, browsers):
    stranger = browsers["other organisation"]
    theirs = stranger.get(addresses(guided)["dossiers:dossier"])
    nothing = stranger.get("/dossiers/999999999/")
    assert theirs.status_code == nothing.status_code == 404
    assert _without_token(theirs) == _without_token(nothing).replace("999999999", str(guided.dossier.pk))


def _without_token(answer):
    lines = answer.content.decode().splitlines()
    return "\n".join(line for line in lines if "csrf" not in line.lower())


def test_every_address_of_the_project_is_in_the_table():
    def names(patterns, prefix=""):
        for it in patterns:
            if isinstance(it, URLResolver):
                inner = f"{prefix}{it.namespace}:" if it.namespace else prefix
                yield from names(it.url_patterns, inner)
            elif isinstance(it, URLPattern):
                yield f"{prefix}{it.name}"

    ours = {name for name in names(get_resolver().url_patterns) if not name.startswith(ELSEWHERE)}
    assert ours == set(PAGES)
