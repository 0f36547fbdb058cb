"""The facts that decide about the duty and its terms, and can be recorded on its page."""

from __future__ import annotations

INTERRUPTED = "interrupted"
NOTICE = "duty_notified"
EVENTS = (
    NOTICE,
    "duty_started",
    "permit_granted",
    "brp_registered",
    "awaited_information_received",
    "exempting_diploma",
    "partial_diploma",
    "exempting_education_started",
    "exempting_education_ended",
    "start_qualification",
    "qualification_exempted",
    "shown_integrated",
    "released_medical",
    "released_special",
    "released_partly",
    "duty_released",
    "permit_withdrawn",
    "pending_stay",
    "naturalised",
    "departed",
    "duty_fulfilled",
)
"""What happens, with its day; those of them that a route does not know are left out."""
ABOUT = (
    "born",
    "nationality",
    "permit_kind",
    "protected_sponsor",
    "resident_since",
    "non_temporary_since",
    "eu_family",
    "integrated_elsewhere",
    "treaty_exempt",
    "spiritual_minister",
    "law",
)
"""What is so."""
