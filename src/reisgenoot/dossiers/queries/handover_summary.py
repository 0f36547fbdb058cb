"""The summary that a hand-over begins with: written from the dossier, by category of data, for its sender to edit.

It says what the next one must know: where on the route, what was agreed, what is open, in which language, who matters
to this person, and what to be careful with.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from reisgenoot.access import rules
from reisgenoot.access.models import Member, Organisation
from reisgenoot.people.models import HouseholdMember
from reisgenoot.web.templatetags.web import country_name, day, language_name, text

from ..handing import may_be_told
from ..models import NOTES, ContactNote, Sensitivity
from ..values import category_of
from .page import dossier_page
from .shapes import DossierPage, FactShown, HousemateShown, NoteShown

USUAL = frozenset({"identity", "contact", "route", "family", "notes", "safety"})
"""What goes along unless the sender leaves it out. The rest goes along only if they choose it: who accepts reads the
dossier itself, so an offer holds what is needed to answer. What only some may keep (health) is usual between these."""
TOLD = frozenset({"identity", "contact", "route"})
"""Of these the attributes stand in sentences of their own, and not once more."""
NO_NEWS = frozenset({"household_role"})
MOST_NOTES = 3
MOST_TASKS = 12


@dataclass(frozen=True, slots=True)
class Part:
    """One category: ``usual`` if it goes along unless left out."""

    category: str
    label: Mapping[str, str]
    text: str
    usual: bool


@dataclass(frozen=True, slots=True)
class Summary:
    """What is written about one dossier."""

    dossier_id: int
    name: str
    parts: tuple[Part, ...]


def summary_of(member: Member, dossier_id: int, receiver: Organisation, today: date) -> Summary:
    """Written from what the member reads and the receiver may read after acceptance; empty parts are there to fill in.

    As many SQL statements as the page of one dossier. Raises NotAllowed and NotFound.
    """
    page = dossier_page(member, dossier_id, today)
    lines = _lines(page, today)
    parts = tuple(
        Part(
            category,
            label,
            "\n".join(lines.get(category, ())),
            category in USUAL or _is_kept(category),
        )
        for category, label in rules.table().categories.items()
        if category in page.readable and may_be_told(receiver, category)
    )
    return Summary(dossier_id, page.person.name, parts)


def _is_kept(category: str) -> bool:
    """Whether only some kinds of organisation keep it: then who sends it and who gets it are of that kind."""
    return not rules.table().may("took_over", category, "r")


def _lines(page: DossierPage, today: date) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {
        "identity": _who(page),
        "contact": _reachable(page),
        "route": _route(page),
        "family": _family(page),
    }
    for fact in reversed(page.facts):
        category = category_of(page.definition, fact.key)
        told = category == "route" if fact.milestone else category in TOLD or fact.key in NO_NEWS
        if fact.standing and not told:
            found.setdefault(category, []).append(_fact(page, fact))
    names = {id(label): key for key, label in rules.table().categories.items()}
    kept: dict[str, int] = {}
    for note in page.notes:
        category = NOTES if note.category is None else names.get(id(note.category), NOTES)
        kept[category] = kept.get(category, 0) + 1
        if note.sensitivity == Sensitivity.NORMAL and kept[category] <= MOST_NOTES:
            found.setdefault(category, []).append(_note(note))
    return found


def _who(page: DossierPage) -> list[str]:
    it = page.person
    age = "" if it.age is None else _("%(age)d years old") % {"age": it.age}
    born = "" if it.born is None else _("born %(day)s") % {"day": day(it.born)}
    guess = _("the date is a guess") if it.born_uncertain and it.born else ""
    about = ", ".join(part for part in (born, age, guess, country_name(it.nationality)) if part)
    spoken = ", ".join(language_name(code) for code in it.languages)
    lines = [f"{it.name}: {about}." if about else it.name]
    return lines + ([_("Speaks %(languages)s.") % {"languages": spoken}] if spoken else [])


def _reachable(page: DossierPage) -> list[str]:
    it = page.person
    return [
        part for part in (it.phone, it.email, " ".join(x for x in (it.address, it.postcode) if x)) if part
    ]


def _route(page: DossierPage) -> list[str]:
    plan, lines = page.plan, list[str]()
    phases = {it.id: it.text for it in page.definition.phases}
    if plan.phase:
        since = day(plan.phase_since) if plan.phase_since else ""
        lines.append(
            _("Now in: %(phase)s, since %(day)s.") % {"phase": text(phases[plan.phase]), "day": since}
        )
    if page.municipality:
        lines.append(_("Municipality: %(name)s.") % {"name": page.municipality})
    if page.last_contact:
        lines.append(_("Last contact on %(day)s.") % {"day": day(page.last_contact)})
    happened = [it for it in page.facts if it.standing and it.milestone]
    dated = sorted(happened, key=lambda it: (it.happened_on or date.min, it.id))
    route = [it for it in dated if category_of(page.definition, it.key) == "route"]
    lines += [f"- {day(it.happened_on)}: {text(it.text)}" for it in route if it.happened_on]
    open_ = [it for it in plan.tasks if it.state in ("open", "overdue")]
    open_.sort(key=lambda it: (it.overdue_from or date.max, it.id))
    if open_:
        lines.append(_("To do:"))
    for task in open_[:MOST_TASKS]:
        due = _(" (before %(day)s)") % {"day": day(task.due)} if task.due else ""
        late = _(" – LATE") if task.state == "overdue" else ""
        lines.append(f"- {text(page.definition.tasks[task.id].text)}{due}{late}")
    if len(open_) > MOST_TASKS:
        lines.append(_("- and %(many)d more in the dossier") % {"many": len(open_) - MOST_TASKS})
    return lines


def _family(page: DossierPage) -> list[str]:
    if page.household is None:
        return []
    return [_mate(it) for it in page.household.mates]


def _mate(it: HousemateShown) -> str:
    role = dict(HouseholdMember.Role.choices).get(it.role, it.role)
    age = "" if it.age is None else _(", %(age)d years old") % {"age": it.age}
    return f"- {it.name} ({str(role).lower()}{age})"


def _fact(page: DossierPage, fact: FactShown) -> str:
    if fact.milestone:
        return f"- {text(fact.text)}: {day(fact.happened_on)}"
    return f"- {text(fact.text)}: {_value(page, fact)}"


def _value(page: DossierPage, fact: FactShown) -> str:
    if fact.value is True or fact.value is False:
        return _("yes") if fact.value else _("no")
    attribute = page.definition.attributes.get(fact.key)
    named = attribute.labels.get(fact.value) if attribute and isinstance(fact.value, str) else None
    shown: Iterable[str] = fact.value if isinstance(fact.value, list) else [str(fact.value)]
    return text(named) if named else ", ".join(shown)


def _note(note: NoteShown) -> str:
    kind = dict(ContactNote.Kind.choices).get(note.kind, note.kind)
    return f"- {day(note.on)}, {kind}: {note.text}"
