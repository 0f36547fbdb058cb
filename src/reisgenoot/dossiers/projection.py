"""Keeps the columns that repeat current facts (on persons, dossiers and tasks) equal to them."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from django.db import connection
from django.utils import timezone

from .models import Fact
from .planning import gather

PERSON = (
    "born",
    "born_uncertain",
    "sex",
    "nationality",
    "languages",
    "postcode",
    "address",
    "phone",
    "email",
)
DOSSIER = ("municipality", "last_contact", "languages")
PROJECTED = frozenset(PERSON) | frozenset(DOSSIER)


def project(facts: Iterable[Fact]) -> None:
    """Bring the columns up to date after these facts were recorded: at most six SQL statements."""
    about = [fact for fact in facts if fact.key in PROJECTED]
    if not about:
        return
    known = gather(sorted({fact.dossier_id for fact in about}), timezone.localdate())
    rows = [{"id": it.dossier_id, **{key: it.facts.get(key) for key in PROJECTED}} for it in known.values()]
    keys = {fact.key for fact in about}
    if keys & set(PERSON):
        _update(_PERSON, rows)
    if keys & set(DOSSIER):
        _update(_DOSSIER, rows)


_PERSON = """
    UPDATE people_person p
    SET born = n.born, born_uncertain = coalesce(n.born_uncertain, false), sex = coalesce(n.sex, ''),
        nationality = coalesce(n.nationality, ''), languages = coalesce(n.languages, '{}'),
        postcode = coalesce(n.postcode, ''), address = coalesce(n.address, ''),
        phone = coalesce(n.phone, ''), email = coalesce(n.email, '')
    FROM jsonb_to_recordset(%s::jsonb) AS n (
        id bigint, born date, born_uncertain boolean, sex text, nationality text, languages text[],
        postcode text, address text, phone text, email text
    )
    WHERE p.id = n.id
"""
_DOSSIER = """
    UPDATE dossiers_dossier d
    SET municipality = coalesce(n.municipality, ''), last_contact = n.last_contact,
        language = coalesce(n.languages[1], '')
    FROM jsonb_to_recordset(%s::jsonb) AS n (
        id bigint, municipality text, last_contact date, languages text[]
    )
    WHERE d.person_id = n.id
"""


def _update(statement: str, rows: list[dict[str, Any]]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, [json.dumps(rows)])
