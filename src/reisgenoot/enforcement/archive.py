"""What the person takes along of enforcement: what was held against them, what they said, and what was decided."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.utils.translation import override

from .law import CONDUCT
from .models import Case, Circumstance, Fine, Judgement, Talk
from .paper import euros

CASES = {"nl": "Wat de gemeente zag", "en": "What the municipality saw"}
ASKED = {"nl": "Uw omstandigheden", "en": "Your circumstances"}
SAID = {"nl": "Wat u vertelde", "en": "What you told"}
BLAME = {"nl": "Het oordeel over verwijtbaarheid", "en": "The judgement on blame"}
FINES = {"nl": "Boetes", "en": "Fines"}
OBJECTIONS = {"nl": "Uw bezwaren", "en": "Your objections"}


def lines(dossier_id: int) -> list[dict[str, Any]]:
    """Lines for ``keeping.archive``, as far as who makes it can read them. Seven SQL statements."""
    with override("nl"):
        return list(_lines(dossier_id))


def _lines(dossier_id: int) -> Iterator[dict[str, Any]]:
    for it in Case.objects.filter(dossier_id=dossier_id):
        yield _line(CASES, it.happened_on, "legal", CONDUCT[it.kind].text["nl"], it.what, it.closed_why)
    for asked in Circumstance.objects.filter(dossier_id=dossier_id).order_by("case_id", "kind"):
        yield _line(ASKED, None, "learning_health", str(asked.get_kind_display()), asked.found)
    for talk in Talk.objects.filter(dossier_id=dossier_id):
        yield _line(SAID, talk.held_on, "learning_health", talk.said, talk.present, talk.interpreter)
    for found in Judgement.objects.filter(dossier_id=dossier_id):
        yield _line(BLAME, None, "legal", str(found.get_degree_display()), found.reason)
    for fine in Fine.objects.filter(dossier_id=dossier_id).prefetch_related("payments", "objections"):
        paid = sum(it.amount for it in fine.payments.all() if not it.taken_back_on)
        yield _line(
            FINES, fine.decided_on, "legal", euros(fine.amount), fine.reason, fine.persistence, fine.means,
            f"betaald: {euros(paid)}" if paid else "", fine.withdrawn_why,
        )  # fmt: skip
        for against in fine.objections.all():
            yield _line(
                OBJECTIONS,
                against.received_on,
                "legal",
                against.grounds,
                str(against.get_outcome_display()),
                against.reason,
            )


def _line(what: dict[str, str], on: date | None, category: str, *said: str) -> dict[str, Any]:
    return {
        "category": category,
        "on": on.isoformat() if on else None,
        "what": what,
        "text": ", ".join(filter(None, said)),
        "organisation": "",
    }
