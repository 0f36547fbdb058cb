"""What somebody can do alone, at the three moments side by side."""

from __future__ import annotations

from dataclasses import dataclass

from ..models import Measurement
from ..scale import Area, scale


@dataclass(frozen=True, slots=True)
class Measured:
    """One area of life: the newest measurement of each moment, in their order; None where there is none."""

    area: Area
    by_moment: tuple[Measurement | None, ...]

    @property
    def last(self) -> Measurement | None:
        """The latest moment that was measured."""
        return next((it for it in reversed(self.by_moment) if it is not None), None)


def measured(dossier_id: int) -> list[Measured]:
    """All areas, in the order of the scale, as far as the member may read them. One SQL statement."""
    rows = (
        Measurement.objects.filter(dossier_id=dossier_id)
        .select_related("measured_by")
        .order_by("moment", "area", "-id")
        .distinct("moment", "area")
    )
    found = {(row.area, row.moment): row for row in rows}
    return [
        Measured(area, tuple(found.get((area.id, moment)) for moment in Measurement.Moment.values))
        for area in scale().areas.values()
    ]
