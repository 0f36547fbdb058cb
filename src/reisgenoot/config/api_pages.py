"""The API described: its OpenAPI document, and a page made from that for who reads it. Both are open to everybody."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as translated
from django.views.decorators.http import require_GET

from .api_document import ANSWERS, document

EVERYWHERE = (400, 401, 403, 404, 413, 415, 422, 429, 500)
"""Answers that are told once for all calls."""


@require_GET
def openapi(request: HttpRequest) -> JsonResponse:
    """The OpenAPI document. Pages of other sites may read it, as the design rules want."""
    answer = JsonResponse(_document(request), json_dumps_params={"ensure_ascii": False})
    answer["Access-Control-Allow-Origin"] = "*"
    answer["Cross-Origin-Resource-Policy"] = "cross-origin"
    return answer


@require_GET
def reference(request: HttpRequest) -> HttpResponse:
    """Every call, by group: what it takes and what it answers."""
    told = _document(request)
    groups: dict[str, list[dict[str, Any]]] = {}
    for path, item in told["paths"].items():
        for method, operation in item.items():
            groups.setdefault(operation["tags"][0], []).append(_call(told, path, method, operation))
    common = {status: translated(text) for status, text in ANSWERS.items() if status in EVERYWHERE}
    context = {"api": told["info"], "server": told["servers"][0]["url"], "groups": groups, "common": common}
    return render(request, "web/api.html", context)


def _document(request: HttpRequest) -> dict[str, Any]:
    return document((get_language() or "nl")[:2], request.build_absolute_uri("/"))


def _call(told: dict[str, Any], path: str, method: str, operation: dict[str, Any]) -> dict[str, Any]:
    sent = operation.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema", {})
    answers = [
        {
            "status": status,
            "description": answer["description"],
            "fields": _fields(told, _schema_of(answer)) if status.startswith("2") else [],
        }
        for status, answer in operation["responses"].items()
        if int(status) not in EVERYWHERE
    ]
    return {
        "id": operation["operationId"],
        "method": method.upper(),
        "path": path,
        "summary": operation["summary"],
        "description": operation.get("description", ""),
        "parameters": [
            {**it, "kind": _kind(told, it["schema"]), "choices": _choices(told, it["schema"])}
            for it in operation["parameters"]
        ],
        "fields": _fields(told, sent),
        "answers": answers,
        "answer": next((it["fields"] for it in answers if it["fields"]), []),
    }


def _schema_of(answer: dict[str, Any]) -> dict[str, Any]:
    for content in answer.get("content", {}).values():
        found: dict[str, Any] = content["schema"]
        return found
    return {}


def _resolved(told: dict[str, Any], schema: dict[str, Any]) -> dict[str, Any]:
    reference = schema.get("$ref", "")
    found: dict[str, Any] = (
        told["components"]["schemas"][reference.rsplit("/", 1)[-1]] if reference else schema
    )
    return found


def _fields(told: dict[str, Any], schema: dict[str, Any], depth: int = 0) -> list[dict[str, Any]]:
    """The fields of an object; those of objects within it with it."""
    found = _resolved(told, schema)
    required = found.get("required", ())
    return [
        {
            "name": name,
            "kind": _kind(told, about),
            "choices": _choices(told, about),
            "required": name in required,
            "description": about.get("description", ""),
            "fields": _fields(told, about.get("items", about), depth + 1) if depth < 3 else [],
        }
        for name, about in found.get("properties", {}).items()
    ]


def _choices(told: dict[str, Any], schema: dict[str, Any]) -> list[str]:
    for each in (schema, *schema.get("anyOf", ())):
        if "enum" in each:
            return list(each["enum"])
    return []


def _kind(told: dict[str, Any], schema: dict[str, Any]) -> str:
    """What a value looks like, in a word or two."""
    found = _resolved(told, schema)
    if options := found.get("anyOf"):
        kinds = [_kind(told, it) for it in options if it != {"type": "null"}]
        return " | ".join(dict.fromkeys(kinds))
    kind = str(found.get("format") or found.get("type") or "")
    if kind == "array":
        return f"[{_kind(told, found['items'])}]"
    return kind
