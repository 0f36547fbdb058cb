"""Every address: each app's own ``urls``."""

from django.urls import include, path

from reisgenoot.shielded.pages import leaving
from reisgenoot.web import errors
from reisgenoot.web.api import PATH

from . import api_pages
from .api import api

calls = [it for it in api.urls[0] if getattr(it, "name", "") != "api-root"], "api"
urlpatterns = [
    path("api/", api_pages.reference, name="api-reference"),
    path(f"{PATH[1:]}openapi.json", api_pages.openapi, name="openapi"),
    path(PATH[1:], include(calls)),
    path("account/", include("reisgenoot.access.account_urls")),
    path("overview/", include("reisgenoot.insight.urls")),
    path("import/", include("reisgenoot.exchange.urls")),
    path("begeleiding/", include("reisgenoot.shielded.urls")),
    path("feestdagen/", leaving.holidays, name="holidays"),
    path("", include("reisgenoot.housing.urls")),
    path("", include("reisgenoot.keeping.urls")),
    path("", include("reisgenoot.reunification.urls")),
    path("", include("reisgenoot.procedure.urls")),
    path("", include("reisgenoot.notices.urls")),
    path("", include("reisgenoot.settlement.urls")),
    path("", include("reisgenoot.schooling.urls")),
    path("", include("reisgenoot.integration.urls")),
    path("", include("reisgenoot.pip.urls")),
    path("", include("reisgenoot.direction.urls")),
    path("", include("reisgenoot.duo.urls")),
    path("", include("reisgenoot.enforcement.urls")),
    path("", include("reisgenoot.relief.urls")),
    path("", include("reisgenoot.helpdesk.urls")),
    path("", include("reisgenoot.aftercare.urls")),
    path("", include("reisgenoot.volunteers.urls")),
    path("", include("reisgenoot.access.urls")),
    path("", include("reisgenoot.dossiers.urls")),
    path("", include("reisgenoot.web.urls")),
]
handler400 = errors.bad_request
handler403 = errors.forbidden
handler404 = errors.not_found
handler429 = errors.too_many  # which allauth asks for
handler500 = errors.server_error
