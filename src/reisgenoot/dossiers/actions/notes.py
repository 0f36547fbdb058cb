"""Contact notes, documents and saved views."""

from __future__ import annotations

from datetime import date

from django.core.files.base import ContentFile
from django.db import transaction
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _

from reisgenoot.access.errors import NotAllowed, NotFound, Refused
from reisgenoot.access.log import log
from reisgenoot.access.models import AccessLog, Member
from reisgenoot.access.roles import require_professional

from ..filetypes import recognise
from ..models import NOTES, ContactNote, Document, Dossier, Fact, SavedView, Sensitivity
from ..queries.granted import addable
from ..storage import kept_in_database
from .common import dossier_of, wrote
from .facts import record_facts

LONGEST_NOTE = 20_000
"""Characters."""


def add_note(
    member: Member,
    dossier: Dossier | int,
    *,
    kind: str,
    text: str,
    on: date | None = None,
    sensitivity: str = Sensitivity.NORMAL,
    category: str = NOTES,
    source: str = Fact.Source.SCREEN,
) -> ContactNote:
    """Note a contact ``on`` (default: today); it also counts as the last contact if none is later (from ``source``).

    Raises NotAllowed (also for a ``category`` in which the member may add nothing), NotFound, and Refused with the
    fields.
    """
    require_professional(member)
    day, problems = on or timezone.localdate(), {}
    if kind not in ContactNote.Kind.values:
        problems["kind"] = _("There is no such kind of contact.")
    if sensitivity not in Sensitivity.values:
        problems["sensitivity"] = _("There is no such choice.")
    if not text.strip() or len(text) > LONGEST_NOTE:
        problems["text"] = _("A note has between 1 and %(most)d characters.") % {"most": LONGEST_NOTE}
    if day > timezone.localdate():
        problems["on"] = _("This date lies in the future.")
    if problems:
        raise Refused(problems)
    with transaction.atomic():
        target = dossier_of(dossier)
        _may_add(target.pk, category)
        note = ContactNote.objects.create(
            dossier=target,
            on=day,
            kind=kind,
            sensitivity=sensitivity,
            category=category,
            text=text.strip(),
            author=member,
            organisation_id=member.organisation_id,
        )
        wrote(member, target, "note")
        if target.last_contact is None or target.last_contact < day:
            record_facts(member, target, {"last_contact": day}, source=source)
    return note


def _may_add(dossier_id: int, category: str) -> None:
    """The table of access says so; the wall would refuse the row as well, with a less clear answer."""
    if category not in addable(dossier_id):
        raise NotAllowed(_("You can add nothing about this to the dossier."))


def add_document(
    member: Member,
    dossier: Dossier | int,
    *,
    name: str,
    content: bytes,
    sensitivity: str = Sensitivity.SENSITIVE,
    category: str = NOTES,
) -> Document:
    """Keep a file in the dossier, in the database or in object storage as the settings say.

    Raises NotAllowed, NotFound, and Refused (field ``file``) if it is empty, too large, of a type that is
    not accepted, or not of the type that its name says.
    """
    require_professional(member)
    shown, content_type = recognise(name, content)
    with transaction.atomic():
        target = dossier_of(dossier)
        _may_add(target.pk, category)
        document = Document(
            dossier=target,
            name=shown,
            content_type=content_type,
            size=len(content),
            sensitivity=sensitivity,
            category=category,
            added_by=member,
            organisation_id=member.organisation_id,
        )
        if kept_in_database():
            document.content = content
        else:
            document.stored.save(f"dossiers/{document.dossier_id}/{shown}", ContentFile(content), save=False)
        document.save(force_insert=True)
        wrote(member, document.dossier_id, "document")
    return document


def read_document(member: Member, document_id: int) -> tuple[Document, bytes]:
    """A document and its bytes; the log says who read it. Raises NotAllowed, NotFound."""
    require_professional(member)
    with transaction.atomic():
        document = Document.objects.filter(pk=document_id).first()
        if document is None:
            raise NotFound(_("There is no such document, or you have no access to it."))
        log(member, [document.dossier_id], AccessLog.Act.READ, "document")
        if document.content is not None:
            return document, bytes(document.content)
        with document.stored.open("rb") as file:
            return document, file.read()


def save_view(member: Member, *, name: str, query: str) -> SavedView:
    """Keep filters of the worklist under a name; the same name again replaces them. Raises Refused.

    What was searched for is left out: it may be somebody's name, which would stay when their dossier is erased.
    """
    filters = QueryDict(query[:1001], mutable=True)
    filters.pop("q", None)
    shown = " ".join(name.split())
    if not 1 <= len(shown) <= 80:
        raise Refused({"name": _("A name has between 1 and 80 characters.")})
    if len(query) > 1000:
        raise Refused({"query": _("This is too long.")})
    view, _made = SavedView.objects.update_or_create(
        member=member, name=shown, defaults={"query": filters.urlencode()}
    )
    return view


def delete_view(member: Member, view_id: int) -> None:
    """Forget one of the member's own saved views. Raises NotFound."""
    deleted, _each = SavedView.objects.filter(pk=view_id, member=member).delete()
    if not deleted:
        raise NotFound(_("There is no such saved view."))
