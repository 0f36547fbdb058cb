"""The pages, in a browser: who gets which, from proposal to key, what was typed is kept, and two at once."""

from __future__ import annotations

import re
import threading
from concurrent.futures import ThreadPoolExecutor
from html import unescape
from typing import Any

import factories
import pytest
from django.db import connections, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from factories import AsOwner, be
from housing_scene import FAR, HEAD, PHONE, STREET, Scene, ago, make_scene, member_of

from reisgenoot.access.identity import acting_as
from reisgenoot.housing.models import Link, Offer, Quota, Request

TODAY = timezone.localdate()
DWELLING = {
    "address": STREET, "postcode": "7001 AA", "place": "Doetinchem", "rent": "640.50", "rooms": "3", "floor": "0",
    "available_on": TODAY, "valid_until": FAR,
}  # fmt: skip


def text_of(answer: Any) -> str:
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode())))


def at(name: str, *args: Any) -> str:
    return reverse(f"housing:{name}", args=args)


@pytest.mark.django_db
def test_by_hand_from_proposal_to_key(scene: Scene) -> None:
    coa, town, wilg = scene.browser("coa"), scene.browser("town"), scene.browser("wilg")
    head = scene.head.pk
    assert HEAD in text_of(coa.get(at("overview")))
    form = {
        "municipality": scene.town.organisation_id,
        "answer_by": FAR,
        "note_work": "Werkt bij een bakker.",
    }
    assert coa.post(at("propose", head), form).status_code == 302
    be(scene.coa)
    link = Link.objects.get()
    shown = text_of(town.get(at("overview")))
    assert "Huishouden van 2 personen" in shown
    assert HEAD not in shown
    proposal = town.get(at("link", link.pk))
    for words in ("1 volwassene, 1 kind", "Tigrinya", "Werkt bij een bakker."):
        assert words in text_of(proposal)
    assert HEAD not in proposal.content.decode()
    assert str(head) not in proposal.content.decode()
    assert town.get(at("dossier", head)).status_code == 404
    assert town.post(at("link-accept", link.pk))["Location"] == at("dossier", scene.head.pk)
    assert HEAD in text_of(town.get(at("dossier", head)))
    assert town.post(at("link-accept", link.pk)).status_code == 404  # answered already

    asked = {
        "associations": [scene.wilg.organisation_id], "wanted_before": FAR, "urgency": "high", "max_rent": "700",
        "contact_name": "Rob", "contact_phone": "0314-000000",
    }  # fmt: skip
    assert town.post(at("request", head), asked).status_code == 302
    be(scene.town)
    request = Request.objects.get()
    there = at("wanted", request.pk)
    seen = wilg.get(there)
    assert "1 volwassene, 1 kind" in text_of(seen)
    assert scene.browser("beuk").get(there).status_code == 404
    assert wilg.post(at("offer-make", request.pk), DWELLING).status_code == 302
    be(scene.town)
    offer = Offer.objects.get()
    for page in (there, at("overview"), f"{at('overview')}?state=offered"):
        told = wilg.get(page).content.decode()
        assert not any(sign in told for sign in ("Nachtegaalse", PHONE, str(head)))

    def step(name: str, **fields: Any) -> int:
        return int(town.post(at("step", head, offer.pk, name), fields).status_code)

    assert step("view", on=ago(-2), at="10:30") == 302
    told = text_of(wilg.get(there))
    assert HEAD in told
    assert PHONE in told
    assert "Yonas" not in told
    assert step("accept", viewed_on=TODAY, on=TODAY) == 302
    assert step("lease", signed_on=TODAY, begins_on=TODAY, rent="640.50", keys="2", arranging_on=FAR) == 302
    assert step("move", on=TODAY) == 302
    assert HEAD not in text_of(wilg.get(there))
    assert "Verhuisd" in text_of(town.get(at("dossier", head)))
    assert scene.browser("guide").get(at("dossier", head)).status_code == 200


@pytest.mark.django_db
def test_what_was_typed_is_kept(scene: Scene) -> None:
    coa, town, wilg = scene.browser("coa"), scene.browser("town"), scene.browser("wilg")
    head = scene.head.pk
    answer = coa.post(at("propose", head), {"answer_by": ago(1), "note_family": "Een zus woont er."})
    assert (answer.status_code, "Een zus woont er." in answer.content.decode()) == (422, True)
    scene.linked()
    answer = town.post(at("request", head), {"contact_name": "Rob", "wanted_before": ago(2)})
    assert (answer.status_code, "Rob" in answer.content.decode()) == (422, True)
    request = scene.wanted()
    answer = wilg.post(at("offer-make", request.pk), {**DWELLING, "postcode": "0000"})
    assert answer.status_code == 422
    assert STREET in answer.content.decode()
    assert "vier cijfers" in text_of(answer)
    offer = scene.viewing(scene.offered(request))
    refusal = {"reason": "medical", "note": "Een kapotte knie", "explained_on": TODAY, "language": "ti"}
    answer = town.post(at("step", head, offer.pk, "refuse"), {**refusal, "consequence": "weighed"})
    assert answer.status_code == 422
    assert "Een kapotte knie" in answer.content.decode()
    answer = town.post(at("quota"), {"arrears": "3", "source": "Staatscourant"})
    assert (answer.status_code, "Staatscourant" in answer.content.decode()) == (422, True)


@pytest.mark.django_db
def test_a_quota_that_a_colleague_entered_meanwhile(scene: Scene) -> None:
    town = scene.browser("town")
    form = {"number": "38", "arrears": "0", "source": "Staatscourant", "seen": "0"}
    assert town.post(at("quota"), form).status_code == 302
    late = town.post(at("quota"), {**form, "number": "40"})
    assert late.status_code == 409
    assert "vulde intussen 38 in" in text_of(late)
    seen = re.search(r'name="seen" value="(\d+)"', late.content.decode())
    assert seen is not None
    assert town.post(at("quota"), {**form, "number": "40", "seen": seen.group(1)}).status_code == 302
    be(scene.town)
    assert [it.number for it in Quota.objects.order_by("id")] == [38, 40]
    assert "40" in text_of(town.get(at("overview")))


@pytest.mark.django_db
def test_who_opens_the_pages_of_each_kind(scene: Scene, as_owner: AsOwner) -> None:
    scene.linked()
    request = scene.wanted()
    others = {
        "coordinator of the town": factories.member(as_owner, "coordinator", scene.town.organisation),
        "volunteer of the town": factories.member(as_owner, "volunteer", scene.town.organisation),
        "administrator of Wilg": factories.member(as_owner, "administrator", scene.wilg.organisation),
        "church": member_of(as_owner, "church"),
    }
    be(None)
    expected = {
        "coordinator of the town": (200, 200, 200, 403, 200),
        "volunteer of the town": (403, 403, 403, 403, 403),
        "administrator of Wilg": (403, 403, 403, 403, 403),
        "church": (403, 403, 403, 403, 404),
    }
    pages = (
        at("overview"), at("overview-xlsx"), at("quota"), at("wanted", request.pk), at("dossier", scene.head.pk),
    )  # fmt: skip
    for who, codes in expected.items():
        browser = Client()
        browser.force_login(others[who].user)
        assert tuple(browser.get(page).status_code for page in pages) == codes, who
    assert tuple(scene.browser("wilg").get(page).status_code for page in pages) == (200, 200, 403, 200, 404)
    assert tuple(scene.browser("beuk").get(page).status_code for page in pages) == (200, 200, 403, 200, 404)
    assert tuple(scene.browser("coa").get(page).status_code for page in pages) == (200, 200, 403, 403, 200)
    assert tuple(Client().get(page).status_code for page in pages) == (302,) * 5


@pytest.mark.django_db
def test_lists_as_spreadsheet(scene: Scene) -> None:
    from io import BytesIO

    from python_calamine import CalamineWorkbook

    def cells(who: str, query: str = "") -> str:
        answer = scene.browser(who).get(at("overview-xlsx") + query)
        sheet = CalamineWorkbook.from_filelike(BytesIO(answer.content)).get_sheet_by_index(0)
        return str(sheet.to_python())

    assert HEAD in cells("coa")
    scene.linked()
    assert HEAD not in cells("coa")
    scene.wanted()
    assert HEAD in cells("town")
    assert HEAD not in cells("town", "?stage=accepted")
    told = cells("wilg")
    assert "Rob van de gemeente" in told
    assert "Nachtegaalse" not in told


def race(scene: Scene, calls: list[tuple[str, str, dict[str, Any]]]) -> list[int]:
    """Everybody sends at the same moment, each over a connection of their own."""
    together = threading.Barrier(len(calls))

    def send(asked: tuple[str, str, dict[str, Any]]) -> int:
        who, address, form = asked
        browser = scene.browser(who)
        try:
            together.wait(10)
            return int(browser.post(address, form).status_code)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(calls)) as pool:
        return sorted(pool.map(send, calls))


def test_two_at_the_same_moment(committed: AsOwner) -> None:
    """Two answers, two viewings, two ends: one is kept, the other is told. Never two, never an error of the server."""
    with transaction.atomic():
        scene = make_scene(committed)
        link = scene.link()
        be(None)
    head = scene.head.pk
    returned = {"why": "quota_met", "note": ""}
    answers = race(
        scene, [("town", at("link-accept", link.pk), {}), ("town", at("link-return", link.pk), returned)]
    )
    assert answers == [302, 404]
    with acting_as(scene.coa):
        state = Link.objects.get(pk=link.pk).state
    if state == "returned":
        with transaction.atomic():
            scene.linked()
            be(None)
    with transaction.atomic():
        request = scene.wanted()
        offers = [scene.offered(request), scene.offered(request, scene.beuk)]
        be(None)
    view = [
        ("town", at("step", head, offer.pk, "view"), {"on": ago(-2), "at": f"1{hour}:00"})
        for hour, offer in enumerate(offers)
    ]
    assert race(scene, view) == [302, 409]
    with acting_as(scene.town):
        taken = Offer.objects.get(state="viewing")
    accept = at("step", head, taken.pk, "accept"), {"viewed_on": TODAY, "on": TODAY}
    refuse = (
        at("step", head, taken.pk, "refuse"),
        {"reason": "far", "explained_on": TODAY, "language": "ti", "consequence": "weighed"},
    )
    ended = race(scene, [("town", *accept), ("town", *accept)])
    assert ended == [302, 409]
    assert race(scene, [("town", *refuse), ("town", at("step", head, taken.pk, "lease"), {
        "signed_on": TODAY, "begins_on": TODAY, "rent": "600"})]) == [302, 409]  # fmt: skip


@pytest.mark.django_db
def test_the_list_of_the_coa_is_filtered_by_its_address(scene: Scene) -> None:
    coa = scene.browser("coa")

    def shown(**query: Any) -> bool:
        page = coa.get(at("overview"), query)
        assert page.status_code == 200
        sheet = coa.get(at("overview-xlsx"), query)
        assert sheet.status_code == 200
        return HEAD in page.content.decode()

    assert shown()
    assert shown(q="nachteg", wait="60", scope="mine")  # the permit came sixty days ago
    assert not shown(wait="61")
    assert not shown(q="Iemand anders")
    scene.link()
    assert not shown()
    assert shown(show="proposed", town=scene.town.organisation.name[:-1].upper())
    assert not shown(show="proposed", town="Nergens")
    nowhere = coa.get(at("overview"), {"show": "proposed", "town": "Nergens"})
    assert "Er past geen huishouden bij deze filters" in text_of(nowhere)
    assert re.search(
        r"data-label=\"Personen\">2<", coa.get(at("overview"), {"show": "proposed"}).content.decode()
    )
