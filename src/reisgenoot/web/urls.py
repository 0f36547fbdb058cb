"""The language switch, and a sign of life for whoever watches the server."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path


def alive(request: HttpRequest) -> HttpResponse:
    """200 as soon as pages can be answered."""
    return HttpResponse("ok", content_type="text/plain")


urlpatterns = [path("language/", include("django.conf.urls.i18n")), path("alive/", alive, name="alive")]
