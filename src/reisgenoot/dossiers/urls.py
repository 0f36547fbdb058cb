"""Addresses of worklist, people and dossiers."""

from django.urls import path

from .pages import (
    agenda,
    appointments,
    consent,
    dossier,
    emergency,
    looked,
    people,
    questions,
    record,
    tasks,
    worklist,
)

app_name = "dossiers"
urlpatterns = [
    path("", worklist.worklist, name="worklist"),
    path("worklist.xlsx", worklist.worklist_xlsx, name="worklist-xlsx"),
    path("views/", worklist.save_view, name="view-save"),
    path("views/<int:view_id>/delete/", worklist.delete_view, name="view-delete"),
    path("emergency/", emergency.emergency, name="emergency"),
    path("questions/", questions.questions, name="questions"),
    path("questions/<int:question_id>/answer/", questions.answer, name="answer"),
    path("people/", people.people, name="people"),
    path("people/new/", people.new, name="new"),
    path("dossiers/<int:dossier_id>/", dossier.dossier, name="dossier"),
    path("dossiers/<int:dossier_id>/record/", record.record, name="record"),
    path("dossiers/<int:dossier_id>/facts/<int:fact_id>/", record.correct, name="fact"),
    path("dossiers/<int:dossier_id>/looked/", looked.looked, name="looked"),
    path("dossiers/<int:dossier_id>/looked.xlsx", looked.looked_xlsx, name="looked-xlsx"),
    path("dossiers/<int:dossier_id>/consents/", consent.consents, name="consents"),
    path("dossiers/<int:dossier_id>/consents/new/", consent.new, name="consent-new"),
    path("consents/", consent.notices, name="consent-notices"),
    path("consents/notices/<int:notice_id>/read/", consent.read_notice, name="consent-notice-read"),
    path("consents/<int:consent_id>/", consent.consent, name="consent"),
    path("consents/<int:consent_id>/consent.pdf", consent.paper, name="consent-paper"),
    path("consents/<int:consent_id>/withdraw/", consent.withdraw, name="consent-withdraw"),
    path("dossiers/<int:dossier_id>/notes/", dossier.add_note, name="note"),
    path("dossiers/<int:dossier_id>/documents/", dossier.add_document, name="documents"),
    path("dossiers/<int:dossier_id>/withheld/", dossier.withhold, name="withheld"),
    path("dossiers/<int:dossier_id>/worker/", dossier.assign_worker, name="worker"),
    path("dossiers/<int:dossier_id>/tasks/<slug:key>/done/", tasks.done, name="task-done"),
    path("dossiers/<int:dossier_id>/tasks/<slug:key>/undo/", tasks.undo, name="task-undo"),
    path("dossiers/<int:dossier_id>/appointments/", appointments.appointments, name="appointments"),
    path(
        "dossiers/<int:dossier_id>/appointments/<int:appointment_id>/",
        appointments.appointment,
        name="appointment",
    ),
    path(
        "dossiers/<int:dossier_id>/appointments/<int:appointment_id>/cancel/",
        appointments.cancel,
        name="appointment-cancel",
    ),
    path(
        "dossiers/<int:dossier_id>/appointments/<int:appointment_id>/appointment.ics",
        appointments.appointment_ics,
        name="appointment-ics",
    ),
    path("agenda/", agenda.agenda, name="agenda"),
    path("agenda/address/", agenda.make_feed, name="feed-make"),
    path("agenda/address/revoke/", agenda.revoke_feed, name="feed-revoke"),
    path("agenda/<str:secret>.ics", agenda.feed, name="feed"),
    path("documents/<int:document_id>/", dossier.document, name="document"),
]
