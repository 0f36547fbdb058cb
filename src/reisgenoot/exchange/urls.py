"""Addresses of the import, under ``import/``."""

from django.urls import path

from . import pages

app_name = "exchange"
urlpatterns = [
    path("", pages.imports, name="imports"),
    path("<int:import_id>/", pages.preview, name="import"),
    path("<int:import_id>/progress/", pages.progress, name="progress"),
    path("<int:import_id>/columns/", pages.columns, name="columns"),
    path("<int:import_id>/confirm/", pages.confirm, name="confirm"),
    path("<int:import_id>/undo/", pages.undo, name="undo"),
    path("<int:import_id>/discard/", pages.discard, name="discard"),
    path("<int:import_id>/corrections/", pages.corrections, name="corrections"),
    path("<int:import_id>/corrections.xlsx", pages.corrections_xlsx, name="corrections-xlsx"),
    path("<int:import_id>/rows/<int:number>/correct/", pages.correct, name="correct"),
    path("<int:import_id>/duplicates/", pages.duplicates, name="duplicates"),
    path("<int:import_id>/rows/<int:number>/decide/", pages.decide, name="decide"),
]
