"""What the law says of relief of finances: read in the Participatiewet as of 2026-07-01, or marked as not confirmed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from reisgenoot.core.trajectory.terms import Term

SIX_MONTHS = Term.parse("P6M")
_URL = "https://wetten.overheid.nl/BWBR0015703/2026-07-01"


@dataclass(frozen=True, slots=True)
class Ground:
    """Where something is said. ``confirmed``: the text named was read, and says it; ``note`` by language."""

    where: str
    url: str
    confirmed: bool
    note: Mapping[str, str]


GROUNDS = {
    "56a": Ground(
        "Participatiewet, artikel 56a",
        f"{_URL}#Artikel56a",
        True,
        {
            "nl": "Voor wie inburgeringsplichtig is onder de Wet inburgering 2021, een verblijfsvergunning asiel voor "
            "bepaalde tijd heeft en bijstand krijgt: zes maanden vanaf de dag waarop het recht op bijstand ontstaat. "
            "De gemeente betaalt huur, gas, water, stroom en de verplichte zorgverzekering uit de bijstand. Familie "
            "met een andere vergunning dan asiel valt er niet onder. Uitzonderingen noemt het artikel niet.",
            "en": "For who is under the duty of the Wet inburgering 2021, has an asylum permit for a definite time and "
            "receives benefit: six months from the day on which the right to benefit arises. The municipality pays "
            "rent, gas, water, power and the obligatory health insurance from the benefit. Family with another permit "
            "than asylum is not under it. The article names no exceptions.",
        },
    ),
    "57": Ground(
        "Participatiewet, artikel 57 onder a",
        f"{_URL}#Artikel57",
        True,
        {
            "nl": "Langer, of voor een ander: alleen als en zolang er gegronde redenen zijn om aan te nemen dat iemand "
            "zonder hulp niet verantwoord met geld kan omgaan.",
            "en": "Longer, or for somebody else: only if and as long as there are good grounds to think that somebody "
            "can't spend responsibly without help.",
        },
    ),
}


def first_day_without(benefit_from: date) -> date:
    """The first day after the six months that count from the day on which the right to benefit arose.

    >>> first_day_without(date(2026, 8, 31)), first_day_without(date(2026, 3, 12))
    (datetime.date(2027, 2, 28), datetime.date(2026, 9, 12))
    """
    return date.fromordinal(SIX_MONTHS.from_day(benefit_from.toordinal()))
