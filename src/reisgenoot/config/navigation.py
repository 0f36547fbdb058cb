"""The main navigation: which pages there are, for whom. The apps stand in the settings, so this stands beside them."""

from collections.abc import Callable, Collection
from dataclasses import dataclass

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_lazy as _

from reisgenoot.access.errors import Text
from reisgenoot.access.models import Member
from reisgenoot.notices.queries import unread
from reisgenoot.vault.boxes import may_keep
from reisgenoot.vault.keys import has_key
from reisgenoot.web.links import link

WORKLIST = "dossiers:worklist"
SHIELDED = "shielded:people"
PROFESSIONALS = ("guide", "director", "coordinator")
GUIDING = (*PROFESSIONALS, "volunteer")
AT_A_DESK = (
    "municipality",
    "vluchtelingenwerk",
    "social_work",
    "church",
    "lvv_partner",
    "leger_des_heils",
    "other",
)
"""Kinds of organisation that people walk in to."""
TO_A_HOME = ("coa", "municipality", "housing_association")
INTEGRATING = ("municipality", "vluchtelingenwerk", "social_work", "coa", "legal_aid")
SETTLERS = ("municipality", "vluchtelingenwerk", "social_work", "church", "other")
LEARNING = ("municipality", "vluchtelingenwerk", "social_work", "coa", "church", "other")
REUNITING = ("vluchtelingenwerk", "social_work", "legal_aid", "coa", "municipality", "ind")
FOLLOWING = ("vluchtelingenwerk", "social_work", "legal_aid")
"""Who works on applications of family members daily."""
ENTRIES: tuple[tuple[str, Text, tuple[str, ...], tuple[str, ...]], ...] = (
    ("volunteers:mine", _("My people"), ("volunteer",), ()),
    ("dossiers:worklist", _("Worklist"), PROFESSIONALS, ()),
    ("dossiers:people", _("People"), PROFESSIONALS, ()),
    ("direction:desk", _("Direction"), ("director", "coordinator"), ("municipality",)),
    ("procedure:register", _("Register"), PROFESSIONALS, ("ind",)),
    ("procedure:checks", _("Checks asked"), PROFESSIONALS, ("gza",)),
    ("procedure:sessions", _("Information sessions"), ("guide", "director"), ("coa", "vluchtelingenwerk")),
    ("procedure:terms", _("Legal terms"), PROFESSIONALS, ("legal_aid",)),
    ("helpdesk:desk", _("Walk-in hours"), GUIDING, AT_A_DESK),
    ("volunteers:volunteers", _("Volunteers"), ("coordinator",), ()),
    ("housing:overview", _("Housing"), PROFESSIONALS, TO_A_HOME),
    ("reunification:overview", _("Family reunification"), PROFESSIONALS, FOLLOWING),
    ("schooling:courses", _("Courses"), PROFESSIONALS, ("municipality",)),
    ("duo:messages", _("DUO"), PROFESSIONALS, ("municipality",)),
    ("dossiers:handovers", _("Hand-overs"), PROFESSIONALS, ()),
    ("dossiers:questions", _("Ask"), PROFESSIONALS, ()),
    (SHIELDED, _("Shielded"), PROFESSIONALS, ()),
    ("insight:overview", _("Overview"), PROFESSIONALS, ()),
    ("exchange:imports", _("Import"), ("director", "coordinator"), ()),
    ("keeping:requests", _("Keeping and requests"), ("coordinator", "privacy_officer"), ()),
    ("aftercare:contracts", _("Guidance bought"), ("policy_maker", "director"), ()),
    ("access:members", _("Accounts"), ("administrator",), ()),
    ("dossiers:emergency", _("Emergency access"), ("coordinator", "privacy_officer"), ()),
)
"""The main navigation: for which roles, and in which kinds of organisation (none named: in all)."""
READING = (
    ("dossiers:dossier", _("The route")),
    ("dossiers:appointments", _("Appointments")),
    ("dossiers:looked", _("Who looked")),
)
"""The pages of one dossier for everybody who reads it; the last one comes after those of ``WORKING``."""
WORKING: tuple[tuple[str, Text, tuple[str, ...]], ...] = (
    ("procedure:dossier", _("Procedure"), ("ind", "gza", "coa", "legal_aid", "vluchtelingenwerk")),
    ("housing:dossier", _("To a home"), ("coa", "municipality", "vluchtelingenwerk", "social_work")),
    ("settlement:checklist", _("Settling in"), SETTLERS),
    ("schooling:lessons", _("Lessons"), LEARNING),
    ("integration:duty", _("Civic integration"), INTEGRATING),
    ("volunteers:dossier", _("Volunteer"), ()),
    ("reunification:family", _("Family reunification"), REUNITING),
    ("aftercare:closing", _("Closing"), SETTLERS),
    ("helpdesk:dossier", _("Referrals"), AT_A_DESK),
    ("dossiers:handovers-of", _("Hand-overs"), ()),
    ("dossiers:consents", _("Consents"), ()),
    ("keeping:dossier", _("Keeping and requests"), ()),
)
"""Those for professionals who work on it (`access_works_on`), in these kinds of organisation (none named: in all)."""
OWN = (("dossiers:agenda", _("Agenda"), PROFESSIONALS), ("notices:notifications", _("Notifications"), None))
"""One's own pages, beside one's name; None: for every role."""
TOGETHER = "/procedure/"
"""Lists that stand as tabs beside each other, of which each kind of organisation has one in its navigation."""
STARTS: tuple[tuple[tuple[str, ...], tuple[str, ...], str], ...] = (
    (("volunteer",), (), "volunteers:mine"),
    (("administrator",), (), "access:members"),
    (("privacy_officer",), (), "keeping:requests"),
    (("policy_maker",), (), "aftercare:contracts"),
    (PROFESSIONALS, ("housing_association",), "housing:overview"),
    (PROFESSIONALS, ("gza",), "procedure:checks"),
    (PROFESSIONALS, ("legal_aid",), "procedure:terms"),
    (PROFESSIONALS, ("church", "lvv_partner", "leger_des_heils"), SHIELDED),
)
"""Who begins elsewhere than at the worklist: roles, kinds of organisation (none named: all), and where."""
INSTEAD: dict[str, tuple[str, ...]] = {"volunteer": ("dossiers:dossier",)}
"""Other pages that lead there too: links in notifications of volunteers, who open no dossier."""
AT_ONCE = 7
"""Links that stand in a bar, the one to the rest included: more than that nobody takes in."""
NOW_AND_THEN = (
    "schooling:courses",
    "duo:messages",
    "reunification:overview",
    "dossiers:questions",
    "exchange:imports",
    "keeping:requests",
    "aftercare:contracts",
    "dossiers:emergency",
)
"""Where a bar is too long, these stand under "More"; if it still is, its last ones too."""
ONES_OWN = "/account/"
"""One's own account and the pages of ``OWN`` stand under no entry: they are reached beside one's name."""


@dataclass(frozen=True)
class Entry:
    """One link of the navigation; ``current``: this page stands under it."""

    url: str
    label: object
    current: bool


@dataclass(frozen=True)
class Bar:
    """A row of links: those always in sight, and the rest, under "More"."""

    shown: list[Entry]
    rest: list[Entry]

    @property
    def folded(self) -> Entry | None:
        """The current page, if it stands among the rest."""
        return next((entry for entry in self.rest if entry.current), None)


class NavigationMiddleware:
    """Sets ``request.navigation``, ``own_pages``, ``here``, ``unread`` and ``dossier_parts``.

    Each is worked out only if a page shows it. Leads each role to the page that its day begins with.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, with the navigation at hand."""
        request.navigation = SimpleLazyObject(lambda: _entries(request))  # type: ignore[attr-defined]
        request.own_pages = SimpleLazyObject(lambda: _own(request))  # type: ignore[attr-defined]
        request.here = SimpleLazyObject(lambda: _here(request))  # type: ignore[attr-defined]
        request.unread = SimpleLazyObject(unread)  # type: ignore[attr-defined]
        request.dossier_parts = SimpleLazyObject(lambda: _parts(request))  # type: ignore[attr-defined]
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: object) -> HttpResponse | None:
        """Send roles that begin elsewhere there."""
        member, where = getattr(request, "member", None), request.resolver_match
        start = _start(member)
        if member is None or not start or where is None or request.method not in ("GET", "HEAD"):
            return None
        # Whoever has a worklist but begins elsewhere opens it with its filters in the address.
        at_home = where.view_name == WORKLIST and not (request.GET and member.role in PROFESSIONALS)
        return redirect(start) if at_home or where.view_name in INSTEAD.get(member.role, ()) else None


def _start(member: Member | None) -> str:
    """The page with which somebody's day begins; empty: the worklist."""
    if member is None:
        return ""
    found = (
        name
        for roles, kinds, name in STARTS
        if member.role in roles and (not kinds or member.organisation.kind in kinds)
    )
    return next((name for name in found if name != SHIELDED or _keeps_shielded(member)), "")


def _keeps_shielded(member: Member) -> bool:
    """Whether the member may know of shielded dossiers, and there is a key to them."""
    return may_keep(member) and has_key(member.organisation.slug)


def _bar(entries: list[Entry], aside: Collection[str] = ()) -> Bar:
    """At most so many links in sight; the rest in the order in which they came."""
    if len(entries) <= AT_ONCE:
        return Bar(entries, [])
    shown = [entry for entry in entries if entry.url not in aside][: AT_ONCE - 1]
    return Bar(shown, [entry for entry in entries if entry not in shown])


def _entries(request: HttpRequest) -> Bar:
    member = getattr(request, "member", None)
    role = getattr(member, "role", None)
    kind = getattr(getattr(member, "organisation", None), "kind", "")
    open_to = [
        (name, label)
        for name, label, roles, kinds in ENTRIES
        if role in roles and (not kinds or kind in kinds)
    ]
    if member is None or not _keeps_shielded(member):
        open_to = [(name, label) for name, label in open_to if name != SHIELDED]
    shown, aside = [(link(name), label) for name, label in open_to], {link(it) for it in NOW_AND_THEN}
    best = ""
    if not request.path.startswith((ONES_OWN, *(link(name) for name, _label, _roles in OWN))):
        best = max((url for url, _label in shown if _under(request.path, url)), key=len, default="")
    begins, address = _start(member), {}
    if begins:
        shown.sort(key=lambda it: it[0] != link(begins))  # first what the day begins with
        address = {link(WORKLIST): f"{link(WORKLIST)}?scope=team"}  # they carry nobody themselves
    return _bar([Entry(address.get(url, url), label, url == best) for url, label in shown], aside)


def _under(path: str, url: str) -> bool:
    """Whether a page stands under an entry: by its address, or as one of those that have a row of tabs together."""
    return path.startswith(url) or (path.startswith(TOGETHER) and url.startswith(TOGETHER))


def _own(request: HttpRequest) -> list[Entry]:
    role = getattr(getattr(request, "member", None), "role", None)
    shown = [(link(name), label) for name, label, roles in OWN if roles is None or role in roles]
    return [Entry(url, label, request.path.startswith(url)) for url, label in shown]


def _here(request: HttpRequest) -> Entry | None:
    """The link of the navigation, or of one's own pages, under which this page stands: what a closed menu tells."""
    bar, own = request.navigation, request.own_pages  # type: ignore[attr-defined]
    return next((entry for entry in (*bar.shown, *bar.rest, *own) if entry.current), None)


def _parts(request: HttpRequest) -> Bar:
    """The pages of the dossier that the address is about; the best match is the current one. One SQL statement."""
    member, where = getattr(request, "member", None), request.resolver_match
    if member is None or where is None or "dossier_id" not in where.kwargs:
        return Bar([], [])
    one = [where.kwargs["dossier_id"]]
    offered = [*READING[:-1], *(_work(member, one) if member.role in PROFESSIONALS else []), READING[-1]]
    shown = [(link(name, *one), label) for name, label in offered]
    best = max((url for url, _label in shown if request.path.startswith(url)), key=len, default="")
    return _bar([Entry(url, label, url == best) for url, label in shown])


def _work(member: Member, one: list[int]) -> list[tuple[str, Text]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT access_works_on(%s)", one)
        if not cursor.fetchone()[0]:
            return []
    kind = member.organisation.kind
    return [(name, label) for name, label, kinds in WORKING if not kinds or kind in kinds]
