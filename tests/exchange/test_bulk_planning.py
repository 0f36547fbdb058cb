"""The stored plans of a caseload are those that planning one by one gives."""

import pytest
from django.utils import timezone
from factories import AsOwner
from importers import caseload

from reisgenoot.access.identity import acting_as
from reisgenoot.access.models import Member
from reisgenoot.dossiers import planning
from reisgenoot.dossiers.bulk_planning import replan_caseload
from reisgenoot.dossiers.models import Dossier, Signal, Task
from reisgenoot.exchange.actions import preparing, running

pytestmark = pytest.mark.django_db


def stored() -> tuple[list[object], ...]:
    plans = (
        Dossier.objects.order_by("pk"),
        Task.objects.order_by("dossier_id", "key"),
        Signal.objects.order_by("dossier_id", "key"),
    )
    return tuple([{k: v for k, v in row.items() if k != "id"} for row in rows.values()] for rows in plans)


def test_all_at_once_equals_one_by_one(coordinator: Member, as_owner: AsOwner) -> None:
    with acting_as(coordinator):
        made = preparing.upload(coordinator, file_name="a.csv", content=caseload(count=60))
        running.begin(coordinator, made.pk)
        running.work(coordinator, made.pk)
        ids = list(Dossier.objects.values_list("pk", flat=True))
        planning.replan(ids, on=timezone.localdate())
        one_by_one = stored()
        with as_owner():
            Task.objects.all().delete()
            Signal.objects.all().delete()
        replan_caseload(ids, timezone.localdate())
        assert stored() == one_by_one
        assert one_by_one[1]
