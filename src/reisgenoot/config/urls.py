"""Every address: each app's own ``urls`` under its first word."""

from importlib.util import find_spec

from django.urls import URLPattern, URLResolver, include, path

_APPS = (("", "access"), ("", "dossiers"), ("overview/", "insight"), ("import/", "exchange"), ("", "web"))

urlpatterns: list[URLPattern | URLResolver] = [
    path("account/", include("allauth.account.urls")),
    *(
        path(prefix, include(f"reisgenoot.{app}.urls"))
        for prefix, app in _APPS
        if find_spec(f"reisgenoot.{app}") and find_spec(f"reisgenoot.{app}.urls")
    ),
]
