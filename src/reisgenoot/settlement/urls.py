"""Addresses of settling in."""

from django.urls import path

from .pages import behind, checklist, day, furnishing, town

app_name = "settlement"
_TOWN = "settling/municipality/"
_ONE = "dossiers/<int:dossier_id>/settling/"
urlpatterns = [
    path("settling/", behind.behind, name="behind"),
    path("settling/behind.xlsx", behind.behind_xlsx, name="behind-xlsx"),
    path(_TOWN, town.town, name="town"),
    path(f"{_TOWN}days/new/", town.template_new, name="template-new"),
    path(f"{_TOWN}days/<int:template_id>/", town.template, name="template"),
    path(f"{_TOWN}days/<int:template_id>/gone/", town.template_gone, name="template-gone"),
    path(f"{_TOWN}places/new/", town.place_new, name="place-new"),
    path(f"{_TOWN}places/<int:place_id>/", town.place, name="place"),
    path(f"{_TOWN}places/<int:place_id>/gone/", town.place_gone, name="place-gone"),
    path(_ONE, checklist.checklist, name="checklist"),
    path(f"{_ONE}day/", day.days, name="day"),
    path(f"{_ONE}day/new/", day.new, name="day-new"),
    path(f"{_ONE}day/<int:day_id>/", day.change, name="day-change"),
    path(f"{_ONE}day/<int:day_id>/cancel/", day.cancel, name="day-cancel"),
    path(f"{_ONE}day/<int:day_id>/held/", day.hold, name="day-held"),
    path(f"{_ONE}day/<int:day_id>.pdf", day.paper, name="day-pdf"),
    path(f"{_ONE}day/<int:day_id>.ics", day.calendar, name="day-ics"),
    path(f"{_ONE}furnishing/", furnishing.furnishing, name="furnishing"),
    path(f"{_ONE}furnishing/budget/", furnishing.budget, name="budget"),
    path(f"{_ONE}furnishing/start/", furnishing.start, name="furnishing-start"),
    path(f"{_ONE}furnishing/list/", furnishing.save, name="furnishing-save"),
    path(f"{_ONE}<slug:key>/", checklist.item, name="item"),
    path(f"{_ONE}<slug:key>/set-aside/", checklist.set_aside, name="set-aside"),
    path(f"{_ONE}<slug:key>/take-back/", checklist.take_back, name="take-back"),
]
