"""Finding people by name in any spelling or script, by number, or by postcode."""

from __future__ import annotations

import re
from typing import Any

from django.db import connection

from reisgenoot.access.log import log
from reisgenoot.access.models import AccessLog, Member
from reisgenoot.access.roles import require_professional
from reisgenoot.people.names import latin, skeleton

from .shapes import Found

_ABOUT = """
    SELECT d.person_id, d.name, f.matched, p.born, d.municipality, d.phase, f.score
    FROM ({found}) AS f (person_id, matched, score)
    JOIN dossiers_dossier d ON d.person_id = f.person_id
    JOIN people_person p ON p.id = f.person_id
    ORDER BY f.score DESC, d.name, d.person_id LIMIT %(limit)s
"""
_BY_NAME = "SELECT * FROM people_search(%(latin)s, %(bones)s, %(most)s)"
_BY_NUMBER = "SELECT i.person_id, i.value, 1.0::real FROM people_identifier i WHERE i.value = %(number)s"
_BY_POSTCODE = (
    "SELECT q.id, q.postcode, 1.0::real FROM people_person q"
    " WHERE replace(q.postcode, ' ', '') LIKE %(postcode)s"
)
_POSTCODE = re.compile(r"[1-9]\d{3}\s?([A-Za-z]{2})?")
_NUMBER = re.compile(r"[\d.\s-]{5,}")


def search_people(member: Member, text: str, *, limit: int = 25, logged: bool = True) -> tuple[Found, ...]:
    """People whom the member may see and who fit ``text``, best first. One SQL statement besides the log's.

    Digits are a number (V-number, BSN, client number); four digits, with or without two letters, a
    postcode; anything else a name. Raises NotAllowed for a role that sees no dossiers.
    """
    require_professional(member)
    statement, values = _search(text.strip())
    if not statement:
        return ()
    with connection.cursor() as cursor:
        cursor.execute(_ABOUT.format(found=statement), {**values, "limit": limit, "most": max(limit, 200)})
        found = tuple(Found(*row) for row in cursor.fetchall())
    if logged:
        log(member, [person.dossier_id for person in found], AccessLog.Act.APPEARED, "search")
    return found


def _search(text: str) -> tuple[str, dict[str, Any]]:
    if _POSTCODE.fullmatch(text):
        return _BY_POSTCODE, {"postcode": re.sub(r"\s", "", text).upper() + "%"}
    if _NUMBER.fullmatch(text):
        return _BY_NUMBER, {"number": re.sub(r"\D", "", text)}
    plain = latin(text)
    return (_BY_NAME, {"latin": plain, "bones": skeleton(text)}) if plain else ("", {})
