"""Contact notes and documents."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _
from ninja import Router
from pydantic import Field, StringConstraints

from reisgenoot.access import rules
from reisgenoot.access.api_once import once
from reisgenoot.access.bearer import caller
from reisgenoot.access.errors import NotFound
from reisgenoot.web.api.shapes import Made, Sent, Shape, choices, made

from .. import actions, queries
from ..actions.notes import LONGEST_NOTE
from ..models import NOTES, ContactNote, Fact, Sensitivity
from .paths import dossier_path
from .shapes import Document, Note

router = Router(tags=[_("Notes and documents")], by_alias=True, exclude_none=True)


class Notes(Shape):
    """Newest first."""

    items: list[Note]


@router.get(
    "/dossiers/{int:dossier_id}/notes", response=Notes, operation_id="listNotes", summary=_("Contact notes")
)
def list_notes(request: HttpRequest, dossier_id: int) -> Notes:
    page = queries.dossier_page(caller(request), dossier_id, timezone.localdate(), "note")
    return Notes(items=[Note.model_validate(it) for it in page.notes])


@router.get(
    "/dossiers/{int:dossier_id}/notes/{int:note_id}",
    response=Note,
    operation_id="getNote",
    summary=_("One contact note"),
)
def get_note(request: HttpRequest, dossier_id: int, note_id: int) -> Note:
    page = queries.dossier_page(caller(request), dossier_id, timezone.localdate(), "note")
    for it in page.notes:
        if it.id == note_id:
            return Note.model_validate(it)
    raise NotFound(gettext("There is no such note, or you have no access to it."))


class NewNote(Sent):
    """What was said or seen at a contact."""

    kind: choices(ContactNote.Kind.values)  # type: ignore[valid-type]
    text: Annotated[str, StringConstraints(min_length=1, max_length=LONGEST_NOTE)]
    on: date | None = Field(None, description=_("Today if absent."))
    sensitivity: choices(Sensitivity.values) = Sensitivity.NORMAL.value  # type: ignore[valid-type]
    category: choices(list(rules.table().categories)) = NOTES  # type: ignore[valid-type]


@router.post(
    "/dossiers/{int:dossier_id}/notes",
    response={201: Made},
    operation_id="addNote",
    summary=_("Note a contact"),
    description=_("It also counts as the last contact, if none is later."),
)
@once
def add_note(request: HttpRequest, dossier_id: int, body: NewNote) -> HttpResponse:
    note = actions.add_note(caller(request), dossier_id, source=Fact.Source.API, **body.model_dump())
    return made(request, dossier_path(dossier_id, "notes", note.pk))


class Documents(Shape):
    """Newest first."""

    items: list[Document]


@router.get(
    "/dossiers/{int:dossier_id}/documents",
    response=Documents,
    operation_id="listDocuments",
    summary=_("Documents"),
)
def list_documents(request: HttpRequest, dossier_id: int) -> Documents:
    page = queries.dossier_page(caller(request), dossier_id, timezone.localdate(), "document")
    return Documents(
        items=[
            Document.model_validate(
                {
                    **_fields(it),
                    "href": request.build_absolute_uri(dossier_path(dossier_id, "documents", it.id)),
                }
            )
            for it in page.documents
        ]
    )


def _fields(it: queries.DocumentShown) -> dict[str, object]:
    return {name: getattr(it, name) for name in Document.model_fields if name != "href"}


@router.get(
    "/dossiers/{int:dossier_id}/documents/{int:document_id}",
    operation_id="getDocument",
    summary=_("The bytes of a document"),
    openapi_extra={
        "responses": {200: {"content": {"*/*": {"schema": {"type": "string", "format": "binary"}}}}}
    },
)
def get_document(request: HttpRequest, dossier_id: int, document_id: int) -> HttpResponse:
    with transaction.atomic():  # the log says nothing of what was not given
        found, content = actions.read_document(caller(request), document_id)
        if found.dossier_id != dossier_id:
            raise NotFound(gettext("There is no such document, or you have no access to it."))
    name = content_disposition_header(True, found.name) or "attachment"
    return HttpResponse(
        content,
        content_type=found.content_type,
        headers={"Content-Disposition": name, "X-Content-Type-Options": "nosniff"},
    )
