"""Pages for what went wrong: they say what the reader can do, and never what does or doesn't exist."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from .api import is_call, problems


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400: the address or form can't be understood."""
    return _page(request, 400, _("This request can't be understood"), _("Go back, and try it once more."))


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403: the reason is the exception's own text, written for users."""
    reason = str(exception) or _("Your role does not allow this. Ask your coordinator if you need it.")
    return _page(request, 403, _("You can't do this"), reason)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 for a form that has become too old."""
    return _page(
        request, 403, _("This page has become too old"), _("Go back, reload the page and send it again.")
    )


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404: the same, to the letter, whether a dossier does not exist or is somebody else's."""
    if is_call(request.path):
        return problems.not_found()
    explanation = _("This page does not exist, or it is not among the people whom you guide.")
    return _page(request, 404, _("Not found"), explanation)


def too_large(request: HttpRequest, most: int) -> HttpResponse:
    """413: ``most`` is what is taken, in bytes."""
    explanation = _("At most %(most)d MB can be sent at once.") % {"most": most // 2**20}
    return _page(request, 413, _("This is too large"), explanation)


def too_many(request: HttpRequest) -> HttpResponse:
    """429: the same was sent too often."""
    explanation = _("Please wait a quarter of an hour, and try it again.")
    answer = _page(request, 429, _("That was a lot in a short time"), explanation)
    answer.headers["Retry-After"] = "900"  # seconds; the longest that our limits count
    return answer


def server_error(request: HttpRequest) -> HttpResponse:
    """500: without the database, which may be what failed."""
    explanation = _(
        "Something went wrong on our side. Nothing was saved halfway. Please try again in a while."
    )
    if is_call(request.path):
        return problems.problem(500, explanation)
    return HttpResponse(
        f"<!DOCTYPE html><title>Reisgenoot</title><h1>Reisgenoot</h1><p>{explanation}</p>", status=500
    )


def _page(request: HttpRequest, status: int, heading: str, explanation: str) -> HttpResponse:
    if is_call(request.path):
        return problems.problem(status, explanation)
    return render(request, "web/error.html", {"heading": heading, "explanation": explanation}, status=status)
