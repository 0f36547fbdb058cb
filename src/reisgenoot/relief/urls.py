"""Addresses of relief of finances."""

from django.urls import path

from . import pages

app_name = "relief"
_ONE = "dossiers/<int:dossier_id>/integration/relief/"
urlpatterns = [
    path(_ONE, pages.relief, name="relief"),
    path(f"{_ONE}<slug:step>/", pages.change, name="change"),
]
