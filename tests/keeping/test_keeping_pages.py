"""The pages, with everybody who may and may not open them, in Dutch, without JavaScript."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import timedelta
from typing import Any

import pypdf
import pytest
from conftest_keeping import NAME, TODAY, Kept, years_ago
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from factories import AsOwner, be, member

from reisgenoot.dossiers import actions as dossier_actions
from reisgenoot.keeping import actions, queries
from reisgenoot.keeping.models import Erasure, Hold, Request

pytestmark = pytest.mark.django_db
OVERSEEN = ("/keeping/", "/keeping/due/", "/keeping/terms/", "/keeping/certificates/")


def browser(who: Any) -> Client:
    be(None)
    client = Client()
    client.force_login(who.user)
    return client


def words(answer: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


@pytest.mark.parametrize("address", OVERSEEN)
def test_who_oversees(over: Any, as_owner: AsOwner, address: str) -> None:
    kept = over(years_ago(2))
    own = kept.guide.organisation
    for who, status in {
        kept.coordinator: 200,
        kept.officer: 200,
        kept.guide: 403,
        member(as_owner, "volunteer", own): 403,
        member(as_owner, "administrator", own): 403,
        member(as_owner, "policy_maker", own): 403,
        member(as_owner, "privacy_officer"): 200,
    }.items():
        answer = browser(who).get(address)
        assert answer.status_code == status, who
        assert (NAME in words(answer)) == (who == kept.coordinator and address == "/keeping/due/"), who
    assert Client().get(address).status_code == 302


def test_an_officer_sees_a_number_where_a_coordinator_sees_a_name(over: Any) -> None:
    kept = over(years_ago(2, days=20))
    page = words(browser(kept.officer).get("/keeping/due/"))
    assert f"nummer {kept.dossier.pk}" in page
    assert kept.guide.name in page
    assert "het hele dossier" in page.lower()
    assert browser(kept.officer).get(f"/dossiers/{kept.dossier.pk}/keeping/").status_code == 403
    assert NAME not in page


def test_the_list_looks_a_month_ahead_or_to_the_day_that_is_asked(over: Any) -> None:
    kept = over(years_ago(2, days=40))
    client = browser(kept.coordinator)
    shown = words(client.get("/keeping/due/"))
    assert "Het hele dossier" not in shown
    assert "Contactnotities" in shown  # over its year long ago
    ahead = client.get("/keeping/due/", {"upto": (TODAY + timedelta(days=41)).isoformat()})
    assert "Het hele dossier" in words(ahead)
    for strange in ("gisteren", "0001-01-01", "9999-12-31"):
        assert client.get("/keeping/due/", {"upto": strange}).status_code == 200


def test_nothing_to_erase_is_said(as_owner: AsOwner) -> None:
    client = browser(member(as_owner, "coordinator"))
    assert "loopt dan een termijn af" in words(client.get("/keeping/due/"))
    assert "Geen verzoeken hier" in words(client.get("/keeping/"))
    assert "Er is nog niets gewist" in words(client.get("/keeping/certificates/"))


def test_suspending_from_the_list_without_seeing_the_dossier(over: Any) -> None:
    kept = over(years_ago(2))
    client = browser(kept.officer)
    address = f"/keeping/due/{kept.dossier.pk}/hold/"
    wrong = client.post(address, {"reason": "zomaar", "note": "zaak 7"})
    assert wrong.status_code == 422
    assert client.post("/keeping/due/99999/hold/", {"reason": "court"}).status_code == 404
    done = client.post(address, {"reason": "court", "note": "zaak 7"}, follow=True)
    assert "Het wissen is opgeschort" in words(done)
    assert "zaak 7" in words(done)
    be(kept.guide)
    page = browser(kept.guide).get(f"/dossiers/{kept.dossier.pk}/")
    assert "Er wordt niets gewist" in words(page)
    be(kept.officer)
    number = Hold.objects.get().pk
    assert "opgeheven" in words(browser(kept.officer).post(f"/keeping/holds/{number}/lift/", follow=True))


def test_erasing_now_and_the_certificate(over: Any, django_capture_on_commit_callbacks: Any) -> None:
    kept = over(years_ago(2))
    client = browser(kept.coordinator)
    started = client.post("/keeping/due/run/", follow=True)
    assert "bezig" in words(started)
    address = started.redirect_chain[-1][0]
    be(kept.coordinator)
    actions.carry_out(str(Erasure.objects.get().pk))
    client = browser(kept.coordinator)
    page = words(client.get(address))
    for part in ("Contactnotities", "Logboek", "Back-ups", "AVG", "geen persoonsgegevens", "eigen keuze"):
        assert part.lower() in page.lower(), part
    made = client.get(address.rstrip("/") + ".pdf")
    read = pypdf.PdfReader(io.BytesIO(made.content))
    told = " ".join(it.extract_text() for it in read.pages)
    assert "Certificaat van vernietiging" in told
    assert "Back-ups" in told
    for text in (page, told):
        assert NAME not in text
    assert made.content == client.get(address.rstrip("/") + ".pdf").content
    assert words(client.get("/keeping/certificates/")).count("met certificaat") == 1
    assert browser(kept.guide).get(address).status_code == 404


def test_a_term_outside_the_law_is_refused_beside_its_field(over: Any) -> None:
    kept = over(years_ago(1))
    client = browser(kept.officer)
    answer = client.post("/keeping/terms/notes/", {"many": "6", "unit": "Y"})
    assert answer.status_code == 422
    assert "Kies hoogstens 5 jaar" in words(answer)
    assert re.search(r'<input[^>]*value="6"[^>]*aria-invalid="true"', answer.content.decode())
    assert client.post("/keeping/terms/notes/", {"many": "", "unit": "Y"}).status_code == 422
    done = client.post("/keeping/terms/notes/", {"many": "18", "unit": "M"}, follow=True)
    assert "18 maanden" in words(done)
    assert (
        browser(kept.coordinator).post("/keeping/terms/notes/", {"many": "1", "unit": "Y"}).status_code == 403
    )


def at(kept: Kept, request_id: int = 0, act: str = "") -> str:
    tail = f"requests/{request_id}/{act}" if request_id else "requests/"
    return f"/dossiers/{kept.dossier.pk}/{tail}"


def recorded(client: Client, kept: Kept, kind: str, **about: Any) -> int:
    body = {"kind": kind, "received_on": TODAY.isoformat(), "identity": "known", **about}
    answer = client.post(at(kept), body)
    assert answer.status_code == 302, words(answer)
    return int(answer.headers["Location"].rstrip("/").rsplit("/", 1)[1])


def test_from_the_request_to_the_file_to_the_answer(over: Any) -> None:
    kept = over(None)
    client = browser(kept.guide)
    wrong = client.post(
        at(kept), {"kind": "see", "received_on": "2999-01-01", "identity": "known", "words": "Hallo"}
    )
    assert wrong.status_code == 422
    assert "Hallo" in wrong.content.decode()
    key = recorded(client, kept, "see", words="Wat weet u?", language="ti")
    assert "Wat weet u?" in words(client.get(at(kept, key)))
    assert "De persoon vraagt" in words(client.get(f"/dossiers/{kept.dossier.pk}/"))
    got = client.get(at(kept, key, "archive.zip"))
    assert set(zipfile.ZipFile(io.BytesIO(got.content)).namelist()) == {"dossier.json", "dossier.pdf"}
    assert "attachment" in got["Content-Disposition"]
    refused = client.post(at(kept, key, "answer/"), {"state": "refused", "outcome": ""})
    assert refused.status_code == 422
    done = client.post(at(kept, key, "answer/"), {"state": "done", "outcome": "Meegegeven."}, follow=True)
    assert "Meegegeven." in words(done)
    officer = words(browser(kept.officer).get("/keeping/?state=answered"))
    assert "gedaan" in officer
    assert "Meegegeven" not in officer


def test_correcting_leads_to_the_fact_and_shows_that_it_is_contested(over: Any) -> None:
    kept = over(None)
    be(kept.guide)
    fact = kept.dossier.facts.get(key="born")
    client = browser(kept.guide)
    key = recorded(client, kept, "correct", fact_id=str(fact.pk))
    page = client.get(at(kept, key))
    assert "Betwist" in words(page)
    there = f"/dossiers/{kept.dossier.pk}/facts/{fact.pk}/"
    assert there in page.content.decode()
    assert client.post(there, {"value": "1988-02-04", "note": "Paspoort gezien."}).status_code == 302
    assert "inmiddels verbeterd" in words(client.get(at(kept, key)))


def test_limiting_shows_everywhere_and_stops_the_forms(over: Any) -> None:
    kept = over(None)
    client = browser(kept.guide)
    key = recorded(client, kept, "limit")
    assert client.post(at(kept, key, "limit/"), {"ground": "nee"}).status_code == 422
    client.post(at(kept, key, "limit/"), {"ground": "contested"})
    page = client.get(f"/dossiers/{kept.dossier.pk}/")
    assert "Het gebruik van dit dossier is beperkt" in words(page)
    for path in ("/record/", "/notes/", "/documents/"):
        assert f"{kept.dossier.pk}{path}" not in page.content.decode()
    body = {"key": "moved_in", "on": TODAY, "save": "1"}
    assert client.post(f"/dossiers/{kept.dossier.pk}/record/", body).status_code == 403
    lift = f"/dossiers/{kept.dossier.pk}/keeping/limitation/lift/"
    assert client.post(lift, {}).status_code == 422
    assert "opgeheven" in words(client.post(lift, {"told": "on"}, follow=True))


def test_erasing_at_request_names_the_ground_or_asks_to_be_sure(over: Any) -> None:
    kept = over(None, "municipality")
    client = browser(kept.guide)
    key = recorded(client, kept, "erase")
    page = words(client.get(at(kept, key)))
    assert "Archiefwet 1995, artikel 3 en 5" in page
    assert "Niets mag nu worden gewist" in page or "Weiger" in page
    assert client.post(at(kept, key, "erase/"), {"sure": "on"}).status_code == 422
    free = over(None)
    client = browser(free.guide)
    key = recorded(client, free, "erase")
    for body in ({}, {"sure": "on"}, {"kinds": "dossier"}, {"kinds": "finance", "sure": "on"}):
        assert client.post(at(free, key, "erase/"), body).status_code == 422, body
    started = client.post(at(free, key, "erase/"), {"sure": "on", "kinds": ["dossier", "notes"]}, follow=True)
    assert started.status_code == 200  # its certificate, also for who started it
    be(free.guide)
    actions.carry_out(str(Erasure.objects.get().pk))
    assert browser(free.guide).get(f"/dossiers/{free.dossier.pk}/").status_code == 404
    assert "op verzoek" not in words(browser(free.guide).get(started.redirect_chain[-1][0]))


def test_an_extension_is_kept_with_its_reason(over: Any) -> None:
    kept = over(None)
    client = browser(kept.guide)
    key = recorded(client, kept, "see")
    assert client.post(at(kept, key, "extend/"), {"why": "druk"}).status_code == 422
    done = client.post(at(kept, key, "extend/"), {"why": "Er zijn heel veel documenten."}, follow=True)
    assert "heel veel documenten" in words(done)


def test_the_pages_ask_the_database_equally_often_with_more(over: Any, as_owner: AsOwner) -> None:
    kept = over(years_ago(2))
    for kind in ("see", "take_along"):
        be(kept.guide)
        actions.record_request(kept.guide, kept.dossier.pk, kind=kind, received_on=TODAY, identity="known")
    client = browser(kept.coordinator)
    addresses = [*OVERSEEN, f"/dossiers/{kept.dossier.pk}/keeping/"]

    def statements(address: str) -> int:
        client.get(address)
        with CaptureQueriesContext(connection) as asked:
            assert client.get(address).status_code == 200
        return len(asked)

    few = [statements(address) for address in addresses]
    be(kept.guide)
    names = [dossier_actions.NewDossier(
        name=dossier_actions.NameParts(full=f"Nog Iemand {place}"), facts={"guidance_closed": years_ago(2)}
    ) for place in range(40)]  # fmt: skip
    for opened in dossier_actions.open_dossiers(kept.guide, names):
        actions.record_request(kept.guide, opened.pk, kind="see", received_on=TODAY, identity="known")
    for kind in ("see", "object"):
        actions.record_request(kept.guide, kept.dossier.pk, kind=kind, received_on=TODAY, identity="known")
    be(None)
    assert [statements(address) for address in addresses] == few
    assert max(few) <= 20
    assert 'rel="next"' in client.get("/keeping/").content.decode()
    be(kept.coordinator)
    assert queries.requests(kept.coordinator, state="", kind="", limit=5)[1] == Request.objects.count() == 44
