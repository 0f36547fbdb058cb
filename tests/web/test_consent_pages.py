"""Consent in the browser: asking, the paper in the person's own language, withdrawing with one click, notice of it."""

import io
import re
from datetime import date, timedelta

import factories
import pypdf
import pytest
from addresses import addresses
from django.urls import reverse
from django.utils import timezone

from reisgenoot.access import purposes, rules
from reisgenoot.access.log import log
from reisgenoot.access.models import AccessLog, Consent, Member, Organisation
from reisgenoot.dossiers.consent_paper import consent_paper, texts
from reisgenoot.people.models import Person

pytestmark = pytest.mark.django_db


def body(recipient, **other):
    """What the form sends."""
    until = timezone.localdate() + timedelta(days=30)
    sent = {"purpose": "daily_help", "recipient": recipient.pk, "until": until, "how": "interpreter"}
    return {**sent, "interpreter": "Tolk 12", "language": "ti", "categories": ["finance"], **other}


@pytest.fixture
def recipient(guided, as_owner):
    """Somebody of an organisation that a consent is for."""
    guided.people["recipient"] = factories.member(
        as_owner, organisation=factories.organisation(as_owner, "church")
    )
    return guided.people["recipient"]


def test_from_asking_to_withdrawing(guided, recipient):
    guide, they, dossier = (
        guided.browser("guide"),
        guided.browser("recipient"),
        addresses(guided)["dossiers:dossier"],
    )
    there = addresses(guided)["dossiers:consent-new"]
    page = guide.get(there).content.decode()
    assert "Hulp in het dagelijks leven" in page
    assert "Opvang geven" not in page  # rests on law: not to be asked
    form = guide.get(f"{there}?purpose=daily_help").content.decode()
    assert recipient.organisation.name in form
    assert guided.people["other organisation"].organisation.name not in form  # a municipality
    assert they.get(dossier).status_code == 404
    done = guide.post(there, body(recipient.organisation, agreed="Kan op zaterdag."), follow=True)
    assert "Vastgelegd." in done.content.decode()
    assert they.get(dossier).status_code == 200
    mine = they.get(dossier).content.decode()
    assert "De persoon gaf toestemming voor ‘Hulp in het dagelijks leven’" in mine
    assert "Kan op zaterdag." in mine
    assert "Organisation" not in re.sub(
        re.escape(recipient.organisation.name), "", mine.split('id="involved"')[1]
    )
    told = they.get("/").content.decode()
    assert "Er is een toestemming gegeven of ingetrokken." in told
    told = they.get("/?scope=team").content.decode()
    assert "Hala Voorbeeld" in told  # their tasks are on the list, but who only reads ticks nothing off
    assert "Afvinken" not in told
    assert "Afvinken" in guide.get("/?scope=team").content.decode()
    given = _newest(guided)
    one = guide.get(reverse("dossiers:consent", args=[given])).content.decode()
    assert recipient.name in one
    assert "Gelezen: het dossier" in one
    withdrawn = guide.post(reverse("dossiers:consent-withdraw", args=[given]), follow=True).content.decode()
    assert "Ingetrokken." in withdrawn
    assert they.get(dossier).status_code == 404
    assert they.get(reverse("dossiers:consents", args=[guided.dossier.pk])).status_code == 404
    assert they.get(reverse("dossiers:consent", args=[given])).status_code == 404
    notices = they.get("/consents/").content.decode()
    assert "Hala Voorbeeld" in notices
    assert "Verwijder wat u elders hebt genoteerd" in notices
    for notice in re.findall(r"/consents/notices/(\d+)/read/", notices):
        they.post(f"/consents/notices/{notice}/read/")
    assert "Hala Voorbeeld" not in they.get("/consents/").content.decode()
    assert "toestemming gegeven of ingetrokken" not in they.get("/").content.decode()
    assert guide.post(reverse("dossiers:consent-withdraw", args=[given])).status_code == 404  # once


def _newest(guided):
    factories.be(guided.people["guide"])
    found = Consent.objects.order_by("-recorded_at").values_list("pk", flat=True)[0]
    factories.be(None)
    return found


def test_what_is_missing_is_said_beside_the_field_and_nothing_typed_is_lost(guided, recipient):
    there, guide = addresses(guided)["dossiers:consent-new"], guided.browser("guide")
    before = _newest(guided)
    answer = guide.post(there, body(recipient.organisation, interpreter="", agreed="Kan op zaterdag."))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Zeg wie tolkte" in page
    assert "Kan op zaterdag." in page
    assert re.search(r'value="finance"[^>]*checked', page)
    assert guide.post(there, body(recipient.organisation, categories=["legal"])).status_code == 422
    assert guide.post(there, body(guided.people["other organisation"].organisation)).status_code == 422
    assert _newest(guided) == before


def test_a_recipient_asks_for_nothing_more(guided, recipient):
    guide, they = guided.browser("guide"), guided.browser("recipient")
    there = addresses(guided)["dossiers:consent-new"]
    guide.post(there, body(recipient.organisation))
    assert they.get(there).status_code == they.post(there, body(recipient.organisation)).status_code == 403
    page = they.get(reverse("dossiers:consents", args=[guided.dossier.pk])).content.decode()
    assert there not in page
    assert (
        they.post(reverse("dossiers:consent-withdraw", args=[_newest(guided)])).headers["Location"]
        == "/consents/"
    )


def test_the_paper_comes_before_anything_is_recorded(guided, recipient):
    guide, before = guided.browser("guide"), _newest(guided)
    sent = body(recipient.organisation, paper="1", agreed="Kan op zaterdag.")
    answer = guide.post(addresses(guided)["dossiers:consent-new"], sent)
    assert answer.headers["Content-Type"] == "application/pdf"
    read = pypdf.PdfReader(io.BytesIO(answer.content)).pages[0].extract_text()
    assert "Hala Voorbeeld" in read
    assert "Kan op zaterdag." in read
    assert "ንምንታይ" in read
    assert _newest(guided) == before
    recorded = guide.get(addresses(guided)["dossiers:consent-paper"])
    assert recorded.content.startswith(b"%PDF")
    factories.be(guided.people["guide"])
    assert AccessLog.objects.filter(dossier_id=guided.dossier.pk, act="read", part="consent").exists()


def test_who_looked_says_by_which_consent(guided, recipient):
    guide, they = guided.browser("guide"), guided.browser("recipient")
    guide.post(addresses(guided)["dossiers:consent-new"], body(recipient.organisation))
    they.get(addresses(guided)["dossiers:dossier"])
    page = guide.get(addresses(guided)["dossiers:looked"]).content.decode()
    assert "De persoon gaf toestemming: Hulp in het dagelijks leven" in page


def test_what_they_did_goes_on_over_the_pages(guided, recipient):
    guide, they = guided.browser("guide"), guided.people["recipient"]
    guide.post(addresses(guided)["dossiers:consent-new"], body(recipient.organisation))
    factories.be(they)
    for number in range(27):
        log(they, [guided.dossier.pk], AccessLog.Act.READ, f"part {number}")
    there = reverse("dossiers:consent", args=[_newest(guided)])
    first, second = (guide.get(f"{there}?page={page}").content.decode() for page in (1, 2))
    assert (first.count('data-label="Wie"'), second.count('data-label="Wie"')) == (25, 2)
    assert "Pagina 1 van 2" in first


def test_purposes_with_their_grounds_and_what_is_not_confirmed(guided):
    page = guided.browser("administrator").get("/purposes/").content.decode()
    for it in purposes.purposes().values():
        assert it.text["nl"] in page
        assert all(ground.url in page for ground in it.grounds)
    by_law = [it for it in purposes.purposes().values() if it.ground == purposes.LAW]
    unconfirmed = sum(not ground.confirmed for it in by_law for ground in it.grounds)
    assert page.count("nog niet bevestigd</span>") == unconfirmed > 0


def longest(lang):
    """A consent with the most that can stand on one."""
    asker = Organisation(name="VluchtelingenWerk Achterhoek en Omstreken, afdeling Oude IJsselstreek")
    return Consent(
        purpose="daily_help",
        recipient=Organisation(
            name="Stichting Sociaal Werk en Welzijn Oude IJsselstreek-Noord, vestiging Terborg"
        ),
        categories=list(rules.table().categories),
        begins_on=date(2026, 11, 25),
        ends_on=date(2027, 11, 26),
        how="interpreter",
        language=lang,
        asked_by=Member(name="Wilhelmina van den Voorbeeld-Namelijk", organisation=asker),
        organisation=asker,
    )


FONTS = {"ar": "Arabic", "fa": "Arabic", "prs": "Arabic", "ti": "Ethiopic"}


@pytest.mark.parametrize("lang", texts())
def test_the_paper_is_one_tagged_page_in_each_language(lang):
    sentence = (
        "Heeft een woning op de begane grond nodig, of met een lift, niet te ver van het ziekenhuis. " * 3
    )
    made = consent_paper(
        longest(lang),
        name="Abdulrahman Muhammad al-Khayali Voorbeeld",
        person=Person(),
        agreed=sentence[:300],
    )
    read = pypdf.PdfReader(io.BytesIO(made))
    assert len(read.pages) == 1
    assert read.trailer["/Root"]["/MarkInfo"]["/Marked"]
    drawn = read.pages[0].extract_text()
    assert "\N{REPLACEMENT CHARACTER}" not in drawn
    assert "25-11-2027" in drawn
    fonts = " ".join(str(font["/BaseFont"]) for font in _fonts(read))
    assert FONTS.get(lang, "NotoSans") in fonts
    if lang == "ti":  # joined Arabic letters read back as other forms: those are looked at by eye
        said = "".join(_sentences(texts()[lang]))
        assert set(said) - set(drawn) - {" "} == set()


def _fonts(read):
    return [font.get_object() for font in read.pages[0]["/Resources"]["/Font"].values()]


def _sentences(words):
    for key, value in words.items():
        if isinstance(value, dict):
            yield from (text for name, text in value.items() if key == "categories" or name == "daily_help")
        elif isinstance(value, list):
            yield from value
        elif isinstance(value, str):
            yield value.replace("{date}", "")


def test_each_language_says_the_same_things():
    dutch = texts()["nl"]
    assert set(texts()) >= {"nl", "en", "ar", "fa", "ti"}
    for lang, words in texts().items():
        assert set(words) == set(dutch), lang
        assert set(words["purposes"]) == set(purposes.consented()), lang
        assert set(words["categories"]) == set(rules.table().categories), lang
        assert len(words["points"]) == len(dutch["points"]), lang
        assert "{date}" in words["until_text"], lang
        assert words["checked"] is (lang == "nl"), lang


def test_a_language_without_a_text_gets_dutch():
    made = consent_paper(longest("so"), name="Hodan Tusaale", person=Person(born=date(1990, 1, 1)))
    drawn = pypdf.PdfReader(io.BytesIO(made)).pages[0].extract_text()
    assert "Ik begrijp dit en ik geef toestemming." in drawn
    assert "nagelezen" not in drawn
    assert "16 jaar" not in drawn
