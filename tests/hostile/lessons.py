"""A course, an enrolment with hours, and an import of the first organisation, full of canaries."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone
from wall import out_of_the_wall

from reisgenoot.access.models import Member
from reisgenoot.dossiers.models import Dossier
from reisgenoot.schooling.models import (
    Agreement,
    Attempt,
    Closing,
    Course,
    Dispensation,
    Enrolment,
    Held,
    Hours,
    HoursImport,
    Portfolio,
    Practice,
    ProgressTalk,
    Start,
    Supplier,
)


def lessons(people: dict[str, Member], dossier: Dossier, word: str) -> dict[str, tuple[Any, ...]]:
    """Something of each; returns what addresses name of it. What was bought is no secret."""
    guide, today, town = people["guide"], timezone.localdate(), "Doetinchem"
    with out_of_the_wall():
        supplier = Supplier.objects.create(municipality=town, name="Taalhuis", changed_by=guide)
        course = Course.objects.create(
            supplier=supplier,
            municipality=town,
            name="Avondcursus",
            place=town,
            price=100,
            week_minutes=120,
            changed_by=guide,
        )
        start = Start.objects.create(
            course=course, municipality=town, on=today + timedelta(days=9), places=3, changed_by=guide
        )
        enrolment = Enrolment.objects.create(
            dossier=dossier,
            start=start,
            state="offered",
            offered_on=today,
            reason=f"{word} leest",
            changed_by=guide,
        )
        made = HoursImport.objects.create(
            organisation=guide.organisation, supplier=supplier, member=guide, file_name=f"{word}.csv", rows=2
        )
        Held.objects.create(import_of=made, number=2, column=f"{word} uren", reason="nobody")
        Hours.objects.create(
            dossier=dossier,
            supplier=supplier,
            part="lessons",
            month=today.replace(day=1),
            offered=90,
            followed=90,
            state="prepared",
            import_of=made,
            number=1,
            member=guide,
        )
        attempt = Attempt.objects.create(
            dossier=dossier, part="knm", on=today, result="failed", note=f"{word} kennis", changed_by=guide
        )
        talk = ProgressTalk.objects.create(
            dossier=dossier,
            on=today,
            course="stuck",
            said=f"{word} zelf",
            report=f"{word} verslag",
            changed_by=guide,
        )
        Agreement.objects.create(
            dossier=dossier, talk=talk, what=f"{word} bellen", who="guide", due_on=today, changed_by=guide
        )
        Portfolio.objects.create(
            dossier=dossier, theme="network", content=f"{word} netwerk", changed_by=guide
        )
        Practice.objects.create(
            dossier=dossier,
            place=f"{word} bakker",
            kind="employer",
            since=today,
            minutes=60,
            changed_by=guide,
        )
        Closing.objects.create(
            dossier=dossier,
            kind="signing",
            on=today,
            outcome="refused",
            note=f"{word} weigert",
            changed_by=guide,
        )
        Dispensation.objects.create(
            dossier=dossier,
            part="reading",
            ground="exempt",
            on=today,
            note=f"{word} diploma",
            changed_by=guide,
        )
    return {
        "supplier_id": (supplier.pk,),
        "course_id": (course.pk,),
        "start_id": (start.pk,),
        "enrolment_id": (enrolment.pk,),
        "hours_id": (made.pk,),
        "row": ("attempt",),
        "row_id": (attempt.pk,),
    }
