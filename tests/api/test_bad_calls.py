"""Calls that are none: bodies that are no JSON, addresses and methods that are not there."""

import factories
import pytest
from calling import System

pytestmark = pytest.mark.django_db
BODIES_THAT_ARE_NO_JSON = {
    "form": (b"key=x", "application/x-www-form-urlencoded", 415),
    "file": (b"--x\r\n", "multipart/form-data; boundary=x", 415),
    "no type": (b"{}", "", 415),
    "text": (b"{}", "text/plain", 415),
    "half": (b'{"key": ', "application/json", 400),
    "not a number": (b'{"key": "x", "value": NaN}', "application/json", 400),
    "NUL": (b'{"key": "x", "value": "a\\u0000b"}', "application/json", 400),
    "half a character": (b'{"key": "x", "value": "\\ud800"}', "application/json", 400),
    "no UTF-8": (b'{"key": "\xff"}', "application/json", 400),
    "deep": (b"[" * 100_000, "application/json", 400),
    "list": (b"[]", "application/json", 422),
    "null": (b"null", "application/json", 422),
    "nothing": (b"", "application/json", 422),
}


@pytest.mark.parametrize("kind", BODIES_THAT_ARE_NO_JSON)
def test_bodies_that_are_no_json(guide: System, here: str, kind: str) -> None:
    body, content_type, status = BODIES_THAT_ARE_NO_JSON[kind]
    factories.be(None)
    answer = guide.client.generic(
        "POST", f"/api/v1/{here}/facts", body, content_type=content_type, headers=guide.headers
    )
    assert answer.status_code == status
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["status"] == status


def test_addresses_and_methods_that_are_not_there(guide: System, here: str) -> None:
    for path in ("", "nothing", f"{here}/", "tasks/", f"{here}/facts/x", f"dossiers/{2**63}", "dossiers/0"):
        answer = guide.get(path)
        assert answer.status_code == 404, path
        assert answer["Content-Type"] == "application/problem+json"
        assert answer["API-Version"]
    for method, path in (("delete", here), ("put", "tasks"), ("patch", f"{here}/facts")):
        answer = guide.call(method, path, {} if method != "delete" else None)
        assert answer.status_code == 405
        assert answer["Allow"]
        assert answer.json()["title"]
