"""Addresses of the choice of an organisation, and of its accounts; logging in is allauth's."""

from django.urls import path

from . import pages

app_name = "access"
urlpatterns = [
    path("organisation/", pages.choose, name="choose"),
    path("purposes/", pages.purposes, name="purposes"),
    path("members/", pages.members, name="members"),
    path("members/<int:member_id>/end/", pages.end_member, name="member-end"),
]
