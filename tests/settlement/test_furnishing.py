"""Furnishing on a budget: what is left is right to the cent, and a list is saved as a whole or not at all."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone
from factories import be
from settled_home import Home

from reisgenoot.access.errors import NotAllowed, NotFound, Overtaken, Refused
from reisgenoot.dossiers import actions as dossier_actions
from reisgenoot.settlement import actions, queries
from reisgenoot.settlement.actions import ItemAsked
from reisgenoot.settlement.furnishing import needed
from reisgenoot.settlement.models import Furnishing, FurnishingItem

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


def shown(home: Home, who: str = "guide") -> queries.FurnishingShown:
    be(home.people[who])
    return queries.furnishing(home.partner.pk, TODAY)


def bought(what: str, price: str, **more: Any) -> ItemAsked:
    return ItemAsked(what, state="bought", price=Decimal(price), **more)


@pytest.fixture
def listed(home: Home) -> Home:
    be(home.guide)
    actions.set_budget(home.guide, home.head.pk, budget=Decimal("2500.00"), source="loan")
    asked = [
        bought("Bank", "149.95"),
        bought("Lamp", "0.10"),
        ItemAsked("Bed", state="given"),
        ItemAsked("Fiets"),
    ]
    actions.save_list(home.guide, home.head.pk, asked)
    return home


def test_what_is_left_is_right_to_the_cent(listed: Home) -> None:
    found = shown(listed)
    assert (found.spent, found.left) == (Decimal("150.05"), Decimal("2349.95"))
    assert [found.count(state) for state in ("wanted", "given", "bought")] == [1, 1, 2]
    be(listed.guide)
    actions.save_list(listed.guide, listed.head.pk, [bought("Wasmachine", "2400")])
    assert shown(listed).left == Decimal("-50.05")
    answer = listed.browser("guide").get(reverse("settlement:furnishing", args=[listed.child.pk]))
    assert "-50,05" in answer.content.decode()  # from whichever of the household


def test_the_list_begins_with_what_a_household_of_this_size_needs(home: Home) -> None:
    beds = {what["nl"]: number for what, number in needed(5, 3)}
    assert (beds["Bed met matras"], beds["Koelkast met vriesvak"], beds["Kledingkast"]) == (5, 1, 4)
    address = reverse("settlement:furnishing-start", args=[home.head.pk])
    assert home.browser("guide").post(address, {"persons": "3", "children": "1"}).status_code == 302
    assert len(shown(home).items) == len(needed(3, 1))
    assert home.browser("guide").post(address, {"persons": "3", "children": "1"}).status_code == 422


def test_a_volunteer_neither_sees_nor_changes_it(listed: Home) -> None:
    volunteer, head = listed.people["volunteer"], listed.head.pk
    with pytest.raises(NotFound):
        shown(listed, "volunteer")
    for act in (
        lambda: actions.set_budget(volunteer, head, budget=Decimal(1), source="own"),
        lambda: actions.start_list(volunteer, head, persons=2, children=0),
        lambda: actions.save_list(volunteer, head, [ItemAsked("Bank")]),
    ):
        with pytest.raises(NotAllowed):
            act()
    at = reverse("settlement:furnishing", args=[head])
    assert listed.browser("volunteer").get(at).status_code == 403


def test_who_sees_the_route_by_consent_reads_the_list_without_the_money(listed: Home) -> None:
    other = listed.people["other organisation"]
    be(listed.guide)
    asked = dossier_actions.Asked(
        "learning_and_work", other.organisation, until=TODAY + timedelta(days=30), how="talk", language="ti"
    )
    dossier_actions.give_consent(listed.guide, listed.head, asked)
    be(other)
    found = queries.furnishing(listed.head.pk, TODAY)
    assert (found.money, found.sees_money, found.may_change) == (None, False, False)
    assert len(found.items) == 4
    at = reverse("settlement:furnishing", args=[listed.head.pk])
    page = listed.browser("other organisation").get(at).content.decode()
    assert "Bank" in page
    assert "2500" not in page
    assert "2349" not in page
    be(other)
    assert not Furnishing.objects.exists()


@pytest.mark.parametrize(
    ("asked", "problem"),
    [
        (ItemAsked("Bank", state="bought"), "0.price"),
        (ItemAsked("Bank", state="given", price=Decimal(5)), "0.price"),
        (ItemAsked("  ", state="given"), "0.what"),
        (ItemAsked("Bank", state="stolen"), "0.state"),
        (ItemAsked("Bank", id=12345), "0.what"),
        (bought("Bank", "100001"), "0.price"),
    ],
)
def test_what_cannot_be_is_refused(home: Home, asked: ItemAsked, problem: str) -> None:
    be(home.guide)
    with pytest.raises(Refused) as refused:
        actions.save_list(home.guide, home.head.pk, [asked])
    assert list(refused.value.problems) == [problem]
    assert not FurnishingItem.objects.exists()


def _sent(home: Home, **lines: Any) -> dict[str, str]:
    items = shown(home).items
    sent = {"lines-TOTAL_FORMS": str(len(items) + 1), "lines-INITIAL_FORMS": str(len(items))}
    for at, it in enumerate(items):
        about = {"id": it.pk, "seen": it.changes, "what": it.what, "number": it.number, "state": it.state}
        about |= {"price": "" if it.price is None else str(it.price).replace(".", ","), "source": it.source}
        sent |= {f"lines-{at}-{name}": str(value) for name, value in about.items()}
    at = len(items)
    return sent | {f"lines-{at}-number": "1", f"lines-{at}-state": "wanted"} | lines


def test_a_list_is_saved_by_its_form_and_nothing_typed_is_lost(listed: Home) -> None:
    at = reverse("settlement:furnishing-save", args=[listed.head.pk])
    wrong = _sent(
        listed, **{"lines-4-what": "Kast", "lines-4-state": "bought", "lines-3-source": "Kringloop"}
    )
    answer = listed.browser("guide").post(at, wrong)
    assert answer.status_code == 422
    assert 'value="Kringloop"' in answer.content.decode()
    assert "Kast" in answer.content.decode()
    assert len(shown(listed).items) == 4
    right = wrong | {"lines-4-price": "12,50", "lines-2-remove": "on"}
    assert listed.browser("guide").post(at, right).status_code == 302
    found = shown(listed)
    assert [it.what for it in found.items] == ["Bank", "Lamp", "Fiets", "Kast"]
    assert found.spent == Decimal("162.55")


def test_two_who_change_one_line_lose_nothing(listed: Home) -> None:
    old = _sent(listed, **{"lines-0-price": "99,00"})
    item = shown(listed).items[0]
    be(listed.people["colleague"])
    other = bought("Bank", "120", id=item.pk, seen=item.changes)
    actions.save_list(listed.people["colleague"], listed.head.pk, [other])
    answer = listed.browser("guide").post(reverse("settlement:furnishing-save", args=[listed.head.pk]), old)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert listed.people["colleague"].name in page
    assert 'value="99,00"' in page
    assert f'name="lines-0-seen" value="{item.changes + 1}"' in page
    assert shown(listed).items[0].price == Decimal("120.00")
    with pytest.raises(Overtaken):
        actions.set_budget(listed.guide, listed.head.pk, budget=Decimal(1), source="own", seen=0)
