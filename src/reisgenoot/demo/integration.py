"""Broad intakes in the demo: one half-way, one complete, and one in which somebody did not come. All invented."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from reisgenoot.access.identity import acting_as
from reisgenoot.access.models import Member
from reisgenoot.dossiers import actions as dossiers
from reisgenoot.dossiers.models import Dossier
from reisgenoot.integration import actions
from reisgenoot.integration.intake import parts

TOWN = "Doetinchem"
ANSWERS: Mapping[str, Mapping[str, Any]] = {
    "education": {
        "schools": [
            {"kind": "primary", "country": "Syrië", "years": 6, "diploma": "none"},
            {"kind": "vocational", "subject": "Elektrotechniek", "country": "Syrië", "years": 3, "diploma": "lost",
             "valued": "to_ask"},
        ],
        "years_in_all": 12,
        "script": "latin",
        "more": "Leert het best door te doen. Wil graag eerst een rustig tempo.",
    },
    "work": {
        "jobs": [{"job": "Elektricien", "country": "Syrië", "years": 7, "paid": "employed"}],
        "able_now": "part",
        "skills": "Installaties aanleggen, meten, uitleggen aan jongere collega's.",
        "hindrances": "Nederlands op de werkvloer, en een veiligheidscertificaat (VCA).",
    },
    "languages": {
        "spoken": [
            {"name": "Arabisch", "speaks": "mother", "reads": "well", "writes": "well"},
            {"name": "Engels", "speaks": "little", "reads": "little", "writes": "little"},
        ],
        "dutch_listening": "a1", "dutch_speaking": "a0", "dutch_reading": "a1", "dutch_writing": "a0",
        "measured": "Instaptoets in het azc",
    },
    "wishes": {"study": "maybe", "which": "Installatietechniek, mbo", "job": "Elektricien"},
    "family": {
        "cares_for": "Twee kinderen, samen met de partner.",
        "young_children": "yes",
        "early_education": "De jongste kan vier dagdelen naar de voorschool in de wijk.",
        "child_care": "to_arrange",
    },
    "health": {"hours": "full", "sight": True, "place": "Vooraan zitten; de leesbril is aangevraagd."},
    "self_reliance": {"forms": "help", "digital": "help", "appointments": "alone", "house": "alone"},
    "travel": {"how": "bicycle", "far": 25, "days": "Niet op woensdagmiddag"},
    "voice": {
        "important": "Weer met mijn handen werken en mijn kinderen zelf kunnen helpen met school.",
        "worry": "Dat ik de taal te langzaam leer.",
        "language": "Arabisch, met telefonische tolk",
    },
}  # fmt: skip
"""What one person told; the half of it, or all."""


def fill(members: Mapping[str, Member]) -> None:
    """Add them to the demo, by the case director of Doetinchem."""
    director, today = members["regisseur"], timezone.localdate()
    with acting_as(director):
        grown = today.replace(day=1, year=today.year - 25)
        waiting = Dossier.objects.filter(
            municipality=TOWN, tasks__key="pip_set", person__born__lt=grown
        ).exclude(facts__key__in=["pip_set", "guidance_closed"])
        chosen = list(waiting.distinct().order_by("-phase_since", "pk")[:3])
        for dossier, story in zip(chosen, (_half_way, _complete, _no_show), strict=False):
            _notified(director, dossier, today - timedelta(days=33))
            story(director, dossier.pk, today)


def _notified(director: Member, dossier: Dossier, on: date) -> None:
    """DUO's notice, unless it came already; what stands of the intake by the way is left."""
    known = dossier.facts.filter(key__in=["duty_notified", "intake_completed"], superseded_by__isnull=True)
    for fact in known:
        if fact.key == "intake_completed" and fact.value is not None:
            dossiers.retract_fact(director, fact)
    if not any(it.key == "duty_notified" for it in known):
        dossiers.record_facts(director, dossier, {"duty_notified": on})
    dossiers.record_facts(director, dossier, {"permit_kind": "asylum"})


def _write(director: Member, dossier_id: int, keys: tuple[str, ...], *, done: bool = True) -> None:
    for key in keys:
        actions.save_part(director, dossier_id, key, ANSWERS[key], done=done, seen=None)


def _half_way(director: Member, dossier_id: int, today: date) -> None:
    actions.write_held(
        director, dossier_id, on=today - timedelta(days=20), language="ar", interpreter="Tolkentelefoon",
        alone_told=True, note="In het azc, nog voor de verhuizing.",
    )  # fmt: skip
    _write(director, dossier_id, ("education", "languages", "voice"))
    _write(director, dossier_id, ("work", "family"), done=False)
    answer_by = today + timedelta(days=9)
    actions.call(director, dossier_id, kind="test", called_on=today - timedelta(days=5), answer_by=answer_by)


def _complete(director: Member, dossier_id: int, today: date) -> None:
    called = actions.call(
        director,
        dossier_id,
        kind="talk",
        called_on=today - timedelta(days=28),
        answer_by=today - timedelta(days=14),
    )
    on = today - timedelta(days=18)
    actions.settle(director, called.pk, state="held", on=on, language="ar", alone_told=True)
    _write(director, dossier_id, tuple(ANSWERS))
    for part in parts().values():
        if part.must and part.id not in ANSWERS:
            actions.save_part(director, dossier_id, part.id, {}, done=True, seen=None)
    tested = today - timedelta(days=10)
    actions.record_result(director, dossier_id, on=tested, result="b1", score="47", needed="42")
    actions.complete(director, dossier_id, on=today - timedelta(days=3))


def _no_show(director: Member, dossier_id: int, today: date) -> None:
    first = actions.call(
        director,
        dossier_id,
        kind="talk",
        called_on=today - timedelta(days=30),
        answer_by=today - timedelta(days=16),
    )
    actions.settle(director, first.pk, state="missed", on=today - timedelta(days=16))
    actions.warn(director, first.pk, on=today - timedelta(days=15))
    second = actions.call(
        director,
        dossier_id,
        kind="talk",
        called_on=today - timedelta(days=15),
        answer_by=today - timedelta(days=2),
    )
    actions.settle(director, second.pk, state="missed", on=today - timedelta(days=2))
