"""What the person takes along: what DUO told of them, and what DUO was told."""

from __future__ import annotations

from typing import Any

from django.utils.translation import override

from .models import Message, Notice

NOTICES = {"nl": "Berichten van DUO over u", "en": "Notices of DUO about you"}
MESSAGES = {"nl": "Wat de gemeente DUO over u meldde", "en": "What the municipality told DUO about you"}


def lines(dossier_id: int) -> list[dict[str, Any]]:
    """Lines for ``keeping.archive``, as far as who makes it can read them. Two SQL statements."""
    found = []
    with override("nl"):
        for it in Notice.objects.filter(dossier_id=dossier_id, taken_back_at=None).order_by("received_on"):
            on = it.received_on.isoformat()
            found.append(_line(NOTICES, on, "legal", f"{it.code}: {it.event.text['nl']}"))
        for made in Message.objects.filter(dossier_id=dossier_id, sent_on__isnull=False).order_by("sent_on"):
            told = [made.shape.text["nl"], *(f"{name}: {value}" for name, value in made.body.items())]
            sent = made.sent_on.isoformat() if made.sent_on else ""
            found.append(_line(MESSAGES, sent, made.category, ", ".join(filter(None, (*told, made.answer)))))
    return found


def _line(what: dict[str, str], on: str, category: str, said: str) -> dict[str, Any]:
    return {"category": category, "on": on, "what": what, "text": said, "organisation": ""}
