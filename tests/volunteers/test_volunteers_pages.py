"""Working with volunteers in a browser: taking in, matching, giving, ticking off, asking, ending."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import factories
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from factories import AsOwner, be, member
from volunteering import TODAY, Around, around, days_ago, profile

from reisgenoot.access.models import Involvement, Member
from reisgenoot.dossiers.models import Fact, Task
from reisgenoot.notices.models import Notification
from reisgenoot.volunteers import actions, queries, tasks
from reisgenoot.volunteers.models import Match, Place, Profile, vog_state

pytestmark = pytest.mark.django_db


def browser(who: Member) -> Client:
    """A browser in which somebody is logged in; nobody acts outside it."""
    be(None)
    client = Client()
    client.force_login(who.user)
    return client


def text_of(answer: Any) -> str:
    """The words of a page, without markup."""
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())))


@pytest.fixture
def home(as_owner: AsOwner) -> Around:
    """A household without a volunteer yet."""
    return around(as_owner)


def told(who: Member) -> list[str]:
    """The kinds of notification that somebody got."""
    be(who)
    return sorted(Notification.objects.values_list("kind", flat=True))


def test_a_coordinator_takes_in_a_volunteer_and_nobody_else_does(home: Around, as_owner: AsOwner) -> None:
    new = member(as_owner, "volunteer", home.guide.organisation)
    coordinator, one = browser(home.coordinator), [new.pk]
    assert "Profiel maken" in text_of(coordinator.get(reverse("volunteers:volunteers")))
    there = reverse("volunteers:profile", args=one)
    body = {"kinds": ["guide"], "households": 2, "language_1": "ti", "level_1": "good", "postcode": "7001ab"}
    body |= {"vog_issued_on": str(days_ago(10)), "seen": 0, "municipality": "Doetinchem"}
    refused = coordinator.post(there, body)
    assert refused.status_code == 422
    assert "telt alleen als u de verklaring hebt gezien" in text_of(refused)
    assert coordinator.post(there, body | {"vog_seen": "on"}).status_code == 302
    be(home.coordinator)
    kept = Profile.objects.get(pk=new.pk)
    assert (kept.postcode, kept.vog_seen_by, kept.vog_seen_on) == ("7001 AB", home.coordinator, TODAY)
    page = text_of(coordinator.get(reverse("volunteers:volunteer", args=one)))
    assert "Tigrinya (goed)" in page
    assert "telt 3 jaar: onze eigen keuze" in page
    late = coordinator.post(there, body | {"vog_seen": "on"})  # the page of before
    assert late.status_code == 409
    for who in (home.guide, home.volunteer, member(as_owner, "administrator", home.guide.organisation)):
        for name in ("volunteers", "volunteers-xlsx"):
            assert browser(who).get(reverse(f"volunteers:{name}")).status_code == 403
        assert browser(who).post(there, body).status_code == 403
    elsewhere = member(as_owner, "coordinator")
    assert browser(elsewhere).get(there).status_code == 404
    assert new.name not in text_of(browser(elsewhere).get(reverse("volunteers:volunteers")))


def test_pauses_and_trainings_come_and_go(home: Around) -> None:
    coordinator, one = browser(home.coordinator), [home.volunteer.pk]
    there = reverse("volunteers:volunteer", args=one)
    wrong = {"why": "holiday", "begins_on": str(TODAY), "until": str(days_ago(1))}
    assert coordinator.post(reverse("volunteers:pause", args=one), wrong).status_code == 422
    coordinator.post(reverse("volunteers:pause", args=one), wrong | {"until": str(days_ago(-3))})
    coordinator.post(reverse("volunteers:training", args=one), {"name": "Basis", "on": str(days_ago(9))})
    page = coordinator.get(there)
    assert "Met vakantie" in text_of(page)
    assert "Basis" in text_of(page)
    for form in re.findall(r'action="(/volunteers/(?:pause|training)/[^"]+)"', page.content.decode()):
        assert coordinator.post(form).status_code == 302
    page = text_of(coordinator.get(there))
    assert "Met vakantie" not in page
    assert "Geen genoteerd" in page


def test_the_list_is_filtered_by_its_address_and_comes_as_a_spreadsheet(
    home: Around, as_owner: AsOwner
) -> None:
    old = member(as_owner, "volunteer", home.guide.organisation)
    profile(
        home.coordinator,
        old,
        vog=days_ago(1200),
        kinds=["language_coach"],
        languages={"uk": "good"},
        postcode="7101",
    )
    bare = member(as_owner, "volunteer", home.guide.organisation)
    home.match(begins_on=days_ago(50))
    client = browser(home.coordinator)

    def names(query: str) -> set[int]:
        page = client.get(reverse("volunteers:volunteers") + query)
        return {row.member_id for row in page.context["found"].rows}

    four = {home.volunteer.pk, home.unmatched.pk, old.pk, bare.pk}
    assert names("") == names("?kind=nonsense&language=xx&page=99") == four
    assert (
        names("?kind=language_coach")
        == names("?language=uk")
        == names("?vog=old")
        == names("?place=7101")
        == {old.pk}
    )
    assert names("?vog=missing") == {bare.pk}
    assert names("?silent=on") == {home.volunteer.pk}
    assert names("?place=doetinchem&room=on") == {
        home.volunteer.pk,
        home.unmatched.pk,
        old.pk,
    }  # two at once, one now
    assert client.get(reverse("volunteers:volunteers-xlsx") + "?vog=old").content[:2] == b"PK"


def test_statements_of_the_pages_do_not_grow(home: Around, as_owner: AsOwner) -> None:
    home.match()
    coordinator, volunteer = browser(home.coordinator), browser(home.volunteer)
    pages = [(coordinator, reverse(f"volunteers:{name}")) for name in ("volunteers", "matches", "questions")]
    pages += [
        (coordinator, reverse(f"volunteers:{name}", args=[home.head.pk])) for name in ("dossier", "match")
    ]
    pages.append((volunteer, reverse("volunteers:mine")))

    def counts() -> list[int]:
        found = []
        for client, address in pages:
            with CaptureQueriesContext(connection) as captured:
                assert client.get(address).status_code == 200
            found.append(len(captured))
        return found

    be(home.volunteer)
    actions.ask_help(home.volunteer, home.head.pk, "Wie dan?")
    be(None)
    before = counts()
    for _again in range(3):
        more = member(as_owner, "volunteer", home.guide.organisation)
        profile(home.coordinator, more)
        home.match(more, begins_on=days_ago(3))
    be(home.volunteer)
    actions.note_visit(home.volunteer, home.head.pk, kind="visit")
    actions.ask_help(home.volunteer, home.head.pk, "Hoe dan?")
    be(home.guide)
    for words in ("Een", "Twee"):
        actions.give_task(home.guide, home.head.pk, home.volunteer.pk, text=words)
    be(None)
    assert counts() == before


def test_candidates_stand_in_order_with_reasons_and_nobody_is_left_out(
    home: Around, as_owner: AsOwner
) -> None:
    with as_owner():
        Place.objects.bulk_create(
            [Place(pc4="7001", place="A", municipality="A", lat=51.965, lon=6.289),
             Place(pc4="7101", place="B", municipality="B", lat=51.972, lon=6.720)]
        )  # fmt: skip
    made = {name: member(as_owner, "volunteer", home.guide.organisation) for name in
            ("far", "unknown", "other language", "full", "other kind", "old", "bare")}  # fmt: skip
    profile(home.coordinator, made["far"], postcode="7101")
    profile(home.coordinator, made["unknown"], postcode="", municipality="doetinchem")
    profile(home.coordinator, made["other language"], languages={"uk": "good"})
    profile(home.coordinator, made["full"], households=1)
    profile(home.coordinator, made["other kind"], kinds=["language_coach"])
    profile(home.coordinator, made["old"], vog=days_ago(1200))
    elsewhere = factories.dossier(home.guide, "Ander Gezin", worker=home.guide)
    be(home.coordinator)
    actions.match_household(home.coordinator, [elsewhere.pk], made["full"].pk, kind="guide")
    found = queries.candidates(
        home.coordinator, queries.household_of(home.coordinator, home.head.pk), kind="guide"
    )
    order = [row.member_id for row in found.rows]
    near = [home.volunteer.pk, home.unmatched.pk]
    rest = ("far", "unknown", "full", "other language", "other kind", "old", "bare")
    assert order == [*near, *(made[name].pk for name in rest)]
    by = {row.member_id: row for row in found.rows}
    assert by[near[0]].common == (("ar", "good"),)
    assert by[near[0]].km == 0
    assert by[made["far"].pk].km == pytest.approx(29.5, abs=0.5)
    assert (by[made["unknown"].pk].km, by[made["unknown"].pk].near) == (None, "municipality")
    assert (by[made["full"].pk].room, by[made["old"].pk].vog, by[made["bare"].pk].vog) == (
        0,
        "old",
        "missing",
    )
    page = text_of(browser(home.coordinator).get(reverse("volunteers:match", args=[home.head.pk])))
    for words in (
        "afstand onbekend",
        "dezelfde gemeente",
        "nog geen profiel",
        "niet zonder geldige VOG",
        "De volgorde:",
    ):
        assert words in page


def test_matching_a_household_opens_it_for_the_term_and_records_the_milestone(home: Around) -> None:
    client = browser(home.coordinator)
    there = reverse("volunteers:match", args=[home.head.pk])
    assert "Waarom wel, waarom niet" in text_of(client.get(f"{there}?volunteer={home.volunteer.pk}"))
    body = {"volunteer": home.volunteer.pk, "kind": "guide", "begins_on": str(TODAY)}
    people = [str(home.head.pk), str(home.child.pk)]
    assert client.post(there, body).status_code == 422  # with nobody
    past = client.post(there, body | {"dossiers": people, "until": str(days_ago(1))})
    assert past.status_code == 422
    assert client.post(there, body | {"dossiers": people, "until": str(days_ago(-90))}).status_code == 302
    be(home.coordinator)
    parts = Involvement.objects.filter(member=home.volunteer)
    assert {it.ends_on for it in parts} == {days_ago(-91)}
    assert set(parts.values_list("dossier_id", flat=True)) == {home.head.pk, home.child.pk}
    assert Match.objects.values("together").distinct().count() == 1
    assert Fact.objects.get(dossier=home.head, key="guide_matched").happened_on == TODAY
    assert not Task.objects.filter(dossier=home.head, key="guide_matched").exists()
    assert told(home.volunteer) == ["match_made"]
    page = text_of(browser(home.volunteer).get("/", follow=True))
    for words in (
        "Hala Voorbeeld",
        "Kind Voorbeeld",
        "Dorpsstraat 1",
        "Bel Hala Voorbeeld",
        "Bankrekening openen",
    ):
        assert words in page
    for words in (
        "1990",
        "Syri",
        "Iets van de begeleider",
        "Vrijwillige maatschappelijk begeleider koppelen",
    ):
        assert words not in page
    again = browser(home.coordinator).post(there, body | {"dossiers": people})
    assert "al aan deze persoon gekoppeld" in text_of(again)


@pytest.mark.parametrize("vog", [None, days_ago(1096 + 1)])
def test_nobody_is_matched_without_a_valid_certificate(home: Around, vog: Any) -> None:
    profile(home.coordinator, home.volunteer, vog=vog)
    there = reverse("volunteers:match", args=[home.head.pk])
    body = {
        "volunteer": home.volunteer.pk,
        "kind": "guide",
        "begins_on": str(TODAY),
        "dossiers": [str(home.head.pk)],
    }
    answer = browser(home.coordinator).post(there, body)
    assert answer.status_code == 422
    assert "onze eigen regel" in text_of(answer)
    be(home.coordinator)
    assert not Match.objects.exists()
    assert (vog_state(None, TODAY), vog_state(TODAY, TODAY)) == ("missing", "valid")


def test_no_contact_and_an_end_that_comes_are_told_once(home: Around) -> None:
    home.match(begins_on=days_ago(30), until=days_ago(-14))
    page = text_of(browser(home.coordinator).get("/"))
    assert "dertig dagen geen contact" in page
    assert "eindigt binnen twee weken" in page
    tasks.tell()  # the night after
    for who in (home.coordinator, home.guide):
        assert told(who) == ["match_ending", "match_silent"]
    be(home.coordinator)
    Notification.objects.update(read_at="2026-01-01T12:00Z")
    be(home.volunteer)
    actions.note_visit(home.volunteer, home.child.pk, kind="phone", on=days_ago(29))
    page = text_of(browser(home.coordinator).get("/"))
    assert "dertig dagen geen contact" not in page
    assert actions.tell() == 0
    silent = browser(home.guide).get(reverse("volunteers:matches") + "?state=silent")
    assert silent.context["rows"] == ()
    shown = text_of(browser(home.guide).get(reverse("volunteers:matches") + "?state=ending"))
    assert "Hala Voorbeeld" in shown


def test_a_pause_stands_beside_the_signal(home: Around) -> None:
    home.match(begins_on=days_ago(40))
    be(home.coordinator)
    actions.add_pause(home.coordinator, home.volunteer.pk, why="holiday", begins_on=days_ago(5))
    page = text_of(browser(home.guide).get(reverse("volunteers:matches") + "?state=silent"))
    assert "40 dagen zonder contact" in page
    assert "afwezig" in page


def test_a_match_is_extended_and_ended_with_the_access(home: Around) -> None:
    match = home.match(until=days_ago(-5))[0]
    elsewhere = factories.dossier(home.guide, "Ander Gezin", worker=home.guide)
    be(home.coordinator)
    actions.match_household(home.coordinator, [elsewhere.pk], home.volunteer.pk, kind="guide")
    where = [home.head.pk, match.pk]
    extend, end = reverse("volunteers:extend", args=where), reverse("volunteers:end", args=where)
    client = browser(home.coordinator)
    assert client.post(extend, {"until": str(days_ago(1))}).status_code == 422
    assert client.post(extend, {"until": str(days_ago(-50))}).status_code == 302
    be(home.coordinator)
    assert set(Match.objects.filter(together=match.together).values_list("ends_on", flat=True)) == {
        days_ago(-51)
    }
    client = browser(home.coordinator)
    assert client.post(end, {"on": str(TODAY), "how": ""}).status_code == 422
    assert (
        client.post(end, {"on": str(days_ago(-60)), "how": "done"}).status_code == 422
    )  # it ends before that
    assert browser(home.guide).post(end, {"on": str(TODAY), "how": "done"}).status_code == 403
    assert "Hala Voorbeeld" in text_of(browser(home.volunteer).get(reverse("volunteers:mine")))
    assert (
        browser(home.coordinator).post(end, {"on": str(TODAY), "how": "done", "note": "Gelukt"}).status_code
        == 302
    )
    page = text_of(browser(home.volunteer).get(reverse("volunteers:mine")))
    assert "Hala Voorbeeld" not in page
    assert "Ander Gezin" in page  # the other match stays
    visit = reverse("volunteers:visit", args=[home.head.pk])
    assert browser(home.volunteer).post(visit, {"when": "0", "kind": "visit"}).status_code == 404
    tab = text_of(browser(home.guide).get(reverse("volunteers:dossier", args=[home.head.pk])))
    assert "het huishouden redt zich zelf : Gelukt" in tab.replace("zelf:", "zelf :")
    assert browser(home.coordinator).post(extend, {"until": ""}).status_code == 404  # it has ended


def test_places_come_from_a_file(tmp_path: Any) -> None:
    from reisgenoot.commands import places

    file = tmp_path / "pc4.csv"
    file.write_text("pc4,place,municipality,lat,lon\n7001,Doetinchem,Doetinchem,51.9,6.2\n", encoding="utf-8")
    assert places.read(file)[0]["lat"] == 51.9
    for line in ("700,A,A,51.9,6.2", "7001,A,A,6.2,51.9", "7001,A,A,x,6.2"):
        file.write_text(f"pc4,place,municipality,lat,lon\n{line}\n", encoding="utf-8")
        with pytest.raises(ValueError, match="line 2"):
            places.read(file)
    file.write_text("pc4,lat\n", encoding="utf-8")
    with pytest.raises(ValueError, match="no column"):
        places.read(file)
