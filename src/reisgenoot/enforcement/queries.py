"""Every read that the pages need, in a constant number of SQL statements."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from reisgenoot.access.errors import NotAllowed, NotFound
from reisgenoot.access.models import Member
from reisgenoot.access.roles import is_municipal, is_municipal_director
from reisgenoot.core.trajectory.terms import Term, last_day
from reisgenoot.dossiers.models import Dossier, Fact
from reisgenoot.dossiers.queries import Heading, heading
from reisgenoot.dossiers.queries.granted import rights

from .law import CONDUCT, MAXIMUM, Conduct, Maximum
from .models import Case, Circumstance, Fine, Instalment, Judgement, Objection, Payment, Talk

LOG_PART = "enforcement"
SIX_WEEKS, THIRTEEN_WEEKS = Term.parse("P6W"), Term.parse("P13W")


def term_end(on: date, term: Term) -> date:
    """The last day of a term that begins on the day after ``on``, as the Algemene termijnenwet has it."""
    return date.fromordinal(last_day(on.toordinal(), term))


@dataclass(frozen=True, slots=True)
class CaseRow:
    """A case in the list, and how far it is."""

    it: Case
    conduct: Conduct
    asked: int
    talks: int
    degree: str
    fine: Fine | None


@dataclass(frozen=True, slots=True)
class Cases:
    """The page of one dossier."""

    heading: Heading
    rows: tuple[CaseRow, ...]
    may_write: bool


@dataclass(frozen=True, slots=True)
class FineShown:
    """A fine with its terms and its money. ``open``: the objection that waits for a decision."""

    it: Fine
    instalments: Sequence[Instalment]
    payments: Sequence[Payment]
    objections: Sequence[Objection]

    @property
    def last_day(self) -> date | None:
        """Until when somebody can object, and must pay (Awb 6:7 and 4:87)."""
        return term_end(self.it.sent_on, SIX_WEEKS) if self.it.sent_on else None

    @property
    def appeal_until(self) -> date | None:
        """Until when somebody can appeal against the last decision on an objection."""
        decided = [
            it.decided_on
            for it in self.objections
            if it.stage == Objection.Stage.OBJECTION
            and it.decided_on
            and it.outcome not in ("upheld", "dropped")
        ]
        return term_end(max(decided), SIX_WEEKS) if decided else None

    @property
    def paid(self) -> Decimal:
        """What came in, in euros."""
        return sum((it.amount for it in self.payments if not it.taken_back_on), Decimal(0))

    @property
    def left(self) -> Decimal:
        """What is still to be paid."""
        return max(Decimal(self.it.owed) - self.paid, Decimal(0))

    @property
    def refund(self) -> Decimal:
        """What was paid and is not owed any more."""
        return max(self.paid - Decimal(self.it.owed), Decimal(0))

    @property
    def open(self) -> Objection | None:
        """The objection or appeal that waits for a decision."""
        return next((it for it in self.objections if not it.outcome), None)


@dataclass(frozen=True, slots=True)
class CaseShown:
    """One case. ``protected``: has international protection, as far as the dossier says (C-158/23)."""

    heading: Heading
    it: Case
    conduct: Conduct
    circumstances: dict[str, Circumstance]
    talks: Sequence[Talk]
    judgement: Judgement | None
    fine: FineShown | None
    protected: bool
    may_write: bool
    may_fine: bool

    @property
    def all_asked(self) -> bool:
        """Whether all circumstances were asked: before that nothing else is shown."""
        return set(self.circumstances) == set(Circumstance.Kind.values)

    @property
    def maximum(self) -> Maximum | None:
        """The most that a fine of this article can be."""
        return MAXIMUM.get(self.it.article)

    @property
    def decide_by(self) -> date | None:
        """The last day for deciding after a report (Awb 5:51)."""
        return term_end(self.it.reported_on, THIRTEEN_WEEKS) if self.it.reported_on else None

    @property
    def explained(self) -> list[Circumstance]:
        """Circumstances that explain something."""
        return [it for it in self.circumstances.values() if it.matters]


def require_reader(member: Member) -> None:
    """Raise NotAllowed for who does not work at a municipality: enforcement is its task, and nobody else reads it."""
    if not is_municipal(member):
        raise NotAllowed(_("Only the municipality reads and does this."))


def _may_write(dossier_id: int) -> bool:
    may = rights(dossier_id)
    return may["legal"].writes and may["learning_health"].writes


def cases(member: Member, dossier_id: int) -> Cases:
    """All cases of a dossier, the last first; the log notes it. Seven SQL statements."""
    about = heading(member, dossier_id, LOG_PART)
    require_reader(member)
    found = list(
        Case.objects.filter(dossier_id=dossier_id).prefetch_related(
            "circumstances", "talks", "judgement", "fine"
        )
    )
    rows = [
        CaseRow(
            it,
            CONDUCT[it.kind],
            len(it.circumstances.all()),
            len(it.talks.all()),
            it.judgement.get_degree_display() if hasattr(it, "judgement") else "",
            getattr(it, "fine", None),
        )
        for it in found
    ]
    return Cases(about, tuple(rows), _may_write(dossier_id))


def case(member: Member, dossier_id: int, case_id: int) -> CaseShown:
    """One case, with all that stands on its page; the log notes it."""
    about = heading(member, dossier_id, LOG_PART)
    require_reader(member)
    it = (
        Case.objects.filter(pk=case_id, dossier_id=dossier_id)
        .select_related("changed_by", "reported_by")
        .prefetch_related("circumstances", "talks__changed_by")
        .first()
    )
    if it is None:
        raise NotFound(_("There is no such case, or you have no access to it."))
    may_write = _may_write(dossier_id)
    return CaseShown(
        heading=about,
        it=it,
        conduct=CONDUCT[it.kind],
        circumstances={row.kind: row for row in it.circumstances.all()},
        talks=list(it.talks.all()),
        judgement=Judgement.objects.filter(case=it).select_related("changed_by").first(),
        fine=_fine(it),
        protected=_protected(dossier_id),
        may_write=may_write,
        may_fine=may_write and is_municipal_director(member),
    )


def _fine(case: Case) -> FineShown | None:
    it = (
        Fine.objects.filter(case=case)
        .select_related("decided_by")
        .prefetch_related("instalments", "payments__recorded_by", "objections__changed_by")
        .first()
    )
    if it is None:
        return None
    return FineShown(it, list(it.instalments.all()), list(it.payments.all()), list(it.objections.all()))


def _protected(dossier_id: int) -> bool:
    kind = Fact.objects.filter(dossier_id=dossier_id, key="permit_kind", superseded_by__isnull=True).last()
    return kind is not None and kind.value == "asylum"


def born(dossier_id: int) -> tuple[str, date | None]:
    """The name and birth date that go on the decision."""
    it = Dossier.objects.filter(pk=dossier_id).values_list("name", "person__born").first()
    return it or ("", None)
