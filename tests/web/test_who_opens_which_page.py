"""Every address × everybody: what each of them gets."""

import pytest
from addresses import addresses
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import URLPattern, URLResolver, get_resolver

pytestmark = pytest.mark.django_db
EVERYBODY = (
    "guide",
    "colleague",
    "matched volunteer",
    "volunteer",
    "administrator",
    "other organisation",
    "nobody",
)
LOG_IN = 302
# Statuses of GET for everybody in that order. 405: the address takes only POST, whoever asks.
PAGES: dict[str, tuple[int, ...]] = {
    "dossiers:worklist": (200, 200, 200, 200, 200, 200, LOG_IN),
    "dossiers:worklist-xlsx": (200, 200, 200, 200, 403, 200, LOG_IN),
    "dossiers:people": (200, 200, 200, 200, 403, 200, LOG_IN),
    "dossiers:questions": (200, 200, 403, 403, 403, 200, LOG_IN),
    "dossiers:answer": (405,) * 7,
    "dossiers:emergency": (200, 200, 403, 403, 403, 200, LOG_IN),
    "dossiers:new": (200, 200, 403, 403, 403, 200, LOG_IN),
    "dossiers:dossier": (200, 200, 200, 404, 403, 404, LOG_IN),
    "dossiers:looked": (200, 200, 200, 404, 403, 404, LOG_IN),
    "dossiers:looked-xlsx": (200, 200, 200, 404, 403, 404, LOG_IN),
    "dossiers:record": (200, 200, 200, 404, 403, 404, LOG_IN),
    "dossiers:fact": (200, 200, 200, 404, 403, 404, LOG_IN),
    "dossiers:task-done": (200, 200, 200, 404, 403, 404, LOG_IN),
    "dossiers:consents": (200, 200, 403, 403, 403, 404, LOG_IN),
    "dossiers:consent-new": (200, 200, 403, 403, 403, 404, LOG_IN),
    "dossiers:consent": (200, 200, 403, 403, 403, 404, LOG_IN),
    "dossiers:consent-paper": (200, 200, 403, 403, 403, 404, LOG_IN),
    "dossiers:consent-notices": (200, 200, 403, 403, 403, 200, LOG_IN),
    "dossiers:consent-withdraw": (405,) * 7,
    "dossiers:consent-notice-read": (405,) * 7,
    "dossiers:document": (200, 200, 404, 404, 403, 404, LOG_IN),  # the document is for professionals
    "dossiers:note": (405,) * 7,
    "dossiers:documents": (405,) * 7,
    "dossiers:worker": (405,) * 7,
    "dossiers:withheld": (405,) * 7,
    "dossiers:task-undo": (405,) * 7,
    "dossiers:view-save": (405,) * 7,
    "dossiers:view-delete": (405,) * 7,
    # What only coordinators and data-protection officers open: tests/keeping/test_keeping_pages.py.
    "keeping:requests": (403, 403, 403, 403, 403, 403, LOG_IN),
    "keeping:due": (403, 403, 403, 403, 403, 403, LOG_IN),
    "keeping:terms": (403, 403, 403, 403, 403, 403, LOG_IN),
    "keeping:term": (403, 403, 403, 403, 403, 403, LOG_IN),
    "keeping:certificates": (403, 403, 403, 403, 403, 403, LOG_IN),
    "keeping:certificate": (404, 404, 404, 404, 404, 404, LOG_IN),  # there is no certificate of that number
    "keeping:certificate-pdf": (404, 404, 404, 404, 404, 404, LOG_IN),
    "keeping:run": (405,) * 7,
    "keeping:hold-listed": (405,) * 7,
    "keeping:lift": (405,) * 7,
    "keeping:dossier": (200, 200, 403, 403, 403, 404, LOG_IN),
    "keeping:hold": (405,) * 7,
    "keeping:limitation-lift": (405,) * 7,
    "keeping:record": (405,) * 7,
    "keeping:request": (200, 200, 403, 403, 403, 404, LOG_IN),
    "keeping:extend": (405,) * 7,
    "keeping:answer": (405,) * 7,
    "keeping:limit": (405,) * 7,
    "keeping:erase": (405,) * 7,
    "keeping:archive": (200, 200, 403, 403, 403, 404, LOG_IN),
    "insight:overview": (200, 200, 403, 403, 403, 200, LOG_IN),
    "access:members": (403, 403, 403, 403, 200, 403, LOG_IN),
    "access:member-end": (405,) * 7,
    "access:purposes": (200, 200, 200, 200, 200, 200, LOG_IN),
    "access:member-reset": (405,) * 7,
    "access:require-second-factor": (405,) * 7,
    "access:account": (200, 200, 200, 200, 200, 200, LOG_IN),  # one's own
    "access:second-factor": (302,) * 7,  # nobody here needs one: to the account, or to the log-in
    "access:session-end": (405,) * 7,
    "access:sessions-end": (405,) * 7,
    # They logged in too long ago; what it makes, and for whom: tests/api/test_tokens.py.
    "access:token-new": (403, 403, 403, 403, 403, 403, LOG_IN),
    "access:token-revoke": (405,) * 7,
    "api-reference": (200,) * 7,
    "openapi": (200,) * 7,
    "access:choose": (200, 200, 200, 200, 200, 200, LOG_IN),
    "alive": (200,) * 7,
    "holidays": (200,) * 7,
    "shielded:leave": (405,) * 7,
    # For an organisation that keeps no shielded dossiers none of these exist; who may is in tests/shielded.
    **{
        f"shielded:{name}": (404, 404, 404, 404, 404, 404, LOG_IN)
        for name in (
            *(
                "people",
                "new",
                "shelters",
                "shelter",
                "dossier",
                "about",
                "family",
                "record",
                "attributes",
                "looked",
            ),
            *("export-json", "export-pdf", "erase", "regular", "fact", "task-done"),
        )
    },
    **{
        f"shielded:{name}": (405,) * 7
        for name in ("note", "safety", "partner", "partner-remove", "stay", "stay-end", "task-undo")
    },
}
# Statuses of POST, where it changes something: what was sent is in BODY.
CHANGES: dict[str, tuple[int, ...]] = {
    "access:members": (403, 403, 403, 403, 422, 403, LOG_IN),  # what was sent lacks an address
    "access:member-end": (403, 403, 403, 403, 404, 403, LOG_IN),  # there is nobody of that number
    "keeping:run": (403, 403, 403, 403, 403, 403, LOG_IN),
    "keeping:term": (403, 403, 403, 403, 403, 403, LOG_IN),
    "keeping:hold-listed": (403, 403, 403, 403, 403, 403, LOG_IN),  # what was sent names no reason
    "keeping:lift": (404, 404, 403, 403, 403, 404, LOG_IN),  # there is no such suspension
    "keeping:hold": (422, 422, 403, 403, 403, 404, LOG_IN),  # what was sent names no reason
    "keeping:limitation-lift": (422, 422, 403, 403, 403, 404, LOG_IN),  # the person was not told
    "keeping:record": (422, 422, 403, 403, 403, 404, LOG_IN),  # what was sent is no request
    "keeping:extend": (302, 302, 403, 403, 403, 404, LOG_IN),
    "keeping:answer": (302, 302, 403, 403, 403, 404, LOG_IN),
    "keeping:limit": (422, 422, 403, 403, 403, 404, LOG_IN),  # this request asks to see
    "keeping:erase": (422, 422, 403, 403, 403, 404, LOG_IN),
    "access:member-reset": (403, 403, 403, 403, 404, 403, LOG_IN),
    "access:require-second-factor": (403, 403, 403, 403, 302, 403, LOG_IN),
    "access:token-new": (403, 403, 403, 403, 403, 403, LOG_IN),
    "access:token-revoke": (404, 404, 404, 404, 404, 404, LOG_IN),  # there is none of that number
    "access:session-end": (302, 302, 302, 302, 302, 302, LOG_IN),  # one's own; there is none of that number
    "access:sessions-end": (302, 302, 302, 302, 302, 302, LOG_IN),
    "dossiers:questions": (422, 422, 403, 403, 403, 422, LOG_IN),  # what was sent names nobody
    "dossiers:answer": (404, 404, 403, 403, 403, 404, LOG_IN),  # there is no such question
    "dossiers:emergency": (403, 403, 403, 403, 403, 403, LOG_IN),  # none of them is a coordinator
    "dossiers:new": (302, 302, 403, 403, 403, 302, LOG_IN),
    "dossiers:record": (302, 302, 302, 404, 403, 404, LOG_IN),
    "dossiers:fact": (302, 302, 302, 404, 403, 404, LOG_IN),
    "dossiers:note": (302, 302, 302, 404, 403, 404, LOG_IN),
    "dossiers:documents": (302, 302, 302, 404, 403, 404, LOG_IN),
    "dossiers:worker": (302, 302, 403, 403, 403, 404, LOG_IN),
    "dossiers:consent-new": (422, 422, 403, 403, 403, 404, LOG_IN),  # what was sent has no purpose
    "dossiers:consent-withdraw": (302, 302, 403, 403, 403, 404, LOG_IN),
    "dossiers:consent-notice-read": (404, 404, 403, 403, 403, 404, LOG_IN),  # there is no such notice
    "dossiers:withheld": (404, 404, 404, 404, 403, 404, LOG_IN),  # none is of a kind that keeps a vault
    "dossiers:task-done": (302, 302, 302, 404, 403, 404, LOG_IN),
    "dossiers:task-undo": (404, 404, 404, 404, 403, 404, LOG_IN),  # nothing was done yet
    "dossiers:view-save": (302, 302, 302, 302, 403, 302, LOG_IN),
    "dossiers:view-delete": (404, 404, 404, 404, 403, 404, LOG_IN),  # nobody saved it
}
BODY = {
    "why": "Er zijn veel papieren.",
    "state": "done",
    "answer": "Ja, ik ken deze persoon.",
    "reason": "Staat nu aan de deur.",
    "kind": "visit",
    "text": "Kort bezoek.",
    "sensitivity": "normal",
    "on": "2026-01-05",
    "key": "brp_registered",
    "save": "1",
    "value": "2026-01-06",
    "role": "head",
    "family": "Nieuw",
    "name": "Mijn lijst",
    "query": "kind=health",
}
# tests/web/test_log_in_pages.py; tests/exchange; tests/api/test_who_calls_what.py; Django's own
ELSEWHERE = ("account_", "mfa_", "openid_connect_", "exchange:", "api:", "set_language")


@pytest.mark.parametrize("name", PAGES)
def test_each_page_opens_for_those_who_may(name, guided):
    got = tuple(guided.browser(who).get(addresses(guided)[name]).status_code for who in EVERYBODY)
    assert dict(zip(EVERYBODY, got, strict=True)) == dict(zip(EVERYBODY, PAGES[name], strict=True))


@pytest.mark.parametrize("name", CHANGES)
@pytest.mark.parametrize("place", range(len(EVERYBODY)))
def test_each_change_is_made_by_those_who_may(name, place, guided):
    who = EVERYBODY[place]
    body: dict[str, object] = dict(BODY)
    if name == "dossiers:documents":
        body["file"] = SimpleUploadedFile("brief.pdf", b"%PDF-1.4\n%%EOF\n")
    answer = guided.browser(who).post(addresses(guided)[name], body)
    assert answer.status_code == CHANGES[name][place]
    assert not answer.headers.get("Location", "").startswith("/account/login") or who == "nobody"


def test_what_is_not_there_looks_like_what_is_somebody_elses(guided):
    stranger = guided.browser("other organisation")
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
