"""From a checked row to facts of a dossier. Pure: no database.

The date of ``Datum aanmelding`` is day 1, the milestone ``arrived``: in phase 1 (aanmelding) the person
reports to
the IND, and the procedure opens four days later by itself. ``Datum vergunning`` is the date of the
decision: with
the decision ``refused`` it is `permit_refused`, otherwise `permit_granted`.
"""

import datetime as dt
from collections.abc import Mapping

from reisgenoot.exchange.caseload.check import Record

MILESTONES = (
    "arrived",
    "linked",
    "moved_in",
    "brp_registered",
    "intake_completed",
    "learnability_tested",
    "pip_set",
    "duty_started",
    "duty_notified",
)
ATTRIBUTES = (
    "sex",
    "nationality",
    "learning_route",
    "municipality",
    "postcode",
    "phone",
    "email",
    "born_uncertain",
)
DECISION_WORDS = {
    "granted": "ingewilligd",
    "refused": "afgewezen",
    "withdrawn": "ingetrokken",
    "pending": "in behandeling",
}


def stored(values: Mapping[str, object]) -> dict[str, object]:
    """The values of a row as JSON: dates as ISO 8601 text.

    >>> stored({"born": dt.date(1990, 5, 17), "languages": ("ar",)})
    {'born': '1990-05-17', 'languages': ['ar']}
    """
    return {key: _as_json(value) for key, value in values.items()}


def _as_json(value: object) -> object:
    if isinstance(value, dt.date):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value


def facts_of(values: Mapping[str, object], today: dt.date) -> dict[str, object]:
    """The facts that a row tells, by key; `values` as :func:`stored` gives them.

    >>> row = {"arrived": "2024-08-10", "permit_on": "2024-10-05", "decision": "refused"}
    >>> facts_of(row, dt.date(2026, 1, 1))
    {'arrived': '2024-08-10', 'permit_refused': '2024-10-05'}
    """
    facts = {key: values[key] for key in (*MILESTONES, *ATTRIBUTES) if key in values}
    if "permit_on" in values:
        facts["permit_refused" if values.get("decision") == "refused" else "permit_granted"] = values[
            "permit_on"
        ]
    if "languages" in values:
        facts["languages"] = values["languages"]
    if str(values.get("born", "9999")) <= today.isoformat():
        facts["born"] = values["born"]
    else:
        facts.pop("born_uncertain", None)
    address = ", ".join(str(values[key]) for key in ("street", "place") if key in values)
    return {**facts, "address": address} if address else facts


def note_of(values: Mapping[str, object], today: dt.date, worker_is_known: bool) -> str:
    """What the row says that is no fact, as the text of a note; empty if there is nothing.

    >>> note_of({"remarks": "nareis loopt", "worker": "Figulus"}, dt.date(2026, 1, 1), False)
    'nareis loopt\\nBegeleider volgens het bestand: Figulus'
    """
    lines = [str(values["remarks"])] if "remarks" in values else []
    if "worker" in values and not worker_is_known:
        lines.append(f"Begeleider volgens het bestand: {values['worker']}")
    decision = values.get("decision")
    if (decision in ("withdrawn", "refused") and "permit_on" not in values) or decision == "withdrawn":
        lines.append(f"Beschikking volgens het bestand: {DECISION_WORDS[str(decision)]} (datum onbekend)")
    if str(values.get("born", "")) > today.isoformat():
        lines.append(f"Verwachte geboorte volgens het bestand: {values['born']}")
    return "\n".join(lines)


def record_of(number: int, values: Mapping[str, object]) -> Record:
    """A row from its stored values, to compare it with others."""
    dates = ("born", "arrived", "permit_on", "moved_in")
    return Record(
        number,
        {},
        {key: dt.date.fromisoformat(str(value)) if key in dates else value for key, value in values.items()},
    )
