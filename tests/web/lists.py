"""Every list of the product: who opens it here, an address that filters it, and its spreadsheet, or why there is none.

`test_lists.py` finds the lists by itself, so a new one that does not stand here is noticed.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class List:
    """A list. ``query``: a filter that its page shows as chosen, {guide} being the guide; empty: nothing to choose."""

    who: str
    query: str
    xlsx: str = ""
    why_not: str = ""


def _with_xlsx(names: dict[str, tuple[str, str]]) -> dict[str, List]:
    return {name: List(who, query, f"{name}-xlsx") for name, (who, query) in names.items()}


LISTS: dict[str, List] = {
    **_with_xlsx(
        {
            "dossiers:worklist": ("guide", "scope=team&due=overdue"),
            "dossiers:handovers": ("guide", "show=sent"),
            "dossiers:redistribute": ("coordinator", "of={guide}"),
            "dossiers:emergency": ("coordinator", "since=2026-01-31"),
            "dossiers:questions": ("guide", "which=reached&show=waiting"),
            "dossiers:consent-notices": ("guide", "show=unread"),
            "notices:notifications": ("guide", "show=unread"),
            "keeping:requests": ("coordinator", "state=answered"),
            "keeping:due": ("coordinator", "upto=2031-01-31"),
            "keeping:certificates": ("coordinator", "cause=request"),
            "schooling:courses": ("guide", "route=z"),
            "direction:desk": ("coordinator", "who=all&due=overdue"),
            "direction:people": ("coordinator", "route=z&state=late"),
            "duo:messages": ("guide", "state=sent&kind=pip"),
            "settlement:behind": ("guide", "due=overdue"),
            "housing:overview": ("guide", "stage=viewing"),
            "procedure:arrivals": ("guide", "week=2026-01-05"),
            "procedure:checks": ("guide", "kind=health_checked"),
            "procedure:terms": ("guide", "due=week"),
            "procedure:sessions": ("guide", "topic=rights"),
            "reunification:overview": ("guide", "phase=deciding"),
            "helpdesk:referrals": ("guide", "state=all"),
            "helpdesk:map": ("guide", "checked=stale"),
            "helpdesk:numbers": ("guide", "since=2026-01-31"),
            "helpdesk:bottlenecks": ("guide", "since=2026-01-31"),
            "aftercare:contracts": ("guide", "state=ended"),
            "volunteers:volunteers": ("coordinator", "kind=guide"),
            "volunteers:matches": ("guide", "state=silent"),
            "volunteers:questions": ("guide", "state=answered"),
            "access:members": ("administrator", "state=ended&role=guide"),
        }
    ),
    "dossiers:people": List("guide", "", why_not="a search, of 25 at most; the worklist is the list"),
    "dossiers:agenda": List(
        "guide", "week=2031-W09", why_not="a calendar: its export is the address for a calendar"
    ),
    "helpdesk:desk": List("guide", "", why_not="the days of the desk; the numbers have the spreadsheet"),
    "settlement:town": List(
        "guide", "", why_not="some templates and addresses of one municipality, with print"
    ),
    "keeping:terms": List("coordinator", "", why_not="rules, one for each kind of data, with their grounds"),
    "volunteers:mine": List("matched volunteer", "", why_not="a volunteer's own people, on a phone"),
    "procedure:durations": List("guide", "", why_not="three figures with their sources, with print"),
    "insight:overview": List("guide", "", why_not="figures, each of which leads to its list"),
    "access:account": List("guide", "", why_not="one's own log-ins and devices"),
}
