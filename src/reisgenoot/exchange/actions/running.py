"""Confirming an import, and the job that does it in steps, each a transaction of its own."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from reisgenoot.access.errors import Refused
from reisgenoot.access.identity import acting_as
from reisgenoot.access.log import log
from reisgenoot.access.models import AccessLog, Limitation, Member
from reisgenoot.dossiers import planning
from reisgenoot.dossiers.actions.facts import record_many
from reisgenoot.dossiers.actions.opening import NameParts, NewDossier, open_dossiers
from reisgenoot.dossiers.bulk_planning import replan_caseload
from reisgenoot.dossiers.models import ContactNote, Dossier, Fact, Sensitivity
from reisgenoot.people.models import HouseholdMember, Identifier, PersonName

from .. import matching
from ..meaning import facts_of, note_of
from ..models import Import, ImportRow
from .common import import_of, require_importer

STEP = 400
"""Rows in one transaction; a household is never split over two."""
PLANNED_TOGETHER_FROM = 5000
"""Rows from which all plans are made at once at the end; compiling the route for that takes some seconds."""
TRIES = 5
State = ImportRow.State
WAITING = (State.NEW, State.CHANGED)


def confirm(member: Member, import_id: int) -> Import:
    """Start the import of a preview: rows that are new or changed; the others wait for a person.

    The work itself is a job (:func:`work`). Raises NotAllowed, NotFound, and Refused if it was started
    before.
    """
    from ..tasks import run_import

    with transaction.atomic():
        made = begin(member, import_id)
        run_import.defer(import_id=made.pk, member_id=member.pk)
    return made


def begin(member: Member, import_id: int) -> Import:
    """Mark a preview, or an import that broke, as being imported; :func:`work` then does it. Raises as
    above.
    """
    require_importer(member)
    with transaction.atomic():
        made = import_of(import_id, lock=True)
        if made.state not in (Import.State.PREVIEW, Import.State.FAILED):
            raise Refused({"import": _("This file has been imported already.")})
        made.state, made.problem, made.done = Import.State.RUNNING, "", 0
        made.total = made.rows.filter(state__in=WAITING).count()
        made.save(update_fields=["state", "problem", "done", "total"])
    return made


def work(member: Member, import_id: int) -> None:
    """Do a confirmed import to its end, in steps that each are saved: a job that is broken off goes on
    from there.
    """
    while True:
        with acting_as(member):
            made = import_of(import_id, lock=True)
            if made.state != Import.State.RUNNING:
                return
            rows = _next_rows(made)
            if not rows:
                if made.total >= PLANNED_TOGETHER_FROM:
                    imported = made.rows.filter(state__in=(State.CREATED, State.UPDATED))
                    ids = imported.values_list("dossier_id", flat=True)
                    replan_caseload([key for key in ids if key is not None], timezone.localdate())
                made.state, made.finished_at = Import.State.DONE, timezone.now()
                made.save(update_fields=["state", "finished_at"])
                return
            import_rows(member, made, rows, replan=made.total < PLANNED_TOGETHER_FROM)
            made.done = min(made.done + len(rows), made.total)
            made.save(update_fields=["done"])


def fail(member: Member, import_id: int, problem: str) -> None:
    """Note that the job broke; what was imported stays, and confirming again goes on."""
    with acting_as(member):
        Import.objects.filter(pk=import_id, state=Import.State.RUNNING).update(
            state=Import.State.FAILED, problem=problem[:300]
        )


def _next_rows(made: Import) -> list[ImportRow]:
    waiting = made.rows.filter(state__in=WAITING).order_by("household", "number")
    rows = list(waiting[:STEP])
    if len(rows) == STEP and rows[-1].household:
        rest = waiting.filter(household=rows[-1].household)
        rows += [row for row in rest if row.number not in {it.number for it in rows}]
    return rows


def import_rows(member: Member, made: Import, rows: Sequence[ImportRow], *, replan: bool = True) -> None:
    """Put rows into dossiers: open the new ones, change the known ones; inside the caller's transaction."""
    new = [row for row in rows if row.state == State.NEW]
    known = [row for row in rows if row.state == State.CHANGED]
    limited = _limited({row.dossier_id for row in known if row.dossier_id is not None})
    untouched = [row for row in known if row.dossier_id in limited]
    known = [row for row in known if row.dossier_id not in limited]
    batch = _Batch(member, made, timezone.localdate(), matching.workers_of(member))
    batch.open(new)
    batch.change(known)
    batch.note([*new, *known])
    if replan:
        planning.replan(
            {row.dossier_id for row in [*new, *known] if row.dossier_id is not None}, on=batch.today
        )
    _keep_facts([*new, *known], batch.recorded_from)
    for row in rows:
        row.state = State.CREATED if row.state == State.NEW else State.UPDATED
    for row in untouched:
        row.state, row.left_out = State.UNCHANGED, row.changes
    _save(rows)


def _limited(dossier_ids: set[int]) -> set[int]:
    """Those whose use the person has limited: nothing is added to them."""
    running = Limitation.objects.filter(dossier_id__in=dossier_ids, lifted_on__isnull=True)
    return set(running.values_list("dossier_id", flat=True)) if dossier_ids else set()


def _save(rows: Sequence[ImportRow]) -> None:
    """Keep what became of the rows: one SQL statement."""
    body = [
        {
            "id": row.pk,
            "state": row.state,
            "dossier_id": row.dossier_id,
            "fact_ids": row.fact_ids,
            "note_id": row.note_id,
            "left_out": row.left_out,
        }
        for row in rows
    ]
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE exchange_importrow r SET state = n.state, dossier_id = n.dossier_id, fact_ids = "
            "n.fact_ids,"
            " note_id = n.note_id, left_out = n.left_out FROM jsonb_to_recordset(%s::jsonb) AS n"
            " (id bigint, state text, dossier_id bigint, fact_ids jsonb, note_id bigint, left_out jsonb)"
            " WHERE r.id = n.id",
            [json.dumps(body)],
        )


def _keep_facts(rows: Sequence[ImportRow], after: int) -> None:
    """Remember on each row which facts it brought, so that the import can be undone."""
    by_dossier: dict[int, list[int]] = {}
    ids = [row.dossier_id for row in rows]
    made = Fact.objects.filter(dossier_id__in=ids, id__gt=after, source=Fact.Source.IMPORT).order_by("id")
    for fact_id, dossier_id in made.values_list("id", "dossier_id"):
        by_dossier.setdefault(dossier_id, []).append(fact_id)
    for row in rows:
        row.fact_ids = [*row.fact_ids, *by_dossier.get(row.dossier_id or 0, [])]


@dataclass(slots=True)
class _Batch:
    member: Member
    made: Import
    today: date
    workers: Mapping[str, int]
    recorded_from: int = 0

    def __post_init__(self) -> None:
        newest = Fact.objects.order_by("-id").values_list("id", flat=True).first()
        self.recorded_from = newest or 0

    def open(self, rows: Sequence[ImportRow]) -> None:
        """Open a dossier for each row, in the households that the file says."""
        if not rows:
            return
        facts = [dict(facts_of(row.values, self.today)) for row in rows]
        homes = self._homes(rows)
        for _try in range(TRIES):
            try:
                with transaction.atomic():
                    opened = open_dossiers(
                        self.member, self._as_new(rows, facts, homes), source=Fact.Source.IMPORT, replan=False
                    )
            except Refused as refused:
                _leave_out(rows, facts, refused)
                continue
            for row, dossier in zip(rows, opened, strict=True):
                row.dossier_id = dossier.pk
            return
        raise Refused({"import": _("These rows cannot be imported.")})

    def _as_new(
        self,
        rows: Sequence[ImportRow],
        facts: Sequence[Mapping[str, object]],
        homes: Mapping[str, HouseholdMember],
    ) -> list[NewDossier]:
        heads = self._headed(homes)
        workers = Member.objects.in_bulk(set(self.workers.values()))
        new = []
        for row, own in zip(rows, facts, strict=True):
            role = str(row.values.get("household_role", "")) or ("other" if row.household else "head")
            if role == "head" and row.household:
                role = "other" if row.household in heads else "head"
                heads.add(row.household)
            place = homes.get(row.household) if row.household else None
            worker = self.workers.get(str(row.values.get("worker", "")).casefold(), 0)
            new.append(
                NewDossier(
                    name=NameParts(
                        given=str(row.values.get("given_names", ""))[:150],
                        family=str(row.values.get("family_name", ""))[:150],
                    ),
                    facts=own,
                    numbers={kind: str(row.values[kind]) for kind in matching.NUMBERS if kind in row.values},
                    household=place.household if place else None,
                    household_key=row.household,
                    role=role,
                    worker=workers.get(worker),
                )
            )
        return new

    def _headed(self, homes: Mapping[str, HouseholdMember]) -> set[str]:
        """The households of the file that are one which has a head already, who need not be in the file."""
        led = HouseholdMember.objects.filter(
            household_id__in={place.household_id for place in homes.values()},
            role=HouseholdMember.Role.HEAD,
            ends_on__isnull=True,
        ).values_list("household_id", flat=True)
        taken = set(led)
        return {home for home, place in homes.items() if place.household_id in taken}

    def _homes(self, rows: Iterable[ImportRow]) -> dict[str, HouseholdMember]:
        """Households of the file of which somebody is known already: a place in each, the head's if
        there is one.
        """
        numbers = {row.household for row in rows if row.household}
        siblings = self.made.rows.filter(household__in=numbers, dossier_id__isnull=False)
        found = siblings.values_list("dossier_id", "household")
        by_dossier = {key: number for key, number in found if key is not None}
        places = HouseholdMember.objects.filter(person_id__in=by_dossier, ends_on__isnull=True)
        homes: dict[str, HouseholdMember] = {}
        for place in places.select_related("household").order_by("id"):
            number = by_dossier[place.person_id]
            if number not in homes or place.role == HouseholdMember.Role.HEAD:
                homes[number] = place
        return homes

    def change(self, rows: Sequence[ImportRow]) -> None:
        """Record what is new in dossiers that exist: facts, numbers and spellings of the name."""
        if not rows:
            return
        facts = [dict(facts_of(row.values, self.today)) for row in rows]
        for _try in range(TRIES):
            wanted: dict[int, dict[str, object]] = {}
            for row, own in zip(rows, facts, strict=True):
                wanted.setdefault(row.dossier_id or 0, {}).update(own)
            try:
                record_many(
                    self.member, wanted, source=Fact.Source.IMPORT, note=self.made.file_name, replan=False
                )
                break
            except Refused as refused:
                _leave_out_of_known(rows, facts, refused)
        self._numbers_and_names(rows)
        log(self.member, sorted(wanted), AccessLog.Act.WRITE, "import")

    def _numbers_and_names(self, rows: Sequence[ImportRow]) -> None:
        Identifier.objects.bulk_create(
            [
                Identifier(person_id=row.dossier_id or 0, kind=kind, value=str(row.values[kind]))
                for row in rows
                for kind in matching.NUMBERS
                if kind in row.changes
            ],
            ignore_conflicts=True,
        )
        PersonName.objects.bulk_create(
            [
                PersonName(
                    person_id=row.dossier_id or 0,
                    given=str(row.values.get("given_names", ""))[:150],
                    family=str(row.values.get("family_name", ""))[:150],
                    kind=PersonName.Kind.OTHER,
                ).fill()
                for row in rows
                if "name" in row.changes
            ],
            ignore_conflicts=True,
        )

    def note(self, rows: Sequence[ImportRow]) -> None:
        """Keep what is no fact (remarks, an unknown worker) as a sensitive note; it counts as no contact."""
        texts: list[tuple[ImportRow, str]] = []
        for row in rows:
            known_worker = str(row.values.get("worker", "")).casefold() in self.workers
            text = note_of(row.values, self.today, known_worker)
            if text and (row.state == State.NEW or "remarks" in row.changes):
                texts.append((row, text))
        notes = ContactNote.objects.bulk_create(
            [
                ContactNote(
                    dossier_id=row.dossier_id,
                    on=self.today,
                    kind=ContactNote.Kind.OTHER,
                    sensitivity=Sensitivity.SENSITIVE,
                    text=text,
                    author=self.member,
                    organisation_id=self.member.organisation_id,
                )
                for row, text in texts
            ],
            batch_size=1000,
        )
        for (row, _text), note in zip(texts, notes, strict=True):
            row.note_id = note.pk


def _leave_out(rows: Sequence[ImportRow], facts: Sequence[dict[str, object]], refused: Refused) -> None:
    """Take the facts that the route refuses out of the rows, and remember which."""
    for place in refused.problems:
        index, _dot, field = place.rpartition(".")
        at = int(index) if index else 0
        if field not in facts[at]:
            raise refused
        del facts[at][field]
        rows[at].left_out = [*rows[at].left_out, field]


def _leave_out_of_known(
    rows: Sequence[ImportRow], facts: Sequence[dict[str, object]], refused: Refused
) -> None:
    for place in refused.problems:
        dossier, _dot, field = place.rpartition(".")
        for row, own in zip(rows, facts, strict=True):
            if (not dossier or str(row.dossier_id) == dossier) and field in own:
                del own[field]
                row.left_out = [*row.left_out, field]


def import_late(member: Member, row: ImportRow) -> None:
    """Import one row of an import that is done: it was corrected, or decided on, afterwards."""
    if row.import_of.state == Import.State.DONE and row.state in WAITING:
        import_rows(member, row.import_of, [row])


def dossier_names(ids: Iterable[int]) -> dict[int, str]:
    """The names of dossiers, as far as the acting member may see them."""
    return dict(Dossier.objects.filter(pk__in=list(ids)).values_list("pk", "name"))
