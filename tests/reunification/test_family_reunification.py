"""A family of which the rest follows: from the first name to the arrival in the household."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

import factories
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from factories import AsOwner, be

from reisgenoot.access.errors import NotFound, Refused
from reisgenoot.access.models import AccessLog, Involvement, Member
from reisgenoot.dossiers import actions as dossiers
from reisgenoot.dossiers.actions import NameParts
from reisgenoot.dossiers.models import Dossier, Task
from reisgenoot.people.models import HouseholdMember
from reisgenoot.reunification import actions, queries
from reisgenoot.reunification.models import Paper, Relative

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


@pytest.fixture
def guide(as_owner: AsOwner) -> Member:
    made = factories.member(as_owner, organisation=factories.organisation(as_owner, "vluchtelingenwerk"))
    be(made)
    return made


@pytest.fixture
def sponsor(guide: Member) -> Dossier:
    """Somebody whose permit came sixty days ago, and who has a home since ten."""
    facts = {
        "arrived": ago(300),
        "permit_granted": ago(60),
        "moved_in": ago(10),
        "municipality": "Doetinchem",
    }
    return factories.dossier(
        guide, "Samir Voorganger", facts={**facts, "protection": "refugee"}, worker=guide
    )


def follow(guide: Member, sponsor: Dossier, given: str = "Layla", relation: str = "spouse") -> Relative:
    return actions.add_relative(
        guide,
        sponsor,
        name=NameParts(given=given, family="Voorganger"),
        relation=relation,
        stays_in="TR",
        facts={"born": date(1990, 5, 17) if relation == "spouse" else date(2015, 3, 1)},
    )


def due(dossier_id: int) -> dict[str, date | None]:
    return dict(Task.objects.filter(dossier_id=dossier_id).values_list("key", "due_on"))


def words(answer: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def test_whoever_follows_has_a_dossier_terms_and_papers_from_the_first_day(
    guide: Member, sponsor: Dossier
) -> None:
    made = follow(guide, sponsor)
    abroad = Dossier.objects.get(pk=made.pk)
    assert (abroad.definition, abroad.phase, abroad.worker) == ("family-reunification", "preparing", guide)
    # Three months after the permit of who is here (Vw 29c), not after anything of their own.
    permit = ago(60)
    month = (permit.month + 2) % 12 + 1
    assert due(made.pk)["reunification_applied"].month in (month, month % 12 + 1)  # type: ignore[union-attr]
    assert {paper.kind for paper in Paper.objects.filter(dossier=abroad)} >= {"passport", "marriage"}
    assert sponsor.pk not in {relative.dossier_id for relative in Relative.objects.all()}
    assert AccessLog.objects.filter(dossier_id=sponsor.pk, act="write", part="reunification").exists()
    with pytest.raises(Refused, match="relation"):
        follow(guide, abroad)


def test_one_step_for_several_and_the_plan_of_each_follows(guide: Member, sponsor: Dossier) -> None:
    both = [follow(guide, sponsor).pk, follow(guide, sponsor, "Noor", "child").pk]
    actions.record_step(guide, sponsor, step="reunification_applied", on=ago(5), relatives=both)
    for key in both:
        assert Dossier.objects.get(pk=key).phase == "deciding"
        decision = due(key)["reunification_decided"]
        assert decision is not None
        assert (decision - ago(5)).days in range(271, 278)  # nine months: Vw 2u(4)
    assert sponsor.facts.filter(key="family_reunification_applied", happened_on=ago(5)).exists()
    with pytest.raises(Refused, match="Layla Voorganger, Noor Voorganger"):
        actions.record_step(guide, sponsor, step="reunification_applied", on=ago(4), relatives=both)
    with pytest.raises(Refused, match="relatives"):
        actions.record_step(guide, sponsor, step="mvv_issued", on=ago(1), relatives=[])
    with pytest.raises(Refused, match="on"):
        actions.record_step(guide, sponsor, step="mvv_issued", on=TODAY + timedelta(days=1), relatives=both)
    actions.record_step(guide, sponsor, step="reunification_granted", on=ago(3), relatives=both[:1])
    assert Dossier.objects.get(pk=both[0]).phase == "travelling"
    assert Dossier.objects.get(pk=both[1]).phase == "deciding"


def test_who_arrives_lives_in_the_household_from_phase_four(
    guide: Member, sponsor: Dossier, as_owner: AsOwner
) -> None:
    town = factories.member(as_owner, "director")
    be(guide)
    dossiers.involve(guide, sponsor, town.organisation)
    child = follow(guide, sponsor, "Noor", "child").pk
    for step, day in (("reunification_applied", 40), ("reunification_granted", 12), ("mvv_issued", 6)):
        actions.record_step(guide, sponsor, step=step, on=ago(day), relatives=[child])
    be(town)
    assert not Dossier.objects.filter(pk=child).exists()  # abroad: not yet the town's business
    be(guide)
    actions.record_step(guide, sponsor, step="arrived", on=TODAY, relatives=[child])
    here = Dossier.objects.get(pk=child)
    assert (here.definition, here.phase, here.municipality) == ("nl-asylum", "settling", "Doetinchem")
    place = HouseholdMember.objects.get(person_id=child, ends_on__isnull=True)
    family = HouseholdMember.objects.get(person_id=sponsor.pk, ends_on__isnull=True)
    assert (place.household_id, place.role) == (family.household_id, "child")
    tasks = due(child)
    assert "school_enrolled" in tasks
    assert {"reported_to_ind"} <= set(tasks)
    assert not {"identity_checked", "asylum_applied", "legal_aid_assigned"} & set(
        tasks
    )  # there is no asylum case
    dossiers.record_facts(guide, child, {"reported_to_ind": TODAY})
    assert (due(child)["following_permit"] - TODAY).days >= 14  # type: ignore[operator]  # two weeks: Vw 28(2)
    be(town)
    assert Dossier.objects.filter(pk=child).exists()
    assert Involvement.objects.filter(dossier_id=child, organisation=town.organisation).exists()
    be(guide)
    with pytest.raises(Refused, match="relatives"):  # who is here follows nobody any more
        actions.record_step(guide, sponsor, step="arrived", on=TODAY, relatives=[child])


def test_a_permit_that_comes_later_is_taken_over(guide: Member) -> None:
    early = factories.dossier(guide, "Vroege Vogel", facts={"arrived": ago(100)}, worker=guide)
    made = follow(guide, early)
    assert "reunification_applied" not in due(made.pk)
    dossiers.record_facts(guide, early, {"permit_granted": ago(1), "protection": "subsidiary"})
    assert queries.family(guide, early.pk, TODAY).behind
    assert actions.take_over_permit(guide, early) == 1
    assert due(made.pk)["reunification_applied"] is not None
    assert not queries.family(guide, early.pk, TODAY).behind


def test_papers_want_a_reason_and_nobody_overwrites_unseen(
    guide: Member, sponsor: Dossier, as_owner: AsOwner
) -> None:
    made = follow(guide, sponsor)
    seen = {it.kind: actions.version(it) for it in Paper.objects.filter(dossier_id=made.pk)}
    with pytest.raises(Refused, match="marriage"):
        actions.set_papers(guide, made.pk, {"marriage": ("absent", "")}, seen)
    assert (
        actions.set_papers(guide, made.pk, {"marriage": ("absent", "Verbrand."), "photo": ("here", "")}, seen)
        == 2
    )
    colleague = factories.member(as_owner, organisation=guide.organisation)
    be(colleague)
    with pytest.raises(Refused, match=guide.name):
        actions.set_papers(colleague, made.pk, {"photo": ("sent", "")}, seen)
    assert Paper.objects.get(dossier_id=made.pk, kind="photo").state == "here"


def test_the_wall(guide: Member, sponsor: Dossier, as_owner: AsOwner) -> None:
    """Who is not involved with somebody abroad neither sees nor touches them, whatever they ask."""
    made = follow(guide, sponsor)
    volunteer = factories.member(as_owner, "volunteer", guide.organisation)
    be(guide)
    dossiers.match_volunteer(guide, made.dossier, volunteer)
    town = factories.member(as_owner, "director")
    gza = factories.member(as_owner, organisation=factories.organisation(as_owner, "gza"))
    be(guide)
    dossiers.involve(guide, sponsor, town.organisation)
    for stranger in (town, gza, factories.member(as_owner), None):
        be(stranger)
        assert not Relative.objects.exists()
        assert not Paper.objects.exists()
        assert Paper.objects.filter(dossier_id=made.pk).update(state="sent") == 0
    be(volunteer)
    assert not Paper.objects.exists()  # papers are of the procedure, which volunteers don't read
    be(town)
    with pytest.raises(NotFound):
        queries.family(town, made.pk, TODAY)
    with pytest.raises(Refused):
        actions.record_step(town, sponsor, step="mvv_issued", on=TODAY, relatives=[made.pk])


def test_the_page_in_a_constant_number_of_statements(
    guide: Member, sponsor: Dossier, as_owner: AsOwner
) -> None:
    def asked() -> int:
        be(guide)
        with CaptureQueriesContext(connection) as sent:
            queries.family(guide, sponsor.pk, TODAY)
        return len(sent)

    follow(guide, sponsor)
    asked()
    one = asked()
    for given in ("Noor", "Rami", "Yara"):
        follow(guide, sponsor, given, "child")
    assert asked() == one == 7


def test_in_the_browser_from_name_to_arrival(guide: Member, sponsor: Dossier) -> None:
    be(None)
    client = Client()
    client.force_login(guide.user)
    here = reverse("reunification:family", args=[sponsor.pk])
    page = client.get(here)
    assert "Gezinshereniging aanvragen" in words(page)
    assert "artikel 29c" in words(page)
    assert f'href="{here}"' in client.get(reverse("dossiers:dossier", args=[sponsor.pk])).content.decode()
    wrong = client.post(reverse("reunification:add", args=[sponsor.pk]), {"given": "Layla", "relation": ""})
    assert (wrong.status_code, 'value="Layla"' in wrong.content.decode()) == (422, True)
    sent = {
        "given": "Layla",
        "family": "Voorganger",
        "relation": "spouse",
        "stays_in": "tr",
        "born": "1990-05-17",
    }
    assert client.post(reverse("reunification:add", args=[sponsor.pk]), sent).status_code == 302
    made = Relative.objects.get() if be(guide) is None else None
    assert made is not None
    page = client.get(here)
    assert "Layla Voorganger" in words(page)
    assert "Turkije" in words(page)
    step = {"step": "reunification_applied", "on": ago(1).isoformat(), "relatives": [made.pk]}
    assert client.post(reverse("reunification:step", args=[sponsor.pk]), step).status_code == 302
    again = client.post(reverse("reunification:step", args=[sponsor.pk]), step)
    assert (again.status_code, "Layla Voorganger" in words(again)) == (422, True)
    papers = client.get(reverse("reunification:papers", args=[made.pk]))
    fields = dict(re.findall(r'name="(seen-\w+)" value="([^"]+)"', papers.content.decode()))
    fields |= {kind.removeprefix("seen-"): "here" for kind in fields}
    assert client.post(reverse("reunification:papers", args=[made.pk]), fields).status_code == 302
    assert "5 van 5" in words(client.get(here))
    arrival = {"step": "arrived", "on": TODAY.isoformat(), "relatives": [made.pk], "moves_in": "on"}
    assert client.post(reverse("reunification:step", args=[sponsor.pk]), arrival).status_code == 302
    assert "Layla Voorganger" in words(client.get(reverse("dossiers:dossier", args=[sponsor.pk])))


def test_whoever_is_erased_leaves_no_tie_behind(guide: Member, sponsor: Dossier, as_owner: AsOwner) -> None:
    """The erasure reaches rows of others that refer to the dossier, whatever the column is called."""
    made = follow(guide, sponsor)
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("SELECT keeping_erase_dossier(gen_random_uuid(), %s)", [sponsor.pk])
        assert not Relative.objects.filter(sponsor_id=sponsor.pk).exists()
        assert Dossier.objects.filter(pk=made.pk).exists()
