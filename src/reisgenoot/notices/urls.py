"""Addresses of notifications, and of the choice which one wants."""

from django.urls import path

from . import pages

app_name = "notices"
urlpatterns = [
    path("notifications/", pages.notifications, name="notifications"),
    path("notifications.xlsx", pages.notifications_xlsx, name="notifications-xlsx"),
    path("notifications/read/", pages.read_all, name="read-all"),
    path("notifications/<int:notification_id>/read/", pages.read, name="read"),
    path("account/notifications/", pages.choices, name="choices"),
]
