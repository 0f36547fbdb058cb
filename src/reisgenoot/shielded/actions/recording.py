"""Recording what happened and what is so, in a shielded dossier: as ``dossiers.actions.facts``, sealed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from reisgenoot.access.errors import NotFound, Refused, Text
from reisgenoot.core.trajectory import Plan
from reisgenoot.dossiers.values import Checked, Impossible, check
from reisgenoot.vault.boxes import Vault

from ..content import Content, Fact, Note, decode
from ..labels import CATEGORIES, DANGERS, SAFETY
from ..route import definition_for, known, make_plan
from .editing import Editing, editing, text_of

LONGEST_REMARK = 1000  # characters
SHELTER_FOUND = "shelter_found"


def record(
    vault: Vault, key: UUID, revision: int | None, values: Mapping[str, Any], *, note: str = ""
) -> int:
    """Record facts by key; what is known already is skipped, another value corrects the old one. Returns how many.

    Raises NotFound, Stale, and Refused with the keys that cannot be.
    """
    with editing(vault, key, revision, "facts") as it:
        checked = _checked(it.content, values, it.today)
        made = [_add(it, name, value, it.content.newest(name), note) for name, value in checked.items()]
        return sum(made)


def correct(
    vault: Vault, key: UUID, revision: int | None, number: int, value: Any, *, note: str = ""
) -> None:
    """Put another value in the place of a fact; both stay to be seen. Raises NotFound, Stale, Refused."""
    with editing(vault, key, revision, "facts") as it:
        old = _standing(it.content, number)
        checked = _checked(it.content, {old.key: value}, it.today)[old.key]
        _add(it, old.key, checked, old, note)


def retract(vault: Vault, key: UUID, revision: int | None, number: int, *, note: str = "") -> None:
    """Take a fact back: it stays to be seen, and counts no more. Raises NotFound, Stale."""
    with editing(vault, key, revision, "facts") as it:
        old = _standing(it.content, number)
        _append(it, old.key, None, None, old, note)


def complete(
    vault: Vault, key: UUID, revision: int | None, task: str, *, on: date | None = None, note: str = ""
) -> None:
    """Record that a task of the plan was done ``on`` (default: today). Raises NotFound, Stale, Refused."""
    day = on or timezone.localdate()
    if day > timezone.localdate():
        raise Refused({"on": _("A task cannot have been done in the future.")})
    with editing(vault, key, revision, "facts") as it:
        planned = {one.id: one for one in make_plan(it.content, it.today).tasks}
        if task not in planned or planned[task].done_on is not None:
            raise Refused({"on": _("This task is not in the plan, or was done already.")})
        _add(it, task, Checked(day.isoformat(), day), it.content.newest(task), note)


def undo(vault: Vault, key: UUID, revision: int | None, task: str) -> None:
    """Take back that a task was done. Raises NotFound, Stale."""
    with editing(vault, key, revision, "facts") as it:
        newest = it.content.newest(task)
        if newest is None or newest.value is None:
            raise NotFound(_("Nobody recorded that this task was done."))
        _append(it, task, None, None, newest, "")


def preview(vault: Vault, key: UUID, values: Mapping[str, Any]) -> tuple[Plan, Plan]:
    """The plan now, and as it would be with these facts. Nothing is saved. Raises NotFound, Refused."""
    today = timezone.localdate()
    content = decode(vault.box(key).content, Content)
    checked = _checked(content, values, today)
    return make_plan(content, today), make_plan(
        content, today, {name: it.value for name, it in checked.items()}
    )


def add_note(
    vault: Vault,
    key: UUID,
    revision: int | None,
    *,
    category: str,
    text: str,
    on: date | None = None,
    danger: str = "",
) -> None:
    """Note something; what is about safety (``category`` safety) says which ``danger``.

    Raises NotFound, Stale, Refused.
    """
    day, problems = on or timezone.localdate(), dict[str, Text]()
    if category not in CATEGORIES and category != SAFETY:
        problems["category"] = _("There is no such choice.")
    if (category == SAFETY) != (danger in DANGERS):
        problems["danger"] = _("There is no such choice.")
    if day > timezone.localdate():
        problems["on"] = _("This date lies in the future.")
    if problems:
        raise Refused(problems)
    typed = text_of(text)
    with editing(vault, key, revision, "safety" if category == SAFETY else "note") as it:
        it.content.notes.append(
            Note(it.content.next_number(), category, typed, day, it.member.pk, it.now, danger)
        )


def note_shelter(it: Editing, begins_on: date) -> None:
    """A first stay is also the milestone of that name, where the route has one."""
    definition = definition_for(known(it.content, it.today).facts, it.today)
    if SHELTER_FOUND in definition.milestones and it.content.newest(SHELTER_FOUND) is None:
        _append(it, SHELTER_FOUND, begins_on.isoformat(), begins_on, None, "")


def _checked(content: Content, values: Mapping[str, Any], today: date) -> dict[str, Checked]:
    facts = {
        **known(content, today).facts,
        **{key: value for key, value in values.items() if isinstance(value, str)},
    }
    definition, checked, problems = definition_for(facts, today), dict[str, Checked](), dict[str, Text]()
    for key, value in values.items():
        try:
            checked[key] = check(definition, key, value, today)
        except Impossible as error:
            problems[key] = str(error)
    if problems:
        raise Refused(problems)
    return checked


def _standing(content: Content, number: int) -> Fact:
    found = next((fact for fact in content.facts if fact.number == number), None)
    if found is None:
        raise NotFound(_("There is no such fact, or you have no access to it."))
    if found not in content.standing():
        raise Refused({found.key: _("This was corrected already; look at the newest value.")})
    return found


def _add(it: Editing, key: str, checked: Checked, old: Fact | None, note: str) -> bool:
    if old is not None and (old.value, old.on) == (checked.value, checked.moment):
        return False
    _append(it, key, checked.value, checked.moment, old, note)
    return True


def _append(it: Editing, key: str, value: Any, on: date | None, old: Fact | None, note: str) -> None:
    if len(note) > LONGEST_REMARK:
        raise Refused({"note": _("This is too long.")})
    number = it.content.next_number()
    fact = Fact(number, key, value, it.member.pk, it.now, on, note.strip(), old.number if old else None)
    it.content.facts.append(fact)
