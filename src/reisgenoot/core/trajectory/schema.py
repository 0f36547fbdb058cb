"""The shape of a trajectory definition, as a JSON Schema (draft 2020-12).

`schema.json` beside this file is the published copy, for editors and other programs; a test holds the two equal.
Kept in Python because a full item and a change to one differ only in what is required.
"""

from __future__ import annotations

from typing import Any

Schema = dict[str, Any]

ROLES = (
    "ind",
    "coa",
    "gza",
    "municipality",
    "guide",
    "volunteer",
    "legal_aid",
    "newcomer",
    "housing_association",
)
KINDS = (
    "legal",
    "home",
    "income",
    "health",
    "education",
    "integration",
    "family",
    "participation",
    "guidance",
)
GROUND_KINDS = ("statute", "decree", "regulation_eu", "policy", "case_law")
CATEGORIES = (
    "identity",
    "contact",
    "route",
    "family",
    "work_education",
    "finance",
    "health",
    "learning_health",
    "legal",
    "travel_story",
    "notes",
    "safety",
)  # of data: who may see what, `access/table_of_access.yaml`
ATTRIBUTE_TYPES = ("date", "text", "boolean", "list", "spans")

ID = "^[a-z][a-z0-9_]*$"
NAME = "^[a-z][a-z0-9-]*$"
DATE = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
DURATION = "^P(?=[0-9])([0-9]{1,3}Y)?([0-9]{1,3}M)?([0-9]{1,3}W)?([0-9]{1,4}D)?$"


def _ref(name: str) -> Schema:
    return {"$ref": f"#/$defs/{name}"}


def _table(properties: Schema, *required: str) -> Schema:
    return {
        "type": "object",
        "properties": properties,
        "required": list(required),
        "additionalProperties": False,
    }


def _rows(item: Schema, least: int = 0) -> Schema:
    return {"type": "array", "items": item, "minItems": least}


def _by_id(item: Schema, pattern: str = ID) -> Schema:
    return {"type": "object", "patternProperties": {pattern: item}, "additionalProperties": False}


def _one_of(*values: str) -> Schema:
    return {"type": "string", "enum": list(values)}


STRING: Schema = {"type": "string", "minLength": 1}
BOOLEAN: Schema = {"type": "boolean"}
VALUE: Schema = {"oneOf": [STRING, BOOLEAN]}
MOMENT, TEXT, TERM, IDENTIFIER = _ref("moment"), _ref("text"), _ref("term"), _ref("id")
SAID = _ref("said")  # a text, or the name of one of `texts`
REASON: Schema = {"ground": STRING, "own_choice": SAID, "source": SAID}

LONGER_BY: Schema = _ref("longer_by")  # the name of one of `extensions`, or one written out

MOMENT_FORMS: list[Schema] = [
    STRING,  # a fact, a word such as `never`, or the name of one of `moments`
    _table({"after": MOMENT, "term": TERM, "longer_by": LONGER_BY, **REASON}, "after", "term"),
    _table({"before": MOMENT, "term": TERM, **REASON}, "before", "term"),
    _table({"all": _rows(MOMENT, 1)}, "all"),
    _table({"any": _rows(MOMENT, 1)}, "any"),
    _table({"latest": _rows(MOMENT, 1)}, "latest"),
    _table({"attribute": IDENTIFIER, "is": VALUE}, "attribute", "is"),
    _table({"attribute": IDENTIFIER, "in": _rows(VALUE, 1)}, "attribute", "in"),
    _table({"attribute": IDENTIFIER, "is_not": VALUE}, "attribute", "is_not"),
    _table({"attribute": IDENTIFIER, "known": BOOLEAN}, "attribute", "known"),
    _table({"age": {"type": "integer", "minimum": 0, "maximum": 100}}, "age"),
    _table({"event": IDENTIFIER, "not_followed_by": _rows(IDENTIFIER, 1)}, "event", "not_followed_by"),
]

GROUND: Schema = {
    "law": STRING,
    "bwb": {"type": "string", "pattern": "^BWB[RVW][0-9]{7}$"},
    "article": STRING,
    "url": {"type": "string", "pattern": "^https://"},
    "confirmed": BOOLEAN,
    "text_of": _ref("date"),
    "valid": _table({"from": _ref("date_or_open"), "until": _ref("date_or_open")}),
    "kind": _one_of(*GROUND_KINDS),
    "termijnenwet": BOOLEAN,
    "note": TEXT,
}
ATTRIBUTE: Schema = {
    "type": _one_of(*ATTRIBUTE_TYPES),
    "values": {"oneOf": [_rows(STRING, 1), {"type": "object", "additionalProperties": TEXT}]},
    "text": TEXT,
    "category": _one_of(*CATEGORIES),
}
MILESTONE: Schema = {"phase": IDENTIFIER, "text": TEXT, "category": _one_of(*CATEGORIES)}
PHASE: Schema = {
    "id": IDENTIFIER,
    "text": TEXT,
    "acting": _rows(IDENTIFIER),
    "opens": MOMENT,
    "lasts": _table({"term": TERM, **REASON}, "term"),
}
_DUE = {"term": TERM, "when": MOMENT, **REASON}
# `from`: that day is the first of the term.
_SIDES: dict[str, Schema] = {
    "after": {"longer_by": LONGER_BY},
    "from": {"longer_by": LONGER_BY},
    "before": {},
}
# By the fact whose spans make a term longer.
EXTENSION: Schema = _by_id(_table({"ground": STRING, "because": TEXT}, "ground", "because"))
_EXPECTED = {"term": TERM, "source": SAID}
TASK: Schema = {
    "id": IDENTIFIER,
    "per": _one_of("person", "household"),
    "phase": IDENTIFIER,
    "kind": _one_of(*KINDS),
    "owner": _one_of(*ROLES),
    "text": TEXT,
    "help": TEXT,
    "ground": STRING,  # the right or duty that the task itself rests on, whatever its term rests on
    "starts": MOMENT,
    "due": _rows({"oneOf": [_table({s: MOMENT, **_DUE, **own}, s, "term") for s, own in _SIDES.items()]}, 1),
    "expected": {
        "oneOf": [_table({s: MOMENT, **_EXPECTED}, s, "term", "source") for s in ("after", "before")]
    },
    "completed_by": MOMENT,
    "falls_away": MOMENT,
    "waits_for": _rows(IDENTIFIER),
    "checklist": BOOLEAN,  # an item of the household's checklist, where it can also be set aside as not applicable
}
SIGNAL: Schema = {
    "id": IDENTIFIER,
    "text": TEXT,
    "help": TEXT,
    "since": MOMENT,
    "until": MOMENT,
    **REASON,
    "outcome": IDENTIFIER,
}

_ITEMS: dict[str, tuple[Schema, tuple[str, ...]]] = {
    "grounds": (GROUND, ("law", "article", "url", "confirmed", "kind")),
    "milestones": (MILESTONE, ("text",)),
    "attributes": (ATTRIBUTE, ("type",)),
    "phases": (PHASE, ("id", "text", "opens")),
    "tasks": (TASK, ("id", "phase", "kind", "owner", "text")),
    "signals": (SIGNAL, ("id", "text", "since")),
}
NAMED: dict[str, Schema] = {
    "moments": _ref("rule"),
    "texts": TEXT,
    "extensions": _ref("extension"),
}  # see `named`
KEYED = ("grounds", "milestones", "attributes", *NAMED)  # by id; the others are lists of items with an `id`
SECTIONS = (*_ITEMS, *NAMED)


def _section(name: str, *, change: bool = False) -> Schema:
    if name in NAMED:
        return _by_id(NAMED[name])
    properties, required = _ITEMS[name]
    if name in KEYED:
        return _by_id(
            _table(properties, *(() if change else required)),
            "^[A-Za-z][A-Za-z0-9_.-]*$" if name == "grounds" else ID,
        )
    return _rows(_table(properties, *(("id",) if change else required)))


def build() -> Schema:
    """The whole schema; its `$defs` name the three kinds of file: definition, shared and overlay."""
    full = {name: _section(name) for name in SECTIONS}
    change = _table({name: _section(name, change=True) for name in SECTIONS})
    edits = {
        "change": change,
        "add": _table(full),
        "remove": _table({name: _rows(STRING) for name in SECTIONS}),
    }
    name = {"type": "string", "pattern": NAME}
    applies = {
        "attribute": {"type": "object", "additionalProperties": STRING},
        "by": _rows(IDENTIFIER, 1),
        "from": _ref("date_or_open"),
        "until": _ref("date_or_open"),
    }
    head = {"id": name, "title": TEXT, "extends": name, "change": change, "remove": edits["remove"], **full}
    overlay = {
        "overlay": name,
        "of": name,
        "title": TEXT,
        "versions": _rows(name, 1),
        "municipality": STRING,
        **edits,
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Reisgenoot trajectory definition",
        "oneOf": [_ref("definition"), _ref("shared"), _ref("overlay")],
        "$defs": {
            "id": {"type": "string", "pattern": ID},
            "term": {"type": "string", "pattern": DURATION},
            "date": {"type": "string", "pattern": DATE},
            "date_or_open": {"oneOf": [_ref("date"), {"type": "null"}]},
            "text": {
                "type": "object",
                "patternProperties": {"^[a-z]{2,3}$": STRING},
                "required": ["nl", "en"],
                "additionalProperties": False,
            },
            "said": {"oneOf": [TEXT, STRING]},
            "extension": EXTENSION,
            "longer_by": {"oneOf": [_ref("extension"), STRING]},
            "moment": {"oneOf": MOMENT_FORMS},
            "rule": {"oneOf": MOMENT_FORMS[1:]},
            "definition": _table(
                {**head, "version": name, "applies": _table(applies)}, "id", "version", "title"
            ),
            "shared": _table(head, "id"),
            "overlay": _table(overlay, "overlay", "of"),
        },
    }
