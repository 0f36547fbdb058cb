"""What the pages of one dossier show: its requests, suspensions, limitation, and what is kept until when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from reisgenoot.access.errors import NotFound
from reisgenoot.access.log import log
from reisgenoot.access.models import AccessLog, Limitation, Member
from reisgenoot.access.roles import require_professional
from reisgenoot.core.trajectory import Definition
from reisgenoot.dossiers import planning
from reisgenoot.dossiers.models import Dossier, Fact
from reisgenoot.dossiers.queries.page import fact_text

from .. import rules
from ..models import ErasedPart, Hold, Request
from .units import Unit, units_of


@dataclass(frozen=True, slots=True)
class Contested:
    """A fact, by its name, that the person may say is wrong."""

    id: int
    text: rules.Text
    value: object


@dataclass(frozen=True, slots=True)
class DossierKeeping:
    """The page of one dossier."""

    dossier_id: int
    name: str
    responsible: bool
    units: tuple[Unit, ...]
    requests: tuple[Request, ...]
    holds: tuple[Hold, ...]
    limitation: Limitation | None
    erased: tuple[tuple[rules.Text, date], ...]
    facts: tuple[Contested, ...]


def dossier_keeping(member: Member, dossier_id: int) -> DossierKeeping:
    """What is kept of somebody until when, and what they asked; the log notes that the member looked.

    Raises NotAllowed for other than professionals, and NotFound for who does not work on the dossier.
    """
    dossier, units = _found(member, dossier_id)
    log(member, [dossier_id], AccessLog.Act.READ, "keeping")
    kinds = rules.retention().kinds
    return DossierKeeping(
        dossier_id=dossier_id,
        name=dossier.name,
        responsible=dossier.organisation_id == member.organisation_id,
        units=units,
        requests=tuple(Request.objects.filter(dossier_id=dossier_id).order_by("-received_on", "-id")),
        holds=tuple(
            Hold.objects.filter(dossier_id=dossier_id, lifted_on__isnull=True)
            .select_related("set_by")
            .order_by("since", "id")
        ),
        limitation=Limitation.objects.filter(dossier_id=dossier_id, lifted_on__isnull=True).first(),
        erased=tuple(
            (kinds[part.kind].text, part.erased_on)
            for part in ErasedPart.objects.filter(dossier_id=dossier_id).order_by("erased_on", "id")
        ),
        facts=tuple(_facts(dossier_id)),
    )


def _found(member: Member, dossier_id: int) -> tuple[Dossier, tuple[Unit, ...]]:
    require_professional(member)
    dossier = Dossier.objects.filter(pk=dossier_id).first()
    units = units_of(dossier_id)
    if dossier is None or not units:  # also for who sees it by consent, in an emergency, or after a hand-over
        raise NotFound(_("There is no such dossier, or you have no access to it."))
    return dossier, units


def _facts(dossier_id: int) -> list[Contested]:
    definition = definition_of(dossier_id)
    standing = Fact.objects.filter(dossier_id=dossier_id, superseded_by__isnull=True, value__isnull=False)
    found = [Contested(it.pk, fact_text(definition, it.key), it.value) for it in standing]
    return sorted(found, key=lambda it: it.text["nl"])


def definition_of(dossier_id: int) -> Definition:
    """The route by which the dossier is planned today."""
    today = timezone.localdate()
    known = planning.gather([dossier_id], today)[dossier_id]
    return planning.definition_of(known.definition, known.facts, today)


@dataclass(frozen=True, slots=True)
class RequestPage:
    """The page of one request. ``corrected``: whether the contested fact was corrected since."""

    name: str
    responsible: bool
    request: Request
    units: tuple[Unit, ...]
    fact: Contested | None
    corrected: bool
    limited: bool


def request_page(member: Member, dossier_id: int, request_id: int) -> RequestPage:
    """One request with what is needed to answer it; the log notes that the member looked.

    Raises NotAllowed for other than professionals, and NotFound.
    """
    dossier, units = _found(member, dossier_id)
    asked = (
        Request.objects.select_related("recorded_by", "closed_by")
        .filter(pk=request_id, dossier_id=dossier_id)
        .first()
    )
    if asked is None:
        raise NotFound(_("There is no such request, or you have no access to it."))
    log(member, [dossier_id], AccessLog.Act.READ, "request")
    fact, corrected = None, False
    if asked.fact_id and (row := Fact.objects.filter(pk=asked.fact_id).first()):
        fact = Contested(row.pk, fact_text(definition_of(dossier_id), row.key), row.value)
        corrected = Fact.objects.filter(supersedes=row).exists()
    return RequestPage(
        name=dossier.name,
        responsible=dossier.organisation_id == member.organisation_id,
        request=asked,
        units=units,
        fact=fact,
        corrected=corrected,
        limited=Limitation.objects.filter(dossier_id=dossier_id, lifted_on__isnull=True).exists(),
    )
