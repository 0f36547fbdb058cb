"""What holds for every request and answer, whatever page it is: headers, and input that nobody sends by a page."""

from collections.abc import Callable, Mapping
from typing import Any

from django.conf import settings
from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse

from . import errors

HEADERS = {
    # Pages hold personal data: nobody finds them in a browser or proxy afterwards. Static files say otherwise.
    "Cache-Control": "no-store",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": ", ".join(
        f"{it}=()"
        for it in (
            "accelerometer", "autoplay", "camera", "display-capture", "geolocation", "gyroscope", "magnetometer",
            "microphone", "midi", "payment", "serial", "usb", "xr-spatial-tracking",
        )
    ),
}  # fmt: skip
BIGGEST = 2**63 - 1
"""What a bigint of the database holds."""


class HeadersMiddleware:
    """Puts the headers on every answer; stands first, so that errors and static files have them too."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer."""
        response = self.get_response(request)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        return response


class InputMiddleware:
    """Refuses what no page sends; comes before the check of CSRF tokens, which reads the body."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer; a body that is too big is not read at all."""
        length = request.META.get("CONTENT_LENGTH") or "0"
        if length.isdecimal() and int(length) > settings.LARGEST_BODY:
            return errors.too_large(request, settings.LARGEST_BODY)
        return self.get_response(request)

    def process_view(self, request: HttpRequest, _view: Any, _args: Any, named: Mapping[str, Any]) -> None:
        """404 for a number that no row can have; 400 for a NUL, which no database text can hold and nobody can type."""
        if any(isinstance(value, int) and value > BIGGEST for value in named.values()):
            raise Http404
        if request.method == "POST":
            sent = [text for name, values in request.POST.lists() for text in (name, *values)]
            sent += [file.name or "" for name in request.FILES for file in request.FILES.getlist(name)]
            if any("\0" in text for text in sent):
                raise BadRequest("NUL")
