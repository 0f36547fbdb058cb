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
            "consent-notices-xlsx",
            "worklist",
            "worklist-xlsx",
            "people",
            "new",
            "view-save",
            "handovers",
            "handovers-xlsx",
            "redistribute",
            "redistribute-xlsx",
        )
    }
    steps = ("accept", "decline", "ask", "answer", "moment", "withdraw", "back", "paper")
    for name in ("handover", "redistribution-undo", *(f"handover-{step}" for step in steps)):
        made[name] = reverse(f"dossiers:{name}", args=[0])
    made |= {name: reverse(f"dossiers:{name}") for name in ("emergency-xlsx", "questions-xlsx")}
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
            "handovers-of",
            "handover-new",
        )
    }
    made |= {name: reverse(f"dossiers:{name}", args=task) for name in ("task-done", "task-undo")}
    made["fact"] = reverse("dossiers:fact", args=[guided.dossier.pk, guided.fact.pk])
    for name in ("consent", "consent-paper", "consent-withdraw"):
        made[name] = reverse(f"dossiers:{name}", args=[guided.consent.pk])
    made["consent-notice-read"] = reverse("dossiers:consent-notice-read", args=[0])
    for name in ("agenda", "feed-make", "feed-revoke"):
        made[name] = reverse(f"dossiers:{name}")
    made["feed"] = reverse("dossiers:feed", args=["A" * 43])  # of nobody
    made["appointments"] = reverse("dossiers:appointments", args=one)
    for name in ("appointment", "appointment-cancel", "appointment-ics"):
        made[name] = reverse(f"dossiers:{name}", args=[guided.dossier.pk, guided.appointment.pk])
    made["document"] = reverse("dossiers:document", args=[guided.document.pk])
    made["view-delete"] = reverse("dossiers:view-delete", args=[1])
    found = {f"dossiers:{name}": address for name, address in made.items()}
    found |= {
        name: reverse(name)
        for name in ("insight:overview", "access:choose", "access:members", "access:purposes", "alive")
    }
    found |= {
        f"notices:{name}": reverse(f"notices:{name}")
        for name in ("notifications", "notifications-xlsx", "read-all", "choices")
    }
    found["notices:read"] = reverse("notices:read", args=[0])
    found["dossiers:answer"] = reverse("dossiers:answer", args=[0])
    found |= shielded_addresses("A" * 22)
    found |= {name: reverse(name) for name in ("settlement:behind", "settlement:behind-xlsx")}
    found |= {
        f"settlement:{name}": reverse(f"settlement:{name}") for name in ("town", "template-new", "place-new")
    }
    for name in ("courses", "courses-xlsx", "supplier-new", "imports"):
        found[f"schooling:{name}"] = reverse(f"schooling:{name}")
    for name in (
        *(
            "supplier",
            "supplier-change",
            "supplier-gone",
            "course-new",
            "course",
            "course-change",
            "course-gone",
        ),
        *("start", "import", "import-save", "import-discard", "import-undo"),
    ):
        found[f"schooling:{name}"] = reverse(f"schooling:{name}", args=[0])
    for name in ("lessons", "enrol", "hours", "exams", "participation", "talks"):
        found[f"schooling:{name}"] = reverse(f"schooling:{name}", args=one)
    found["schooling:enrolment"] = reverse("schooling:enrolment", args=[*one, 0])
    found["schooling:entry-new"] = reverse("schooling:entry-new", args=[*one, "attempt"])
    found["schooling:entry"] = reverse("schooling:entry", args=[*one, "attempt", 0])
    found["schooling:step"] = reverse("schooling:step", args=[*one, 0, "end"])
    for name in ("template", "template-gone", "place", "place-gone"):
        found[f"settlement:{name}"] = reverse(f"settlement:{name}", args=[0])
    for name in (
        "checklist",
        "day",
        "day-new",
        "furnishing",
        "budget",
        "furnishing-start",
        "furnishing-save",
    ):
        found[f"settlement:{name}"] = reverse(f"settlement:{name}", args=one)
    for name in ("item", "set-aside", "take-back"):
        found[f"settlement:{name}"] = reverse(f"settlement:{name}", args=task)
    for name in ("day-change", "day-cancel", "day-held", "day-pdf", "day-ics"):
        found[f"settlement:{name}"] = reverse(f"settlement:{name}", args=[*one, guided.day.pk])
    for name in (
        *("duty", "about", "event", "interruption", "extension", "span-out", "intake", "complete"),
        *("reopen", "call", "held", "learnability", "exempt", "exempt-back"),
    ):
        found[f"integration:{name}"] = reverse(f"integration:{name}", args=one)
    found |= {
        f"direction:{name}": reverse(f"direction:{name}")
        for name in ("desk", "desk-xlsx", "calendar", "town", "people", "people-xlsx")
    }
    found |= {f"duo:{name}": reverse(f"duo:{name}") for name in ("messages", "messages-xlsx")}
    found["duo:dossier"] = reverse("duo:dossier", args=one)
    found["duo:prepare"] = reverse("duo:prepare", args=[*one, "pip"])
    for name in ("notice-back", "notice-handled", "message", "message-json"):
        found[f"duo:{name}"] = reverse(f"duo:{name}", args=[*one, 0])
    found["duo:step"] = reverse("duo:step", args=[*one, 0, "sent"])
    found["relief:relief"] = reverse("relief:relief", args=one)
    found["relief:change"] = reverse("relief:change", args=[*one, "begin"])
    found["enforcement:cases"] = reverse("enforcement:cases", args=one)
    for name in ("case", "decision"):
        found[f"enforcement:{name}"] = reverse(f"enforcement:{name}", args=[*one, 0])
    found["enforcement:step"] = reverse("enforcement:step", args=[*one, 0, "fine"])
    found["integration:part"] = reverse("integration:part", args=[*one, "voice"])
    for name in ("talk", "warned"):
        found[f"integration:{name}"] = reverse(f"integration:{name}", args=[*one, 0])
    for name in ("plan", "set", "withdraw", "compare"):
        found[f"pip:{name}"] = reverse(f"pip:{name}", args=one)
    found["pip:part"] = reverse("pip:part", args=[*one, "route"])
    for name in ("decision", "pdf", "objection", "decide"):
        found[f"pip:{name}"] = reverse(f"pip:{name}", args=[*one, 0])
    found["settlement:day-new"] += f"?on={guided.day.on}&start=09:00"
    found["holidays"] = reverse("holidays")
    for name in ("aftercare:contracts", "access:members", "volunteers:matches", "volunteers:questions"):
        found[f"{name}-xlsx"] = reverse(f"{name}-xlsx")
    found |= {
        f"keeping:{name}-xlsx": reverse(f"keeping:{name}-xlsx")
        for name in ("requests", "due", "certificates")
    }
    found["access:member-end"] = reverse("access:member-end", args=[0])
    lists = ("requests", "due", "run", "terms", "certificates")
    found |= {f"keeping:{name}": reverse(f"keeping:{name}") for name in lists}
    found |= {
        f"keeping:{name}": reverse(f"keeping:{name}", args=one) for name in ("dossier", "hold", "record")
    }
    found |= {
        f"keeping:{name}": reverse(f"keeping:{name}", args=one) for name in ("limitation-lift", "hold-listed")
    }
    reunification = ("family", "papers", "add", "step", "permit")
    found |= {f"reunification:{name}": reverse(f"reunification:{name}", args=one) for name in reunification}
    found |= {
        f"reunification:{name}": reverse(f"reunification:{name}") for name in ("overview", "overview-xlsx")
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
    found |= housing_addresses(guided.dossier.pk)
    lists = ("register", "arrivals", "checks", "terms", "sessions")
    found |= {f"procedure:{name}": reverse(f"procedure:{name}") for name in (*lists, "durations")}
    found |= {f"procedure:{name}-xlsx": reverse(f"procedure:{name}-xlsx") for name in lists[1:]}
    found |= {f"procedure:{name}": reverse(f"procedure:{name}", args=one) for name in ("dossier", "decision")}
    found["procedure:add"] = reverse("procedure:add", args=[guided.dossier.pk, "step"])
    found["procedure:activity-end"] = reverse("procedure:activity-end", args=[guided.dossier.pk, 0])
    found |= {
        f"procedure:{name}": reverse(f"procedure:{name}", args=[0]) for name in ("session", "check-close")
    }
    lists = ("mine", "feed-make", "feed-revoke", "volunteers", "volunteers-xlsx", "matches", "questions")
    found |= {f"volunteers:{name}": reverse(f"volunteers:{name}") for name in lists}
    found |= {f"volunteers:{name}": reverse(f"volunteers:{name}", args=one) for name in ("visit", "help")}
    found |= {
        f"volunteers:{name}": reverse(f"volunteers:{name}", args=one) for name in ("dossier", "match", "give")
    }
    found["volunteers:done"] = reverse("volunteers:done", args=task)
    found["volunteers:undo"] = reverse("volunteers:undo", args=[guided.dossier.pk, guided.fact.pk])
    whose = [guided.match.member_id]
    for name in ("volunteer", "profile", "training", "pause"):
        found[f"volunteers:{name}"] = reverse(f"volunteers:{name}", args=whose)
    for name in ("small", "training-remove", "pause-end"):
        found[f"volunteers:{name}"] = reverse(f"volunteers:{name}", args=[0])
    for name in ("take-back", "answer"):
        found[f"volunteers:{name}"] = reverse(f"volunteers:{name}", args=[guided.dossier.pk, 0])
    for name in ("end", "extend"):
        found[f"volunteers:{name}"] = reverse(f"volunteers:{name}", args=[guided.dossier.pk, guided.match.pk])
    for name in ("member-end", "member-reset", "member-log-out", "session-end"):
        found[f"access:{name}"] = reverse(f"access:{name}", args=[0])
    found["access:token-revoke"] = reverse("access:token-revoke", args=[0])
    found |= {name: reverse(name) for name in ("api-reference", "openapi")}
    for name in ("account", "second-factor", "sessions-end", "require-second-factor", "token-new"):
        found[f"access:{name}"] = reverse(f"access:{name}")
    plain = (
        "desk",
        "new",
        "referrals",
        "referrals-xlsx",
        "map",
        "map-xlsx",
        "entry-new",
        "numbers",
        "numbers-xlsx",
    )
    found |= {
        f"helpdesk:{name}": reverse(f"helpdesk:{name}")
        for name in (*plain, "bottlenecks", "bottlenecks-xlsx")
    }
    found["helpdesk:dossier"] = reverse("helpdesk:dossier", args=one)
    of_nothing = ("session", "change", "next", "visit", "take", "move", "link", "visit-refer", "referral")
    of_nothing += ("referral-reopen", "entry", "entry-change", "entry-check")
    found |= {f"helpdesk:{name}": reverse(f"helpdesk:{name}", args=[1]) for name in of_nothing}
    closing = ("closing", "tasks", "close", "undo", "end", "summary", "measure", "hours")
    found |= {f"aftercare:{name}": reverse(f"aftercare:{name}", args=one) for name in closing}
    found["aftercare:hours-back"] = reverse("aftercare:hours-back", args=[*one, 0])
    found["aftercare:contracts"] = reverse("aftercare:contracts")
    found["aftercare:contract-end"] = reverse("aftercare:contract-end", args=[1])
    return found


OF_NOTHING = (
    "link-withdraw",
    "link-undo",
    "link-undo-answer",
    "request-withdraw",
    "request-recount",
    "offer",
)


def housing_addresses(dossier: int) -> dict[str, str]:
    """Those on the way to a home; there is no such link, request or offer."""
    plain = {name: [] for name in ("overview", "overview-xlsx", "quota")}
    nothing = (
        "link",
        "link-accept",
        "link-return",
        "wanted",
        "offer-make",
        "wanted-decline",
        "offer-withdraw",
    )
    of_dossier = {name: [dossier] for name in ("dossier", "propose", "family", "request")}
    of_nothing = {name: [dossier, 0] for name in OF_NOTHING}
    args = {**plain, **{name: [0] for name in nothing}, **of_dossier, **of_nothing}
    args["step"] = [dossier, 0, "decline"]
    return {f"housing:{name}": reverse(f"housing:{name}", args=of) for name, of in args.items()}
