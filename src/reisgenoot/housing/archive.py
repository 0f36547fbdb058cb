"""What the archive for the person holds of the way to a home (`keeping.archive` asks each app for its part)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from reisgenoot.web.templatetags.web import day, language_name

from .models import ExpectedFamily, Link, Offer, Refusal, RequestHousehold

HOME = {"nl": "Naar een woning", "en": "To a home"}


def lines(dossier_id: int) -> list[dict[str, Any]]:
    """Links, expected family, requests, offers and refusals that whoever is asking may read."""
    found = [
        *map(_link, Link.objects.filter(dossier_id=dossier_id).select_related("municipality")),
        *map(_family, ExpectedFamily.objects.filter(dossier_id=dossier_id)),
    ]
    held = RequestHousehold.objects.filter(dossier_id=dossier_id).select_related("request__organisation")
    found += map(_request, held)
    offers = Offer.objects.filter(request_id__in=[it.request_id for it in held])
    found += map(_offer, offers.select_related("association"))
    found += map(_refusal, Refusal.objects.filter(dossier_id=dossier_id).select_related("offer"))
    return found


def _entry(on: date, organisation: str, words: Callable[[], str]) -> dict[str, Any]:
    with translation.override("nl"):
        text = words()
    return {
        "category": "route",
        "on": on.isoformat(),
        "what": HOME,
        "text": text,
        "organisation": organisation,
    }


def _link(it: Link) -> dict[str, Any]:
    reasons = dict(Link.Reason.choices)

    def words() -> str:
        why = "; ".join(
            f"{reasons[key]}: {note}" if note else str(reasons[key]) for key, note in it.reasons.items()
        )
        parts = (it.withdrawn_why, it.undo_why, str(it.get_returned_why_display() or ""), it.returned_note)
        answer = " ".join(filter(None, parts))
        said = _("Link to %(town)s: %(state)s. Reasons: %(why)s.") % {
            "town": it.municipality.name,
            "state": it.get_state_display(),
            "why": why,
        }
        return f"{said} {answer}".strip()

    return _entry(timezone.localtime(it.proposed_at).date(), it.municipality.name, words)


def _family(it: ExpectedFamily) -> dict[str, Any]:
    return _entry(
        timezone.localtime(it.at).date(),
        "",
        lambda: _("Family that is expected: %(many)s. Known from: %(source)s") % {
            "many": it.adults + it.children,
            "source": it.source,
        },
    )  # fmt: skip


def _request(held: RequestHousehold) -> dict[str, Any]:
    it = held.request

    def words() -> str:
        return _("%(town)s asked for a home for %(many)s, before %(day)s: %(state)s.") % {
            "town": it.organisation.name,
            "many": it.persons,
            "day": day(it.wanted_before),
            "state": it.get_state_display(),
        }

    return _entry(it.asked_on, it.organisation.name, words)


def _offer(it: Offer) -> dict[str, Any]:
    where = f"{it.address}, {it.postcode} {it.place}"

    def words() -> str:
        return _("Home offered by %(association)s: %(where)s, € %(rent)s a month: %(state)s.") % {
            "association": it.association.name,
            "where": where,
            "rent": it.rent,
            "state": it.get_state_display(),
        }

    return _entry(it.made_on, it.association.name, words)


def _refusal(it: Refusal) -> dict[str, Any]:
    def words() -> str:
        return _(
            "%(where)s refused: %(reason)s. %(note)s Explained in: %(language)s. What follows: %(then)s."
        ) % {
            "where": it.offer.address,
            "reason": it.get_reason_display(),
            "note": it.note,
            "language": language_name(it.language),
            "then": it.get_consequence_display(),
        }

    return _entry(it.explained_on, "", words)
