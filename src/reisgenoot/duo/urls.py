"""Addresses of DUO."""

from django.urls import path

from .pages import dossier, listed, message

app_name = "duo"
_ONE = "dossiers/<int:dossier_id>/integration/duo/"
_MESSAGE = f"{_ONE}messages/<int:message_id>/"
urlpatterns = [
    path("duo/messages/", listed.messages_list, name="messages"),
    path("duo/messages/export/", listed.messages_xlsx, name="messages-xlsx"),
    path(_ONE, dossier.dossier, name="dossier"),
    path(f"{_ONE}notices/<int:letter_id>/back/", dossier.notice_back, name="notice-back"),
    path(f"{_ONE}notices/<int:letter_id>/handled/", dossier.notice_handled, name="notice-handled"),
    path(f"{_ONE}new/<slug:message>/", message.prepare, name="prepare"),
    path(_MESSAGE, message.message, name="message"),
    path(f"{_MESSAGE}json/", message.message_json, name="message-json"),
    path(f"{_MESSAGE}<slug:onward>/", message.step, name="step"),
]
