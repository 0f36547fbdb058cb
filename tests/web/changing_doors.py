"""What everybody gets who sends something: statuses of POST, where it changes something, and what was sent."""

from doors import LOG_IN

# Statuses of POST, where it changes something: what was sent is in BODY.
CHANGES: dict[str, tuple[int, ...]] = {
    "access:members": (403, 403, 403, 403, 422, 403, LOG_IN),  # what was sent lacks an address
    "access:member-end": (403, 403, 403, 403, 404, 403, LOG_IN),  # there is nobody of that number
    "keeping:run": (403, 403, 403, 403, 403, 403, LOG_IN),
    "keeping:term": (403, 403, 403, 403, 403, 403, LOG_IN),
    "keeping:hold-listed": (403, 403, 403, 403, 403, 403, LOG_IN),  # what was sent names no reason
    "keeping:lift": (404, 404, 403, 403, 403, 404, LOG_IN),  # there is no such suspension
    "keeping:hold": (422, 422, 403, 403, 403, 404, LOG_IN),  # what was sent names no reason
    "keeping:limitation-lift": (422, 422, 403, 403, 403, 404, LOG_IN),  # the person was not told
    "keeping:record": (422, 422, 403, 403, 403, 404, LOG_IN),  # what was sent is no request
    "keeping:extend": (302, 302, 403, 403, 403, 404, LOG_IN),
    "keeping:answer": (302, 302, 403, 403, 403, 404, LOG_IN),
    "keeping:limit": (422, 422, 403, 403, 403, 404, LOG_IN),  # this request asks to see
    "keeping:erase": (422, 422, 403, 403, 403, 404, LOG_IN),
    **{
        f"settlement:{name}": (403, 403, 403, 403, 403, 403, LOG_IN)
        for name in ("template-new", "template", "template-gone", "place-new", "place", "place-gone")
    },
    **{
        f"schooling:{name}": (403, 403, 403, 403, 403, 403, LOG_IN)
        for name in (
            *("supplier-new", "supplier-change", "supplier-gone", "course-new", "course-change"),
            *("course-gone", "course", "start", "imports", "import-save", "import-discard", "import-undo"),
        )
    },
    "schooling:enrol": (422, 422, 403, 403, 403, 404, LOG_IN),  # what was sent names no course
    "schooling:hours": (422, 422, 403, 403, 403, 404, LOG_IN),  # what was sent has no hours
    "schooling:entry-new": (422, 422, 403, 403, 403, 404, LOG_IN),  # what was sent names no part
    "schooling:entry": (404, 404, 403, 403, 403, 404, LOG_IN),  # there is none
    "schooling:step": (404, 404, 403, 403, 403, 404, LOG_IN),  # there is no such enrolment
    "duo:dossier": (422, 422, 403, 403, 403, 404, LOG_IN),  # what was sent names no event
    "duo:prepare": (422, 422, 403, 403, 403, 404, LOG_IN),
    "duo:notice-back": (404, 404, 403, 403, 403, 404, LOG_IN),  # there is no such notice
    "duo:notice-handled": (404, 404, 403, 403, 403, 404, LOG_IN),  # there is no such notice
    "duo:step": (404, 404, 403, 403, 403, 404, LOG_IN),  # there is no such message
    "relief:change": (422, 422, 403, 403, 403, 404, LOG_IN),  # what was sent names no basis
    "enforcement:cases": (422, 422, 403, 403, 403, 404, LOG_IN),  # what was sent says not what happened
    "enforcement:step": (404, 404, 403, 403, 403, 404, LOG_IN),  # there is no such case
    "integration:event": (302, 302, 403, 403, 403, 404, LOG_IN),
    "integration:about": (302, 302, 403, 403, 403, 404, LOG_IN),
    "integration:interruption": (422, 422, 403, 403, 403, 404, LOG_IN),  # what was sent has no beginning
    "integration:extension": (422, 422, 403, 403, 403, 404, LOG_IN),
    "integration:span-out": (404, 404, 403, 403, 403, 404, LOG_IN),  # there is none
    "integration:part": (302, 302, 403, 403, 403, 404, LOG_IN),
    "integration:complete": (422, 422, 403, 403, 403, 404, LOG_IN),  # nothing was asked yet
    "integration:reopen": (404, 404, 403, 403, 403, 404, LOG_IN),
    "integration:call": (422, 422, 403, 403, 403, 404, LOG_IN),  # what was sent has no term
    "integration:held": (302, 302, 403, 403, 403, 404, LOG_IN),
    "integration:talk": (404, 404, 403, 403, 403, 404, LOG_IN),
    "integration:warned": (404, 404, 403, 403, 403, 404, LOG_IN),
    "integration:learnability": (422, 422, 403, 403, 403, 404, LOG_IN),  # what was sent has no result
    "integration:exempt": (422, 422, 403, 403, 403, 404, LOG_IN),
    "integration:exempt-back": (404, 404, 403, 403, 403, 404, LOG_IN),
    "pip:part": (302, 302, 403, 403, 403, 404, LOG_IN),
    "pip:set": (422, 422, 403, 403, 403, 404, LOG_IN),  # the plan lacks what the law asks for
    "pip:withdraw": (422, 422, 403, 403, 403, 404, LOG_IN),  # what was sent is not certain
    "pip:objection": (404, 404, 403, 403, 403, 404, LOG_IN),  # there is no such decision
    "pip:decide": (404, 404, 403, 403, 403, 404, LOG_IN),
    "settlement:item": (302, 302, 403, 403, 403, 404, LOG_IN),
    "settlement:set-aside": (302, 302, 403, 403, 403, 404, LOG_IN),
    "settlement:take-back": (404, 404, 403, 403, 403, 404, LOG_IN),  # nothing was set aside
    "settlement:day-new": (422, 422, 403, 403, 403, 404, LOG_IN),  # what was sent holds no visits
    "settlement:day-change": (422, 422, 403, 403, 403, 404, LOG_IN),
    "settlement:day-cancel": (302, 302, 403, 403, 403, 404, LOG_IN),
    "settlement:day-held": (302, 302, 403, 403, 403, 404, LOG_IN),
    "settlement:budget": (302, 302, 403, 403, 403, 404, LOG_IN),
    "settlement:furnishing-start": (302, 302, 403, 403, 403, 404, LOG_IN),
    "settlement:furnishing-save": (302, 302, 403, 403, 403, 404, LOG_IN),
    "procedure:register": (403, 403, 403, 403, 403, 403, LOG_IN),
    "procedure:sessions": (422, 422, 403, 403, 403, 422, LOG_IN),  # what was sent has no topic
    "procedure:session": (404, 404, 403, 403, 403, 404, LOG_IN),
    "procedure:add": (422, 422, 403, 403, 403, 404, LOG_IN),  # what was sent is no step of the first days
    "procedure:activity-end": (404, 404, 403, 403, 403, 404, LOG_IN),  # there is no such activity
    "procedure:check-close": (
        302,
        302,
        403,
        403,
        403,
        302,
        LOG_IN,
    ),  # what was sent has no outcome: back to the list
    "procedure:decision": (422, 422, 403, 403, 403, 404, LOG_IN),  # what was sent is no decision
    "volunteers:visit": (403, 403, 302, 404, 403, 403, LOG_IN),
    "volunteers:help": (403, 403, 302, 404, 403, 403, LOG_IN),
    "volunteers:done": (403, 403, 302, 404, 403, 403, LOG_IN),
    "volunteers:undo": (403, 403, 404, 404, 403, 403, LOG_IN),  # the guide recorded that
    "volunteers:small": (403, 403, 404, 404, 403, 403, LOG_IN),  # there is no such task
    "volunteers:feed-make": (403, 403, 200, 200, 403, 403, LOG_IN),
    "volunteers:feed-revoke": (403, 403, 302, 302, 403, 403, LOG_IN),
    "volunteers:profile": (403, 403, 403, 403, 403, 403, LOG_IN),
    "volunteers:training": (403, 403, 403, 403, 403, 403, LOG_IN),
    "volunteers:training-remove": (403, 403, 403, 403, 403, 403, LOG_IN),
    "volunteers:pause": (403, 403, 403, 403, 403, 403, LOG_IN),
    "volunteers:pause-end": (403, 403, 403, 403, 403, 403, LOG_IN),
    "volunteers:match": (403, 403, 403, 403, 403, 403, LOG_IN),
    "volunteers:end": (403, 403, 403, 403, 403, 403, LOG_IN),
    "volunteers:extend": (403, 403, 403, 403, 403, 403, LOG_IN),
    "volunteers:give": (422, 422, 403, 403, 403, 404, LOG_IN),  # what was sent names no volunteer
    "volunteers:take-back": (404, 404, 403, 403, 403, 404, LOG_IN),  # nothing of that number was given
    "volunteers:answer": (404, 404, 403, 403, 403, 404, LOG_IN),  # there is no such question
    "access:member-reset": (403, 403, 403, 403, 404, 403, LOG_IN),
    "reunification:add": (422, 422, 403, 403, 403, 404, LOG_IN),  # what was sent names nobody
    "reunification:step": (422, 422, 403, 403, 403, 404, LOG_IN),
    "reunification:permit": (302, 302, 403, 403, 403, 404, LOG_IN),
    "access:member-log-out": (403, 403, 403, 403, 404, 403, LOG_IN),
    "access:require-second-factor": (403, 403, 403, 403, 302, 403, LOG_IN),
    "access:token-new": (403, 403, 403, 403, 403, 403, LOG_IN),
    "access:token-revoke": (404, 404, 404, 404, 404, 404, LOG_IN),  # there is none of that number
    "access:session-end": (302, 302, 302, 302, 302, 302, LOG_IN),  # one's own; there is none of that number
    "access:sessions-end": (302, 302, 302, 302, 302, 302, LOG_IN),
    "helpdesk:new": (422, 422, 403, 403, 403, 422, LOG_IN),  # what was sent has no place
    "helpdesk:entry-new": (422, 422, 403, 403, 403, 422, LOG_IN),  # there is no such kind
    "helpdesk:dossier": (422, 422, 403, 403, 403, 404, LOG_IN),  # the map is empty
    **{
        f"helpdesk:{name}": (404, 404, 404, 404, 403, 404, LOG_IN)
        for name in ("session", "next", "visit", "take", "move", "visit-refer")
    },
    **{
        f"helpdesk:{name}": (404, 404, 403, 403, 403, 404, LOG_IN)
        for name in ("change", "link", "referral", "referral-reopen", "entry-change", "entry-check")
    },
    "aftercare:hours": (422, 422, 403, 403, 403, 404, LOG_IN),  # no minutes
    "aftercare:measure": (422, 422, 403, 403, 403, 404, LOG_IN),
    "aftercare:tasks": (302, 302, 403, 403, 403, 404, LOG_IN),
    "aftercare:close": (422, 422, 403, 403, 403, 404, LOG_IN),
    "aftercare:undo": (404, 404, 403, 403, 403, 404, LOG_IN),  # nothing was closed
    "aftercare:end": (302, 302, 403, 403, 403, 404, LOG_IN),  # nothing was bought: nothing happens
    "aftercare:hours-back": (404, 404, 403, 403, 403, 404, LOG_IN),
    "aftercare:contracts": (403, 403, 403, 403, 403, 403, LOG_IN),  # none is of a municipality with a name
    "aftercare:contract-end": (403, 403, 403, 403, 403, 403, LOG_IN),
    "dossiers:questions": (422, 422, 403, 403, 403, 422, LOG_IN),  # what was sent names nobody
    "dossiers:answer": (404, 404, 403, 403, 403, 404, LOG_IN),  # there is no such question
    "dossiers:emergency": (403, 403, 403, 403, 403, 403, LOG_IN),  # none of them is a coordinator
    "dossiers:handover-new": (422, 422, 403, 403, 403, 404, LOG_IN),  # what was sent names no receiver
    "dossiers:handover-accept": (404, 404, 403, 403, 403, 404, LOG_IN),  # there is no such hand-over
    "dossiers:handover-decline": (404, 404, 403, 403, 403, 404, LOG_IN),
    "dossiers:handover-ask": (404, 404, 403, 403, 403, 404, LOG_IN),
    "dossiers:handover-answer": (404, 404, 403, 403, 403, 404, LOG_IN),
    "dossiers:handover-moment": (404, 404, 403, 403, 403, 404, LOG_IN),
    "dossiers:handover-withdraw": (404, 404, 403, 403, 403, 404, LOG_IN),
    "dossiers:handover-back": (404, 404, 403, 403, 403, 404, LOG_IN),
    "dossiers:redistribute": (403, 403, 403, 403, 403, 403, LOG_IN),
    "dossiers:redistribution-undo": (403, 403, 403, 403, 403, 403, LOG_IN),
    "dossiers:new": (302, 302, 403, 403, 403, 302, LOG_IN),
    "dossiers:record": (302, 302, 403, 403, 403, 404, LOG_IN),
    "dossiers:fact": (302, 302, 403, 403, 403, 404, LOG_IN),
    "dossiers:note": (302, 302, 403, 403, 403, 404, LOG_IN),
    "dossiers:documents": (302, 302, 403, 403, 403, 404, LOG_IN),
    "dossiers:worker": (302, 302, 403, 403, 403, 404, LOG_IN),
    "dossiers:consent-new": (422, 422, 403, 403, 403, 404, LOG_IN),  # what was sent has no purpose
    "dossiers:consent-withdraw": (302, 302, 403, 403, 403, 404, LOG_IN),
    "dossiers:consent-notice-read": (404, 404, 403, 403, 403, 404, LOG_IN),  # there is no such notice
    "dossiers:appointments": (422, 422, 403, 403, 403, 404, LOG_IN),  # what was sent has no day
    "dossiers:appointment": (422, 422, 403, 403, 403, 404, LOG_IN),
    "dossiers:appointment-cancel": (302, 302, 403, 403, 403, 404, LOG_IN),  # the volunteer does not attend it
    "dossiers:feed-make": (200, 200, 403, 403, 403, 200, LOG_IN),
    "dossiers:feed-revoke": (302, 302, 403, 403, 403, 302, LOG_IN),
    "notices:choices": (422, 422, 422, 422, 422, 422, LOG_IN),  # what was sent has no language
    "notices:read": (404, 404, 404, 404, 404, 404, LOG_IN),
    "notices:read-all": (302, 302, 302, 302, 302, 302, LOG_IN),
    "housing:propose": (422, 422, 403, 403, 403, 404, LOG_IN),  # what was sent has no municipality
    "housing:family": (422, 422, 403, 403, 403, 404, LOG_IN),
    "housing:request": (422, 422, 403, 403, 403, 404, LOG_IN),
    "housing:link-accept": (404, 404, 403, 403, 403, 404, LOG_IN),
    "housing:link-return": (404, 404, 403, 403, 403, 404, LOG_IN),
    "housing:link-withdraw": (403, 403, 403, 403, 403, 403, LOG_IN),  # for the COA
    "housing:link-undo": (403, 403, 403, 403, 403, 403, LOG_IN),  # for the COA
    "housing:link-undo-answer": (404, 404, 403, 403, 403, 404, LOG_IN),
    "housing:request-recount": (404, 404, 403, 403, 403, 404, LOG_IN),
    "housing:request-withdraw": (404, 404, 403, 403, 403, 404, LOG_IN),
    "housing:step": (404, 404, 403, 403, 403, 404, LOG_IN),
    "housing:offer-make": (403, 403, 403, 403, 403, 403, LOG_IN),
    "housing:wanted-decline": (403, 403, 403, 403, 403, 403, LOG_IN),
    "housing:offer-withdraw": (403, 403, 403, 403, 403, 403, LOG_IN),
    "dossiers:withheld": (404, 404, 403, 403, 403, 404, LOG_IN),  # none is of a kind that keeps a vault
    "dossiers:task-done": (302, 302, 403, 403, 403, 404, LOG_IN),
    "dossiers:task-undo": (404, 404, 403, 403, 403, 404, LOG_IN),  # nothing was done yet
    "dossiers:view-save": (302, 302, 403, 403, 403, 302, LOG_IN),
    "dossiers:view-delete": (404, 404, 403, 403, 403, 404, LOG_IN),  # nobody saved it
}
BODY = {
    "budget": "100",
    "source": "own",
    "persons": "2",
    "children": "1",
    "visits-TOTAL_FORMS": "0",
    "visits-INITIAL_FORMS": "0",
    "lines-TOTAL_FORMS": "0",
    "lines-INITIAL_FORMS": "0",
    "why": "Er zijn veel papieren.",
    "state": "done",
    "answer": "Ja, ik ken deze persoon.",
    "reason": "Staat nu aan de deur.",
    "kind": "visit",
    "text": "Kort bezoek.",
    "when": "0",
    "question": "Hoe vraag ik dit aan?",
    "sensitivity": "normal",
    "on": "2026-01-05",
    "key": "brp_registered",
    "save": "1",
    "value": "2026-01-06",
    "role": "head",
    "family": "Nieuw",
    "name": "Mijn lijst",
    "query": "kind=health",
}
