"""Every address: each app's own ``urls``."""

from importlib.util import find_spec

from django.urls import URLPattern, URLResolver, include, path

from reisgenoot.web import errors

_APPS = (("", "access"), ("", "dossiers"), ("overview/", "insight"), ("import/", "exchange"), ("", "web"))

urlpatterns: list[URLPattern | URLResolver] = [
    path("account/", include("allauth.account.urls")),
    *(
        path(prefix, include(f"reisgenoot.{app}.urls"))
        for prefix, app in _APPS
        if find_spec(f"reisgenoot.{app}") and find_spec(f"reisgenoot.{app}.urls")
    ),
]
handler400 = errors.bad_request
handler403 = errors.forbidden
handler404 = errors.not_found
handler500 = errors.server_error
