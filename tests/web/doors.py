"""What everybody gets of each address: statuses of GET, for the dossier of ``guided``."""

EVERYBODY = (
    "guide",
    "colleague",
    "matched volunteer",
    "volunteer",
    "administrator",
    "other organisation",
    "nobody",
)
LOG_IN = 302
# Statuses of GET for everybody in that order. 405: the address takes only POST, whoever asks.
PAGES: dict[str, tuple[int, ...]] = {
    "dossiers:worklist": (200, 200, 302, 302, 302, 200, LOG_IN),
    "dossiers:worklist-xlsx": (200, 200, 403, 403, 403, 200, LOG_IN),
    "dossiers:people": (200, 200, 403, 403, 403, 200, LOG_IN),
    "dossiers:questions": (200, 200, 403, 403, 403, 200, LOG_IN),
    "dossiers:questions-xlsx": (200, 200, 403, 403, 403, 200, LOG_IN),
    "dossiers:answer": (405,) * 7,
    "dossiers:emergency": (200, 200, 403, 403, 403, 200, LOG_IN),
    "dossiers:emergency-xlsx": (200, 200, 403, 403, 403, 200, LOG_IN),
    "dossiers:handovers": (200, 200, 403, 403, 403, 200, LOG_IN),
    "dossiers:handovers-xlsx": (200, 200, 403, 403, 403, 200, LOG_IN),
    "dossiers:handovers-of": (200, 200, 403, 403, 403, 404, LOG_IN),
    "dossiers:handover-new": (200, 200, 403, 403, 403, 404, LOG_IN),
    # What there is to see and do in one: test_handover_pages.py.
    "dossiers:handover": (404, 404, 403, 403, 403, 404, LOG_IN),
    "dossiers:handover-paper": (404, 404, 403, 403, 403, 404, LOG_IN),
    **{
        f"dossiers:handover-{step}": (405,) * 7
        for step in ("accept", "decline", "ask", "answer", "moment", "withdraw", "back")
    },
    "dossiers:redistribute": (403, 403, 403, 403, 403, 403, LOG_IN),  # coordinators: test_redistribution.py
    "dossiers:redistribute-xlsx": (403, 403, 403, 403, 403, 403, LOG_IN),
    "dossiers:redistribution-undo": (405,) * 7,
    "dossiers:new": (200, 200, 403, 403, 403, 200, LOG_IN),
    "dossiers:dossier": (200, 200, 302, 302, 403, 404, LOG_IN),
    "dossiers:looked": (200, 200, 403, 403, 403, 404, LOG_IN),
    "dossiers:looked-xlsx": (200, 200, 403, 403, 403, 404, LOG_IN),
    "dossiers:record": (200, 200, 403, 403, 403, 404, LOG_IN),
    "dossiers:fact": (200, 200, 403, 403, 403, 404, LOG_IN),
    "dossiers:task-done": (200, 200, 403, 403, 403, 404, LOG_IN),
    "dossiers:consents": (200, 200, 403, 403, 403, 404, LOG_IN),
    "dossiers:consent-new": (200, 200, 403, 403, 403, 404, LOG_IN),
    "dossiers:consent": (200, 200, 403, 403, 403, 404, LOG_IN),
    "dossiers:consent-paper": (200, 200, 403, 403, 403, 404, LOG_IN),
    "dossiers:consent-notices": (200, 200, 403, 403, 403, 200, LOG_IN),
    "dossiers:consent-notices-xlsx": (200, 200, 403, 403, 403, 200, LOG_IN),
    "dossiers:consent-withdraw": (405,) * 7,
    "dossiers:consent-notice-read": (405,) * 7,
    "dossiers:document": (200, 200, 403, 403, 403, 404, LOG_IN),
    "dossiers:note": (405,) * 7,
    "dossiers:documents": (405,) * 7,
    "dossiers:worker": (405,) * 7,
    "dossiers:withheld": (405,) * 7,
    "dossiers:task-undo": (405,) * 7,
    "dossiers:appointments": (200, 200, 403, 403, 403, 404, LOG_IN),
    "dossiers:appointment": (200, 200, 403, 403, 403, 404, LOG_IN),
    "dossiers:appointment-ics": (200, 200, 403, 403, 403, 404, LOG_IN),
    "dossiers:appointment-cancel": (405,) * 7,
    "dossiers:agenda": (200, 200, 403, 403, 403, 200, LOG_IN),
    "dossiers:feed-make": (405,) * 7,
    "dossiers:feed-revoke": (405,) * 7,
    # There is no such secret, and the sixth wrong one is one too many: tests/web/test_calendar_feed.py.
    "dossiers:feed": (404, 404, 404, 404, 404, 429, 429),
    "notices:notifications": (200, 200, 200, 200, 200, 200, LOG_IN),  # one's own
    "notices:notifications-xlsx": (200, 200, 200, 200, 200, 200, LOG_IN),
    "notices:choices": (200, 200, 200, 200, 200, 200, LOG_IN),
    "notices:read": (405,) * 7,
    "notices:read-all": (405,) * 7,
    "dossiers:view-save": (405,) * 7,
    "dossiers:view-delete": (405,) * 7,
    # What only coordinators and data-protection officers open: tests/keeping/test_keeping_pages.py.
    "keeping:requests": (403, 403, 403, 403, 403, 403, LOG_IN),
    "keeping:due": (403, 403, 403, 403, 403, 403, LOG_IN),
    **{f"keeping:{name}-xlsx": (403,) * 6 + (LOG_IN,) for name in ("requests", "due", "certificates")},
    "keeping:terms": (403, 403, 403, 403, 403, 403, LOG_IN),
    "keeping:term": (403, 403, 403, 403, 403, 403, LOG_IN),
    "keeping:certificates": (403, 403, 403, 403, 403, 403, LOG_IN),
    "keeping:certificate": (404, 404, 404, 404, 404, 404, LOG_IN),  # there is no certificate of that number
    "keeping:certificate-pdf": (404, 404, 404, 404, 404, 404, LOG_IN),
    "keeping:run": (405,) * 7,
    "keeping:hold-listed": (405,) * 7,
    "keeping:lift": (405,) * 7,
    "keeping:dossier": (200, 200, 403, 403, 403, 404, LOG_IN),
    "reunification:overview": (200, 200, 403, 403, 403, 200, LOG_IN),
    "reunification:overview-xlsx": (200, 200, 403, 403, 403, 200, LOG_IN),
    "reunification:family": (200, 200, 403, 403, 403, 404, LOG_IN),
    "reunification:papers": (
        404,
        404,
        403,
        403,
        403,
        404,
        LOG_IN,
    ),  # who is here has none: see tests/reunification
    "reunification:add": (405,) * 7,
    "reunification:step": (405,) * 7,
    "reunification:permit": (405,) * 7,
    "keeping:hold": (405,) * 7,
    "keeping:limitation-lift": (405,) * 7,
    "keeping:record": (405,) * 7,
    "keeping:request": (200, 200, 403, 403, 403, 404, LOG_IN),
    "keeping:extend": (405,) * 7,
    "keeping:answer": (405,) * 7,
    "keeping:limit": (405,) * 7,
    "keeping:erase": (405,) * 7,
    "keeping:archive": (200, 200, 403, 403, 403, 404, LOG_IN),
    "schooling:courses": (200, 200, 403, 403, 403, 200, LOG_IN),
    "schooling:courses-xlsx": (200, 200, 403, 403, 403, 200, LOG_IN),
    # Of the municipality's case director and coordinator, and of things that are there: tests/schooling.
    **{
        f"schooling:{name}": (403, 403, 403, 403, 403, 403, LOG_IN)
        for name in (
            *("supplier-new", "supplier-change", "course-new", "course-change", "start"),
            *("imports", "import"),
        )
    },
    **{
        f"schooling:{name}": (404, 404, 403, 403, 403, 404, LOG_IN)
        for name in ("supplier", "course", "enrolment", "entry")
    },
    **{
        f"schooling:{name}": (405,) * 7
        for name in (
            *("supplier-gone", "course-gone", "import-save", "import-discard", "import-undo", "step"),
        )
    },
    **{
        f"schooling:{name}": (200, 200, 403, 403, 403, 404, LOG_IN)
        for name in ("lessons", "enrol", "hours", "exams", "participation", "talks", "entry-new")
    },
    "settlement:behind": (200, 200, 403, 403, 403, 200, LOG_IN),
    "settlement:behind-xlsx": (200, 200, 403, 403, 403, 200, LOG_IN),
    "settlement:town": (200, 200, 403, 403, 403, 200, LOG_IN),
    # Of the municipality's case director and coordinator: settlement/test_town.py.
    **{
        f"settlement:{name}": (403, 403, 403, 403, 403, 403, LOG_IN)
        for name in ("template-new", "template", "place-new", "place")
    },
    "settlement:template-gone": (405,) * 7,
    "settlement:place-gone": (405,) * 7,
    "settlement:checklist": (200, 200, 403, 403, 403, 404, LOG_IN),
    "settlement:item": (200, 200, 403, 403, 403, 404, LOG_IN),
    "settlement:day": (200, 200, 403, 403, 403, 404, LOG_IN),
    "settlement:day-new": (200, 200, 403, 403, 403, 404, LOG_IN),
    "settlement:day-change": (200, 200, 403, 403, 403, 404, LOG_IN),
    "settlement:day-pdf": (200, 200, 403, 403, 403, 404, LOG_IN),
    "settlement:day-ics": (200, 200, 403, 403, 403, 404, LOG_IN),
    "settlement:furnishing": (200, 200, 403, 403, 403, 404, LOG_IN),
    **{
        f"settlement:{name}": (405,) * 7
        for name in (
            *("set-aside", "take-back", "day-cancel", "day-held"),
            *("budget", "furnishing-start", "furnishing-save"),
        )
    },
    **{
        f"integration:{name}": (200, 200, 403, 403, 403, 404, LOG_IN)
        for name in ("duty", "intake", "part", "learnability")
    },
    "relief:relief": (200, 200, 403, 403, 403, 404, LOG_IN),
    "relief:change": (405,) * 7,
    "enforcement:cases": (200, 200, 403, 403, 403, 404, LOG_IN),
    "enforcement:case": (404, 404, 403, 403, 403, 404, LOG_IN),  # there is no such case
    "enforcement:decision": (404, 404, 403, 403, 403, 404, LOG_IN),
    "enforcement:step": (405,) * 7,
    "integration:talk": (404, 404, 403, 403, 403, 404, LOG_IN),  # there is no such talk
    **{
        f"integration:{name}": (405,) * 7
        for name in (
            *("about", "event", "interruption", "extension", "span-out", "complete", "reopen"),
            *("call", "held", "warned", "exempt", "exempt-back"),
        )
    },
    **{
        f"pip:{name}": (200, 200, 403, 403, 403, 404, LOG_IN)
        for name in ("plan", "part", "set", "withdraw", "compare")
    },
    "pip:decision": (404, 404, 403, 403, 403, 404, LOG_IN),  # nothing was set yet
    "pip:pdf": (404, 404, 403, 403, 403, 404, LOG_IN),
    "pip:objection": (405,) * 7,
    "pip:decide": (405,) * 7,
    # Case directors and coordinators of municipalities: tests/direction.
    **{
        f"direction:{name}": (403, 403, 403, 403, 403, 403, LOG_IN)
        for name in ("desk", "desk-xlsx", "calendar", "town", "people", "people-xlsx")
    },
    # Only municipalities: tests/duo.
    **{f"duo:{name}": (200, 200, 403, 403, 403, 200, LOG_IN) for name in ("messages", "messages-xlsx")},
    **{f"duo:{name}": (200, 200, 403, 403, 403, 404, LOG_IN) for name in ("dossier", "prepare")},
    **{f"duo:{name}": (404, 404, 403, 403, 403, 404, LOG_IN) for name in ("message", "message-json")},
    **{f"duo:{name}": (405,) * 7 for name in ("notice-back", "notice-handled", "step")},
    # Everybody here works at a municipality; the other kinds: tests/housing/test_housing_pages.py.
    "housing:overview": (200, 200, 403, 403, 403, 200, LOG_IN),
    "housing:overview-xlsx": (200, 200, 403, 403, 403, 200, LOG_IN),
    "housing:quota": (403, 403, 403, 403, 403, 403, LOG_IN),  # for a coordinator or case director
    "housing:link": (404, 404, 403, 403, 403, 404, LOG_IN),
    "housing:link-accept": (405,) * 7,
    "housing:link-return": (405,) * 7,
    "housing:wanted": (403, 403, 403, 403, 403, 403, LOG_IN),  # for housing associations
    "housing:offer-make": (405,) * 7,
    "housing:wanted-decline": (405,) * 7,
    "housing:offer-withdraw": (405,) * 7,
    "housing:dossier": (200, 200, 403, 403, 403, 404, LOG_IN),
    "housing:propose": (405,) * 7,
    "housing:link-withdraw": (405,) * 7,
    "housing:link-undo": (405,) * 7,
    "housing:link-undo-answer": (405,) * 7,
    "housing:family": (405,) * 7,
    "housing:request": (200, 200, 403, 403, 403, 404, LOG_IN),
    "housing:request-withdraw": (405,) * 7,
    "housing:request-recount": (405,) * 7,
    "housing:offer": (404, 404, 403, 403, 403, 404, LOG_IN),
    "housing:step": (405,) * 7,
    # As the IND, GZA, legal aid and others: tests/procedure.
    "procedure:register": (403, 403, 403, 403, 403, 403, LOG_IN),  # none of them is of the IND
    "procedure:arrivals": (200, 200, 403, 403, 403, 200, LOG_IN),
    "procedure:arrivals-xlsx": (200, 200, 403, 403, 403, 200, LOG_IN),
    "procedure:checks": (200, 200, 403, 403, 403, 200, LOG_IN),
    "procedure:checks-xlsx": (200, 200, 403, 403, 403, 200, LOG_IN),
    "procedure:terms": (200, 200, 403, 403, 403, 200, LOG_IN),
    "procedure:terms-xlsx": (200, 200, 403, 403, 403, 200, LOG_IN),
    "procedure:sessions": (200, 200, 403, 403, 403, 200, LOG_IN),
    "procedure:sessions-xlsx": (200, 200, 403, 403, 403, 200, LOG_IN),
    "procedure:durations": (200, 200, 403, 403, 403, 200, LOG_IN),
    "procedure:session": (404, 404, 403, 403, 403, 404, LOG_IN),  # there is no such session
    "procedure:dossier": (200, 200, 403, 403, 403, 404, LOG_IN),
    "procedure:decision": (200, 200, 403, 403, 403, 404, LOG_IN),
    "procedure:add": (405,) * 7,
    "procedure:activity-end": (405,) * 7,
    "procedure:check-close": (405,) * 7,
    "helpdesk:desk": (200, 200, 200, 200, 403, 200, LOG_IN),
    "helpdesk:new": (200, 200, 403, 403, 403, 200, LOG_IN),
    "helpdesk:map": (200, 200, 200, 200, 403, 200, LOG_IN),
    "helpdesk:map-xlsx": (200, 200, 200, 200, 403, 200, LOG_IN),
    "helpdesk:dossier": (200, 200, 403, 403, 403, 404, LOG_IN),
    **{
        f"helpdesk:{name}": (200, 200, 403, 403, 403, 200, LOG_IN)
        for name in (
            *("referrals", "referrals-xlsx", "entry-new", "numbers", "numbers-xlsx"),
            *("bottlenecks", "bottlenecks-xlsx"),
        )
    },
    # There is no session, visitor, referral or organisation of that number: tests/helpdesk opens real ones.
    **{
        f"helpdesk:{name}": (404, 404, 404, 404, 403, 404, LOG_IN)
        for name in ("session", "visit", "visit-refer", "entry")
    },
    **{
        f"helpdesk:{name}": (404, 404, 403, 403, 403, 404, LOG_IN)
        for name in ("change", "referral", "entry-change")
    },
    **{
        f"helpdesk:{name}": (405,) * 7
        for name in ("next", "take", "move", "link", "referral-reopen", "entry-check")
    },
    "aftercare:hours": (200, 200, 403, 403, 403, 404, LOG_IN),
    **{
        f"aftercare:{name}": (200, 200, 403, 403, 403, 404, LOG_IN)
        for name in ("closing", "tasks", "close", "summary", "measure")
    },
    "aftercare:contracts": (200, 200, 403, 403, 403, 200, LOG_IN),
    "aftercare:contracts-xlsx": (200, 200, 403, 403, 403, 200, LOG_IN),
    **{f"aftercare:{name}": (405,) * 7 for name in ("undo", "end", "hours-back", "contract-end")},
    "volunteers:mine": (403, 403, 200, 200, 403, 403, LOG_IN),
    "volunteers:visit": (405,) * 7,
    "volunteers:help": (405,) * 7,
    "volunteers:done": (405,) * 7,
    "volunteers:undo": (405,) * 7,
    "volunteers:small": (405,) * 7,
    "volunteers:feed-make": (405,) * 7,
    "volunteers:feed-revoke": (405,) * 7,
    # What only coordinators open: tests/volunteers/test_volunteers_pages.py.
    "volunteers:volunteers": (403, 403, 403, 403, 403, 403, LOG_IN),
    "volunteers:volunteers-xlsx": (403, 403, 403, 403, 403, 403, LOG_IN),
    "volunteers:volunteer": (403, 403, 403, 403, 403, 403, LOG_IN),
    "volunteers:profile": (403, 403, 403, 403, 403, 403, LOG_IN),
    "volunteers:match": (403, 403, 403, 403, 403, 403, LOG_IN),
    "volunteers:training": (405,) * 7,
    "volunteers:training-remove": (405,) * 7,
    "volunteers:pause": (405,) * 7,
    "volunteers:pause-end": (405,) * 7,
    "volunteers:dossier": (200, 200, 403, 403, 403, 404, LOG_IN),
    "volunteers:matches": (200, 200, 403, 403, 403, 200, LOG_IN),
    "volunteers:questions": (200, 200, 403, 403, 403, 200, LOG_IN),
    "volunteers:matches-xlsx": (200, 200, 403, 403, 403, 200, LOG_IN),
    "volunteers:questions-xlsx": (200, 200, 403, 403, 403, 200, LOG_IN),
    "volunteers:give": (405,) * 7,
    "volunteers:take-back": (405,) * 7,
    "volunteers:answer": (405,) * 7,
    "volunteers:end": (405,) * 7,
    "volunteers:extend": (405,) * 7,
    "insight:overview": (200, 200, 403, 403, 403, 200, LOG_IN),
    "access:members": (403, 403, 403, 403, 200, 403, LOG_IN),
    "access:members-xlsx": (403, 403, 403, 403, 200, 403, LOG_IN),
    "access:member-end": (405,) * 7,
    "access:purposes": (200, 200, 200, 200, 200, 200, LOG_IN),
    "access:member-reset": (405,) * 7,
    "access:member-log-out": (405,) * 7,
    "access:require-second-factor": (405,) * 7,
    "access:account": (200, 200, 200, 200, 200, 200, LOG_IN),  # one's own
    "access:second-factor": (302,) * 7,  # nobody here needs one: to the account, or to the log-in
    "access:session-end": (405,) * 7,
    "access:sessions-end": (405,) * 7,
    # They logged in too long ago; what it makes, and for whom: tests/api/test_tokens.py.
    "access:token-new": (403, 403, 403, 403, 403, 403, LOG_IN),
    "access:token-revoke": (405,) * 7,
    "api-reference": (200,) * 7,
    "openapi": (200,) * 7,
    "access:choose": (200, 200, 200, 200, 200, 200, LOG_IN),
    "alive": (200,) * 7,
    "holidays": (200,) * 7,
    "shielded:leave": (405,) * 7,
    # For an organisation that keeps no shielded dossiers none of these exist; who may is in tests/shielded.
    **{
        f"shielded:{name}": (404, 404, 404, 404, 404, 404, LOG_IN)
        for name in (
            *(
                "people",
                "new",
                "shelters",
                "shelter",
                "dossier",
                "about",
                "family",
                "record",
                "attributes",
                "looked",
            ),
            *("export-json", "export-pdf", "erase", "regular", "fact", "task-done"),
        )
    },
    **{
        f"shielded:{name}": (405,) * 7
        for name in ("note", "safety", "partner", "partner-remove", "stay", "stay-end", "task-undo")
    },
}
