"""What a coordinator sees before they redistribute: who carries how many, whose dossiers, and who would get which."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db.models import Count, F, Q

from reisgenoot.access.log import log
from reisgenoot.access.models import AccessLog, Limitation, Member
from reisgenoot.access.queries import carried

from ..actions.redistribution import MOST, require_coordinator
from ..models import Dossier, Redistributed, Redistribution
from ..spreading import spread
from .handover import people

MOST_SHOWN = 10


@dataclass(frozen=True, slots=True)
class Carrier:
    """A colleague, how many open dossiers they carry, would get, and would carry then."""

    id: int
    name: str
    now: int
    gets: int = 0

    @property
    def then(self) -> int:
        """How many they would carry."""
        return self.now + self.gets


@dataclass(frozen=True, slots=True)
class Group:
    """The dossiers of one household that are carried by the same worker, and who would get them.

    ``taker``: as it was chosen; ``proposed``: as they would be spread now; 0: they stay. ``limited``: the person
    limited the use of this dossier, so that it stays, apart from the rest of the household.
    """

    ids: tuple[int, ...]
    names: tuple[str, ...]
    household: str
    languages: tuple[str, ...]
    municipality: str
    limited: bool
    taker: int = 0
    proposed: int = 0

    @property
    def key(self) -> str:
        """What stands for the group in a form: the dossiers in it."""
        return "-".join(str(key) for key in self.ids)


@dataclass(frozen=True, slots=True)
class Done:
    """A redistribution that was made. ``undoable`` while all of it is as it was left."""

    id: int
    at: datetime
    by: str
    source: str
    cause: str
    many: int
    undone: bool
    undoable: bool
    heirs: tuple[str, ...]
    heir: int  # the first of them: of an ended worker there is one


@dataclass(frozen=True, slots=True)
class Spread:
    """What would happen to all ``groups``, in one step; ``shown`` are those of the page.

    ``more``: households that are left for a next step.
    """

    source: Member | None
    carriers: tuple[Carrier, ...]
    groups: tuple[Group, ...]
    shown: tuple[Group, ...]
    more: int


def carriers(member: Member, today: date) -> tuple[Carrier, ...]:
    """Everybody in the member's organisation who can carry dossiers, with how many they do. Two SQL statements."""
    now = carried()
    return tuple(Carrier(key, name, now.get(key, 0)) for key, name in people(member.organisation_id, today))


def spread_of(
    member: Member,
    source: int,
    takers: Collection[int],
    chosen: Mapping[str, int],
    today: date,
    *,
    only: int = 0,
    planned: bool = False,
    limit: int,
    offset: int = 0,
    act: AccessLog.Act = AccessLog.Act.APPEARED,
) -> Spread:
    """The dossiers of ``source`` by household, with a proposal over ``takers``; ``chosen`` goes before it, by group.

    ``planned``: all of it was chosen, so that what came since stays. ``only``: those of them that came with this
    redistribution. Households stay together, and loads are balanced. Seven SQL statements at most, however many
    dossiers; the log notes ``act`` for those on the page. Raises NotAllowed.
    """
    require_coordinator(member)
    all_ = carriers(member, today)
    loads = {it.id: it.now for it in all_ if it.id in takers and it.id != source}
    whose = Member.objects.filter(pk=source, organisation_id=member.organisation_id).first()
    if whose is None:
        return Spread(None, all_, (), (), 0)
    rows = _groups(member, source, today, only)
    within = _within(rows)
    free = [it for it in within if not it.limited]
    dealt = iter(spread([len(it.ids) for it in free], loads) if loads and free else [0] * len(free))
    made = []
    for it in within:
        proposed = 0 if it.limited else next(dealt)
        taker = 0 if it.limited else chosen.get(it.key, 0 if planned else proposed)
        made.append(replace(it, proposed=proposed, taker=taker if taker != source else 0))
    shown = made[offset : offset + limit]
    log(member, [key for it in shown for key in it.ids], act, "redistribution")
    return Spread(whose, _then(all_, source, made), tuple(made), tuple(shown), len(rows) - len(within))


def _within(rows: Sequence[Group]) -> Sequence[Group]:
    """The first of them, as far as their dossiers can be given in one step."""
    many = 0
    for place, it in enumerate(rows):
        many += len(it.ids)
        if many > MOST:
            return rows[:place]
    return rows


def _then(carriers: Iterable[Carrier], source: int, groups: Iterable[Group]) -> tuple[Carrier, ...]:
    """The carriers, with what they would get."""
    gets: Counter[int] = Counter()
    for it in groups:
        if it.taker:
            gets[it.taker] += len(it.ids)
            gets[source] -= len(it.ids)
    return tuple(replace(it, gets=gets[it.id]) for it in carriers)


def _groups(member: Member, source: int, today: date, only: int) -> list[Group]:
    """By household: those who live together now and are carried by the same worker."""
    rows = Dossier.objects.filter(
        Q(closed_on=None) | Q(closed_on__gt=today),
        organisation_id=member.organisation_id,
        worker_id=source,
    )
    if only:
        came = Redistributed.objects.filter(redistribution_id=only, after_id=source).values("dossier_id")
        rows = rows.filter(pk__in=came)
    lives = Q(person__places__begins_on__lte=today) & (
        Q(person__places__ends_on=None) | Q(person__places__ends_on__gt=today)
    )
    homes = dict(rows.filter(lives).values_list("pk", "person__places__household_id"))
    kept = Limitation.objects.filter(lifted_on=None, dossier_id__in=rows.values("pk"))
    limited = set(kept.values_list("dossier_id", flat=True))
    found: dict[str, list[tuple[int, str, str, str, str]]] = {}
    for row in rows.order_by("household_name", "name", "pk").values_list(
        "pk", "name", "household_name", "language", "municipality"
    ):
        home = homes.get(row[0]) if row[0] not in limited else None
        found.setdefault(f"h{home}" if home else f"d{row[0]}", []).append(row)
    return [
        Group(
            tuple(it[0] for it in group),
            tuple(it[1] for it in group),
            group[0][2],
            tuple(dict.fromkeys(it[3] for it in group if it[3])),
            group[0][4],
            group[0][0] in limited,
        )
        for group in found.values()
    ]


def redistributions(member: Member) -> tuple[Done, ...]:
    """The newest of the member's organisation. Three SQL statements. Raises NotAllowed."""
    require_coordinator(member)
    made = list(
        Redistribution.objects.filter(organisation_id=member.organisation_id)
        .select_related("source", "by")
        .order_by("-at", "pk")[:MOST_SHOWN]
    )
    rows = Redistributed.objects.filter(redistribution__in=[it.pk for it in made])
    heirs: dict[int, list[tuple[int, str]]] = {}
    about = rows.values_list("redistribution_id", "after_id", "after__name").distinct()
    for key, heir, name in about.order_by("after__name"):
        heirs.setdefault(key, []).append((heir, name))
    figures = {
        key: (many, same)
        for key, many, same in rows.values("redistribution_id")
        .annotate(
            many=Count("pk"),
            same=Count("pk", filter=Q(dossier__worker_id=F("after_id"), before__ends_on=None)),
        )
        .values_list("redistribution_id", "many", "same")
    }
    return tuple(
        Done(
            it.pk,
            it.at,
            it.by.name if it.by else "",
            it.source.name,
            it.cause,
            figures.get(it.pk, (0, 0))[0],
            it.undone_at is not None,
            it.undone_at is None and figures.get(it.pk, (0, 1))[0] == figures.get(it.pk, (0, 1))[1],
            tuple(name for _key, name in heirs.get(it.pk, ())),
            next((heir for heir, _name in heirs.get(it.pk, ())), 0),
        )
        for it in made
    )
