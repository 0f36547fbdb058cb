"""What the person takes along of relief: when it ran, what was paid each month, and their steps."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.utils.translation import override

from .models import Month, Relief, Step

RELIEF = {"nl": "De gemeente betaalde uw vaste lasten", "en": "The municipality paid your fixed costs"}
MONTHS = {"nl": "Wat er in een maand is betaald", "en": "What was paid in a month"}
STEPS = {"nl": "Uw stappen om het zelf te doen", "en": "Your steps towards doing it yourself"}


def lines(dossier_id: int) -> list[dict[str, Any]]:
    """Lines for ``keeping.archive``, as far as who makes it can read them. Four SQL statements."""
    with override("nl"):
        return list(_lines(dossier_id))


def _lines(dossier_id: int) -> Iterator[dict[str, Any]]:
    for it in Relief.objects.filter(dossier_id=dossier_id):
        until = it.stopped_on or it.until
        yield _line(
            RELIEF,
            it.begins_on,
            str(it.get_basis_display()),
            f"tot {until:%d-%m-%Y}",
            it.reason,
            it.stopped_why,
        )
    for month in Month.objects.filter(dossier_id=dossier_id).prefetch_related("costs"):
        paid = [
            f"{cost.get_kind_display()} € {cost.amount}{' (zelf)' if cost.alone else ''}"
            for cost in month.costs.all()
        ]
        yield _line(MONTHS, month.month, f"uitkering € {month.benefit}", *paid, f"over € {month.rest}")
    for step in Step.objects.filter(dossier_id=dossier_id):
        yield _line(STEPS, step.on, str(step.get_kind_display()), step.note)


def _line(what: dict[str, str], on: date, *said: str) -> dict[str, Any]:
    return {
        "category": "finance",
        "on": on.isoformat(),
        "what": what,
        "text": ", ".join(filter(None, said)),
        "organisation": "",
    }
