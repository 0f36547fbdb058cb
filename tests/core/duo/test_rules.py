"""What DUO would refuse: each condition of its README and each limit of its files, just within and just beyond."""

from dataclasses import replace
from datetime import date

import pytest

from reisgenoot.core.duo import Known, judge, rules, shapes

PIP = date(2024, 3, 11)
KNOWN = Known(
    today=date(2026, 11, 25),
    duty_started=date(2023, 12, 1),
    settled_on=date(2024, 1, 15),
    asylum=True,
    route="b1",
    pip_on=PIP,
    term_start=date(2024, 3, 12),
    term_end=date(2027, 3, 11),
)
OFFER = {"instellingsnummer": "0000012345", "indicatorAlfabetiseringsonderwijs": "NVT"}
LATE = replace(KNOWN, term_end=date(2026, 10, 1))
Z = replace(KNOWN, route="z", z_on=date(2026, 9, 1))


def pip(on: str = "2024-03-11", route: str = "B", **more: object) -> dict[str, object]:
    return {"dagtekeningPip": on, "leerroute": route, **more}


def talk(on: str = "", blame: str = "") -> dict[str, str]:
    return {name: it for name, it in (("datumEindgesprekMap", on), ("verwijtbaar", blame)) if it}


def offer(**more: object) -> dict[str, object]:
    return OFFER | more


# Rule, kind, a message that breaks it and one that does not, and what is known.
CASES = [
    ("pip-duty", "pip", pip("2023-11-30"), pip("2023-12-01"), replace(KNOWN, settled_on=date(2023, 1, 1))),
    ("pip-earlier", "pip", pip("2024-03-10"), pip(), replace(KNOWN, sent_pips=(PIP, date(2024, 2, 1)))),
    ("pip-settled", "pip", pip("2024-01-14"), pip("2024-01-15"), KNOWN),
    ("pip-a2-education", "pip", pip(route="O", niveau="A2"), pip(route="O", niveau="B1"), KNOWN),
    ("pip-b1-z", "pip", pip(route="Z", niveau="B1"), pip(route="Z", niveau="A2"), KNOWN),
    ("pip-a2-first", "pip", pip(niveau="A2"), pip(niveau="B1"), KNOWN),
    ("pip-intensity", "pip", pip(route="Z", geschatteIntensiteitB1Route=900), pip(route="Z"), KNOWN),
    (
        "pip-intensity",
        "pip",
        pip(geschatteIntensiteitB1Route=900),
        pip(),
        replace(KNOWN, asylum=False),
    ),
    (
        "offer-before-pip",
        "offer",
        offer(datumInburgeringsaanbod="2024-03-10"),
        offer(datumInburgeringsaanbod="2024-03-11"),
        KNOWN,
    ),
    (
        "offer-start",
        "offer",
        offer(datumInburgeringsaanbod="2024-05-02", verwachteStartdatumOpleiding="2024-05-01"),
        offer(datumInburgeringsaanbod="2024-05-01", verwachteStartdatumOpleiding="2024-05-01"),
        KNOWN,
    ),
    (
        "offer-end",
        "offer",
        offer(verwachteStartdatumOpleiding="2024-06-02", verwachteEinddatumOpleiding="2024-06-01"),
        offer(verwachteStartdatumOpleiding="2024-06-01", verwachteEinddatumOpleiding="2024-06-01"),
        KNOWN,
    ),
    (
        "offer-start-in-term",
        "offer",
        offer(verwachteStartdatumOpleiding="2024-03-11"),
        offer(verwachteStartdatumOpleiding="2024-03-12"),
        KNOWN,
    ),
    (
        "offer-end-in-term",
        "offer",
        offer(verwachteEinddatumOpleiding="2027-03-12"),
        offer(verwachteEinddatumOpleiding="2027-03-11"),
        KNOWN,
    ),
    ("result-before-term", "map", talk("2024-03-11"), talk("2024-03-12"), KNOWN),
    ("result-after-z", "map", talk("2026-09-02"), talk("2026-09-01"), Z),
    ("result-future", "map", talk("2026-11-26"), talk("2026-11-25"), KNOWN),
    ("result-late", "map", talk("2026-10-02"), talk("2026-10-02", "Ja"), LATE),
    ("result-late", "map", talk("2026-10-02"), talk("2026-10-01"), LATE),
    ("result-blame-in-time", "map", talk("2026-09-30", "Nee"), talk("2026-10-01", "Nee"), LATE),
    (
        "result-no-blame",
        "map",
        talk("2026-11-02", "Nee"),
        talk("2026-11-01", "Nee"),
        replace(KNOWN, term_end=date(2026, 9, 1)),
    ),
    ("result-blame", "map", talk("2026-10-01", "Ja"), talk("2026-10-02", "Ja"), LATE),
    ("z-before", "zroute", {"datumAfrondingZroute": "2026-08-31"}, {"datumAfrondingZroute": "2026-09-01"},
     replace(Z, map_on=date(2026, 9, 1))),
]  # fmt: skip
# What depends on the person alone: rule, kind, message, and what is known when it is broken.
ALONE = [
    ("offer-asylum", "offer", OFFER, replace(KNOWN, asylum=False)),
    ("offer-pip", "offer", OFFER, replace(KNOWN, pip_on=None)),
    ("hours-z", "hours_participation", {"uren": 1}, KNOWN),
    ("hours-z", "hours_participation", {"uren": 1}, replace(Z, asylum=False)),
    ("result-pip", "map", talk("2026-01-01"), replace(KNOWN, pip_on=None)),
    ("result-fulfilled-z", "map", talk("2026-01-01"), replace(Z, fulfilled=True)),
    ("result-before-sent", "map", {}, KNOWN),
    ("result-empty-z", "map", {}, replace(Z, sent=frozenset({"map"}))),
    ("z-route", "zroute", {"datumAfrondingZroute": "2026-01-01"}, KNOWN),
]


def broken(kind: str, values: dict[str, object], known: Known) -> set[str]:
    told = {it.text["en"] for it in judge(kind, values, known).failures}
    return {name for name, (_heading, it) in rules().items() if it["en"] in told}


@pytest.mark.parametrize(("rule", "kind", "wrong", "right", "known"), CASES)
def test_just_beyond_and_just_within(
    rule: str, kind: str, wrong: dict[str, object], right: dict[str, object], known: Known
) -> None:
    assert rule in broken(kind, wrong, known)
    assert rule not in broken(kind, right, known)


@pytest.mark.parametrize(("rule", "kind", "values", "known"), ALONE)
def test_what_depends_on_the_person(rule: str, kind: str, values: dict[str, object], known: Known) -> None:
    assert rule in broken(kind, values, known)


def test_each_rule_has_a_case() -> None:
    assert {case[0] for case in CASES} | {case[0] for case in ALONE} == set(rules())


def test_pvt_has_the_conditions_of_map() -> None:
    assert broken("pvt", {"datumOndertekeningPvt": "2026-11-26"}, KNOWN) == {"result-future"}
    assert broken("pvt", {"datumOndertekeningPvt": "2026-11-25"}, KNOWN) == set()


def test_what_is_not_known_is_said_and_refuses_nothing() -> None:
    verdict = judge("pip", pip(geschatteIntensiteitB1Route=1), Known(today=KNOWN.today))
    assert verdict.fits
    assert len(verdict.unknown) == 3  # the duty's start, the settling, asylum or not
    assert judge("map", talk("2026-01-01"), replace(KNOWN, term_end=None)).unknown


@pytest.mark.parametrize(
    ("kind", "values", "field"),
    [
        ("pip", {"leerroute": "B"}, "dagtekeningPip"),
        ("pip", pip("2024-02-30"), "dagtekeningPip"),
        ("pip", pip("20240311"), "dagtekeningPip"),
        ("pip", pip(route="X"), "leerroute"),
        ("pip", pip(geschatteIntensiteitB1Route=0), "geschatteIntensiteitB1Route"),
        ("pip", pip(geschatteIntensiteitB1Route=10_000), "geschatteIntensiteitB1Route"),
        ("pip", pip(geschatteIntensiteitB1Route=True), "geschatteIntensiteitB1Route"),
        ("pip", pip(indicatorMagOpleidingAfmaken="ja"), "indicatorMagOpleidingAfmaken"),
        ("pip", pip(bsn="123456782"), ""),
        ("offer", OFFER | {"instellingsnummer": "123456789"}, "instellingsnummer"),
        ("offer", {"instellingsnummer": "1234567890"}, "indicatorAlfabetiseringsonderwijs"),
        ("hours_lessons", {"uren": -1}, "uren"),
        ("hours_lessons", {"uren": 10_000}, "uren"),
        ("hours_lessons", {"uren": 1.5}, "uren"),
        ("hours_intake", {}, "uren"),
        ("map", {"verwijtbaar": "ja"}, "verwijtbaar"),
    ],
)
def test_what_has_another_shape(kind: str, values: dict[str, object], field: str) -> None:
    (failure,) = judge(kind, values, KNOWN).failures
    assert failure.field == field
    assert failure.place.startswith(f"{shapes()[kind].file}#/components/")


def test_hours_fit_at_both_ends() -> None:
    for uren in (0, 9999):
        assert judge("hours_lessons", {"uren": uren}, KNOWN).fits
