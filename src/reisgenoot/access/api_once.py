"""``Idempotency-Key``: the same call sent twice counts once, and gets the same answer, for a day."""

from __future__ import annotations

import hashlib
import inspect
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_noop as _
from ninja.operation import Operation
from ninja.utils import contribute_operation_callback

from reisgenoot.web.api.shapes import made

from .bearer import caller
from .once import begin, finish

HEADER = "Idempotency-Key"
LONGEST = 255
DESCRIBED = {
    "in": "header",
    "name": HEADER,
    "required": False,
    "schema": {"type": "string", "maxLength": LONGEST},
    "description": _("Your own name for this call, such as a UUID: sent again within a day, it counts once."),
}


def once(operation: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """For a POST that answers with :func:`made`. Another body under the same key is another call, as with forms."""

    @wraps(operation)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        key = request.headers.get(HEADER, "")[:LONGEST]
        if not key:
            return operation(request, *args, **kwargs)
        mine = caller(request).pk, _digest(key, request)
        if (before := begin(mine)) is not None:
            return made(request, before)
        answer = None
        try:
            with transaction.atomic():  # so that what failed is undone, and its key is free again
                answer = operation(request, *args, **kwargs)
        finally:
            finish(mine, answer["Location"] if answer is not None else "")
        return answer

    # django-ninja looks for the names of annotations where the function was made, which is here.
    answered.__signature__ = inspect.signature(operation, eval_str=True)  # type: ignore[attr-defined]
    contribute_operation_callback(answered, _describe)
    return answered


def _describe(operation: Operation) -> None:
    operation.openapi_extra = {**(operation.openapi_extra or {}), "parameters": [DESCRIBED]}


def _digest(key: str, request: HttpRequest) -> bytes:
    found = hashlib.sha256()
    for part in (key.encode(errors="replace"), request.get_full_path().encode(), request.body):
        found.update(len(part).to_bytes(8, "big") + part)
    return found.digest()
