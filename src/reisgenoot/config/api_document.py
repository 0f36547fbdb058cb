"""The OpenAPI document of the API, in the language of its reader, as the design rules for Dutch governments want it."""

from __future__ import annotations

import copy
import re
from functools import lru_cache
from typing import Any

from django.utils.translation import gettext as translated
from django.utils.translation import gettext_noop as _
from django.utils.translation import override
from pydantic.alias_generators import to_camel

from reisgenoot.web.api import PATH, VERSION
from reisgenoot.web.api.problems import PROBLEM
from reisgenoot.web.api.shapes import OvertakenProblem, Problem

from .api import api

REF = "#/components/schemas/{model}"
ANSWERS = {
    200: _("As it is now."),
    201: _("It was made: Location says where it is."),
    204: _("It was taken back."),
    400: _("The request can't be understood."),
    401: _("There is no token that holds."),
    403: _("The member may not do this."),
    404: _("There is no such thing, or it is not yours to see."),
    409: _("Somebody changed the same thing first."),
    412: _("Somebody changed the same thing after you had looked."),
    413: _("More than may be sent."),
    415: _("The body is not JSON."),
    422: _("A field is not right."),
    429: _("Too many tokens that do not hold."),
    500: _("It went wrong on our side; nothing was kept halfway."),
}
BODILESS = (400, 413, 415, 422)
"""Failures of what is sent along."""
UNREADABLE = (400, 422)
"""Failures of a parameter: no database can hold a NUL."""
CONFLICTS = {"recordFact": (409,), "correctFact": (409,), "retractFact": (409,), "completeTask": (409, 412)}
CONFLICTS["undoTask"] = (409, 412)
WORDS = ("summary", "description")


def document(language: str, base: str) -> dict[str, Any]:
    """The document; ``base`` is the address of this installation, without a path."""
    return {**_document(language), "servers": [{"url": base.rstrip("/") + PATH.rstrip("/")}]}


@lru_cache(maxsize=8)
def _document(language: str) -> dict[str, Any]:
    schema: dict[str, Any] = copy.deepcopy({**api.get_openapi_schema(path_prefix="")})
    schema["info"]["contact"] = {"name": "Reisgenoot", "url": "https://example.org/reisgenoot"}
    schema["info"]["license"] = {"name": "EUPL-1.2", "identifier": "EUPL-1.2"}
    schemas = schema["components"]["schemas"]
    for model in (Problem, OvertakenProblem):
        own = model.model_json_schema(by_alias=True, ref_template=REF, mode="serialization")
        schemas |= own.pop("$defs", {})
        schemas[model.__name__] = own
    schema["components"]["headers"] = {
        "API-Version": {"description": _("The full version."), "schema": {"type": "string", "const": VERSION}}
    }
    schema["components"]["securitySchemes"]["Bearer"] |= {
        "description": _("A token of “My account”: it holds for a year at most, and can be revoked.")
    }
    schema["paths"] = {_camel(path): item for path, item in schema["paths"].items()}
    for item in schema["paths"].values():
        for operation in item.values():
            _complete(operation)
    _without_null(schemas)
    with override(language):
        told: dict[str, Any] = _told(schema)
    return told


def _camel(path: str) -> str:
    return re.sub(r"{(\w+)}", lambda found: "{" + to_camel(found[1]) + "}", path)


def _complete(operation: dict[str, Any]) -> None:
    """Names in lowerCamelCase, the header of the version, and every failure that there can be."""
    for parameter in operation["parameters"]:
        parameter["schema"].pop("title", None)
        if parameter["in"] == "path":
            parameter["name"] = to_camel(parameter["name"])
            if parameter["schema"]["type"] == "integer":
                parameter["schema"] = {"type": "string", "pattern": "^[0-9]{1,19}$"}
    statuses = [401, 403, 500, 429]
    if any(it["in"] == "path" for it in operation["parameters"]):
        statuses.append(404)
    if "requestBody" in operation:
        statuses += BODILESS
    elif operation["parameters"]:
        statuses += UNREADABLE
    conflicts = CONFLICTS.get(operation["operationId"], ())
    for status in sorted({*statuses, *conflicts}):
        model = OvertakenProblem if status in conflicts else Problem
        content = {PROBLEM: {"schema": {"$ref": REF.format(model=model.__name__)}}}
        operation["responses"][status] = {"content": content}
    for status, answer in operation["responses"].items():
        answer["description"] = ANSWERS[int(status)]
        answer["headers"] = {"API-Version": {"$ref": "#/components/headers/API-Version"}}
    operation["responses"] = {str(status): answer for status, answer in operation["responses"].items()}


def _without_null(schemas: dict[str, Any]) -> None:
    """What is empty is left out of an answer: a field is there and something, or is absent."""
    for schema in schemas.values():
        schema.pop("title", None)
        schema.pop("description", None)  # which tells programmers of the class
        if "additionalProperties" in schema:
            continue  # of what is sent, where null is as good as absent
        for field, about in schema.get("properties", {}).items():
            about.pop("title", None)
            options = [it for it in about.get("anyOf", ()) if it != {"type": "null"}]
            if "anyOf" in about and len(options) == 1:
                del about["anyOf"]
                about.pop("default", None)
                schema["properties"][field] = {**options[0], **about}


def _told(value: Any) -> Any:
    """The same with its words in the language of the reader."""
    if isinstance(value, list):
        return [_told(each) for each in value]
    if not isinstance(value, dict):
        return value
    told: dict[str, Any] = {}
    for key, each in value.items():
        if key in WORDS and isinstance(each, str) and each:
            told[key] = translated(each)
        elif key == "tags":
            told[key] = [translated(name) for name in each]
        else:
            told[key] = _told(each)
    return told
