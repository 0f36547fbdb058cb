"""What the papers of this app print, as words in the language that is active: the archive, and a certificate."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from reisgenoot.access import rules as access_rules
from reisgenoot.access.models import AccessLog, Involvement, Member
from reisgenoot.dossiers.labels import LOG_PARTS
from reisgenoot.dossiers.models import ContactNote
from reisgenoot.people.models import HouseholdMember, Identifier
from reisgenoot.web import pdf
from reisgenoot.web.templatetags.web import country_name, day, language_name, moment, text

from . import rules
from .models import Erasure
from .words import term_in_words

LOOKED_ON_PAPER = 300
"""Entries of the log on paper; the JSON has all of them."""
CERTIFICATE = Path(__file__).with_name("print") / "certificate.typ"
LABELS = {
    "number_kinds": Identifier.Kind,
    "roles": HouseholdMember.Role,
    "note_kinds": ContactNote.Kind,
    "bases": Involvement.Basis,
    "acts": AccessLog.Act,
    "member_roles": Member.Role,
}


def _label(kind: str, value: str) -> str:
    return str(dict(LABELS[kind].choices).get(value, value))


def in_words(content: dict[str, Any]) -> dict[str, Any]:
    """The archive as tables of words."""
    person, looked = content["person"], content["looked"]
    main = [it["full"] for it in person["names"] if it["kind"] == "main"]
    return {
        "name": (main or [""])[0],
        "made": _("Made on %(day)s by %(organisation)s")
        % {
            "day": moment(datetime.fromisoformat(content["about"]["made_at"])),
            "organisation": content["about"]["organisation"],
        },
        "names": [it["full"] for it in person["names"]],
        "numbers": [[_label("number_kinds", it["kind"]), it["value"]] for it in person["numbers"]],
        "facts": [[text(it["text"]), _value(it), _recorded(it)] for it in content["facts"] if it["standing"]],
        "corrected": [
            [text(it["text"]), _value(it), _recorded(it)] for it in content["facts"] if not it["standing"]
        ],
        "households": [
            [_label("roles", it["role"]), _period(it), str(it["others"])] for it in content["households"]
        ],
        "notes": [
            [day(it["on"]), f"{_label('note_kinds', it['kind'])}, {it['organisation']}", it["text"]]
            for it in content["notes"]
        ],
        "appointments": [
            [
                moment(datetime.fromisoformat(it["starts_at"])),
                text(it["kind_text"]) + (f" ({_('cancelled')})" if it["cancelled"] else ""),
                ", ".join(filter(None, [it["place"], it["organisation"]])),
            ]
            for it in content["appointments"]
        ],
        "documents": [[it["name"], it["organisation"], it["file"]] for it in content["documents"]],
        "also": [
            [day(it["on"]), f"{it['what']}, {it['organisation']}", it["text"]] for it in content["also"]
        ],
        "organisations": [
            [it["organisation"], _label("bases", it["basis"]), _period(it)] for it in content["organisations"]
        ],
        "looked": [_looked(it) for it in looked[:LOOKED_ON_PAPER]],
        "looked_more": max(0, len(looked) - LOOKED_ON_PAPER),
        "kept": [
            [text(it["text"]), day(it["erased_from"]) or _("not known yet: guidance goes on"), _why(it)]
            for it in content["kept"]
        ],
        "left_out": [
            [it["what"] if it["how_many"] is None else f"{it['what']} ({it['how_many']})", text(it["why"])]
            for it in content["left_out"]
        ],
    }


def _value(fact: dict[str, Any]) -> str:
    value, key = fact["value"], fact["key"]
    if value is None:
        return _("taken back")
    if fact["value_text"]:
        return text(fact["value_text"])
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if key == "nationality":
        return country_name(value)
    if isinstance(value, list):
        return ", ".join(language_name(part) if key == "languages" else str(part) for part in value)
    return day(value)


def _recorded(fact: dict[str, Any]) -> str:
    said = f"{fact['organisation']}, {day(datetime.fromisoformat(fact['recorded_at']))}"
    return f"{said}: {fact['note']}" if fact["note"] else said


def _period(it: dict[str, Any]) -> str:
    return f"{day(it['begins_on'])} – {day(it['ends_on'])}"


def _looked(it: dict[str, Any]) -> list[str]:
    part = str(LOG_PARTS.get(it["part"], ""))
    did = _label("acts", it["act"])
    return [
        moment(datetime.fromisoformat(it["at"])),
        f"{it['who']} ({_label('member_roles', it['role'])}, {it['organisation']})",
        f"{did}: {part}" if part else did,
        text(access_rules.table().relations.get(it["basis"])) or "–",
    ]


def _why(it: dict[str, Any]) -> str:
    own = _(
        "the term is our own choice"
    )  # not in an f-string: the texts inside one are not found for translation
    return f"{it['ground']} ({own})" if it["own_choice"] else str(it["ground"])


def certificate_in_words(erasure: Erasure) -> dict[str, Any]:
    """What a certificate says, as pairs and tables of words; for the page and the paper alike."""
    kinds = rules.retention().kinds
    return {
        "title": _("Certificate of erasure"),
        "number": str(erasure.number),
        "pairs": [
            [_("Number"), str(erasure.number)],
            [_("Organisation"), erasure.organisation.name],
            [_("Erased"), moment(erasure.erased_at)],
            [_("Cause"), str(erasure.get_cause_display())],
            [_("Files outside the database"), str(erasure.files)],
        ],
        "head": [_("Kind of data"), _("Rows"), _("Dossiers"), _("Term and ground")],
        "parts": [
            [
                text(kinds[kind].text),
                str(part.get("rows", 0)),
                str(part.get("dossiers", "–")),
                _term_and_ground(erasure, part),
            ]
            for kind, part in erasure.parts.items()
        ],
        "nothing": _("Nothing was erased: nothing had passed its term, or it was suspended."),
        "log": log_in_words(erasure),
        "backups": backups_in_words(erasure),
        "no_names": _("This certificate holds no personal data."),
    }


def _term_and_ground(erasure: Erasure, part: dict[str, Any]) -> str:
    if erasure.cause == Erasure.Cause.REQUEST:
        return _("Regulation (EU) 2016/679 (GDPR), article 17")
    if "ground" not in part:
        return ""
    ground = part["ground"]
    said = _("%(term)s after %(moment)s. %(law)s, article %(article)s") % {
        "term": term_in_words(part["term"]),
        "moment": text(part["moment"]),
        "law": ground["law"],
        "article": ground["article"],
    }
    remarks = [_("the term is our own choice")] if part.get("own_choice") else []
    if not ground["confirmed"]:
        remarks.append(_("not confirmed"))
    return f"{said} ({', '.join(remarks)})" if remarks else said


def log_in_words(erasure: Erasure) -> str:
    """What the verification of the log found after the erasure."""
    if erasure.log_whole is None:
        return ""
    if not erasure.log_whole:
        return _("THE LOG IS NOT WHOLE: it was changed. Run reisgenoot verify-log.")
    return _(
        "The log was verified after the erasure, whole up to place %(position)d, with the hash %(hash)s."
    ) % {
        "position": erasure.log_position or 0,
        "hash": erasure.log_hash,
    }


def backups_in_words(erasure: Erasure) -> str:
    """Which back-ups still hold what was erased, and until when."""
    if erasure.backups_until is None or erasure.erased_at is None:
        return ""
    held = _(
        "Back-ups made before %(day)s still hold what was erased. The last of them is destroyed by %(until)s."
    ) % {"day": moment(erasure.erased_at), "until": day(erasure.backups_until)}
    if erasure.cause == Erasure.Cause.TERM:
        again = _("If one is restored, the job of the next night erases it again.")
    else:
        again = _("If one is restored, what the person asked to erase must be erased again by hand.")
    return f"{held} {again}"


def certificate_pdf(erasure: Erasure) -> bytes:
    """The certificate as PDF, the same bytes every time."""
    words = certificate_in_words(erasure)
    lang = (translation.get_language() or "nl")[:2]
    return pdf.render(CERTIFICATE, {**words, "lang": lang}, made_at=erasure.erased_at)
