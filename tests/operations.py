"""Every call of the API, as its own document has it: a new one is tried by itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from reisgenoot.config.api_document import document
from reisgenoot.web.api import PATH

BODIES: dict[str, dict[str, Any]] = {
    "searchPeople": {"text": "Hala"},
    "openDossier": {"name": {"given": "Nieuw", "family": "Persoon"}, "facts": {"arrived": "2026-01-05"}},
    "completeTask": {"on": "2026-01-05", "note": "Gedaan."},
    "recordFact": {"key": "brp_registered", "value": "2026-01-05"},
    "correctFact": {"value": "2026-01-06", "note": "Verkeerd gelezen."},
    "retractFact": {"note": "Het was iemand anders."},
    "addNote": {"kind": "visit", "text": "Kort bezoek."},
}
"""What each call that takes something is sent."""


@dataclass(frozen=True)
class Operation:
    """One call: its name, method, path with parameters in braces, and what the document says of it."""

    id: str
    method: str
    path: str
    about: dict[str, Any] = field(repr=False)

    @property
    def body(self) -> dict[str, Any] | None:
        """What it is sent."""
        return BODIES[self.id] if "requestBody" in self.about else None

    @property
    def named(self) -> list[str]:
        """The parameters in its path."""
        return [it["name"] for it in self.about["parameters"] if it["in"] == "path"]

    def address(self, values: Mapping[str, Any]) -> str:
        """Its address with these parameters."""
        path = self.path
        for name in self.named:
            path = path.replace("{" + name + "}", str(values[name]))
        return PATH.rstrip("/") + path


def operations() -> list[Operation]:
    """All of them."""
    return [
        Operation(about["operationId"], method, path, about)
        for path, item in document("en", "http://testserver").get("paths", {}).items()
        for method, about in item.items()
    ]
