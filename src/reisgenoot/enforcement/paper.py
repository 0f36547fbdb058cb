"""The decision on a fine as a letter (Awb 5:9, 5:52 and 4:86): in Dutch, the language of decisions."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

from django.utils.translation import override

from reisgenoot.access.log import log
from reisgenoot.access.models import AccessLog, Member
from reisgenoot.web import pdf
from reisgenoot.web.templatetags.web import day

from .models import Circumstance
from .queries import LOG_PART, CaseShown, FineShown, born

HERE = Path(__file__).parent
DUTCH = "nl"


def decision(member: Member, shown: CaseShown, fine: FineShown) -> bytes:
    """The PDF; the log notes the export."""
    log(member, [shown.heading.dossier_id], AccessLog.Act.EXPORT, LOG_PART)
    with override(DUTCH):
        return pdf.render(HERE / "print" / "decision.typ", _content(shown, fine))


def _content(shown: CaseShown, fine: FineShown) -> dict[str, object]:
    it, case = fine.it, shown.it
    name, birth = born(shown.heading.dossier_id)
    talk = shown.judgement.talk if shown.judgement else None
    return {
        "title": "Beschikking: bestuurlijke boete Wet inburgering 2021",
        "municipality": it.decided_by.organisation.name,
        "name": name,
        "born": day(birth) if birth else "",
        "conduct": shown.conduct.text[DUTCH],
        "article": shown.conduct.ground.where,
        "happened": day(case.happened_on),
        "noticed": day(case.noticed_on),
        "what": case.what,
        "circumstances": [
            [str(Circumstance.Kind(row.kind).label).capitalize(), row.found]
            for row in shown.circumstances.values()
        ],
        "talk": day(talk.held_on) if talk else "",
        "said": talk.said if talk else "",
        "blame": shown.judgement.get_degree_display() if shown.judgement else "",
        "blame_why": shown.judgement.reason if shown.judgement else "",
        "amount": euros(it.amount),
        "reason": it.reason,
        "persistence": it.persistence,
        "means": it.means,
        "lower": it.lower_reason,
        "new_term": day(it.new_term_until) if it.new_term_until else "",
        "pay_by": day(fine.last_day) if fine.last_day else "",
        "decided": day(it.decided_on),
        "director": it.decided_by.name,
        "state": _state(fine),
    }


def _state(fine: FineShown) -> str:
    """What has become of it since, for whoever prints it later."""
    if fine.it.withdrawn_on:
        return f"Deze boete is vervallen op {day(fine.it.withdrawn_on)}."
    if fine.it.sent_on is None:
        return "Concept: nog niet bekendgemaakt."
    return f"Bekendgemaakt op {day(fine.it.sent_on)}."


def euros(amount: Decimal) -> str:
    """As it stands in a Dutch letter.

    >>> euros(Decimal("1250.5"))
    '€ 1.250,50'
    """
    return "€ " + f"{amount:,.2f}".replace(",", " ").replace(".", ",").replace(" ", ".")
