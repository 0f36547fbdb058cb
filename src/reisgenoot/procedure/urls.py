"""Addresses of registration and procedure."""

from django.urls import path

from .pages import deciding, dossier, lists, register, sessions

app_name = "procedure"
urlpatterns = [
    path("procedure/register/", register.register, name="register"),
    path("procedure/arrivals/", lists.arrivals, name="arrivals"),
    path("procedure/arrivals.xlsx", lists.arrivals_xlsx, name="arrivals-xlsx"),
    path("procedure/checks/", lists.checks, name="checks"),
    path("procedure/checks.xlsx", lists.checks_xlsx, name="checks-xlsx"),
    path("procedure/checks/<int:check_id>/", dossier.close, name="check-close"),
    path("procedure/terms/", lists.terms, name="terms"),
    path("procedure/terms.xlsx", lists.terms_xlsx, name="terms-xlsx"),
    path("procedure/durations/", lists.durations, name="durations"),
    path("procedure/sessions/", sessions.sessions, name="sessions"),
    path("procedure/sessions.xlsx", sessions.sessions_xlsx, name="sessions-xlsx"),
    path("procedure/sessions/<int:information_id>/", sessions.session, name="session"),
    path("dossiers/<int:dossier_id>/procedure/", dossier.procedure, name="dossier"),
    path("dossiers/<int:dossier_id>/procedure/add/<slug:kind>/", dossier.add, name="add"),
    path(
        "dossiers/<int:dossier_id>/procedure/activities/<int:activity_id>/",
        dossier.end_activity,
        name="activity-end",
    ),
    path("dossiers/<int:dossier_id>/procedure/decision/", deciding.decision, name="decision"),
]
