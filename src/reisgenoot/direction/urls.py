"""Addresses of the desk."""

from django.urls import path

from .pages import calendar, desk, town

app_name = "direction"
urlpatterns = [
    path("direction/", desk.desk, name="desk"),
    path("direction.xlsx", desk.desk_xlsx, name="desk-xlsx"),
    path("direction/calendar/", calendar.calendar, name="calendar"),
    path("direction/municipality/", town.town, name="town"),
    path("direction/municipality/people/", town.people, name="people"),
    path("direction/municipality/people.xlsx", town.people_xlsx, name="people-xlsx"),
]
