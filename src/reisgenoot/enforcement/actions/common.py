"""What the actions share: finding a case through the wall, and saying what the database refuses."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reisgenoot.access.errors import NotFound, Refused, Text
from reisgenoot.access.models import Member
from reisgenoot.access.roles import require_municipal
from reisgenoot.dossiers.actions.common import dossier_of, wrote

from ..models import Case

LOG_PART = "enforcement"
SAID: dict[str, tuple[str, Text]] = {
    "enforcement_circumstances_first": ("", gettext_lazy("First ask about all circumstances.")),
    "enforcement_rests_on_it": ("", gettext_lazy("A fine rests on this; it stays as it is.")),
    "enforcement_fine_within_the_act": ("amount", gettext_lazy("This is more than the act allows.")),
    "enforcement_lacks_case": ("", gettext_lazy("The act knows no fine for this, or the case is closed.")),
    "enforcement_lacks_director": (
        "",
        gettext_lazy("Only a case director of the municipality decides on a fine."),
    ),
    "enforcement_lacks_circumstances": ("", gettext_lazy("First ask about all circumstances.")),
    "enforcement_lacks_reminder": (
        "",
        gettext_lazy("No fine before a reminder, of which the new term has passed."),
    ),
    "enforcement_lacks_talk": (
        "",
        gettext_lazy(
            "No fine without a talk in which somebody was told beforehand that they need not answer."
        ),
    ),
    "enforcement_lacks_blame": ("", gettext_lazy("No fine for who is not to blame.")),
    "enforcement_lacks_report": (
        "",
        gettext_lazy("For this article a report must be there before the talk."),
    ),
    "enforcement_lacks_own_report": (
        "",
        gettext_lazy("You made the report; somebody else decides on the fine."),
    ),
    "enforcement_lacks_day": ("decided_on", gettext_lazy("On this day no fine can be imposed for it.")),
    "enforcement_lacks_deceased": ("", gettext_lazy("This person has died: no fine.")),
    "enforcement_lacks_ceiling": (
        "amount",
        gettext_lazy("This is more than the decree allows for this degree of blame (article 7.1)."),
    ),
    "enforcement_lacks_lower_reason": (
        "lower_reason",
        gettext_lazy("Say why it is lower than the fixed amount."),
    ),
    "enforcement_lacks_total": (
        "amount",
        gettext_lazy("With this, the fines together come to more than € 2,400."),
    ),
    "enforcement_lacks_new_term": ("new_term_until", gettext_lazy("The new term is two months at most.")),
    "enforcement_fine_new_term": (
        "new_term_until",
        gettext_lazy("A fine of article 22 sets a new term; one of article 23 does not."),
    ),
    "enforcement_fine_not_twice": (
        "not_lowered",
        gettext_lazy("No fine if the benefit was lowered for the same."),
    ),
    "enforcement_talk_understood": (
        "interpreter",
        gettext_lazy("Name the interpreter, or who speaks the language."),
    ),
}
"""By the name of what the database refuses: beside which field, and why."""


@contextmanager
def refusing() -> Iterator[None]:
    """A transaction in which what the database refuses becomes Refused."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        name = getattr(getattr(error.__cause__, "diag", None), "constraint_name", None)
        if name not in SAID:
            raise
        field, why = SAID[name]
        raise Refused({field: why}) from None


def case_of(member: Member, dossier_id: int, case_id: int, seen: int | None) -> Case:
    """The case as it stands, its dossier locked. Raises NotAllowed, NotFound and Overtaken."""
    require_municipal(member)
    dossier_of(dossier_id)
    found = Case.objects.select_related("changed_by").filter(pk=case_id, dossier_id=dossier_id).first()
    if found is None:
        raise NotFound(_("There is no such case, or you have no access to it."))
    if seen is not None and seen != found.changes:
        raise found.overtaken("", found.what)
    return found


def touch(member: Member, case: Case, *fields: str) -> None:
    """Save these fields of the case, count the change, and note it in the log."""
    case.change(member)
    case.save(update_fields=[*fields, "changed_by", "changed_at", "changes"])
    wrote(member, case.dossier_id, LOG_PART)


def not_ahead(**days: date | None) -> None:
    """Raise Refused for days that are still to come."""
    today = timezone.localdate()
    problems: dict[str, Text] = {
        name: _("This date lies in the future.") for name, day in days.items() if day and day > today
    }
    if problems:
        raise Refused(problems)
