"""Checks a document against the schema: every problem, with its line, in words.

A small validator for the part of JSON Schema that `schema.py` uses. A test holds its verdict equal to that of the
`jsonschema` library, whose errors know no lines and no Dutch.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import cache
from typing import Any

from .schema import DATE, DURATION, Schema, build
from .source import Problem, Rows, Table, problem
from .terms import Term

TYPES: dict[str, tuple[type, str, str]] = {
    "object": (Table, "een tabel met sleutels", "a table of keys"),
    "array": (Rows, "een lijst", "a list"),
    "string": (str, "tekst", "text"),
    "boolean": (bool, "true of false", "true or false"),
    "integer": (int, "een geheel getal", "a whole number"),
    "null": (type(None), "null", "null"),
}
Where = tuple[Table | Rows, str | int | None]


@cache
def schema() -> Schema:
    """The schema, built once."""
    return build()


def kind_of(document: Table) -> str:
    """Which of the three kinds of file this is, by the key that only that kind has."""
    return "overlay" if "overlay" in document else "definition" if "version" in document else "shared"


def check_shape(document: Table) -> list[Problem]:
    """All that is wrong with the shape of a document."""
    return list(_check(document, schema()["$defs"][kind_of(document)], (document, None)))


def _check(value: Any, rule: Schema, where: Where) -> Iterator[Problem]:
    while "$ref" in rule:
        rule = schema()["$defs"][rule["$ref"].rsplit("/", 1)[1]]
    if "oneOf" in rule:
        yield from _check_forms(value, rule["oneOf"], where)
        return
    if not _is(value, rule["type"]):
        _, nl, en = TYPES[rule["type"]]
        yield _wrong_type(value, where, nl, en)
    elif isinstance(value, Table):
        yield from _check_table(value, rule)
    elif isinstance(value, Rows):
        if len(value) < rule.get("minItems", 0):
            yield problem(*where, "empty_list", "deze lijst is leeg", "this list is empty")
        for index, item in enumerate(value):
            yield from _check(item, rule["items"], (value, index))
    else:
        yield from _check_scalar(value, rule, where)


def _is(value: Any, kind: str) -> bool:
    return isinstance(value, TYPES[kind][0]) and not (kind == "integer" and isinstance(value, bool))


def _check_table(value: Table, rule: Schema) -> Iterator[Problem]:
    for key in rule.get("required", ()):
        if key not in value:
            if key in ("nl", "en"):
                yield problem(
                    value,
                    None,
                    "missing_text",
                    f"de tekst in taal ‘{key}’ ontbreekt",
                    f"no text in language ‘{key}’",
                )
            else:
                yield problem(
                    value, None, "missing_key", f"sleutel ‘{key}’ ontbreekt", f"key ‘{key}’ is missing"
                )
    known = rule.get("properties", {})
    patterns = rule.get("patternProperties", {})
    for key, item in value.items():
        fitting = known.get(key) or next((r for p, r in patterns.items() if re.search(p, key)), None)
        fitting = fitting or rule["additionalProperties"]
        if fitting is False:
            nl, en = f"sleutel ‘{key}’ is hier onbekend", f"key ‘{key}’ is unknown here"
            yield problem(value, key, "unknown_key", nl, en)
        else:
            yield from _check(item, fitting, (value, key))


def _check_scalar(value: Any, rule: Schema, where: Where) -> Iterator[Problem]:
    if "enum" in rule and value not in rule["enum"]:
        allowed = ", ".join(rule["enum"])
        yield problem(
            *where,
            "not_allowed",
            f"{_show(value)} is niet een van: {allowed}",
            f"{_show(value)} is none of: {allowed}",
        )
    elif isinstance(value, str) and len(value) < rule.get("minLength", 0):
        yield problem(*where, "empty_text", "deze tekst is leeg", "this text is empty")
    elif "pattern" in rule and not _fits(value, rule["pattern"]):
        code, nl, en = {
            DURATION: (
                "bad_duration",
                "geen duur zoals P10W of P3M15D",
                "not a duration such as P10W or P3M15D",
            ),
            DATE: (
                "bad_date",
                "geen bestaande datum zoals 2026-06-12",
                "not an existing date such as 2026-06-12",
            ),
        }.get(
            rule["pattern"],
            ("bad_pattern", f"past niet op {rule['pattern']}", f"does not fit {rule['pattern']}"),
        )
        yield problem(*where, code, f"{_show(value)} is {nl}", f"{_show(value)} is {en}")
    elif "minimum" in rule and not rule["minimum"] <= value <= rule["maximum"]:
        span = f"{rule['minimum']}–{rule['maximum']}"
        yield problem(*where, "not_allowed", f"{value} ligt niet in {span}", f"{value} is not within {span}")


def _fits(value: str, pattern: str) -> bool:
    """Whether a text fits a pattern, and for a date or duration: whether it exists."""
    try:
        if pattern == DATE:
            date.fromisoformat(value)
        if pattern == DURATION:
            Term.parse(value)
    except ValueError:
        return False
    return bool(re.search(pattern, value))


def _check_forms(value: Any, forms: list[Schema], where: Where) -> Iterator[Problem]:
    """Reports against the form that was meant: the one whose required keys are most present."""
    resolved = [schema()["$defs"][f["$ref"].rsplit("/", 1)[1]] if "$ref" in f else f for f in forms]
    fitting = [form for form in resolved if _is(value, form["type"])]
    if isinstance(value, Table) and fitting:
        fitting.sort(key=lambda form: -sum(key in value for key in form.get("required", ())))
        if not any(key in value for key in fitting[0].get("required", ())) and fitting[0].get("required"):
            known = ", ".join(dict.fromkeys("+".join(form["required"]) for form in fitting))
            nl, en = f"geen bekende vorm; kies uit: {known}", f"not a known form; choose from: {known}"
            yield problem(*where, "unknown_form", nl, en)
            return
    if fitting:
        yield from _check(value, fitting[0], where)
    else:
        kinds = [TYPES[kind] for kind in dict.fromkeys(form["type"] for form in resolved)]
        yield _wrong_type(
            value, where, " / ".join(nl for _, nl, _ in kinds), " / ".join(en for *_, en in kinds)
        )


def _wrong_type(value: Any, where: Where, nl: str, en: str) -> Problem:
    if isinstance(value, Table | Rows):
        _, given_nl, given_en = TYPES["object" if isinstance(value, Table) else "array"]
    else:
        given_nl = given_en = _show(value)
    return problem(
        *where, "wrong_type", f"hier hoort {nl}, niet {given_nl}", f"expected {en}, not {given_en}"
    )


def _show(value: Any) -> str:
    return f"‘{value}’" if isinstance(value, str) else "null" if value is None else str(value).lower()
