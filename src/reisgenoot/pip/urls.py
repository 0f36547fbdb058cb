"""Addresses of the plan (PIP)."""

from django.urls import path

from .pages import decisions, plan, setting

app_name = "pip"
_ONE = "dossiers/<int:dossier_id>/integration/pip/"  # under the tab Civic integration
urlpatterns = [
    path(_ONE, plan.plan, name="plan"),
    path(f"{_ONE}parts/<slug:plan_part>/", plan.part, name="part"),
    path(f"{_ONE}set/", setting.set_plan, name="set"),
    path(f"{_ONE}withdraw/", setting.withdraw, name="withdraw"),
    path(f"{_ONE}compare/", decisions.compare, name="compare"),
    path(f"{_ONE}decisions/<int:decision_id>/", decisions.decision, name="decision"),
    path(f"{_ONE}decisions/<int:decision_id>/pdf/", decisions.pdf, name="pdf"),
    path(f"{_ONE}decisions/<int:decision_id>/objection/", decisions.objection, name="objection"),
    path(f"{_ONE}objections/<int:objection_id>/", decisions.decide, name="decide"),
]
