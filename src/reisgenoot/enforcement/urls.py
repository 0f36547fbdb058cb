"""Addresses of enforcement."""

from django.urls import path

from . import pages

app_name = "enforcement"
_ONE = "dossiers/<int:dossier_id>/integration/enforcement/"
_CASE = f"{_ONE}<int:case_id>/"
urlpatterns = [
    path(_ONE, pages.cases, name="cases"),
    path(_CASE, pages.case, name="case"),
    path(f"{_CASE}decision.pdf", pages.decision, name="decision"),
    path(f"{_CASE}<slug:step>/", pages.step, name="step"),
]
