"""Spreading the dossiers of one worker over colleagues: seen beforehand, in one step, and taken back as one."""

from __future__ import annotations

import io
import re
import zipfile

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from factories import AsOwner, be, member

from reisgenoot.access import actions as access
from reisgenoot.access.errors import NotAllowed, NotFound, Refused
from reisgenoot.access.models import AccessLog, Limitation, Member
from reisgenoot.dossiers import actions
from reisgenoot.dossiers.actions import NameParts, NewDossier
from reisgenoot.dossiers.models import Dossier, Redistribution, Task
from reisgenoot.dossiers.spreading import spread

TODAY = timezone.localdate()


def test_the_proposal_is_balanced_and_keeps_groups_whole() -> None:
    assert spread([], {1: 3}) == []
    assert spread([3, 1, 1, 1], {1: 0, 2: 0}) == [1, 2, 2, 2]
    loads, sizes = {1: 12, 2: 4, 3: 9}, [1, 2, 5, 1, 3, 1, 2]
    dealt = spread(sizes, loads)
    then = {
        key: now + sum(n for n, to in zip(sizes, dealt, strict=True) if to == key)
        for key, now in loads.items()
    }
    assert then == {1: 14, 2: 13, 3: 13}


class Team:
    """A coordinator and three guides; one of them carries two households, of three people and of one."""

    def __init__(self, as_owner: AsOwner) -> None:
        self.as_owner = as_owner
        self.boss = member(as_owner, "coordinator")
        self.ill, self.first, self.second = (
            member(as_owner, "guide", self.boss.organisation) for _one in range(3)
        )
        be(self.ill)
        family = [
            NewDossier(NameParts(full=f"Familie {n}"), household_key="x", role="head" if n == 0 else "child")
            for n in range(3)
        ]
        made = actions.open_dossiers(self.ill, [*family, NewDossier(NameParts(full="Alleen"))])
        self.family, self.alone = [it.pk for it in made[:3]], made[3].pk
        actions.record_facts(self.ill, self.alone, {"arrived": TODAY})

    def browser(self, who: Member) -> Client:
        client = Client()
        client.force_login(who.user)
        return client

    def workers(self) -> dict[int, int]:
        with self.as_owner():
            return dict(
                Dossier.objects.filter(pk__in=[*self.family, self.alone]).values_list("pk", "worker_id")
            )


@pytest.fixture
def team(as_owner: AsOwner, db: None) -> Team:
    return Team(as_owner)


def test_seen_beforehand_changed_per_row_done_and_undone(team: Team) -> None:
    browser, at = team.browser(team.boss), "/handovers/redistribute/"
    asked = {"of": team.ill.pk, "over": [team.first.pk, team.second.pk]}
    page = browser.get(at, asked)
    seen = page.context["seen"]
    assert [(len(it.ids), it.taker) for it in seen.groups] == [(1, team.second.pk), (3, team.first.pk)] or [
        (len(it.ids), it.taker) for it in seen.groups
    ] == [(3, team.first.pk), (1, team.second.pk)]
    assert {(it.name, it.now, it.then) for it in seen.carriers if it.id in asked["over"]} == {
        (team.first.name, 0, 3),
        (team.second.name, 0, 1),
    }
    assert set(team.workers().values()) == {team.ill.pk}  # nothing happened yet
    rows = {f"goes-{it.key}": str(team.second.pk) for it in seen.groups}
    counted = browser.post(at, {**asked, **rows, "look": "1"})
    assert {it.id: it.then for it in counted.context["seen"].carriers}[team.second.pk] == 4
    assert browser.post(at, {**asked, **rows, "save": "1"}).status_code == 422  # without a reason
    done = browser.post(at, {**asked, **rows, "save": "1", "cause": "ill"}, follow=True)
    assert "4 dossiers zijn aan anderen gegeven." in done.content.decode()
    assert set(team.workers().values()) == {team.second.pk}
    with team.as_owner():
        assert set(Task.objects.filter(dossier_id=team.alone).values_list("worker_id", flat=True)) == {
            team.second.pk
        }
        assert AccessLog.objects.filter(part="worker", member=team.boss, dossier_id=team.alone).count() == 1
        made = Redistribution.objects.get()
    undone = browser.post(f"/handovers/redistributions/{made.pk}/undo/", follow=True)
    assert "Teruggedraaid" in undone.content.decode()
    assert set(team.workers().values()) == {team.ill.pk}
    assert browser.post(f"/handovers/redistributions/{made.pk}/undo/").status_code == 404


def test_what_stays_stays_and_what_changed_is_told(team: Team) -> None:
    browser, at = team.browser(team.boss), "/handovers/redistribute/"
    asked = {"of": team.ill.pk, "over": [team.first.pk], "cause": "load", "save": "1"}
    groups = browser.get(at, asked).context["seen"].groups
    rows = {f"goes-{it.key}": "0" if len(it.ids) == 3 else str(team.first.pk) for it in groups}
    browser.post(at, {**asked, **rows})
    assert team.workers()[team.alone] == team.first.pk
    assert {team.workers()[key] for key in team.family} == {team.ill.pk}
    again = browser.post(at, {**asked, **rows})  # the page of before
    assert again.status_code == 422
    assert "intussen" in again.content.decode()


def test_not_undone_once_something_changed(team: Team) -> None:
    be(team.boss)
    chosen = dict.fromkeys([*team.family, team.alone], team.first.pk)
    made = actions.redistribute(team.boss, team.ill.pk, chosen, cause="ill")
    actions.assign_worker(team.boss, team.alone, team.second)
    with pytest.raises(Refused):
        actions.undo_redistribution(team.boss, made.pk)
    assert {team.workers()[key] for key in team.family} == {team.first.pk}
    page = team.browser(team.boss).get("/handovers/redistribute/")
    assert [it.undoable for it in page.context["made"]] == [False]


def test_who_and_to_whom(team: Team) -> None:
    stranger = member(team.as_owner, "coordinator")
    volunteer = member(team.as_owner, "volunteer", team.boss.organisation)
    be(team.ill)
    with pytest.raises(NotAllowed):
        actions.redistribute(team.ill, team.ill.pk, {team.alone: team.first.pk}, cause="ill")
    be(stranger)
    with pytest.raises(Refused):
        actions.redistribute(stranger, team.ill.pk, {team.alone: stranger.pk}, cause="ill")
    be(team.boss)
    for worker, cause in ((volunteer, "ill"), (stranger, "ill"), (team.first, "x"), (team.first, "ended")):
        with pytest.raises(Refused):
            actions.redistribute(team.boss, team.ill.pk, {team.alone: worker.pk}, cause=cause)
    made = actions.redistribute(team.boss, team.ill.pk, {team.alone: team.first.pk}, cause="ill")
    be(stranger)
    with pytest.raises(NotFound):
        actions.undo_redistribution(stranger, made.pk)
    for who in (team.ill, stranger):
        page = team.browser(who).get("/handovers/redistribute/", {"of": team.ill.pk})
        assert page.status_code == (403 if who is team.ill else 200)
        assert who is team.ill or "Familie" not in page.content.decode()


def test_what_an_ended_worker_left_is_spread_further(team: Team) -> None:
    administrator = member(team.as_owner, "administrator", team.boss.organisation)
    be(team.boss)
    own = actions.open_dossier(team.boss, name=NameParts(full="Van de baas"))
    be(administrator)
    access.end_member(administrator, team.ill.pk)
    assert set(team.workers().values()) == {team.boss.pk}
    browser = team.browser(team.boss)
    page = browser.get("/handovers/redistribute/").content.decode()
    address = re.search(r'href="(/handovers/redistribute/\?of=\d+&amp;only=\d+)"', page)
    assert address
    seen = browser.get(address[1].replace("&amp;", "&") + f"&over={team.first.pk}").context["seen"]
    assert {key for it in seen.groups for key in it.ids} == {*team.family, team.alone}
    assert own.pk not in {key for it in seen.groups for key in it.ids}


def test_the_number_of_statements_does_not_grow(team: Team) -> None:
    browser = team.browser(team.boss)
    asked = {"of": team.ill.pk, "over": [team.first.pk, team.second.pk]}

    def count() -> int:
        browser.get("/handovers/redistribute/", asked)
        with CaptureQueriesContext(connection) as statements:
            browser.get("/handovers/redistribute/", asked)
        return len(statements)

    before = count()
    be(team.ill)
    actions.open_dossiers(team.ill, [NewDossier(NameParts(full=f"Nog {n}")) for n in range(20)])
    be(None)
    assert count() == before <= 18


def test_one_step_over_all_pages_with_what_was_chosen_on_each(team: Team) -> None:
    be(team.ill)
    actions.open_dossiers(team.ill, [NewDossier(NameParts(full=f"Persoon {n:02}")) for n in range(60)])
    be(None)
    browser, at = team.browser(team.boss), "/handovers/redistribute/"
    asked = {"of": team.ill.pk, "over": [team.first.pk, team.second.pk]}
    page = browser.get(at, asked)
    assert (page.context["pages"], len(page.context["seen"].shown)) == (3, 25)
    # One row changed on the first page, another on the last; what was never looked at goes as proposed.
    proposed = {it.key: it.taker for it in page.context["seen"].groups}
    first, last = page.context["seen"].groups[0], page.context["seen"].groups[-1]
    before = {**asked, "plan": page.context["plan"], f"goes-{first.key}": "0"}
    third = browser.post(at, {**before, "page": "3"})
    assert [it.key for it in third.context["seen"].shown] == list(proposed)[50:]
    assert third.context["seen"].groups[0].taker == 0
    other = team.first if last.taker == team.second.pk else team.second
    be(team.ill)
    late = actions.open_dossier(team.ill, name=NameParts(full="Zojuist gekomen"))
    be(None)
    sent = {**asked, "plan": third.context["plan"], f"goes-{last.key}": str(other.pk)}
    sheet = browser.get(
        re.search(r'href="([^"]*xlsx[^"]*)"', third.content.decode())[1].replace("&amp;", "&")
    )
    with zipfile.ZipFile(io.BytesIO(sheet.content)) as packed:
        rows = packed.read("xl/worksheets/sheet1.xml").decode().count("<row ")
        assert (rows, b"blijft" in packed.read("xl/sharedStrings.xml")) == (1 + 62 + 1, True)
    browser.post(at, {**sent, "save": "1", "cause": "ill"})
    with team.as_owner():
        now = dict(Dossier.objects.filter(organisation=team.boss.organisation).values_list("pk", "worker_id"))
        made = Redistribution.objects.get()
    wanted = {**proposed, first.key: team.ill.pk, last.key: other.pk}
    assert now == {
        **{int(key): taker for keys, taker in wanted.items() for key in keys.split("-")},
        late.pk: team.ill.pk,  # which nobody saw beforehand
    }
    browser.post(f"/handovers/redistributions/{made.pk}/undo/")
    with team.as_owner():
        assert set(Dossier.objects.filter(pk__in=now).values_list("worker_id", flat=True)) == {team.ill.pk}


def test_what_somebody_limited_stays_and_the_rest_goes(team: Team) -> None:
    child = team.family[2]
    with team.as_owner():
        by = {"member": team.boss, "organisation": team.boss.organisation}
        limited = Limitation.objects.create(dossier_id=child, ground="contested", **by)
    browser, at = team.browser(team.boss), "/handovers/redistribute/"
    asked = {"of": team.ill.pk, "over": [team.first.pk]}
    page = browser.get(at, asked)
    assert {it.ids: it.taker for it in page.context["seen"].groups} == {
        tuple(team.family[:2]): team.first.pk,  # by name
        (child,): 0,
        (team.alone,): team.first.pk,
    }
    forged = {**asked, "plan": page.context["plan"], f"goes-{child}": str(team.first.pk)}
    browser.post(at, {**forged, "save": "1", "cause": "ill"})
    assert team.workers() == dict.fromkeys([*team.family, team.alone], team.first.pk) | {child: team.ill.pk}
    be(team.boss)
    with pytest.raises(Refused) as refused:
        actions.redistribute(team.boss, team.ill.pk, {child: team.first.pk}, cause="ill")
    assert set(refused.value.problems) == {"dossiers"}
    with team.as_owner():
        Limitation.objects.filter(pk=limited.pk).update(dossier_id=team.alone)
    be(team.boss)
    with pytest.raises(Refused):
        actions.undo_redistribution(team.boss, Redistribution.objects.get().pk)
