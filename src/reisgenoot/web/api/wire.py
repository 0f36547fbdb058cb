"""Between HTTP and the operations: what may come in, and the headers that every answer has."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja.errors import HttpError
from ninja.parser import Parser
from ninja.renderers import BaseRenderer

from . import VERSION, is_call
from .problems import problem

HEADERS = {
    "API-Version": VERSION,
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
}


class ApiMiddleware:
    """For calls of the API alone: refuses bodies that are no JSON, and gives every answer its headers."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer."""
        if not is_call(request.path):
            return self.get_response(request)
        response = _no_json(request) or self.get_response(request)
        if response.status_code == 405:  # of Django or django-ninja, in plain text
            response = problem(
                405, _("This address takes other methods."), headers={"Allow": response["Allow"]}
            )
        for name, value in HEADERS.items():
            response.headers[name] = value
        return response


def _no_json(request: HttpRequest) -> HttpResponse | None:
    length = request.META.get("CONTENT_LENGTH") or "0"
    if length == "0" or request.content_type == "application/json":
        return None
    return problem(415, _("Send JSON, with the header Content-Type: application/json."))


class JsonParser(Parser):
    """Reads strict JSON, without NUL in a text, which no database text can hold."""

    def parse_body(self, request: HttpRequest) -> Any:
        """The body. Raises HttpError for what is no JSON."""
        return _checked(
            msgspec.json.decode(request.body)
        )  # what goes wrong here, django-ninja answers with 400

    def parse_querydict(self, data: Any, list_fields: list[str], request: HttpRequest) -> dict[str, Any]:
        """What stands behind the question mark, or in a form."""
        return dict(_checked(super().parse_querydict(data, list_fields, request)))


def _checked(value: Any) -> Any:
    match value:
        case str():
            if "\0" in value:
                raise HttpError(400, "NUL")
        case dict():
            for key, each in value.items():
                _checked(key)
                _checked(each)
        case list():
            for each in value:
                _checked(each)
    return value


class JsonRenderer(BaseRenderer):
    """Writes JSON: days and moments as ISO 8601."""

    media_type = "application/json"

    def render(self, request: HttpRequest, data: Any, *, response_status: int) -> bytes:
        """The body of an answer."""
        return msgspec.json.encode(data, enc_hook=str)
