"""The terms for keeping (``retention.yaml``) as values, checked, and as rows for the database."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from reisgenoot.access.models import Organisation
from reisgenoot.core.trajectory.terms import Term

SOURCE = Path(__file__).with_name("retention.yaml")
ANY_KIND = ""
Text = Mapping[str, str]
_LENGTHS = ("term", "shortest", "longest", "after_death")
_KEYS = {"from", *_LENGTHS, "on_request", "ground", "keep_ground", "own_choice"}


class BadRetention(ValueError):
    """``retention.yaml`` says something that cannot be; the text says where."""


@dataclass(frozen=True, slots=True)
class Ground:
    """The article on which a term rests; ``confirmed``: it was read, and says this."""

    law: str
    article: str
    url: str
    confirmed: bool
    note: Text


@dataclass(frozen=True, slots=True)
class Rule:
    """How long organisations of one kind (``ANY_KIND``: all others) keep one kind of data.

    Lengths are ISO 8601 durations from the moment ``counts_from``. ``keep_ground``: what obliges to keep for
    ``shortest``; ``own_choice``: why the number is this, where no article names it.
    """

    kind: str
    organisation_kind: str
    counts_from: str
    term: str
    shortest: str | None
    longest: str | None
    after_death: str | None
    on_request: bool
    ground: Ground
    keep_ground: Ground | None
    own_choice: Text | None

    def allows(self, term: Term) -> bool:
        """Whether the law lets an organisation choose this term."""
        return all(
            (
                self.shortest is None or _days(term) >= _days(Term.parse(self.shortest)),
                self.longest is None or _days(term) <= _days(Term.parse(self.longest)),
            )
        )

    @property
    def editable(self) -> bool:
        """Whether the law leaves a choice."""
        return self.shortest is None or self.shortest != self.longest


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of data: its name by language, in full and (in lists) short."""

    text: Text
    short: Text


@dataclass(frozen=True, slots=True)
class Retention:
    """All of it, in the order of the file."""

    kinds: Mapping[str, Kind]
    moments: Mapping[str, Text]
    stays: Mapping[str, Text]
    rules: tuple[Rule, ...]

    def rule(self, kind: str, organisation_kind: str) -> Rule:
        """The rule for this kind of data in organisations of that kind."""
        fitting = [
            it
            for it in self.rules
            if it.kind == kind and it.organisation_kind in (ANY_KIND, organisation_kind)
        ]
        return max(fitting, key=lambda it: it.organisation_kind)


def _days(term: Term) -> int:
    """A length to compare by: months of 31 days, so that a month is never shorter than thirty days."""
    return term.in_months * 31 + term.in_days


@cache
def retention() -> Retention:
    """The file, read and checked once. Raises BadRetention."""
    return parse(yaml.safe_load(SOURCE.read_text(encoding="utf-8")))


def parse(raw: Mapping[str, Any]) -> Retention:
    """What stands in a document. Raises BadRetention for an unknown name, a missing reason, and what cannot be."""
    grounds = {key: Ground(**about) for key, about in raw["grounds"].items()}
    rules, kinds = [], {}
    for kind, about in raw["kinds"].items():
        kinds[kind] = Kind(about["text"], about.get("short", about["text"]))
        if ANY_KIND not in about["rules"]:
            raise BadRetention(f"{kind}: no rule for organisations of other kinds")
        for organisation_kind, rule in about["rules"].items():
            where = f"{kind}, {organisation_kind or 'others'}"
            if organisation_kind not in (ANY_KIND, *Organisation.Kind.values):
                raise BadRetention(f"{where}: no such kind of organisation")
            rules.append(_rule(where, kind, organisation_kind, rule, grounds, raw["moments"]))
    return Retention(kinds, raw["moments"], raw["stays"], tuple(rules))


def _rule(
    where: str,
    kind: str,
    organisation_kind: str,
    raw: Mapping[str, Any],
    grounds: Mapping[str, Ground],
    moments: Mapping[str, Text],
) -> Rule:
    if unknown := set(raw) - _KEYS:
        raise BadRetention(f"{where}: {', '.join(sorted(unknown))}")
    if raw["from"] not in moments:
        raise BadRetention(f"{where}: no such moment: {raw['from']}")
    if raw["ground"] not in grounds or raw.get("keep_ground", raw["ground"]) not in grounds:
        raise BadRetention(f"{where}: no such ground")
    if bool(raw.get("shortest")) != bool(raw.get("keep_ground")):
        raise BadRetention(f"{where}: a duty to keep, and only that, needs a ground of its own")
    if not raw.get("shortest") and not raw.get("own_choice"):
        raise BadRetention(f"{where}: no law names this number, so it must say whose choice it is, and why")
    for name in _LENGTHS:
        try:
            Term.parse(raw.get(name, "P1D"))
        except ValueError as error:
            raise BadRetention(f"{where}: {name}: {error}") from None
    made = Rule(
        kind=kind,
        organisation_kind=organisation_kind,
        counts_from=raw["from"],
        term=raw["term"],
        shortest=raw.get("shortest"),
        longest=raw.get("longest"),
        after_death=raw.get("after_death"),
        on_request=raw.get("on_request", False),
        ground=grounds[raw["ground"]],
        keep_ground=grounds[raw["keep_ground"]] if "keep_ground" in raw else None,
        own_choice=raw.get("own_choice"),
    )
    if not made.allows(Term.parse(made.term)):
        raise BadRetention(f"{where}: the term lies outside what is allowed")
    return made


def as_sql() -> str:
    """The SQL that makes ``keeping_rule`` hold the file and nothing else; everything in it was checked by ``parse``."""
    columns = "kind, organisation_kind, counts_from, term, shortest, longest, after_death, on_request"
    return (
        f"DELETE FROM keeping_rule;\nINSERT INTO keeping_rule ({columns}) VALUES\n"
        + ",\n".join(_values())
        + ";\n"
    )


def _values() -> Iterator[str]:
    for it in retention().rules:
        if not it.kind.isidentifier():
            raise BadRetention(it.kind)
        lengths = ", ".join(
            "NULL" if length is None else f"'{length}'"
            for length in (it.term, it.shortest, it.longest, it.after_death)
        )
        yield f"('{it.kind}', '{it.organisation_kind}', '{it.counts_from}', {lengths}, {str(it.on_request).lower()})"
