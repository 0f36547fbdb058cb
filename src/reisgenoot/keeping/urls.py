"""Addresses of keeping, erasing, and requests of the person."""

from django.urls import path

from .pages import dossier, exports, lists

app_name = "keeping"
urlpatterns = [
    path("keeping/", lists.requests, name="requests"),
    path("keeping/requests.xlsx", exports.requests, name="requests-xlsx"),
    path("keeping/due.xlsx", exports.due, name="due-xlsx"),
    path("keeping/certificates.xlsx", exports.certificates, name="certificates-xlsx"),
    path("keeping/due/", lists.due, name="due"),
    path("keeping/due/run/", lists.run, name="run"),
    path("keeping/due/<int:dossier_id>/hold/", lists.hold, name="hold-listed"),
    path("keeping/holds/<int:hold_id>/lift/", lists.lift, name="lift"),
    path("keeping/terms/", lists.terms, name="terms"),
    path("keeping/terms/<slug:kind>/", lists.terms, name="term"),
    path("keeping/certificates/", lists.certificates, name="certificates"),
    path("keeping/certificates/<uuid:number>/", lists.certificate, name="certificate"),
    path("keeping/certificates/<uuid:number>.pdf", lists.certificate_pdf, name="certificate-pdf"),
    path("dossiers/<int:dossier_id>/keeping/", dossier.dossier, name="dossier"),
    path("dossiers/<int:dossier_id>/keeping/hold/", dossier.hold, name="hold"),
    path(
        "dossiers/<int:dossier_id>/keeping/limitation/lift/", dossier.lift_limitation, name="limitation-lift"
    ),
    path("dossiers/<int:dossier_id>/requests/", dossier.record, name="record"),
    path("dossiers/<int:dossier_id>/requests/<int:request_id>/", dossier.request_page, name="request"),
    path("dossiers/<int:dossier_id>/requests/<int:request_id>/extend/", dossier.extend, name="extend"),
    path("dossiers/<int:dossier_id>/requests/<int:request_id>/answer/", dossier.answer, name="answer"),
    path("dossiers/<int:dossier_id>/requests/<int:request_id>/limit/", dossier.limit, name="limit"),
    path("dossiers/<int:dossier_id>/requests/<int:request_id>/erase/", dossier.erase, name="erase"),
    path(
        "dossiers/<int:dossier_id>/requests/<int:request_id>/archive.zip", dossier.archive_zip, name="archive"
    ),
]
