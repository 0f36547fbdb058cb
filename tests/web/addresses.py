"""The address of each page, for the dossier of the tests."""

from django.urls import reverse
from shielded_addresses import shielded_addresses


def addresses(guided) -> dict[str, str]:
    """By name of the page."""
    one, task = [guided.dossier.pk], [guided.dossier.pk, "gp_registered"]
    made = {
        name: reverse(f"dossiers:{name}")
        for name in (
            "questions",
            "emergency",
            "consent-notices",
            "worklist",
            "worklist-xlsx",
            "people",
            "new",
            "view-save",
        )
    }
    made |= {
        name: reverse(f"dossiers:{name}", args=one)
        for name in (
            "looked",
            "looked-xlsx",
            "dossier",
            "record",
            "note",
            "documents",
            "worker",
            "consents",
            "consent-new",
            "withheld",
        )
    }
    made |= {name: reverse(f"dossiers:{name}", args=task) for name in ("task-done", "task-undo")}
    made["fact"] = reverse("dossiers:fact", args=[guided.dossier.pk, guided.fact.pk])
    for name in ("consent", "consent-paper", "consent-withdraw"):
        made[name] = reverse(f"dossiers:{name}", args=[guided.consent.pk])
    made["consent-notice-read"] = reverse("dossiers:consent-notice-read", args=[0])
    made["document"] = reverse("dossiers:document", args=[guided.document.pk])
    made["view-delete"] = reverse("dossiers:view-delete", args=[1])
    found = {f"dossiers:{name}": address for name, address in made.items()}
    found |= {
        name: reverse(name)
        for name in ("insight:overview", "access:choose", "access:members", "access:purposes", "alive")
    }
    found["dossiers:answer"] = reverse("dossiers:answer", args=[0])
    found |= shielded_addresses("A" * 22)
    found["holidays"] = reverse("holidays")
    found["access:member-end"] = reverse("access:member-end", args=[0])
    lists = ("requests", "due", "run", "terms", "certificates")
    found |= {f"keeping:{name}": reverse(f"keeping:{name}") for name in lists}
    found |= {
        f"keeping:{name}": reverse(f"keeping:{name}", args=one) for name in ("dossier", "hold", "record")
    }
    found |= {
        f"keeping:{name}": reverse(f"keeping:{name}", args=one) for name in ("limitation-lift", "hold-listed")
    }
    asked = [guided.dossier.pk, guided.asked.pk]
    about = ("request", "extend", "answer", "limit", "erase", "archive")
    found |= {f"keeping:{name}": reverse(f"keeping:{name}", args=asked) for name in about}
    number = ["11111111-1111-1111-1111-111111111111"]  # of no certificate
    found |= {
        f"keeping:{name}": reverse(f"keeping:{name}", args=number)
        for name in ("certificate", "certificate-pdf")
    }
    found["keeping:term"] = reverse("keeping:term", args=["notes"])
    found["keeping:lift"] = reverse("keeping:lift", args=[0])
    for name in ("member-end", "member-reset", "session-end"):
        found[f"access:{name}"] = reverse(f"access:{name}", args=[0])
    found["access:token-revoke"] = reverse("access:token-revoke", args=[0])
    found |= {name: reverse(name) for name in ("api-reference", "openapi")}
    for name in ("account", "second-factor", "sessions-end", "require-second-factor", "token-new"):
        found[f"access:{name}"] = reverse(f"access:{name}")
    return found
