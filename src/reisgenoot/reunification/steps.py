"""The steps of family reunification that somebody records, and the papers that each kind of relation usually needs."""

from __future__ import annotations

from .models import Paper, Relation

STEPS = (
    "documents_complete",
    "reunification_applied",
    "kinship_examined",
    "reunification_granted",
    "reunification_refused",
    "objection_filed",
    "appeal_filed",
    "mvv_issued",
    "travel_booked",
    "arrived",
    "reunification_withdrawn",
)
"""Milestones of the route `family-reunification`, in the order in which they come."""
SETTLED = frozenset({"arrived", "reunification_withdrawn", "departed", "deceased"})
"""After one of these nothing more is expected of somebody along this route."""
ROLES = {
    Relation.SPOUSE: "partner",
    Relation.CHILD: "child",
    Relation.PARENT: "other",
    Relation.SIBLING: "other",
}
"""The place that somebody then has in the household."""

_KIND = Paper.Kind
EVERYBODY = (_KIND.PASSPORT, _KIND.PHOTO)
PAPERS = {
    Relation.SPOUSE: (*EVERYBODY, _KIND.MARRIAGE, _KIND.FAMILY, _KIND.OTHER),
    Relation.CHILD: (*EVERYBODY, _KIND.BIRTH, _KIND.CONSENT, _KIND.CUSTODY, _KIND.FAMILY, _KIND.OTHER),
    Relation.PARENT: (*EVERYBODY, _KIND.BIRTH, _KIND.FAMILY, _KIND.OTHER),
    Relation.SIBLING: (*EVERYBODY, _KIND.BIRTH, _KIND.CUSTODY, _KIND.FAMILY, _KIND.OTHER),
}
"""Experience of guidance, and no list of the authority."""
