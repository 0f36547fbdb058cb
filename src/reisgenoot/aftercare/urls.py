"""Addresses of closing, and of what municipalities bought."""

from django.urls import path

from .pages import closing, contracts, hours, measuring

app_name = "aftercare"
urlpatterns = [
    path("guidance-bought/", contracts.contracts, name="contracts"),
    path("guidance-bought.xlsx", contracts.contracts_xlsx, name="contracts-xlsx"),
    path("guidance-bought/<int:contract_id>/end/", contracts.end, name="contract-end"),
    path("dossiers/<int:dossier_id>/closing/", closing.closing, name="closing"),
    path("dossiers/<int:dossier_id>/closing/tasks/", closing.tasks, name="tasks"),
    path("dossiers/<int:dossier_id>/closing/decision/", closing.close, name="close"),
    path("dossiers/<int:dossier_id>/closing/undo/", closing.undo, name="undo"),
    path("dossiers/<int:dossier_id>/closing/end/", closing.end, name="end"),
    path("dossiers/<int:dossier_id>/closing/summary.pdf", closing.summary, name="summary"),
    path("dossiers/<int:dossier_id>/closing/measure/", measuring.measure, name="measure"),
    path("dossiers/<int:dossier_id>/closing/hours/", hours.hours, name="hours"),
    path(
        "dossiers/<int:dossier_id>/closing/hours/<int:line_id>/take-back/", hours.take_back, name="hours-back"
    ),
]
