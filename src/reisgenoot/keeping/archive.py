"""Everything of one person, to see or take along: JSON (``archive.schema.json``), a PDF in plain Dutch, the documents.

In it is what the table of access gives the person themselves (the relation ``newcomer``), as far as who makes it can
read it; what is left out is named, with the reason. Of others who live in the household there is only a number.
"""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

from django.apps import apps
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from reisgenoot.access import rules as access_rules
from reisgenoot.access.errors import NotFound, Refused
from reisgenoot.access.log import log
from reisgenoot.access.models import AccessLog, Involvement, Member
from reisgenoot.core.trajectory import Definition
from reisgenoot.dossiers.models import (
    NOTES,
    Appointment,
    ContactNote,
    Document,
    Fact,
    Handover,
    HandoverLine,
)
from reisgenoot.dossiers.queries import who_looked
from reisgenoot.dossiers.queries.granted import kept_elsewhere
from reisgenoot.dossiers.queries.page import fact_text
from reisgenoot.people.models import HouseholdMember, Identifier, PersonName
from reisgenoot.web import pdf

from .models import Request
from .paper import in_words
from .queries.dossier import definition_of
from .queries.units import units_of
from .words import ground_in_words

PAPER = Path(__file__).with_name("print") / "archive.typ"
KINDS = frozenset({Request.Kind.SEE, Request.Kind.TAKE_ALONG})
"""Requests that are answered with an archive."""
PERSON = "newcomer"
NOT_YOURS = {
    "nl": "Dit leest u met uw begeleider samen; vraag ernaar.",
    "en": "You read this together with your guide; ask for it.",
}
ELSEWHERE = {
    "nl": "Dit houdt een andere organisatie bij, en wie dit maakte kan het niet lezen. Vraag het daar.",
    "en": "Another organisation keeps this, and who made this can't read it. Ask there.",
}


def make_archive(member: Member, dossier_id: int, request_id: int) -> bytes:
    """The archive for a request to see or take along, as a ZIP file; the log notes the export.

    Raises NotAllowed, NotFound, and Refused for a request that asks for something else.
    """
    asked = Request.objects.filter(pk=request_id, dossier_id=dossier_id).first()
    if asked is None:
        raise NotFound(_("There is no such request, or you have no access to it."))
    if asked.kind not in KINDS:
        raise Refused({"kind": _("This request does not ask for it.")})
    documents = list(
        Document.objects.filter(dossier_id=dossier_id).select_related("organisation").order_by("id")
    )
    content = gather(member, dossier_id, documents)
    log(member, [dossier_id], AccessLog.Act.EXPORT, "archive")
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("dossier.json", json.dumps(content, ensure_ascii=False, indent=1))
        archive.writestr("dossier.pdf", pdf.render(PAPER, for_paper(content)))
        for document in documents:
            if _may_see(document.category):
                archive.writestr(_file(document), _bytes(document))
    return out.getvalue()


def gather(member: Member, dossier_id: int, documents: list[Document]) -> dict[str, Any]:
    """The JSON: the shape is that of ``archive.schema.json``. The log notes that the member read the log."""
    definition = definition_of(dossier_id)
    facts = list(Fact.objects.filter(dossier_id=dossier_id).select_related("organisation").order_by("id"))
    notes = list(
        ContactNote.objects.filter(dossier_id=dossier_id).select_related("organisation").order_by("on", "id")
    )
    appointments = list(
        Appointment.objects.filter(dossier_id=dossier_id)
        .select_related("organisation", "note")
        .order_by("starts_at", "id")
    )
    kept = [it.category for it in notes] + [it.category for it in documents]
    kept += [NOTES for it in appointments if hasattr(it, "note")]
    lines = _lines(dossier_id)
    looked = who_looked(member, dossier_id)
    return {
        "about": {
            "format": "reisgenoot-archive",
            "version": 1,
            "made_at": timezone.localtime().isoformat(timespec="seconds"),
            "organisation": member.organisation.name,
            "route": f"{definition.id} {definition.version}",
        },
        "person": _person(dossier_id),
        "households": _households(dossier_id),
        "facts": _facts([it for it in facts if _may_see(it.category)], definition),
        "notes": [
            {
                "on": it.on.isoformat(),
                "kind": it.kind,
                "category": it.category,
                "text": it.text,
                "organisation": it.organisation.name,
            }
            for it in notes
            if _may_see(it.category)
        ],
        "appointments": [_appointment(it) for it in appointments],
        "documents": [
            {
                "name": it.name,
                "content_type": it.content_type,
                "size": it.size,
                "category": it.category,
                "added_at": timezone.localtime(it.added_at).isoformat(timespec="seconds"),
                "organisation": it.organisation.name,
                "file": _file(it),
            }
            for it in documents
            if _may_see(it.category)
        ],
        "lines": [line for line in lines if _may_see(line["category"])],
        "organisations": [
            {
                "organisation": it.organisation.name,
                "kind": it.organisation.kind,
                "basis": it.basis,
                "begins_on": it.begins_on.isoformat(),
                "ends_on": _iso(it.ends_on),
            }
            for it in Involvement.objects.filter(dossier_id=dossier_id, member__isnull=True)
            .select_related("organisation")
            .order_by("begins_on", "id")
        ],
        "handovers": _handovers(dossier_id),
        "looked": [
            {
                "at": timezone.localtime(it.at).isoformat(timespec="seconds"),
                "who": it.member,
                "role": it.role,
                "organisation": it.organisation,
                "act": it.act,
                "part": it.part,
                "basis": it.basis,
                "times": it.times,
            }
            for it in looked.entries
        ],
        "kept": [
            {
                "kind": it.kind,
                "text": dict(it.text),
                "erased_from": _iso(it.due_on),
                "term": it.rule.term,
                "ground": ground_in_words(it.rule.ground),
                "own_choice": it.rule.own_choice is not None,
            }
            for it in units_of(dossier_id)
        ],
        "left_out": _left_out(dossier_id, kept, lines),
    }


def _lines(dossier_id: int) -> list[dict[str, Any]]:
    """What apps hold beside the facts, each line with its category: ``archive_lines`` of an app's configuration.

    Those of a category that the person does not read are counted among what is left out.
    """
    found = [
        line
        for app in apps.get_app_configs()
        for line in getattr(app, "archive_lines", lambda _dossier: ())(dossier_id)
    ]
    return sorted(found, key=lambda line: str(line["on"] or ""))


def _appointment(it: Appointment) -> dict[str, Any]:
    """Without who attended, and without what was noted for it."""
    return {
        "kind": it.kind,
        "kind_text": {"nl": _in("nl", it), "en": _in("en", it)},
        "starts_at": timezone.localtime(it.starts_at).isoformat(timespec="seconds"),
        "ends_at": timezone.localtime(it.ends_at).isoformat(timespec="seconds"),
        "place": it.place,
        "interpreter": it.interpreter,
        "organisation": it.organisation.name,
        "cancelled": it.cancelled,
    }


def _in(language: str, it: Appointment) -> str:
    with translation.override(language):
        return str(it.get_kind_display())


def _may_see(category: str) -> bool:
    return access_rules.table().may(PERSON, category, "r")


def _person(dossier_id: int) -> dict[str, Any]:
    names = PersonName.objects.filter(person_id=dossier_id).order_by("id")
    numbers = Identifier.objects.filter(person_id=dossier_id).order_by("kind", "id")
    return {
        "names": [{"full": it.full, "kind": it.kind, "script": it.script} for it in names],
        "numbers": [{"kind": it.kind, "value": it.value} for it in numbers],
    }


def _households(dossier_id: int) -> list[dict[str, Any]]:
    own = list(HouseholdMember.objects.filter(person_id=dossier_id).order_by("begins_on", "id"))
    homes: dict[int, set[int]] = {}
    for home, person in HouseholdMember.objects.filter(
        household_id__in=[it.household_id for it in own]
    ).values_list("household_id", "person_id"):
        homes.setdefault(home, set()).add(person)
    return [
        {
            "role": it.role,
            "begins_on": it.begins_on.isoformat(),
            "ends_on": _iso(it.ends_on),
            "others": len(homes[it.household_id]) - 1,
        }
        for it in own
    ]


def _handovers(dossier_id: int) -> list[dict[str, Any]]:
    """Who handed the person over to whom, with what was told of it that the person may read.

    Not of the family: there the others stand by name.
    """
    made = Handover.objects.filter(handed__dossier_id=dossier_id).select_related("sender", "receiver")
    told: dict[int, list[dict[str, str]]] = {}
    for it in HandoverLine.objects.filter(dossier_id=dossier_id).order_by("pk"):
        if _may_see(it.category) and it.category != "family":
            told.setdefault(it.handover_id, []).append({"category": it.category, "text": it.text})
    return [
        {
            "sent_at": timezone.localtime(it.sent_at).isoformat(timespec="seconds"),
            "sender": it.sender.name,
            "receiver": it.receiver.name,
            "cause": it.cause,
            "state": it.state,
            "summary": told.get(it.pk, []),
        }
        for it in made.order_by("sent_at", "pk")
    ]


def _facts(facts: list[Fact], definition: Definition) -> list[dict[str, Any]]:
    replaced = {it.supersedes_id for it in facts}
    return [
        {
            "id": it.pk,
            "key": it.key,
            "text": dict(fact_text(definition, it.key)),
            "category": it.category,
            "value": it.value,
            "value_text": _value_text(definition, it),
            "on": _iso(it.happened_on),
            "recorded_at": timezone.localtime(it.recorded_at).isoformat(timespec="seconds"),
            "organisation": it.organisation.name,
            "source": it.source,
            "note": it.note,
            "replaces": it.supersedes_id,
            "standing": it.pk not in replaced and it.value is not None,
        }
        for it in facts
    ]


def _value_text(definition: Definition, fact: Fact) -> dict[str, str] | None:
    """What a code means, by language; None for a value that speaks for itself."""
    attribute = definition.attributes.get(fact.key)
    named = attribute.labels.get(fact.value) if attribute and isinstance(fact.value, str) else None
    return dict(named) if named else None


def _left_out(dossier_id: int, kept: list[str], lines: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """By category of what is kept; lines of apps by what they are."""
    names = access_rules.table().categories
    withheld = Counter(names[category]["nl"] for category in kept if not _may_see(category))
    withheld.update(line["what"]["nl"] for line in lines if not _may_see(line["category"]))
    found = [{"what": what, "how_many": many, "why": NOT_YOURS} for what, many in withheld.items()]
    return found + [
        {"what": it["nl"], "how_many": None, "why": ELSEWHERE} for it in kept_elsewhere(dossier_id)
    ]


def _file(document: Document) -> str:
    """Where a document stands in the archive: no two at one place, nothing that leads elsewhere."""
    name = re.sub(r"[^\w.\- ]", "_", document.name).lstrip(".")
    return f"documenten/{document.pk}-{name or 'document'}"


def _bytes(document: Document) -> bytes:
    if document.content is not None:
        return bytes(document.content)
    with document.stored.open("rb") as file:
        return bytes(file.read())


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def for_paper(content: dict[str, Any]) -> dict[str, Any]:
    """The same in words, in Dutch: what the paper prints."""
    with translation.override("nl"):
        return in_words(content)
