"""Addresses of civic integration."""

from django.urls import path

from .pages import duty, intake, learnability, talks

app_name = "integration"
_ONE = "dossiers/<int:dossier_id>/integration/"
_INTAKE = f"{_ONE}intake/"
_TEST = f"{_ONE}learnability/"
urlpatterns = [
    path(_ONE, duty.duty, name="duty"),
    path(f"{_ONE}about/", duty.about, name="about"),
    path(f"{_ONE}event/", duty.event, name="event"),
    path(f"{_ONE}interruption/", duty.interruption, name="interruption"),
    path(f"{_ONE}extension/", duty.extension, name="extension"),
    path(f"{_ONE}span-out/", duty.span_out, name="span-out"),
    path(_INTAKE, intake.intake, name="intake"),
    path(f"{_INTAKE}complete/", intake.complete, name="complete"),
    path(f"{_INTAKE}reopen/", intake.reopen, name="reopen"),
    path(f"{_INTAKE}call/", talks.call, name="call"),
    path(f"{_INTAKE}held/", talks.held, name="held"),
    path(f"{_INTAKE}talks/<int:talk_id>/", talks.talk, name="talk"),
    path(f"{_INTAKE}talks/<int:talk_id>/warned/", talks.warned, name="warned"),
    path(f"{_INTAKE}<slug:part>/", intake.part, name="part"),
    path(_TEST, learnability.learnability, name="learnability"),
    path(f"{_TEST}exempt/", learnability.exempt, name="exempt"),
    path(f"{_TEST}exempt/back/", learnability.exempt_back, name="exempt-back"),
]
