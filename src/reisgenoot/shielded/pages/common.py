"""What every page of shielded dossiers does: opens the vault, keeps out of caches, and says nothing when it fails."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import wraps
from pathlib import Path

from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods

from reisgenoot.access.errors import NotFound
from reisgenoot.access.identity import current_member, member_required
from reisgenoot.vault.boxes import open_vault
from reisgenoot.vault.errors import VaultShut

logger = logging.getLogger(__name__)
Page = Callable[..., HttpResponse]


class Failed(Exception):
    """Something went wrong where the texts of errors could hold what people entered; this one says only where."""


def shielded(*methods: str) -> Callable[[Page], Page]:
    """A page of shielded dossiers: gets the vault of whoever asks; for all who have none it does not exist.

    No answer is kept in a cache. An error that nobody expected is told to the log without its text, because texts of
    errors repeat values.
    """

    def decorate(view: Page) -> Page:
        @require_http_methods(list(methods))
        @sensitive_post_parameters()
        @member_required
        @wraps(view)
        @sensitive_variables()
        def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
            member = current_member(request)
            assert member is not None  # member_required saw to it
            try:
                answer = view(request, open_vault(member), *args, **kwargs)
            except VaultShut as shut:
                logger.error("%s: %s", type(shut).__name__, shut)
                answer = render(request, "shielded/shut.html", {"kind": type(shut).__name__}, status=503)
            except (NotFound, Http404, PermissionDenied):
                raise
            except SuspiciousOperation as error:
                raise SuspiciousOperation(_where(error)) from None
            except Exception as error:
                raise Failed(_where(error)) from None
            return uncached(answer)

        return guarded

    return decorate


def uncached(answer: HttpResponse) -> HttpResponse:
    """Neither the browser nor anything on the way keeps this answer."""
    answer["Cache-Control"] = "no-store, private"
    return answer


def _where(error: Exception) -> str:
    trace, places = error.__traceback__, []
    while trace is not None:
        places.append(f"{Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}")
        trace = trace.tb_next
    return f"{type(error).__name__} at {' > '.join(places)}"


def revision_of(request: HttpRequest) -> int:
    """The state of the dossier on which a form was based; 0, which is always stale, if it does not say."""
    sent = request.POST.get("revision", "")
    return int(sent) if sent.isdecimal() and len(sent) < 9 else 0
