"""One household from its first day to a closed guidance, by everybody who guides it, through what stands on the screen.

`docs/walk.md` is the same walk by hand.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, expect
from walking import Walker

pytestmark = pytest.mark.browser
FAMILY = "Wandeling"
HEAD, CHILD, BOTH = f"Mariam {FAMILY}", f"Yusuf {FAMILY}", f"Mariam {FAMILY}, Yusuf {FAMILY}"
CENTRE, HOME = "Opvang Het Vertrek (demo)", "Wandelpad 1"
NEED = "heeft een woning op de begane grond nodig"
PHONE = "0314-000999"
TOWN, GUIDING = "Gemeente Doetinchem (demo)", "VluchtelingenWerk Achterhoek (demo)"
TODAY = timezone.localdate()
TOMORROW = TODAY + timedelta(days=1)


def _working_day(after: int) -> date:
    """A working day some days ahead, on which nobody of the demo has an appointment yet."""
    day = TODAY + timedelta(days=after)
    return day + timedelta(days=(7 - day.weekday()) % 7 if day.weekday() > 4 else 0)


@pytest.fixture
def walk(chromium: Browser, server: str) -> Iterator[Walker]:
    """A browser of somebody who starts at the log-in page; nothing breaks on the way."""
    context = chromium.new_context(locale="nl-NL", viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.set_default_timeout(10_000)
    walker = Walker(page, server)
    yield walker
    context.close()
    assert walker.faults == []


def test_from_the_first_day_to_a_closed_guidance(walk: Walker) -> None:
    _ind_registers_at_the_keyboard(walk)
    _ind_has_the_first_days(walk)
    _gza_answers(walk)
    _ind_hands_over_to_coa(walk)
    _coa_informs_and_finds_a_lawyer(walk)
    _legal_aid_plans_an_appointment(walk)
    _ind_grants_the_permit(walk)
    _coa_links_and_the_municipality_accepts(walk)
    _an_association_offers_a_home_without_a_name(walk)
    _they_view_accept_and_sign(walk)
    _they_move_in_and_coa_hands_over(walk)
    _the_municipality_draws_up_the_arranging_day(walk)
    _the_guidance_is_handed_over_and_a_volunteer_matched(walk)
    _the_volunteer_does_their_part_on_a_phone(walk)
    _the_guide_measures_and_ticks_off(walk)
    _the_guidance_is_closed_and_leaves_the_worklist(walk)


def _ind_registers_at_the_keyboard(walk: Walker) -> None:
    walk.be("ind")
    walk.menu("Registreren")
    expect(walk.page.get_by_label("Waar zij zich meldden")).to_be_focused()
    before = walk.keys
    walk.type("Ter Apel (demo)")
    walk.tab_to("centre")
    walk.type(CENTRE)
    walk.tab_to("p0-given")
    walk.type("Mariam")
    _type_person(walk, "p0")
    walk.tab_to("more")
    walk.key("Enter")
    expect(walk.page.locator("#id_p1-given")).to_be_focused()
    walk.type("Yusuf")
    _type_person(walk, "p1")  # a child already: it is what follows a head most often
    walk.tab_to("Registreren, en de volgende")
    walk.key("Enter")
    walk.told("2 personen zijn geregistreerd.")
    expect(walk.page.locator("#id_p0-given")).to_be_focused()  # the next one can be typed at once
    assert walk.keys - before < 2 * 60 * 2  # two minutes at two keys a second, for two people


def _type_person(walk: Walker, row: str) -> None:
    walk.tab_to(f"{row}-family")
    walk.type(FAMILY)
    walk.tab_to(f"{row}-born")
    walk.type("04041990" if row == "p0" else "04042018")  # reads the same wherever the day stands
    walk.tab_to(f"{row}-sex")
    walk.type("vr" if row == "p0" else "ma")
    walk.tab_to(f"{row}-nationality")
    walk.type("Syri")
    walk.tab_to(f"{row}-language")
    walk.type("Arab")


def _ind_has_the_first_days(walk: Walker) -> None:
    for name in (CHILD, HEAD):
        walk.menu("Registreren")
        walk.follow(name, walk.section("Vandaag door u geregistreerd"))
        days = walk.section("De eerste dagen")
        for _step in range(3):
            walk.press(re.compile("^Gedaan"), days)
            walk.told("Vastgelegd")
        expect(days.locator(".badge-good")).to_have_count(3)
        expect(days.get_by_role("button", name=re.compile("^Gedaan"))).to_have_count(0)
    told = walk.section("Wat de persoon is verteld")
    walk.open("Een gesprek noteren", told)
    walk.choose("Hoe", "met een tolk aan de telefoon", told)
    walk.fill(
        told, Tolk="Tolkendienst 4711", Wat_er_gezegd_is="Wie wie is, en dat het ongeveer vier dagen duurt."
    )
    walk.press("Bewaren", told)
    walk.told("Het gesprek is genoteerd.")
    story = walk.section("Reisverhaal")
    walk.open("Opschrijven wat is verteld", story)
    walk.fill(story, Wat_de_persoon_vertelde="Eerst over land, daarna over zee. Verzonnen.")
    walk.press("Bewaren", story)
    walk.told("Het reisverhaal is bewaard.")
    walk.sees("gevraagd door IND (demo)", "Tolkendienst 4711")


def _gza_answers(walk: Walker) -> None:
    walk.be("gza")
    for name in (CHILD, HEAD):
        asked = walk.page.locator("li.task", has=walk.page.get_by_role("link", name=name))
        walk.press(re.compile("^Gedaan"), asked)
        walk.told("Het onderzoek is afgesloten.")
    walk.person(HEAD)
    walk.tab("Procedure")
    walk.sees_not("Eerst over land", "Een beslissing vastleggen")
    walk.follow("Instemming met één zin vragen")
    walk.choose("Wie mag het zien", TOWN)
    walk.fill(Of_één_zin_over_iets_anders=NEED)
    walk.choose("Hoe het is gevraagd", "In een gesprek, in een taal die beiden spreken")
    walk.press("De persoon stemde in: leg het vast")
    walk.told("Vastgelegd.")


def _ind_hands_over_to_coa(walk: Walker) -> None:
    walk.be("ind")
    walk.person(HEAD)
    walk.hand_over("COA Achterhoek (demo)")
    walk.be("coa")
    walk.sees("wachten op uw antwoord")
    walk.accept(FAMILY)
    walk.sees("Gezondheidscheck", "IND (demo)")


def _coa_informs_and_finds_a_lawyer(walk: Walker) -> None:
    walk.menu("Voorlichting")
    walk.open("Een bijeenkomst noteren")
    walk.tick("de asielprocedure")
    walk.choose("In welke taal", "Arabisch")
    walk.fill(Plaats=CENTRE)
    walk.press("Noteren, en aanvinken wie er was")
    walk.fill(Locatie=CENTRE)
    walk.press("Tonen")
    for name in (HEAD, CHILD):
        walk.tick(re.compile(name))
    walk.press("Opslaan wie er was")
    walk.told("2 personen zijn toegevoegd.")
    walk.person(HEAD)
    walk.tab("Procedure")
    walk.sees_not("Eerst over land")
    legal = walk.section("Rechtsbijstand en termijnen")
    walk.open("De advocaat noteren", legal)
    walk.fill(legal, Advocaat="mr. V. Voorbeeld")
    walk.choose("Rechtsbijstand die toegang krijgt", "Rechtsbijstand asiel (demo)", legal)
    walk.press("Bewaren", legal)
    walk.told("De advocaat is genoteerd.")


def _legal_aid_plans_an_appointment(walk: Walker) -> None:
    walk.be("advocaat")
    walk.person(HEAD)
    walk.tab("Procedure")
    walk.sees("Eerst over land", "Beslissing op de asielaanvraag nemen", "mr. V. Voorbeeld")
    walk.follow("Een afspraak plannen")
    walk.choose("Soort", "rechtsbijstand")
    walk.fill(Dag=_working_day(20).isoformat(), Plaats="Spreekkamer 3")
    walk.press("Plannen")
    walk.told("Gepland.")
    walk.sees("Spreekkamer 3", "Ada Advocaat")


def _ind_grants_the_permit(walk: Walker) -> None:
    walk.be("ind")  # COA carries them now; the IND still decides
    for name in (CHILD, HEAD):
        walk.person(name)
        walk.tab("Procedure")
        walk.follow("Een beslissing vastleggen")
        walk.choose("Beslissing", "Verleend")
        walk.press("Bekijken wat volgt")
        walk.sees("Wachten op een woning", "Beslissing op de asielaanvraag nemen")
        walk.press("Bewaren")
        walk.told("Vastgelegd")
        walk.sees("Vergunning verleend")


def _coa_links_and_the_municipality_accepts(walk: Walker) -> None:
    walk.be("coa")
    walk.menu("Huisvesting")
    walk.follow(HEAD)
    walk.choose("Gemeente", TOWN)
    walk.tick("Netwerk")
    walk.press("Voorstellen")
    walk.told("De koppeling is aan de gemeente voorgesteld.")
    walk.be("regisseur")
    walk.menu("Huisvesting")
    proposed = walk.page.locator(
        "li", has=walk.page.get_by_role("link", name=re.compile("Huishouden van 2 personen"))
    )
    walk.follow(re.compile("Huishouden van 2 personen"), proposed.filter(has_text="Netwerk"))
    walk.sees("1 volwassene, 1 kind", NEED)
    walk.sees_not(FAMILY)
    walk.press("Koppeling accepteren")
    walk.told("de dossiers staan voor u open")
    walk.sees(f"{HEAD} · Huishouden {FAMILY}")


def _an_association_offers_a_home_without_a_name(walk: Walker) -> None:
    walk.follow("Woning vragen")
    walk.tick(re.compile("De Wilg"))
    walk.tick("Begane grond, of met lift")
    walk.fill(Telefoon=PHONE)
    walk.press("Vraag versturen")
    walk.told("De vraag is naar de woningcorporaties gestuurd.")
    walk.be("wilg")
    walk.sees_not(FAMILY)
    walk.follow(re.compile("2 personen"), walk.page.get_by_role("row").filter(has_text=PHONE))
    walk.sees("1 volwassene, 1 kind", "begane grond, of met lift")
    walk.sees_not(FAMILY)
    walk.fill(Straat_en_huisnummer=HOME, Postcode="7001 AB", Plaats="Doetinchem", Slaapkamers="2")
    walk.page.get_by_label("Huur, euro per maand").fill("690")
    walk.press("Aanbieden")
    walk.told("De woning is aangeboden aan de gemeente.")


def _they_view_accept_and_sign(walk: Walker) -> None:
    walk.be("regisseur")
    walk.menu("Huisvesting")
    walk.follow(HEAD)
    walk.follow(f"{HOME}, Doetinchem")
    walk.fill(Dag=TOMORROW.isoformat(), Tijd="07:00")
    walk.press("Bezichtiging plannen")
    walk.be("wilg")
    walk.follow("Bezichtiging of geaccepteerd")
    walk.follow(re.compile("2 personen"), walk.page.get_by_role("row").filter(has_text=PHONE))
    walk.sees(f"Wie er komt: {HEAD}")
    walk.be("regisseur")
    walk.menu("Huisvesting")
    walk.follow(HEAD)
    walk.follow(f"{HOME}, Doetinchem")
    walk.fill(Bezichtigd_op=TODAY.isoformat())
    walk.press("Vastleggen dat zij accepteren")
    walk.told("De woning is geaccepteerd.")
    walk.follow(f"{HOME}, Doetinchem")
    walk.press("Huurcontract vastleggen")
    walk.told("Het huurcontract is vastgelegd.")
    walk.follow(f"{HOME}, Doetinchem")


def _they_move_in_and_coa_hands_over(walk: Walker) -> None:
    walk.press("Verhuizing vastleggen")
    walk.told("Welkom thuis!")
    walk.be("coa")
    walk.person(HEAD)
    walk.hand_over(TOWN)
    walk.be("regisseur")
    walk.sees("wacht op uw antwoord")
    walk.accept(FAMILY)
    walk.sees("Aankomst in de gemeente", "7001 AB")


def _the_municipality_draws_up_the_arranging_day(walk: Walker) -> None:
    walk.tab("Aankomst en regelen")
    walk.follow("Regeldag")
    walk.fill(Dag=_working_day(24).isoformat())
    walk.choose("Sjabloon", "Gezin met kinderen")
    walk.press("Opstellen")
    walk.sees("U inschrijven bij de gemeente")
    walk.press("De regeldag opslaan")
    walk.told("De regeldag is opgeslagen.")
    walk.sees("Een uitkering aanvragen", "gepland")
    with walk.page.expect_download() as paper:
        walk.follow("Op papier, voor het huishouden (pdf)")
    assert paper.value.path().read_bytes().startswith(b"%PDF")


def _the_guidance_is_handed_over_and_a_volunteer_matched(walk: Walker) -> None:
    walk.hand_over(GUIDING, "De volgende fase van de route")
    walk.be("coordinator")
    walk.accept(FAMILY, "Guusje Gids")
    walk.sees("Begeleiding beginnen en kennismaken", TOWN)
    walk.tab("Vrijwilliger")
    walk.follow("Vrijwilliger koppelen")
    walk.sees("Arabisch", "Nationaliteit, geloof, etniciteit en uiterlijk zijn geen criterium")
    walk.follow("Kiezen : Vera Vrijwilliger")
    walk.press("Koppelen")
    walk.told("Vera Vrijwilliger is gekoppeld")
    walk.be("regisseur")  # still directs their civic integration
    walk.person(HEAD)
    walk.sees("Brede intake beginnen", GUIDING)


def _the_volunteer_does_their_part_on_a_phone(walk: Walker) -> None:
    walk.page.set_viewport_size({"width": 375, "height": 812})
    walk.be("vrijwilliger")
    home = walk.page.get_by_role("article", name=BOTH)
    expect(home).to_contain_text(f"{HOME}, Doetinchem")
    wider = walk.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wider == 0
    walk.press(f"Gedaan : Inschrijven bij een huisarts, {CHILD}", home)
    walk.told("De taak is gedaan.")
    expect(home.get_by_role("button", name=f"Gedaan : Inschrijven bij een huisarts, {HEAD}")).to_have_count(1)
    walk.open("Bezoek noteren", home)
    home.get_by_text("Bezoek", exact=True).click()
    walk.press("Bewaren", home)
    expect(home).to_contain_text("Uw laatste notities")
    walk.page.set_viewport_size({"width": 1280, "height": 900})


def _the_guide_measures_and_ticks_off(walk: Walker) -> None:
    walk.be("gids")
    walk.person(HEAD)
    walk.sees("Vera Vrijwilliger", "bezoek")
    walk.tab("Aankomst en regelen")
    for item in ("Regeldag: sleutel, BRP, bank", "Uitkering aanvragen"):
        cell = walk.page.locator("details", has_text=re.compile(item)).last
        cell.locator("summary").click()
        walk.press(re.compile("^Afvinken"), cell)
        expect(walk.page.locator("summary", has_text=re.compile(f"gedaan.*{item}"))).to_have_count(1)
    walk.tab("Afsluiten")
    walk.sees("40 uur gekocht", "nog niet gemeten")
    for moment, level in (("bij het begin", "2."), ("aan het einde", "4.")):
        walk.follow("Samen meten")
        walk.choose("Moment in de begeleiding", moment)
        for area in ("Wonen", "Geld", "Taal"):
            group = walk.page.get_by_role("group", name=area, exact=True)
            group.get_by_role("radio", name=re.compile(rf"^{re.escape(level)}")).check()
        walk.press("Bewaren")
        walk.told("bewaard")
    money = walk.page.get_by_role("row").filter(has=walk.page.get_by_role("rowheader", name="Geld"))
    for level in ("2", "4"):
        expect(money.locator("strong", has_text=level)).to_have_count(1)


def _the_guidance_is_closed_and_leaves_the_worklist(walk: Walker) -> None:
    walk.follow("Beslissen bij wie elke taak blijft")
    for number, stays in enumerate(walk.page.get_by_role("combobox", name="Blijft bij").all()):
        stays.select_option(label="is gedaan" if number % 2 else "doet het zelf")
    walk.press("Bewaren")
    walk.told("Opgeslagen")
    walk.follow("De begeleiding afsluiten")
    walk.fill(Wie_er_was="Mariam, Guusje")
    walk.choose("Het huishouden", "is het ermee eens")
    walk.press("De begeleiding afsluiten")
    walk.told("De begeleiding is afgesloten.")
    with walk.page.expect_download() as paper:
        walk.follow(re.compile("^Samenvatting"))
    assert paper.value.path().read_bytes().startswith(b"%PDF")
    walk.hand_over(TOWN, "Van begeleiding naar de reguliere organisaties")
    walk.be("regisseur")
    walk.accept(FAMILY)
    walk.sees("Brede intake beginnen")
    walk.be("gids")
    walk.open("Zoeken en filteren")
    walk.page.get_by_label("Naam, V-nummer of postcode").fill(FAMILY)
    walk.press("Tonen")
    walk.sees_not(HEAD)
    walk.be("vrijwilliger")
