"""Addresses of facts and figures."""

from django.urls import path

from . import pages

app_name = "insight"
urlpatterns = [path("", pages.overview, name="overview")]
