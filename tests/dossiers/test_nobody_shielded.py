"""What would tell of somebody without status never gets into a dossier that organisations share."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from factories import be, dossier, member

from reisgenoot.access.errors import Refused
from reisgenoot.access.models import Member
from reisgenoot.core.trajectory import catalogue
from reisgenoot.dossiers import actions, planning, texts
from reisgenoot.dossiers.models import Dossier, Fact
from reisgenoot.dossiers.values import SEALED

AsOwner = Callable[[], AbstractContextManager[None]]
pytestmark = pytest.mark.django_db
KEY = "allowance_partner_without_status"


@pytest.fixture(autouse=True)
def shipped_routes(small_route: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Plan by what is shipped, which knows these facts."""
    cached = (texts.definition_as, texts.phases, texts.signals, texts.kinds)
    for module in (planning, texts):
        monkeypatch.setattr(module, "catalogue", catalogue)
    for function in cached:
        function.cache_clear()


@pytest.fixture
def guide(as_owner: AsOwner) -> Member:
    return member(as_owner)


@pytest.fixture
def opened(guide: Member) -> Dossier:
    return dossier(guide, facts={"arrived": timezone.localdate()})


def test_no_action_records_it(guide: Member, opened: Dossier) -> None:
    for what in (
        lambda: actions.record_fact(guide, opened, KEY, True),
        lambda: actions.preview_facts(guide, opened, {KEY: True}),
        lambda: dossier(guide, "Nog Iemand", facts={KEY: True}),
        lambda: actions.record_many(guide, {opened.pk: {KEY: True}}, source=Fact.Source.API),
    ):
        with pytest.raises(Refused) as refused:
            what()
        assert set(refused.value.problems) == {KEY}
        assert "‘Alleen binnen onze organisatie’" in str(refused.value.problems[KEY])
    assert not Fact.objects.filter(key=KEY).exists()


@pytest.mark.parametrize(
    "statement",
    [
        f"""INSERT INTO dossiers_fact (dossier_id, key, category, value, recorded_by_id, organisation_id, source, note)
            VALUES (%(dossier)s, '{KEY}', 'family', 'true', %(member)s, %(organisation)s, 'api', '')""",
        "INSERT INTO dossiers_signal (dossier_id, key, since) VALUES (%(dossier)s, 'partner_without_status', now())",
        "UPDATE dossiers_dossier SET definition = 'without-status' WHERE person_id = %(dossier)s",
    ],
)
def test_the_database_refuses_it_from_anybody(
    guide: Member, opened: Dossier, as_owner: AsOwner, statement: str
) -> None:
    values: dict[str, Any] = {
        "dossier": opened.pk, "member": guide.pk, "organisation": guide.organisation_id,
    }  # fmt: skip
    with pytest.raises(IntegrityError, match=r"shielded|shared_route"), transaction.atomic(), as_owner():
        connection.cursor().execute(statement, values)
    be(guide)


def test_the_route_without_status_is_for_no_shared_dossier(guide: Member) -> None:
    be(guide)
    with pytest.raises(Refused) as refused:
        dossier(guide, definition="without-status")
    assert set(refused.value.problems) == {"definition"}


def test_filters_offer_nothing_of_the_route_without_status() -> None:
    """Whoever filters a list must not learn from the choices that there is such a route."""
    (shielded,) = catalogue().versions("without-status")
    routes = ("nl-asylum", "family-reunification")
    shared = [version for route in routes for version in catalogue().versions(route)]
    phases = {phase.id for version in shared for phase in version.phases}
    signals = {signal.id for version in shared for signal in version.signals}
    assert set(texts.phases()) == phases
    assert not {phase.id for phase in shielded.phases} - {"ended"} & phases
    assert set(texts.signals()) == signals - {"partner_without_status"}
    assert "shelter_lost" not in texts.signals()


def test_what_is_refused_are_facts_of_the_shared_routes() -> None:
    """Otherwise the refusal would guard a name that nobody uses any more."""
    for version in catalogue().versions("nl-asylum"):
        assert version.fact_ids >= SEALED
