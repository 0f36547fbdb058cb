"""What the law and the policy say about giving a home: read in the text named, or marked as not confirmed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Ground:
    """Where something is said. ``confirmed``: the text named was read, and says it; ``note`` by language."""

    where: str
    url: str
    confirmed: bool
    note: Mapping[str, str]


QUOTA = Ground(
    "Huisvestingswet 2014, artikel 28 en 29",
    "https://wetten.overheid.nl/BWBR0035303/2026-07-01#Artikel29",
    True,
    {
        "nl": "Per kalenderhalfjaar, naar boven afgerond, uit drie getallen: het totale aantal vergunninghouders dat de minister minstens dertien weken tevoren bekendmaakt, en de inwoners van de gemeente en van Nederland op 1 januari van het jaar ervoor (CBS). Gemeenten kunnen samen een andere verdeling besluiten (lid 2).",
        "en": "For each half calendar year, rounded up, from three numbers: the total number of permit holders that the minister publishes at least thirteen weeks before, and the inhabitants of the municipality and of the Netherlands on 1 January of the year before (CBS). Municipalities can agree on another division together (paragraph 2).",
    },
)
SHARE = Ground(
    "Huisvestingswet 2014, artikel 29 lid 1 (de formule)",
    "https://wetten.overheid.nl/BWBR0035303/2026-07-01#Artikel29",
    False,
    {
        "nl": "De formule zelf is in de wet een plaatje dat wij niet konden lezen: totaal × inwoners van de gemeente ÷ inwoners van Nederland is wat wij uit de drie getallen opmaken.",
        "en": "The formula itself is a picture in the law that we could not read: total × inhabitants of the municipality ÷ inhabitants of the Netherlands is what we take from the three numbers.",
    },
)
TEN_WEEKS = Ground(
    "COA, Huisvesting van statushouders",
    "https://www.coa.nl/nl/huisvesting-van-statushouders",
    False,
    {
        "nl": "Gemeenten streven ernaar binnen tien weken na de koppeling een woning aan te bieden. Dat is beleid; een wettelijke termijn vonden wij niet.",
        "en": "Municipalities aim to offer a home within ten weeks of the link. That is policy; we found no statutory term.",
    },
)
REFUSAL = Ground(
    "Aanhangsel van de Handelingen 2021–2022, nr. 681 (antwoord van de minister)",
    "https://zoek.officielebekendmakingen.nl/ah-tk-20212022-681.html",
    False,
    {
        "nl": "Onterecht weigeren kan ertoe leiden dat het COA de opvang beëindigt, en uiteindelijk tot ontruiming; of dat zo is, beslist het COA. Dat is een antwoord van de minister over het beleid; het wetsartikel hebben wij niet kunnen lezen. Of de gemeente nog een woning aanbiedt, is haar eigen regel.",
        "en": "Refusing without good reason can lead to the COA ending reception, and in the end to eviction; whether that is so, the COA decides. This is a minister's answer about the policy; we could not read the article of law. Whether the municipality offers another home is its own rule.",
    },
)
RENT = Ground(
    "Wet op de huurtoeslag, artikel 13 en 20",
    "https://wetten.overheid.nl/BWBR0008659/2026-01-01#Artikel20",
    True,
    {
        "nl": "Bedragen van 2026. Boven de aftoppingsgrens wordt minder van de huur vergoed, boven de maximale huurgrens niets (artikel 21).",
        "en": "Amounts of 2026. Above the capping limit less of the rent is covered, above the maximum nothing (article 21).",
    },
)
ANSWER_WITHIN = timedelta(days=7)
"""How long a municipality has to answer a link: our own choice, no law says so."""
HOME_WITHIN = timedelta(weeks=10)
"""How soon after the link a home is wanted, unless another day is chosen: the aim of `TEN_WEEKS`."""
OFFER_STANDS = timedelta(days=7)
"""How long an offer stands, unless the association chooses another day: our own choice."""


@dataclass(frozen=True, slots=True)
class RentLimits:
    """In euros a month. ``capping``: for a household of this size; ``most``: beyond it nothing more is covered."""

    capping: Decimal
    most: Decimal


def rent_limits(persons: int, on: date) -> RentLimits | None:
    """The limits of the rent allowance (articles 13 and 20, 21 or older) on a day; None where they were not read.

    >>> rent_limits(3, date(2026, 11, 1))
    RentLimits(capping=Decimal('764.14'), most=Decimal('932.93'))
    """
    if on.year != 2026:  # they change each 1 January
        return None
    return RentLimits(Decimal("713.02") if persons <= 2 else Decimal("764.14"), Decimal("932.93"))


def half_year(on: date) -> date:
    """The first day of the half-year that a day is in."""
    return date(on.year, 1 if on.month < 7 else 7, 1)


def next_half_year(begins_on: date) -> date:
    """The first day of the half-year after the one that begins on this day."""
    return date(begins_on.year, 7, 1) if begins_on.month == 1 else date(begins_on.year + 1, 1, 1)


def last_half_year(begins_on: date) -> date:
    """The first day of the half-year before."""
    return date(begins_on.year - 1, 7, 1) if begins_on.month == 1 else date(begins_on.year, 1, 1)


def share(nationwide: int, inhabitants: int, inhabitants_nationwide: int) -> int:
    """The number for one municipality, rounded up (`SHARE`).

    >>> share(11_700, 60_000, 18_000_000)
    39
    """
    return -(-nationwide * inhabitants // inhabitants_nationwide)
