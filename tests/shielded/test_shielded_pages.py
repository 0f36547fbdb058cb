"""What a guide does with shielded dossiers, through the pages, without JavaScript."""

from __future__ import annotations

import io
import json
import re
from datetime import date, timedelta

import pypdf
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from factories import be
from helping import Helper

from reisgenoot.access.models import AccessLog
from reisgenoot.dossiers.models import ContactNote, Dossier, Fact
from reisgenoot.vault.boxes import open_vault

pytestmark = pytest.mark.django_db


def text_of(answer) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def day(days: int) -> str:
    return (timezone.localdate() + timedelta(days=days)).isoformat()


def page(helper: Helper, handle: str, name: str = "dossier", *more: object):
    return helper.client.get(reverse(f"shielded:{name}", args=[handle, *more]))


def shelter(helper: Helper, **about: object) -> int:
    body = {"name": "De Kelder", "city": "Utrecht", "kind": "lvv", "capacity": 2, **about}
    answer = helper.client.post(reverse("shielded:shelters"), body)
    assert answer.status_code == 302, text_of(answer)
    return max(
        it.shelter.number for it in helper.client.get(reverse("shielded:shelters")).context["shelters"]
    )


def test_only_a_name_is_needed(helper):
    assert "Er is hier nog geen dossier" in text_of(helper.client.get(reverse("shielded:people")))
    handle = helper.open("Regenboog")
    assert "Regenboog" in text_of(page(helper, handle))
    assert "1 dossier" in text_of(helper.client.get(reverse("shielded:people")))
    refused = helper.client.post(reverse("shielded:new"), {"name": "   ", "other_names": "Blijft staan"})
    assert refused.status_code == 422
    assert "Blijft staan" in refused.content.decode()


def test_every_page_is_called_reisgenoot_and_kept_nowhere(helper):
    handle = helper.open("Regenboog")
    names = ["dossier", "about", "family", "record", "attributes", "looked", "erase", "regular"]
    answers = [page(helper, handle, name) for name in names]
    answers += [helper.client.get(reverse(f"shielded:{name}")) for name in ("people", "new", "shelters")]
    for answer in answers:
        assert answer.status_code == 200
        assert re.findall(r"<title>(.*?)</title>", answer.content.decode()) == ["Reisgenoot"]
        assert answer["Cache-Control"] == "no-store, private"
        assert "data-leave" in answer.content.decode()
    for name in ("export-json", "export-pdf"):
        answer = page(helper, handle, name)
        assert answer["Cache-Control"] == "no-store, private"
        assert "Regenboog" not in str(answer.headers)


def test_leaving_logs_out_and_shows_nobody(helper):
    handle = helper.open("Regenboog")
    answer = helper.client.post(reverse("shielded:leave"))
    assert (answer.status_code, answer["Location"]) == (302, "/feestdagen/")
    assert answer["Clear-Site-Data"] == '"cache"'
    shown = helper.client.get("/feestdagen/").content.decode()
    assert "Koningsdag" not in shown  # only dates: the act names no days
    assert helper.member.name not in shown
    assert "Reisgenoot" not in shown
    assert page(helper, handle).status_code == 302  # back: to the log-in


def test_a_task_follows_from_what_happened_and_is_ticked_off(helper):
    handle = helper.open("Regenboog")
    seen = helper.post("record", handle, key="met", on=day(-20))
    assert seen.status_code == 200
    assert "Maak kennis" in text_of(seen)
    assert helper.post("record", handle, key="met", on=day(-20), save="1").status_code == 302
    listed = helper.client.get(reverse("shielded:people")).context["listed"]
    assert [(row.name, row.when, row.overdue_tasks) for row in listed.rows] == [("Regenboog", "overdue", 1)]
    assert "eigen keuze" in text_of(page(helper, handle))  # on which ground
    assert helper.post("task-done", handle, "welcome", on=day(1)).status_code == 422
    assert helper.post("task-done", handle, "welcome", on=day(-1), note="Samen").status_code == 302
    assert "1 taak gedaan" in text_of(page(helper, handle))
    helper.post("task-undo", handle, "welcome")
    assert helper.client.get(reverse("shielded:people")).context["listed"].rows[0].when == "overdue"


def test_what_is_so_comes_from_the_route_and_is_corrected_with_its_history(helper):
    handle = helper.open("Regenboog")
    assert helper.post("attributes", handle, perspective="permit", medical_need="true").status_code == 302
    assert "verblijfsvergunning" in text_of(page(helper, handle))
    wrong = helper.post("attributes", handle, perspective="moon")
    assert wrong.status_code == 422
    number = next(fact.id for fact in page(helper, handle).context["page"].facts if fact.key == "perspective")
    assert helper.post("fact", handle, number, value="elsewhere", note="Na gesprek").status_code == 302
    facts = page(helper, handle).context["page"].facts
    assert [(it.value, it.standing) for it in facts if it.key == "perspective"] == [
        ("elsewhere", True),
        ("permit", False),
    ]
    newest = next(it.id for it in facts if it.standing and it.key == "medical_need")
    assert helper.post("fact", handle, newest, retract="1").status_code == 302
    assert "medical_need" not in page(helper, handle).context["page"].values


def test_notes_and_safety_stand_apart(helper):
    handle = helper.open("Regenboog")
    assert (
        helper.post("note", handle, category="health", text="Bij de tandarts.", on=day(-1)).status_code == 302
    )
    assert helper.post("safety", handle, danger="faith", text="Familie zoekt.", on=day(0)).status_code == 302
    shown = page(helper, handle).context["page"]
    assert [it.note.text for it in shown.notes] == ["Bij de tandarts."]
    assert [(it.note.danger, it.note.text) for it in shown.safety] == [("faith", "Familie zoekt.")]
    assert shown.content.last_contact == timezone.localdate()
    refused = helper.post("safety", handle, danger="weather", text="Dit blijft staan.", on=day(0))
    assert refused.status_code == 422
    assert "Dit blijft staan." in refused.content.decode()


def test_a_stale_form_is_refused_with_what_changed_and_what_was_typed(helper, helpers):
    handle, colleague = helper.open("Regenboog"), helpers(helper.member.organisation)
    before = helper.revision(handle)
    colleague.post("partner", handle, name="Kledingbank")
    body = {"revision": before, "category": "contact", "text": "Lang verhaal.", "on": day(0)}
    refused = helper.client.post(reverse("shielded:note", args=[handle]), body)
    assert refused.status_code == 422
    told = refused.content.decode()
    assert "Lang verhaal." in told
    assert "partners die helpen" in told
    assert colleague.member.name in told
    again = {**body, "revision": refused.context["page"].revision}
    assert helper.client.post(reverse("shielded:note", args=[handle]), again).status_code == 302


def test_names_are_found_in_any_spelling_by_the_own_organisation_alone(helper, helpers):
    helper.open("Mohammed al-Mithal", other_names="محمد المثال")
    helper.open("Selam Mesal")
    other = helpers()
    other.open("Mohammed Khayali")

    def found(who: Helper, q: str) -> list[str]:
        answer = who.client.post(reverse("shielded:people"), {"q": q})
        return [row.name for row in answer.context["found"]]

    for q in ("Muhamad", "mohammed", "moh", "mithal mohamed", "محمد"):
        assert found(helper, q) == ["Mohammed al-Mithal"], q
        assert "Mohammed al-Mithal" not in found(other, q)
    assert found(helper, "Zzyzx") == []
    assert found(helper, "mohammed selam") == []


def test_a_search_sends_no_name_to_the_database(helper):
    helper.open("Mohammed al-Mithal")
    with CaptureQueriesContext(
        connection,
    ) as ran:
        helper.client.post(reverse("shielded:people"), {"q": "Mohammed"})
    assert not [it["sql"] for it in ran if "mohammed" in it["sql"].lower()]


def test_nights_and_capacity(helper):
    place = shelter(helper)
    one, two, three = (helper.open(name) for name in ("Een", "Twee", "Drie"))
    assert helper.post("stay", one, shelter=place, begins_on=day(0), ends_on=day(10)).status_code == 302
    assert page(helper, one).context["page"].values["shelter_found"] == day(0)  # a milestone of the route
    assert helper.post("stay", two, shelter=place, begins_on=day(3), ends_on="").status_code == 302
    refused = helper.post("stay", three, shelter=place, begins_on=day(1), ends_on=day(5))
    assert refused.status_code == 422
    full = timezone.localdate() + timedelta(days=3)
    assert f"Vol op {full.day} " in text_of(refused)
    assert helper.post("stay", three, shelter=place, begins_on=day(0), ends_on=day(3)).status_code == 302
    elsewhere = helper.post("stay", one, shelter=place, begins_on=day(9), ends_on=day(12))
    assert elsewhere.status_code == 422
    assert "slaapt ergens anders" in text_of(elsewhere)
    shown = helper.client.get(reverse("shielded:shelters"))
    (only,) = shown.context["shelters"]
    assert [night.free for night in only.nights] == [0] * 10 + [1] * 4
    assert {(stay.name, stay.nights) for stay in only.stays} == {("Een", 10), ("Twee", 0), ("Drie", 3)}
    less = helper.client.post(
        reverse("shielded:shelter", args=[place]),
        {"name": "De Kelder", "city": "Utrecht", "kind": "lvv", "capacity": 1},
    )
    assert less.status_code == 422
    number = page(helper, two).context["page"].stays[0].number
    assert helper.post("stay-end", two, number, ends_on=day(4)).status_code == 302
    assert page(helper, two).context["page"].stays[0].nights == 1


def test_an_lvv_is_in_one_of_five_cities(helper):
    body = {"name": "Opvang", "city": "Doetinchem", "kind": "lvv", "capacity": 3}
    assert helper.client.post(reverse("shielded:shelters"), body).status_code == 422
    assert shelter(helper, city="Doetinchem", kind="bbb")


def test_partners_come_and_go(helper):
    handle = helper.open("Regenboog")
    helper.post("partner", handle, name="Kledingbank", does="Kleding", contact="info@example.org")
    (partner,) = page(helper, handle).context["page"].partners
    assert partner.name == "Kledingbank"
    helper.post("partner-remove", handle, partner.number)
    assert page(helper, handle).context["page"].partners == ()


def test_a_family_is_linked_from_both_sides(helper):
    mother, child = helper.open("Moeder"), helper.open("Kindje")
    found = helper.post("family", mother, q="kindje")
    assert [row.name for row in found.context["found"]] == ["Kindje"]
    assert helper.post("family", mother, other=child, role="child").status_code == 302
    assert [(it.name, it.role) for it in page(helper, mother).context["page"].kin] == [("Kindje", "child")]
    assert [(it.name, it.role) for it in page(helper, child).context["page"].kin] == [("Moeder", "head")]
    assert helper.post("family", child, other=mother, remove="1").status_code == 302
    assert page(helper, mother).context["page"].kin == ()


def test_the_person_gets_their_dossier(helper):
    handle = helper.open("Regenboog", other_names="Iris")
    helper.post("note", handle, category="contact", text="Thee gedronken.", on=day(0))
    whole = json.loads(page(helper, handle, "export-json").content)
    assert whole["names"] == ["Regenboog", "Iris"]
    assert [note["text"] for note in whole["notes"]] == ["Thee gedronken."]
    assert whole["looked"][0]["act"] == "export"
    paper = pypdf.PdfReader(io.BytesIO(page(helper, handle, "export-pdf").content))
    drawn = "".join(sheet.extract_text() for sheet in paper.pages)
    assert "Regenboog" in drawn
    assert "Thee gedronken." in drawn


def test_who_looked_is_known_to_the_own_organisation(helper, helpers):
    handle, colleague = helper.open("Regenboog"), helpers(helper.member.organisation)
    colleague.client.get(reverse("shielded:people"))
    page(colleague, handle)
    entries = page(helper, handle, "looked").context["entries"]
    assert ("read", "dossier", colleague.member.name) in [(it.act, it.part, it.member) for it in entries]
    assert ("appeared_in_list", "list", colleague.member.name) in [
        (it.act, it.part, it.member) for it in entries
    ]
    assert ("write", "opened", helper.member.name) in [(it.act, it.part, it.member) for it in entries]


def test_erasing_takes_everything_at_once(helper):
    place = shelter(helper)
    handle, child = helper.open("Regenboog"), helper.open("Kindje")
    helper.post("family", handle, other=child, role="child")
    helper.post("stay", handle, shelter=place, begins_on=day(0), ends_on=day(3))
    assert helper.post("erase", handle, name="Regen").status_code == 422
    vault = helper.vault()
    box = vault.box(vault.meant(handle))
    done = helper.post("erase", handle, name="regenboog")
    assert done.status_code == 200
    assert "Regenboog" not in text_of(done)
    assert page(helper, handle).status_code == 404
    assert page(helper, child).context["page"].kin == ()
    (only,) = helper.client.get(reverse("shielded:shelters")).context["shelters"]
    assert only.stays == ()
    be(helper.member)
    rows = open_vault(helper.member).rows(
        "SELECT wrapped_key, card, content FROM vault_box WHERE id = %s", [box.id]
    )
    assert all(old not in rows[0] for old in (box.key, box.card))
    assert helper.client.post(reverse("shielded:people"), {"q": "regenboog"}).context["found"] == ()


@pytest.mark.parametrize("then", ["keep", "erase"])
def test_somebody_becomes_regular_only_together(helper, then):
    handle = helper.open("Regenboog")
    helper.post("attributes", handle, born="1991-02-03", nationality="SY")
    helper.post("safety", handle, danger="faith", text="Blijft hier.", on=day(0))
    body = {
        "given": "Iris",
        "family": "Voorbeeld",
        "facts": ["born"],
        "language": "ar",
        "on": day(0),
        "then": then,
    }
    assert helper.post("regular", handle, **body, present="Tolk").status_code == 422
    be(helper.member)
    assert not Dossier.objects.exists()
    done = helper.post("regular", handle, **body, present="Tolk", agreed="on")
    assert done.status_code == 302
    be(helper.member)
    made = Dossier.objects.get()
    assert done["Location"] == f"/dossiers/{made.pk}/"
    assert made.name == "Iris Voorbeeld"
    assert {fact.key for fact in Fact.objects.filter(dossier=made)} == {"born", "last_contact"}
    (note,) = ContactNote.objects.filter(dossier=made)
    assert "Tolk" in note.text
    assert "Blijft" not in note.text
    assert AccessLog.objects.filter(dossier_id=made.pk, part="opened").exists()
    assert page(helper, handle).status_code == (200 if then == "keep" else 404)
    if then == "keep":
        parts = [it.part for it in page(helper, handle, "looked").context["entries"]]
        assert "regular" in parts


def test_pages_ask_the_same_of_the_database_for_one_and_for_many(helper):
    def queries(address: str) -> int:
        with CaptureQueriesContext(connection) as ran:
            assert helper.client.get(address).status_code == 200
        return len(ran)

    first = helper.open("Nul")
    pages = [
        reverse("shielded:people"),
        reverse("shielded:dossier", args=[first]),
        reverse("shielded:shelters"),
    ]
    one = [queries(address) for address in pages]
    for number in range(29):
        helper.open(f"Naam {number}")
    for number in range(10):
        helper.post("note", first, category="contact", text=f"Notitie {number}", on=day(0))
    assert [queries(address) for address in pages] == one
    assert max(one) <= 14
    listed = helper.client.get(reverse("shielded:people") + "?page=2").context["listed"]
    assert (listed.total, listed.pages, len(listed.rows)) == (30, 2, 10)


def test_a_list_that_time_has_changed_is_planned_anew(helper, monkeypatch):
    handle = helper.open("Regenboog")
    helper.post("record", handle, key="met", on=day(5), save="1")
    assert helper.client.get(reverse("shielded:people")).context["listed"].rows[0].when == "none"
    later = timezone.localdate() + timedelta(days=40)
    monkeypatch.setattr(timezone, "localdate", lambda *_: date(later.year, later.month, later.day))
    assert helper.client.get(reverse("shielded:people")).context["listed"].rows[0].when == "overdue"
