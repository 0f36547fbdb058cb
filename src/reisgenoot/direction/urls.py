"""Addresses of the desk."""

from django.urls import path

from .pages import desk

app_name = "direction"
urlpatterns = [
    path("direction/", desk.desk, name="desk"),
    path("direction.xlsx", desk.desk_xlsx, name="desk-xlsx"),
]
