"""Hand-overs: the lists, one with its summary, and to whom one can hand over."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from reisgenoot.access import rules
from reisgenoot.access.errors import NotFound
from reisgenoot.access.models import Member, Organisation
from reisgenoot.access.roles import PROFESSIONAL, require_professional
from reisgenoot.people.models import HouseholdMember

from ..models import Dossier, HandedDossier, Handover, HandoverLine, HandoverWord
from .moments import Moment, moments

SHOWS = ("answer", "sent", "late", "back", "past", "all")
"""The lists: whose turn it is to answer is one's own organisation; sent and open; late; to be given back; over; all."""
MOST_EXPORTED = 5000
State = Handover.State


@dataclass(frozen=True, slots=True)
class HandoverRow:
    """One hand-over in a list. ``names``: who it is about, as far as the reader may know it."""

    id: int
    names: tuple[str, ...]
    many: int
    cause: str
    sender: str
    receiver: str
    wanted: str
    sent_at: datetime
    answer_by: date
    state: str
    our_turn: bool
    asked: bool
    late: bool
    returns_on: date | None
    moment: Moment | None


@dataclass(frozen=True, slots=True)
class Handovers:
    """One page of a list, with how many there are in each."""

    rows: tuple[HandoverRow, ...]
    counts: Mapping[str, int]
    page: int
    pages: int


@dataclass(frozen=True, slots=True)
class Told:
    """The summary of one dossier: (name of the category by language, text). ``open_to_me``: so is the dossier."""

    dossier_id: int
    name: str
    open_to_me: bool
    parts: tuple[tuple[Mapping[str, str], str], ...]


@dataclass(frozen=True, slots=True)
class HandoverPage:
    """Everything that the page of one hand-over shows.

    ``moment``: the one that is planned and not cancelled, and ``coming`` who comes to it. ``takers``: who can carry the
    dossiers at the receiver.
    """

    it: Handover
    told: tuple[Told, ...]
    words: tuple[HandoverWord, ...]
    ours: bool
    theirs: bool
    late: bool
    moment: Moment | None
    coming: tuple[str, ...]
    takers: tuple[tuple[int, str], ...]


def handovers(
    member: Member, *, show: str, cause: str = "", page: int = 1, per_page: int = 25, today: date
) -> Handovers:
    """One page of the hand-overs of the member's organisation; the log notes whose names were shown.

    Six SQL statements, five without a cause. Raises NotAllowed.
    """
    require_professional(member)
    counts = _own(member).aggregate(
        **{name: Count("pk", filter=_in(member, name, today)) for name in SHOWS if name != "all"}
    )
    shown = _own(member).filter(_in(member, show, today), *([Q(cause=cause)] if cause else []))
    many = counts[show] if show in counts and not cause else shown.count()
    pages = max(1, -(-many // per_page))
    page = min(max(1, page), pages)
    rows = _rows(member, shown, today, (page - 1) * per_page, per_page)
    return Handovers(rows, counts, page, pages)


def handovers_export(member: Member, *, show: str, cause: str = "", today: date) -> tuple[HandoverRow, ...]:
    """All rows of a list, at most 5,000. Raises NotAllowed."""
    require_professional(member)
    shown = _own(member).filter(_in(member, show, today), *([Q(cause=cause)] if cause else []))
    return _rows(member, shown, today, 0, MOST_EXPORTED)


def handovers_of(member: Member, dossier_id: int, today: date) -> tuple[HandoverRow, ...]:
    """Those of one dossier, newest first. Four SQL statements."""
    about = Handover.objects.filter(handed__dossier_id=dossier_id)
    return _rows(member, about, today, 0, MOST_EXPORTED)


def _own(member: Member) -> QuerySet[Handover]:
    own = member.organisation_id
    return Handover.objects.filter(Q(sender_id=own) | Q(receiver_id=own))


def _in(member: Member, show: str, today: date) -> Q:
    own = member.organisation_id
    is_open = Q(state=State.OPEN)
    return {
        "answer": is_open & (Q(receiver_id=own, asked=False) | Q(sender_id=own, asked=True)),
        "sent": is_open & Q(sender_id=own),
        "late": is_open & Q(answer_by__lt=today),
        "back": Q(state=State.ACCEPTED, returned_at=None, returns_on__isnull=False),
        "past": ~is_open,
    }.get(show, Q())


def _rows(
    member: Member, shown: QuerySet[Handover], today: date, begin: int, many: int
) -> tuple[HandoverRow, ...]:
    # What waits longest first; what is over newest first.
    ordered = shown.select_related("sender", "receiver", "wanted").order_by(
        F("ended_at").desc(nulls_first=True), "answer_by", "-sent_at", "pk"
    )
    found = list(ordered[begin : begin + many])
    names: dict[int, list[str]] = {}
    handed = HandedDossier.objects.filter(handover__in=[it.pk for it in found]).order_by("pk")
    for key, name in handed.values_list("handover_id", "name"):
        names.setdefault(key, []).append(name)
    if names:
        with connection.cursor() as cursor:
            cursor.execute("SELECT dossiers_listed_handovers(%s)", [list(names)])
    planned = moments(names) if names else {}
    own = member.organisation_id
    return tuple(
        HandoverRow(
            id=it.pk,
            names=tuple(name for name in names.get(it.pk, ()) if name),
            many=len(names.get(it.pk, ())),
            cause=it.cause,
            sender=it.sender.name,
            receiver=it.receiver.name,
            wanted=it.wanted.name if it.wanted else "",
            sent_at=it.sent_at,
            answer_by=it.answer_by,
            state=it.state,
            our_turn=it.state == State.OPEN and own == (it.sender_id if it.asked else it.receiver_id),
            asked=it.asked,
            late=it.is_late_on(today),
            returns_on=it.returns_on if it.returned_at is None else None,
            moment=planned.get(it.pk),
        )
        for it in found
    )


def handover_page(member: Member, handover: int, today: date) -> HandoverPage:
    """One hand-over with what its reader may see of it; the log notes that they looked.

    Nine SQL statements. Raises NotAllowed and NotFound.
    """
    require_professional(member)
    it = (
        Handover.objects.filter(pk=handover)
        .select_related("sender", "receiver", "wanted", "sent_by", "ended_by__organisation")
        .first()
    )
    if it is None:
        raise NotFound
    with connection.cursor() as cursor:
        cursor.execute("SELECT dossiers_read_handover(%s)", [handover])
    handed = list(HandedDossier.objects.filter(handover=it).order_by("pk").values_list("dossier_id", "name"))
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT dossier_id FROM access_granted"
            " WHERE dossier_id = ANY (%s) AND category = 'route' AND may_read",
            [[key for key, _name in handed]],
        )
        mine = {row[0] for row in cursor.fetchall()}
    lines = dict[int, dict[str, str]]()
    for key, category, text in HandoverLine.objects.filter(handover=it).values_list(
        "dossier_id", "category", "text"
    ):
        lines.setdefault(key, {})[category] = text
    ours, theirs = it.receiver_id == member.organisation_id, it.sender_id == member.organisation_id
    planned = moments([handover]).get(handover)
    return HandoverPage(
        it=it,
        told=tuple(Told(key, name, key in mine, _in_order(lines.get(key, {}))) for key, name in handed),
        words=tuple(
            HandoverWord.objects.filter(handover=it).select_related("member__organisation").order_by("pk")
        ),
        ours=ours,
        theirs=theirs,
        late=it.is_late_on(today),
        moment=planned,
        coming=_by_name(planned.attendees) if planned else (),
        takers=people(it.receiver_id, today) if ours and it.state in (State.OPEN, State.ACCEPTED) else (),
    )


def _by_name(members: Iterable[int]) -> tuple[str, ...]:
    found = Member.objects.filter(pk__in=tuple(members)).select_related("organisation").order_by("name")
    return tuple(f"{it.name} ({it.organisation.name})" for it in found)


def _in_order(lines: Mapping[str, str]) -> tuple[tuple[Mapping[str, str], str], ...]:
    return tuple((label, lines[key]) for key, label in rules.table().categories.items() if key in lines)


def people(organisation: int, today: date) -> tuple[tuple[int, str], ...]:
    """Who can carry dossiers at an organisation, by name."""
    found = Member.objects.filter(
        organisation_id=organisation, role__in=PROFESSIONAL, begins_on__lte=today, ends_on=None
    )
    return tuple(found.order_by("name", "pk").values_list("pk", "name"))


def goes_along(member: Member, dossier_id: int, today: date) -> tuple[tuple[int, str], ...]:
    """Who can be handed over together: the person first, then who lives in the household, of open dossiers for which
    the member's organisation is responsible. Two SQL statements."""
    home = HouseholdMember.objects.filter(
        Q(ends_on=None) | Q(ends_on__gt=today), person_id=dossier_id, begins_on__lte=today
    ).values("household_id")
    mates = HouseholdMember.objects.filter(
        Q(ends_on=None) | Q(ends_on__gt=today), household_id__in=home, begins_on__lte=today
    ).values("person_id")
    found = Dossier.objects.filter(
        Q(closed_on=None) | Q(closed_on__gt=today),
        Q(pk=dossier_id) | Q(pk__in=mates),
        organisation_id=member.organisation_id,
    )
    rows = found.order_by("name", "pk").values_list("pk", "name")
    return tuple(sorted(rows, key=lambda row: row[0] != dossier_id))


NEXT: Mapping[str, tuple[str, ...]] = {
    "ind": ("coa", "nidos"),
    "nidos": ("municipality", "vluchtelingenwerk"),
    "coa": ("municipality", "vluchtelingenwerk"),
    "gza": ("gza",),
    "municipality": ("vluchtelingenwerk", "social_work"),
    "vluchtelingenwerk": ("municipality", "social_work", "other"),
    "social_work": ("municipality", "other", "vluchtelingenwerk"),
}
"""Which kinds come next on the route, by kind of the sender: suggestions, our own choice."""


def receivers(
    member: Member, municipality: str, today: date
) -> tuple[tuple[Organisation, ...], tuple[Organisation, ...]]:
    """To whom the member can hand over: those suggested, and the others where somebody can answer. One SQL statement.

    Suggested are the kinds that come next, and first the municipality where the person lives, unless it sends.
    """
    answers = Member.objects.filter(
        organisation_id=OuterRef("pk"), role__in=PROFESSIONAL, begins_on__lte=today, ends_on=None
    )
    found = list(Organisation.objects.filter(Exists(answers)).order_by("name"))
    following = NEXT.get(member.organisation.kind, ())

    def fits(it: Organisation) -> bool:
        if it.pk == member.organisation_id:
            return False
        if it.kind == "municipality":
            return bool(municipality) and it.municipality == municipality
        return it.kind in following and it.municipality in ("", municipality)

    first = [it for it in found if fits(it)]
    first.sort(key=lambda it: (it.kind != "municipality", *_place(following, it.kind), it.name))
    return tuple(first), tuple(it for it in found if it not in first)


def _place(following: Iterable[str], kind: str) -> tuple[int]:
    kinds = tuple(following)
    return (kinds.index(kind) if kind in kinds else len(kinds),)
