"""Addresses of family reunification."""

from django.urls import path

from . import pages

app_name = "reunification"
urlpatterns = [
    path("family-reunification/", pages.overview, name="overview"),
    path("family-reunification.xlsx", pages.overview_xlsx, name="overview-xlsx"),
    path("dossiers/<int:dossier_id>/family-reunification/", pages.family, name="family"),
    path("dossiers/<int:dossier_id>/family-reunification/relatives/", pages.add, name="add"),
    path("dossiers/<int:dossier_id>/family-reunification/steps/", pages.step, name="step"),
    path("dossiers/<int:dossier_id>/family-reunification/permit/", pages.permit, name="permit"),
    path("dossiers/<int:dossier_id>/family-reunification/papers/", pages.papers, name="papers"),
]
