"""A school's file with hours: prepared, looked at, then saved as a whole or thrown away; and undone later."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from reisgenoot.access.errors import NotFound, Refused
from reisgenoot.access.log import log
from reisgenoot.access.models import AccessLog, Member
from reisgenoot.dossiers.actions.common import lock
from reisgenoot.people.models import Identifier, Person, PersonName
from reisgenoot.people.names import latin

from .. import queries, reading
from ..models import Enrolment, Held, Hours, HoursImport, Part, Supplier
from ..reading import Fault, Line
from .hours import row
from .keeping import require_keeping
from .settling import settling

State = HoursImport.State


def prepare(member: Member, supplier_id: int, *, file_name: str, content: bytes) -> HoursImport:
    """Read a file for people who follow, or followed, a course of this supplier; nothing counts until :func:`save`.

    What the member prepared before and did not save is thrown away. Raises NotAllowed, NotFound, SheetError, and
    Refused (``file``).
    """
    municipality, today = require_keeping(member), timezone.localdate()
    found = reading.table(content)
    if len(found.rows) > reading.MOST_ROWS:
        raise Refused({"file": _("At most %(most)d rows at a time.") % {"most": reading.MOST_ROWS}})
    with transaction.atomic():
        supplier = queries.kept(Supplier, municipality, supplier_id)
        for old in HoursImport.objects.filter(member=member, state=State.PREPARED):
            _throw_away(old)
        known = _Known(supplier.pk)
        read, faults = _matched(member, supplier.pk, known, reading.lines(found, today))
        news = [it for it in read if not _same(it, known.standing.get(_key(it)))]
        made = HoursImport.objects.create(
            organisation_id=member.organisation_id,
            supplier=supplier,
            member=member,
            file_name=file_name[:200],
            rows=len(found.rows),
            known=len(read) - len(news),
        )
        for row_made in news:
            row_made.import_of = made
        Hours.objects.bulk_create(news)
        Held.objects.bulk_create(
            Held(import_of=made, number=it.number, column=it.column, reason=it.reason) for it in faults
        )
        log(member, {it.dossier_id for it in news}, AccessLog.Act.APPEARED, "hours followed")
    return made


def _matched(
    member: Member, supplier_id: int, known: _Known, lines: Iterable[Line | Fault]
) -> tuple[list[Hours], list[Fault]]:
    """Rows of people who were found, each person, month and part once; and what is held back."""
    read, faults = dict[tuple[int, str, object], Hours](), list[Fault]()
    for it in lines:
        if isinstance(it, Fault):
            faults.append(it)
            continue
        got = known.match(it)
        if isinstance(got, str):
            faults.append(Fault(it.number, it.who_column, got))
            continue
        made = row(member, got, it.given, supplier_id)
        made.number, made.state = it.number, Hours.State.PREPARED
        if _key(made) in read:
            faults.append(Fault(it.number, "", "twice"))
        else:
            read[_key(made)] = made
    return list(read.values()), faults


def _key(it: Hours) -> tuple[int, str, object]:
    return it.dossier_id, it.part, it.month


def _same(it: Hours, other: Hours | None) -> bool:
    fields = ("offered", "followed", "excused", "unexcused")
    return other is not None and all(getattr(it, name) == getattr(other, name) for name in fields)


class _Known:
    """Who was enrolled at a supplier, as far as the member may see them, and their hours there."""

    def __init__(self, supplier_id: int) -> None:
        of_supplier = Enrolment.objects.filter(start__course__supplier_id=supplier_id)
        here = set(of_supplier.exclude(end=Enrolment.End.MISTAKE).values_list("dossier_id", flat=True))
        self.by_number: dict[str, set[int]] = defaultdict(set)
        self.by_name: dict[tuple[str, object], set[int]] = defaultdict(set)
        numbers = Identifier.objects.filter(person_id__in=here, kind=Identifier.Kind.V_NUMBER)
        for person_id, value in numbers.values_list("person_id", "value"):
            self.by_number[value].add(person_id)
        born = dict(Person.objects.filter(pk__in=here).values_list("pk", "born"))
        for person_id, full in PersonName.objects.filter(person_id__in=here).values_list("person_id", "full"):
            self.by_name[_spelled(full), born.get(person_id)].add(person_id)
        rows = Hours.objects.filter(supplier_id=supplier_id, dossier_id__in=here, state=Hours.State.STANDING)
        self.standing: Mapping[tuple[int, str, object], Hours] = {_key(it): it for it in rows}

    def match(self, it: Line) -> int | str:
        """The dossier, or why there is none."""
        found = self.by_number.get(it.v_number, set()) if it.v_number else set()
        if not found and it.born is not None:
            found = self.by_name.get((_spelled(it.name), it.born), set())
        if len(found) == 1:
            return next(iter(found))
        return "several" if found else "nobody"


def _spelled(name: str) -> str:
    """A name whatever the order of its words: "Voorbeeld, Hala" is "Hala Voorbeeld"."""
    return " ".join(sorted(latin(name).split()))


def save(member: Member, import_id: int) -> HoursImport:
    """Let the hours of a prepared import count, all or none; what stood for the same months is replaced.

    Raises NotAllowed, NotFound, and Refused if it is not prepared any more, or somebody can't be changed any more.
    """
    with transaction.atomic():
        it = _locked(member, import_id, State.PREPARED)
        made = list(Hours.objects.filter(import_of=it, state=Hours.State.PREPARED))
        ids = {one.dossier_id for one in made}
        lock(ids)
        standing = Hours.objects.filter(
            supplier_id=it.supplier_id, dossier_id__in=ids, state=Hours.State.STANDING
        )
        old = {_key(one): one for one in standing}
        replaced = [(old[_key(one)], one) for one in made if _key(one) in old]
        for before, after in replaced:
            before.state, before.replaced_by = Hours.State.REPLACED, after
        with settling(member, _of_pvt(made)):
            changed = Hours.objects.bulk_update([pair[0] for pair in replaced], ["state", "replaced_by"])
            counted = Hours.objects.filter(import_of=it, state=Hours.State.PREPARED).update(state="standing")
        expected = it.rows - it.known - it.held.count()
        if changed != len(replaced) or not counted == len(made) == expected:
            raise Refused(
                {"": _("Somebody's dossier can't be changed by you any more. Read the file again.")}
            )
        _set(it, State.SAVED)
        for dossier_id in ids:
            log(member, [dossier_id], AccessLog.Act.WRITE, "hours followed")
    return it


def undo(member: Member, import_id: int) -> int:
    """Take the hours of an import back, and let what they replaced count again.

    Hours that somebody has corrected since stay as they are; returns how many. Raises NotAllowed, NotFound, Refused.
    """
    with transaction.atomic():
        it = _locked(member, import_id, State.SAVED)
        every = list(Hours.objects.filter(import_of=it))
        lock({one.dossier_id for one in every})
        gone = [one.pk for one in every if one.state == Hours.State.STANDING]
        with settling(member, _of_pvt(every)):
            Hours.objects.filter(pk__in=gone).update(state=Hours.State.UNDONE)
            Hours.objects.filter(replaced_by_id__in=gone).update(state=Hours.State.STANDING, replaced_by=None)
        _set(it, State.UNDONE)
        for dossier_id in {one.dossier_id for one in every}:
            log(member, [dossier_id], AccessLog.Act.WRITE, "hours followed")
    return len(every) - len(gone)


def _of_pvt(rows: Iterable[Hours]) -> set[int]:
    """The dossiers of whose PVT, and so of whose milestones, these rows say something."""
    return {row.dossier_id for row in rows if row.part == Part.PVT}


def discard(member: Member, import_id: int) -> None:
    """Throw a prepared import away. Raises NotAllowed, NotFound, and Refused."""
    with transaction.atomic():
        _throw_away(_locked(member, import_id, State.PREPARED))


def _throw_away(it: HoursImport) -> None:
    Hours.objects.filter(import_of=it, state=Hours.State.PREPARED).delete()
    Held.objects.filter(import_of=it).delete()
    HoursImport.objects.filter(pk=it.pk).delete()


def _locked(member: Member, import_id: int, state: str) -> HoursImport:
    require_keeping(member)
    it = HoursImport.objects.select_for_update().filter(pk=import_id).first()
    if it is None or (state == State.PREPARED and it.member_id != member.pk):
        raise NotFound
    if it.state != state:
        told = _("It is not in that state any more: %(state)s.") % {"state": it.get_state_display()}
        raise Refused({"": told})
    return it


def _set(it: HoursImport, state: str) -> None:
    it.state = state
    it.save(update_fields=["state"])
