"""The way to a home of one household, at the dossier."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from reisgenoot.access.errors import NotFound
from reisgenoot.access.models import Involvement, Member, Organisation
from reisgenoot.access.roles import GUIDING, require_professional
from reisgenoot.dossiers import queries
from reisgenoot.dossiers.models import Dossier, Fact

from ..actions.asking import need_agreed
from ..family import Family, family_of
from ..home import Home, home_of
from ..law import RentLimits, rent_limits
from ..models import Addressee, Link, Offer, Refusal, Request, RequestHousehold
from ..roles import require_kind
from .linking import needs

STEPS = (
    "permit_granted",
    "family_reunification_applied",
    "linked",
    "home_requested",
    "home_offered",
    "home_viewed",
    "home_accepted",
    "moved_in",
)


@dataclass(frozen=True, slots=True)
class OfferShown:
    """An offer with what became of it; ``lapsed``: nobody took it in time."""

    offer: Offer
    lapsed: bool
    refusal: Refusal | None


@dataclass(frozen=True, slots=True)
class RequestShown:
    """A request, whom it went to, and what was offered, newest first."""

    request: Request
    asked: tuple[Addressee, ...]
    offers: tuple[OfferShown, ...]

    @property
    def taken(self) -> bool:
        """Whether a home of it is being viewed or was accepted."""
        return any(it.offer.state in Offer.TAKEN for it in self.offers)


@dataclass(frozen=True, slots=True)
class HomePage:
    """Everything about the home of a household. ``steps``: days by milestone, of the head.

    ``days_since_permit`` is None without a permit. ``need_agreed``: the organisation may ask for a home without stairs.
    """

    heading: queries.Heading
    home: Home
    steps: dict[str, date]
    days_since_permit: int | None
    links: tuple[Link, ...]
    family: Family
    running: RequestShown | None
    ended: tuple[RequestShown, ...]
    needs: tuple[str, ...]
    need_agreed: bool
    limits: RentLimits | None

    @property
    def proposed(self) -> Link | None:
        """The proposal that waits for an answer."""
        return next((it for it in self.links if it.state == Link.State.PROPOSED), None)

    @property
    def requests(self) -> tuple[RequestShown, ...]:
        """All of them, the running one first."""
        return (*([self.running] if self.running else []), *self.ended)

    def offer(self, offer_id: int) -> OfferShown | None:
        """One of the offers; None if it is not for this household."""
        return next((it for each in self.requests for it in each.offers if it.offer.pk == offer_id), None)

    def request_of(self, offer_id: int) -> Request | None:
        """The request that an offer answers."""
        return next(
            (it.request for it in self.requests if any(o.offer.pk == offer_id for o in it.offers)), None
        )

    @property
    def persons(self) -> int:
        """How many the home is for, the expected family included."""
        return len(self.home.mates) + self.family.persons

    @property
    def outgrown(self) -> bool:
        """Whether the running request is for another number of people than there are now."""
        if self.running is None:
            return False
        it = self.running.request
        asked = (it.adults, it.children, it.family_adults, it.family_children)
        return asked != (
            self.home.adults,
            len(self.home.children),
            self.family.adults,
            self.family.children,
        )


def home_page(member: Member, dossier_id: int, today: date) -> HomePage:
    """The page at one dossier. The log notes the reading. Raises NotAllowed, NotFound. At most 16 SQL statements."""
    require_professional(member)
    heading = queries.heading(member, dossier_id, "housing")
    home = home_of(dossier_id, today)
    facts = Fact.objects.filter(
        dossier_id=home.head_id,
        key__in=STEPS,
        superseded_by__isnull=True,
        value__isnull=False,
        happened_on__isnull=False,
    )
    steps = {key: day for key, day in facts.values_list("key", "happened_on") if day is not None}
    permit = steps.get("permit_granted")
    links = Link.objects.filter(dossier_id=home.head_id)
    requests = _requests(home.head_id, today)
    municipal = member.organisation.kind == Organisation.Kind.MUNICIPALITY
    return HomePage(
        heading,
        home,
        steps,
        (today - permit).days if permit else None,
        tuple(
            links.select_related("municipality", "organisation", "decided_by", "undo_asked_by").order_by(
                "-proposed_at"
            )
        ),
        family_of(home.head_id),
        next((it for it in requests if it.request.state == Request.State.RUNNING), None),
        tuple(it for it in requests if it.request.state != Request.State.RUNNING),
        needs(member, home.ids, today),
        municipal and need_agreed(home.head_id),
        rent_limits(len(home.mates), today),
    )


def _requests(head_id: int, today: date) -> list[RequestShown]:
    held = RequestHousehold.objects.filter(dossier_id=head_id).select_related("request__organisation")
    requests = [it.request for it in held.order_by("-request__asked_on", "request_id")]
    if not requests:
        return []
    ids = [it.pk for it in requests]
    asked = list(
        Addressee.objects.filter(request_id__in=ids)
        .select_related("association")
        .order_by("association__name")
    )
    offers = list(
        Offer.objects.filter(request_id__in=ids).select_related("association").order_by("-made_on", "pk")
    )
    refusals = {it.offer_id: it for it in Refusal.objects.filter(offer_id__in=[it.pk for it in offers])}
    return [
        RequestShown(
            request,
            tuple(it for it in asked if it.request_id == request.pk),
            tuple(
                OfferShown(
                    it,
                    it.state == Offer.State.OFFERED and it.valid_until < today,
                    refusals.get(it.pk),
                )
                for it in offers
                if it.request_id == request.pk
            ),
        )
        for request in requests
    ]


def head_of(member: Member, dossier_id: int) -> int:
    """The dossier on which the things of this person's household hang. Raises NotAllowed, NotFound."""
    require_professional(member)
    if not Dossier.objects.filter(pk=dossier_id).exists():
        raise NotFound(_("There is no such dossier, or you have no access to it."))
    return home_of(dossier_id, timezone.localdate()).head_id


def require_municipality(member: Member) -> None:
    """Raise NotAllowed unless the member is a professional of a municipality."""
    require_kind(member, Organisation.Kind.MUNICIPALITY)


def able_to_go_along(member: Member, head_id: int) -> list[Member]:
    """Who could go along to a viewing: whoever asks, who carries the dossier, and who was matched with the person."""
    parts = Involvement.objects.filter(dossier_id=head_id, member__isnull=False, ends_on__isnull=True)
    ids = {member.pk, *parts.values_list("member_id", flat=True)}
    ids |= set(Dossier.objects.filter(pk=head_id, worker__isnull=False).values_list("worker_id", flat=True))
    found = Member.objects.filter(pk__in=ids).select_related("organisation").order_by("name")
    return [it for it in found if it.role in GUIDING]
