"""Addresses of the choice of an organisation; logging in is allauth's."""

from django.urls import path

from . import pages

app_name = "access"
urlpatterns = [path("organisation/", pages.choose, name="choose")]
