"""The OpenAPI document: valid, as the design rules for Dutch governments want it, and the page made from it."""

from __future__ import annotations

import json
import re
from typing import Any

import jsonschema
import pytest
from django.test import Client
from operations import operations
from schemathesis.specs.openapi.definitions import OPENAPI_31

from reisgenoot.config.api_document import document

pytestmark = pytest.mark.django_db
ADDRESS = "/api/v1/openapi.json"


@pytest.fixture(scope="module")
def told() -> dict[str, Any]:
    """The document, in English."""
    return document("en", "https://reisgenoot.example/")


def test_it_is_valid_openapi_3_1(told: dict[str, Any]) -> None:
    assert told["openapi"] == "3.1.0"
    jsonschema.Draft202012Validator(OPENAPI_31).validate(json.loads(json.dumps(told)))


def test_every_reference_leads_somewhere(told: dict[str, Any]) -> None:
    for name in re.findall(r'"#/([^"]+)"', json.dumps(told)):
        found: Any = told
        for part in name.split("/"):
            found = found[part]
        assert found


def test_the_design_rules(told: dict[str, Any]) -> None:
    """Of https://logius-standaarden.github.io/API-Design-Rules, those that a document can be held to."""
    assert re.fullmatch(r"\d+\.\d+\.\d+", told["info"]["version"])  # /core/semver
    assert told["info"]["contact"]  # /core/doc-openapi-contact
    assert told["servers"] == [{"url": "https://reisgenoot.example/api/v1"}]  # /core/uri-version
    for path, item in told["paths"].items():
        # /core/path-segments-kebab-case, /core/no-trailing-slash; the one verb is marked (/core/resource-operations)
        assert re.fullmatch(r"(/([a-z][a-z-]*|{[a-z][A-Za-z]*}))+|/dossiers/_search", path), path
        assert set(item) <= {"get", "post", "put", "delete", "patch"}  # /core/http-methods
        for operation in item.values():
            for status, answer in operation["responses"].items():
                assert "API-Version" in answer["headers"]  # /core/version-header
                if status >= "400":  # /core/problem-details
                    assert set(answer["content"]) == {"application/problem+json"}
            for parameter in operation["parameters"]:  # /core/query-keys-camel-case
                assert parameter["in"] == "header" or re.fullmatch(r"[a-z][A-Za-z]*", parameter["name"])
    for name, schema in told["components"]["schemas"].items():
        assert re.fullmatch(r"[A-Z][A-Za-z]*", name)
        for field in schema.get("properties", {}):
            assert re.fullmatch(r"[a-z][A-Za-z]*", field), (name, field)


def test_nothing_about_a_person_stands_in_an_address(told: dict[str, Any]) -> None:
    """/core/transport/no-sensitive-uris: names and numbers are sent along, not in the address."""
    asked = {
        it["name"]
        for item in told["paths"].values()
        for operation in item.values()
        for it in operation["parameters"]
        if it["in"] == "query"
    }
    assert asked == {
        *("scope", "due", "phase", "municipality", "kind", "worker", "language", "signal"),
        *("page", "pageSize", "on", "act", "key", "standing"),
    }


def test_every_call_needs_a_token_and_says_what_it_is_for(told: dict[str, Any]) -> None:
    assert told["components"]["securitySchemes"]["Bearer"]["scheme"] == "bearer"
    for it in operations():
        assert it.about["security"] == [{"Bearer": []}], it.id
        assert it.about["summary"]
        assert len(it.about["tags"]) == 1


def test_nothing_of_shielded_dossiers(told: dict[str, Any]) -> None:
    text = json.dumps(told).lower()
    assert not any(word in text for word in ("shielded", "vault", "withheld", "partner_without"))


def test_it_is_open_to_everybody_at_its_fixed_place(client: Client) -> None:
    for language, summary in (("nl", "De werklijst"), ("en", "The worklist")):
        answer = client.get(
            ADDRESS, headers={"Accept-Language": language, "Origin": "https://elsewhere.example"}
        )
        assert answer.status_code == 200
        assert answer["Access-Control-Allow-Origin"] == "*"
        assert answer["Content-Type"] == "application/json"
        assert answer["API-Version"] == answer.json()["info"]["version"]
        assert answer.json()["paths"]["/tasks"]["get"]["summary"] == summary
        assert answer.json()["servers"] == [{"url": "http://testserver/api/v1"}]


def test_all_of_it_is_in_dutch_too() -> None:
    """Each sentence of ours has a translation: the document in Dutch holds none of the English ones."""
    english, dutch = (
        {text for text in words(document(language, "/")) if " " in text} for language in ("en", "nl")
    )
    assert english & dutch == set()


def words(value: Any) -> set[str]:
    """Its summaries and descriptions."""
    found: set[str] = set()
    if isinstance(value, dict):
        for key, each in value.items():
            found |= {each} if key in ("summary", "description") and isinstance(each, str) else words(each)
    elif isinstance(value, list):
        for each in value:
            found |= words(each)
    return found


def test_the_page_tells_every_call(client: Client) -> None:
    page = client.get("/api/", headers={"Accept-Language": "en"})
    assert page.status_code == 200
    text = page.content.decode()
    for it in operations():
        assert f'id="{it.id}"' in text
        assert f"<strong>{it.method.upper()}</strong> {it.path}" in text
        for name in it.body or {}:
            assert f"<code>{name}</code>" in text
    assert "http://testserver/api/v1" in text
    assert " style=" not in text
    assert set(re.findall(r'<script src="([^"]+)"', text)) <= {"/static/vendor/htmx.js", "/static/web/app.js"}
