"""The main navigation: which pages there are, for whom. The apps stand in the settings, so this stands beside them."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_lazy as _

from reisgenoot.access.errors import Text
from reisgenoot.access.models import Member
from reisgenoot.vault.boxes import may_keep
from reisgenoot.vault.keys import has_key

PROFESSIONALS = ("guide", "director", "coordinator")
ENTRIES = (
    ("volunteers:mine", _("My people"), ("volunteer",)),
    ("dossiers:worklist", _("Worklist"), PROFESSIONALS),
    ("dossiers:people", _("People"), PROFESSIONALS),
    ("volunteers:volunteers", _("Volunteers"), ("coordinator",)),
    ("dossiers:questions", _("Ask"), PROFESSIONALS),
    ("shielded:people", _("Shielded"), PROFESSIONALS),
    ("insight:overview", _("Overview"), PROFESSIONALS),
    ("exchange:imports", _("Import"), ("director", "coordinator")),
    ("keeping:requests", _("Keeping and requests"), ("coordinator", "privacy_officer")),
    ("access:members", _("Accounts"), ("administrator",)),
    ("dossiers:emergency", _("Emergency access"), ("coordinator", "privacy_officer")),
)
READING = (("dossiers:dossier", _("The route")), ("dossiers:looked", _("Who looked")))
"""The pages of one dossier for everybody who reads it."""
WORKING = (
    ("volunteers:dossier", _("Volunteer"), ()),
    ("dossiers:consents", _("Consents"), ()),
    ("keeping:dossier", _("Keeping and requests"), ()),
)
"""Those for professionals who work on it (`access_works_on`), in these kinds of organisation (none named: in all)."""
START = {"volunteer": ("volunteers:mine", ("dossiers:worklist", "dossiers:dossier"))}
"""Roles that begin elsewhere: where, and instead of which pages (links in notifications lead to those)."""
ONES_OWN = "/account/"
"""One's own account stands under no entry: it is reached by one's name."""


@dataclass(frozen=True)
class Entry:
    """One link of the navigation; ``current``: this page stands under it."""

    url: str
    label: object
    current: bool


class NavigationMiddleware:
    """Sets ``request.navigation`` and ``request.dossier_parts``; worked out only if a page shows them.

    Leads each role to the page that its day begins with.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, with the navigation at hand."""
        request.navigation = SimpleLazyObject(lambda: _entries(request))  # type: ignore[attr-defined]
        request.dossier_parts = SimpleLazyObject(lambda: _parts(request))  # type: ignore[attr-defined]
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: object) -> HttpResponse | None:
        """Send roles that begin elsewhere there."""
        start, instead = START.get(getattr(getattr(request, "member", None), "role", ""), ("", ()))
        where = request.resolver_match
        if where is not None and where.view_name in instead and request.method in ("GET", "HEAD"):
            return redirect(start)
        return None


def _entries(request: HttpRequest) -> list[Entry]:
    member = getattr(request, "member", None)
    role = getattr(member, "role", None)
    open_to = [(name, label) for name, label, roles in ENTRIES if role in roles]
    if member is None or not (may_keep(member) and has_key(member.organisation.slug)):
        open_to = [(name, label) for name, label in open_to if name != "shielded:people"]
    shown = [(reverse(name), label) for name, label in open_to]
    if request.path.startswith(ONES_OWN):
        return [Entry(url, label, False) for url, label in shown]
    best = max((url for url, _label in shown if request.path.startswith(url)), key=len, default="")
    return [Entry(url, label, url == best) for url, label in shown]


def _parts(request: HttpRequest) -> list[Entry]:
    """The pages of the dossier that the address is about; the best match is the current one. One SQL statement."""
    member, where = getattr(request, "member", None), request.resolver_match
    if member is None or where is None or "dossier_id" not in where.kwargs:
        return []
    one = [where.kwargs["dossier_id"]]
    first, last = READING
    offered = [first, *(_work(member, one) if member.role in PROFESSIONALS else []), last]
    shown = [(reverse(name, args=one), label) for name, label in offered]
    best = max((url for url, _label in shown if request.path.startswith(url)), key=len, default="")
    return [Entry(url, label, url == best) for url, label in shown]


def _work(member: Member, one: list[int]) -> list[tuple[str, Text]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT access_works_on(%s)", one)
        if not cursor.fetchone()[0]:
            return []
    kind = member.organisation.kind
    return [(name, label) for name, label, kinds in WORKING if not kinds or kind in kinds]
