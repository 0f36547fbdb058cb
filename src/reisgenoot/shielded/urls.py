"""Addresses of shielded dossiers. Nothing in them means anything to who has not the organisation's key."""

from django.urls import path

from .pages import dossier, ending, leaving, people, record, shelters

app_name = "shielded"
urlpatterns = [
    path("", people.people, name="people"),
    path("new/", people.new, name="new"),
    path("leave/", leaving.leave, name="leave"),
    path("shelters/", shelters.shelters, name="shelters"),
    path("shelters/<int:number>/", shelters.shelter, name="shelter"),
    path("<slug:handle>/", dossier.dossier, name="dossier"),
    path("<slug:handle>/about/", dossier.about, name="about"),
    path("<slug:handle>/family/", dossier.family, name="family"),
    path("<slug:handle>/notes/", dossier.add_note, name="note"),
    path("<slug:handle>/safety/", dossier.add_safety, name="safety"),
    path("<slug:handle>/partners/", dossier.add_partner, name="partner"),
    path("<slug:handle>/partners/<int:number>/remove/", dossier.remove_partner, name="partner-remove"),
    path("<slug:handle>/stays/", dossier.add_stay, name="stay"),
    path("<slug:handle>/stays/<int:number>/end/", dossier.end_stay, name="stay-end"),
    path("<slug:handle>/record/", record.record, name="record"),
    path("<slug:handle>/attributes/", record.attributes, name="attributes"),
    path("<slug:handle>/facts/<int:number>/", record.correct, name="fact"),
    path("<slug:handle>/tasks/<slug:task>/done/", record.done, name="task-done"),
    path("<slug:handle>/tasks/<slug:task>/undo/", record.undo, name="task-undo"),
    path("<slug:handle>/looked/", ending.looked, name="looked"),
    path("<slug:handle>/export.json", ending.as_json, name="export-json"),
    path("<slug:handle>/export.pdf", ending.as_pdf, name="export-pdf"),
    path("<slug:handle>/erase/", ending.erase, name="erase"),
    path("<slug:handle>/regular/", ending.regular, name="regular"),
]
