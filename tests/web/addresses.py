"""The address of each page, for the dossier of the tests."""

from django.urls import reverse
from shielded_addresses import shielded_addresses


def addresses(guided) -> dict[str, str]:
    """By name of the page."""
    one, task = [guided.dossier.pk], [guided.dossier.pk, "gp_registered"]
    made = {
        name: reverse(f"dossiers:{name}")
        for name in ("questions", "emergency", "worklist", "worklist-xlsx", "people", "new", "view-save")
    }
    made |= {
        name: reverse(f"dossiers:{name}", args=one)
        for name in ("looked", "looked-xlsx", "dossier", "record", "note", "documents", "worker", "withheld")
    }
    made |= {name: reverse(f"dossiers:{name}", args=task) for name in ("task-done", "task-undo")}
    made["fact"] = reverse("dossiers:fact", args=[guided.dossier.pk, guided.fact.pk])
    made["document"] = reverse("dossiers:document", args=[guided.document.pk])
    made["view-delete"] = reverse("dossiers:view-delete", args=[1])
    found = {f"dossiers:{name}": address for name, address in made.items()}
    found |= {
        name: reverse(name) for name in ("insight:overview", "access:choose", "access:members", "alive")
    }
    found["dossiers:answer"] = reverse("dossiers:answer", args=[0])
    found |= shielded_addresses("A" * 22)
    found["holidays"] = reverse("holidays")
    found["access:member-end"] = reverse("access:member-end", args=[0])
    return found
