"""All rows that the page of one dossier shows, read in one SQL statement, behind the wall like any other.

Fifteen statements by Django's ORM took three times as long: the page is opened more often than any other.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import msgspec
from django.db import connection

from reisgenoot.access.roles import PROFESSIONAL

_DOSSIER = """
    SELECT json_build_object(
        'dossier', (
            SELECT json_build_array(
                d.name, d.municipality, o.name, d.worker_id, w.name, d.opened_on, d.closed_on, d.last_contact
            )
            FROM dossiers_dossier d JOIN access_organisation o ON o.id = d.organisation_id
            JOIN access_member w ON w.id = d.worker_id WHERE d.person_id = %(dossier)s
        ),
        'person', (
            SELECT json_build_array(
                p.born, p.born_uncertain, p.sex, p.nationality, p.languages, p.postcode, p.address, p.phone, p.email
            )
            FROM people_person p WHERE p.id = %(dossier)s
        ),
        'names', (
            SELECT json_agg(json_build_array(n."full", n.kind, n.script) ORDER BY n.kind <> 'main', n.id)
            FROM people_personname n WHERE n.person_id = %(dossier)s
        ),
        'numbers', (
            SELECT json_agg(json_build_array(i.kind, i.value) ORDER BY i.kind, i.id)
            FROM people_identifier i WHERE i.person_id = %(dossier)s
        ),
"""
_HOUSEHOLDS = """
        'places', (
            SELECT json_agg(json_build_array(p.household_id, h.name, p.role, p.begins_on, p.ends_on)
                            ORDER BY p.begins_on DESC, p.id DESC)
            FROM people_householdmember p JOIN people_household h ON h.id = p.household_id
            WHERE p.person_id = %(dossier)s
        ),
        'mates', (
            SELECT json_agg(json_build_array(
                p.household_id, p.person_id, d.name, p.role, q.born, d.phase, p.begins_on, p.ends_on
            ) ORDER BY q.born, p.person_id, p.begins_on)
            FROM people_householdmember p JOIN people_person q ON q.id = p.person_id
            JOIN dossiers_dossier d ON d.person_id = p.person_id
            WHERE p.person_id <> %(dossier)s AND p.household_id IN (
                SELECT own.household_id FROM people_householdmember own WHERE own.person_id = %(dossier)s
            )
        ),
"""
_RECORD = """
        'facts', (
            SELECT json_agg(json_build_array(
                f.id, f.key, f.value, f.happened_on, f.recorded_at, m.name, o.name, f.source, f.note, f.supersedes_id
            ) ORDER BY f.recorded_at DESC, f.id DESC)
            FROM dossiers_fact f JOIN access_member m ON m.id = f.recorded_by_id
            JOIN access_organisation o ON o.id = f.organisation_id WHERE f.dossier_id = %(dossier)s
        ),
        'notes', (
            SELECT json_agg(json_build_array(
                n.id, n."on", n.kind, n.sensitivity, n.category, n.text, m.name, o.name, n.written_at
            ) ORDER BY n."on" DESC, n.id DESC)
            FROM dossiers_contactnote n JOIN access_member m ON m.id = n.author_id
            JOIN access_organisation o ON o.id = n.organisation_id WHERE n.dossier_id = %(dossier)s
        ),
        'documents', (
            SELECT json_agg(json_build_array(
                f.id, f.name, f.content_type, f.size, f.sensitivity, f.category, m.name, o.name, f.added_at
            ) ORDER BY f.added_at DESC, f.id DESC)
            FROM dossiers_document f JOIN access_member m ON m.id = f.added_by_id
            JOIN access_organisation o ON o.id = f.organisation_id WHERE f.dossier_id = %(dossier)s
        ),
"""
_ACCESS = """
        'parts', (
            SELECT json_agg(json_build_array(
                it.organisation_id, o.name, o.kind, it.member, it.role, it.basis, it.begins_on, it.ends_on, it.purpose,
                it.categories, it.agreed
            ) ORDER BY it.begins_on, it.id)
            FROM (
                SELECT i.id, i.organisation_id, coalesce(m.name, '') AS member, coalesce(m.role, '') AS role, i.basis,
                       i.begins_on, i.ends_on, '' AS purpose, '{}'::varchar[] AS categories, '' AS agreed
                FROM access_involvement i LEFT JOIN access_member m ON m.id = i.member_id
                WHERE i.dossier_id = %(dossier)s
                UNION ALL
                SELECT c.id, c.recipient_id, '', '', 'consent', c.begins_on, c.ends_on, c.purpose, c.categories,
                       coalesce(a.text, '')
                FROM access_consent c LEFT JOIN access_agreedfact a ON a.consent_id = c.id
                WHERE c.dossier_id = %(dossier)s AND c.withdrawn_at IS NULL AND c.ends_on > %(today)s
            ) it JOIN access_organisation o ON o.id = it.organisation_id
        ),
        'relations', (
            SELECT json_agg(json_build_array(v.relation, v.begins_on, v.until) ORDER BY v.begins_on)
            FROM (
                SELECT DISTINCT relation, begins_on, until FROM access_visible
                WHERE dossier_id = %(dossier)s AND relation <> 'consent'
            ) v
        ),
        'granted', (
            SELECT json_agg(json_build_array(g.category, g.reads, g.adds))
            FROM (
                SELECT category, bool_or(may_read) AS reads, bool_or(may_add) AS adds
                FROM access_granted WHERE dossier_id = %(dossier)s GROUP BY category
            ) g
        ),
        'kept', (SELECT json_agg(k) FROM dossiers_kept_elsewhere(%(dossier)s) k),
        'workers', (
            SELECT json_agg(json_build_array(m.id, m.name) ORDER BY m.name, m.id) FROM access_member m
            WHERE m.organisation_id = %(organisation)s AND m.role = ANY (%(roles)s)
              AND m.begins_on <= %(today)s AND m.ends_on IS NULL
        )
    )::text
"""
_EVERYTHING = _DOSSIER + _HOUSEHOLDS + _RECORD + _ACCESS


class DossierRow(msgspec.Struct, frozen=True, array_like=True):
    """The dossier itself."""

    name: str
    municipality: str
    organisation: str
    worker_id: int
    worker: str
    opened_on: date
    closed_on: date | None
    last_contact: date | None


class PersonRow(msgspec.Struct, frozen=True, array_like=True):
    """The person."""

    born: date | None
    born_uncertain: bool
    sex: str
    nationality: str
    languages: tuple[str, ...]
    postcode: str
    address: str
    phone: str
    email: str


class PlaceRow(msgspec.Struct, frozen=True, array_like=True):
    """The person's own place in a household."""

    household_id: int
    name: str
    role: str
    begins_on: date
    ends_on: date | None


class MateRow(msgspec.Struct, frozen=True, array_like=True):
    """Somebody else's place in a household in which the person has or had one."""

    household_id: int
    person_id: int
    name: str
    role: str
    born: date | None
    phase: str
    begins_on: date
    ends_on: date | None


class FactRow(msgspec.Struct, frozen=True, array_like=True):
    """One recorded fact."""

    id: int
    key: str
    value: Any
    happened_on: date | None
    recorded_at: datetime
    recorded_by: str
    organisation: str
    source: str
    note: str
    supersedes: int | None


class NoteRow(msgspec.Struct, frozen=True, array_like=True):
    """One contact note."""

    id: int
    on: date
    kind: str
    sensitivity: str
    category: str
    text: str
    author: str
    organisation: str
    written_at: datetime


class DocumentRow(msgspec.Struct, frozen=True, array_like=True):
    """A document, without its bytes."""

    id: int
    name: str
    content_type: str
    size: int
    sensitivity: str
    category: str
    added_by: str
    organisation: str
    added_at: datetime


class PartRow(msgspec.Struct, frozen=True, array_like=True):
    """An organisation's part, or a consent that runs."""

    organisation_id: int
    organisation: str
    organisation_kind: str
    member: str
    role: str
    basis: str
    begins_on: date
    ends_on: date | None
    purpose: str
    categories: tuple[str, ...]
    agreed: str


class PageRows(msgspec.Struct, frozen=True):
    """Everything, as the acting member may see it. ``dossier`` is None for who sees no such dossier."""

    dossier: DossierRow | None
    person: PersonRow | None
    names: tuple[tuple[str, str, str], ...] | None
    numbers: tuple[tuple[str, str], ...] | None
    places: tuple[PlaceRow, ...] | None
    mates: tuple[MateRow, ...] | None
    facts: tuple[FactRow, ...] | None
    notes: tuple[NoteRow, ...] | None
    documents: tuple[DocumentRow, ...] | None
    parts: tuple[PartRow, ...] | None
    relations: tuple[tuple[str, date, date | None], ...] | None
    granted: tuple[tuple[str, bool, bool], ...] | None
    kept: tuple[str, ...] | None
    workers: tuple[tuple[int, str], ...] | None


_decode = msgspec.json.Decoder(PageRows).decode


def page_rows(dossier_id: int, organisation_id: int, today: date) -> PageRows:
    """The rows of one dossier; ``organisation_id`` is that of the acting member, whose workers can carry it."""
    values: dict[str, Any] = {
        "dossier": dossier_id,
        "organisation": organisation_id,
        "today": today,
        "roles": list(PROFESSIONAL),
    }
    with connection.cursor() as cursor:
        cursor.execute(_EVERYTHING, values)
        return _decode(cursor.fetchone()[0])
