"""Words for an answer about the duty, by language: of the command and of the page."""

from __future__ import annotations

WORDS = {
    "en": {
        "under": "Under the duty", "partly_exempt": "Under the duty, exempt from a part",
        "partly_released": "Under the duty, released from a part", "exempt": "Exempt", "released": "Released",
        "fulfilled": "Fulfilled", "interrupted": "Interrupted", "ended": "Ended", "not_liable": "Not under the duty",
        "unknown": "Too little is known", "since": "since", "kind": "Kind", "because": "Because",
        "doubt": "Not certain",
        "2013": "Wet inburgering (2013)", "2021": "Wet inburgering 2021", "asylum": "asylum status holder",
        "asylum_family": "asylum status holder (family)", "family": "family migrant", "other": "other migrant",
        "minister": "spiritual minister", "terms": "Terms", "unread": "Not understood",
        "contradicted": "DUO has notified the duty, but by these facts there is none: check them with DUO",
    },
    "nl": {
        "under": "Inburgeringsplichtig", "partly_exempt": "Inburgeringsplichtig, van een deel vrijgesteld",
        "partly_released": "Inburgeringsplichtig, van een deel ontheven", "exempt": "Vrijgesteld",
        "released": "Ontheven", "fulfilled": "Voldaan", "interrupted": "Onderbroken", "ended": "Geëindigd",
        "not_liable": "Niet inburgeringsplichtig", "unknown": "Er is te weinig bekend", "since": "sinds",
        "kind": "Soort", "because": "Omdat", "doubt": "Niet zeker", "2013": "Wet inburgering (2013)",
        "2021": "Wet inburgering 2021", "asylum": "asielstatushouder", "asylum_family": "asielstatushouder (gezin)",
        "family": "gezinsmigrant", "other": "overige migrant", "minister": "geestelijke bedienaar",
        "terms": "Termijnen", "unread": "Niet begrepen",
        "contradicted": "DUO heeft de plicht gemeld, maar volgens deze feiten is die er niet: ga het na bij DUO",
    },
}  # fmt: skip
"""By language: each standing, kind and act, and the headings around them."""
