"""What a volunteer sees: their households, each with what was given to them, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.db import connection

from reisgenoot.access.log import log
from reisgenoot.access.models import AccessLog, Member
from reisgenoot.dossiers import texts
from reisgenoot.dossiers.models import ContactNote

from ..models import GivenTask, HelpAsked, Kind
from ..roles import require_volunteer

DONE_DAYS = 7
"""Days for which a small task that was done still stands there, to be taken back."""
NOTES_SHOWN = 5


@dataclass(frozen=True, slots=True)
class MyPerson:
    """One person of a household."""

    dossier_id: int
    name: str
    phone: str


@dataclass(frozen=True, slots=True)
class MyTask:
    """A task of theirs: of the plan (``key``) or a small one (``given_id``); ``due``: the guide's day or the plan's.

    ``expected``: nothing obliges; ``due`` is when it is usually done.
    """

    dossier_id: int
    name: str
    key: str
    given_id: int
    text: Mapping[str, str] | str
    due: date | None
    expected: bool
    late: bool
    note: str
    given_by: str
    done_on: date | None = None


@dataclass(frozen=True, slots=True)
class MyAppointment:
    """An appointment to come; ``along``: the volunteer goes along."""

    kind: str
    starts_at: datetime
    ends_at: datetime
    place: str
    along: bool


@dataclass(slots=True)
class MyHousehold:
    """One household: whom, where, until when (``last_day``), what is to be done. ``dossier_id``: that of its head."""

    dossier_id: int
    kind: str
    address: str
    postcode: str
    municipality: str
    last_day: date | None
    last_contact: date | None
    guide: str
    limited: bool
    people: list[MyPerson] = field(default_factory=list)
    tasks: list[MyTask] = field(default_factory=list)
    appointments: list[MyAppointment] = field(default_factory=list)
    questions: list[HelpAsked] = field(default_factory=list)
    notes: list[ContactNote] = field(default_factory=list)

    @property
    def does(self) -> str:
        """What the volunteer does there, in words."""
        return str(Kind(self.kind).label)


def my_households(member: Member, today: date) -> list[MyHousehold]:
    """All households of the volunteer, the one with the most pressing task first; the log notes that they looked.

    Seven SQL statements. Raises NotAllowed for who is no volunteer.
    """
    require_volunteer(member)
    homes: dict[int, MyHousehold] = {}
    of_dossier: dict[int, MyHousehold] = {}
    names: dict[int, str] = {}
    # The head first, so that the household has their address.
    for row in sorted(
        _rows("SELECT * FROM volunteers_my_people()"), key=lambda row: (not row["head"], row["name"])
    ):
        home = homes.setdefault(row["together"], _household(row))
        home.address, home.postcode = home.address or row["address"], home.postcode or row["postcode"]
        home.limited = home.limited or row["limited"]
        home.people.append(MyPerson(row["dossier_id"], row["name"], row["phone"]))
        of_dossier[row["dossier_id"]], names[row["dossier_id"]] = home, row["name"]
    log(member, list(of_dossier), AccessLog.Act.READ, "volunteer")
    for task in _tasks(names, member, today):
        of_dossier[task.dossier_id].tasks.append(task)
    for row in _rows("SELECT * FROM volunteers_my_appointments()"):
        of_dossier[row.pop("dossier_id")].appointments.append(MyAppointment(**row))
    ids = list(of_dossier)
    for question in (
        HelpAsked.objects.filter(member=member, dossier_id__in=ids)
        .select_related("answered_by")
        .order_by("-asked_at")
    ):
        of_dossier[question.dossier_id].questions.append(question)
    for note in ContactNote.objects.filter(author=member, dossier_id__in=ids).order_by("-on", "-id"):
        if len(of_dossier[note.dossier_id].notes) < NOTES_SHOWN:
            of_dossier[note.dossier_id].notes.append(note)
    return sorted(homes.values(), key=_pressing)


def _household(row: dict[str, Any]) -> MyHousehold:
    until = row["until"]
    return MyHousehold(
        dossier_id=row["dossier_id"],
        kind=row["kind"],
        address=row["address"],
        postcode=row["postcode"],
        municipality=row["municipality"],
        last_day=until - timedelta(days=1) if until else None,
        last_contact=row["last_contact"],
        guide=row["guide"],
        limited=row["limited"],
    )


def _tasks(names: Mapping[int, str], member: Member, today: date) -> Iterator[MyTask]:
    """Those of the plan and the small ones, by date; a small one that is done last."""
    found = []
    for row in _rows("SELECT * FROM volunteers_my_tasks()"):
        due = row["given_due"] or row["due_on"] or row["expected_on"]
        expected = not (row["given_due"] or row["due_on"])
        late = row["given_due"] < today if row["given_due"] else (row["overdue_from"] or date.max) <= today
        text = texts.task_text(row["definition"], row["version"], row["municipality"], row["key"])
        name = names[row["dossier_id"]]
        found.append(
            MyTask(
                row["dossier_id"],
                name,
                row["key"],
                0,
                text,
                due,
                expected,
                late,
                row["note"],
                row["given_by"],
            )
        )
    small = GivenTask.objects.filter(member=member, key="", dossier_id__in=list(names))
    for it in small.exclude(done_on__lt=today - timedelta(days=DONE_DAYS)).select_related("given_by"):
        late = it.done_on is None and it.due_on is not None and it.due_on < today
        name = names[it.dossier_id]
        found.append(
            MyTask(
                it.dossier_id,
                name,
                "",
                it.pk,
                it.text,
                it.due_on,
                False,
                late,
                it.note,
                it.given_by.name,
                it.done_on,
            )
        )
    yield from sorted(
        found, key=lambda it: (it.done_on is not None, it.due or date.max, it.key, it.name, it.given_id)
    )


def _pressing(home: MyHousehold) -> tuple[bool, date, str]:
    first = next((it.due for it in home.tasks if it.done_on is None and it.due), date.max)
    return (not any(it.late for it in home.tasks), first, home.people[0].name)


def _rows(statement: str) -> list[dict[str, Any]]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        names = [column.name for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
