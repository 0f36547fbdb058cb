"""The addresses of shielded dossiers."""

from django.urls import reverse

BY_NUMBER = ("partner-remove", "stay-end", "fact")
BY_TASK = ("task-done", "task-undo")
OF_DOSSIER = (
    "dossier",
    "about",
    "family",
    "note",
    "safety",
    "partner",
    "stay",
    "record",
    "attributes",
    "looked",
)
OF_DOSSIER += ("export-json", "export-pdf", "erase", "regular")


def shielded_addresses(handle: str, *, number: int = 1, shelter: int = 1) -> dict[str, str]:
    """The addresses of shielded dossiers, by name of the page, for the dossier with this handle."""
    made = {name: reverse(f"shielded:{name}") for name in ("people", "new", "leave", "shelters")}
    made["shelter"] = reverse("shielded:shelter", args=[shelter])
    made |= {name: reverse(f"shielded:{name}", args=[handle]) for name in OF_DOSSIER}
    made |= {name: reverse(f"shielded:{name}", args=[handle, number]) for name in BY_NUMBER}
    made |= {name: reverse(f"shielded:{name}", args=[handle, "welcome"]) for name in BY_TASK}
    return {f"shielded:{name}": address for name, address in made.items()}
