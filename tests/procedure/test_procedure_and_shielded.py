"""Somebody refused who is helped without the authorities: the regular dossier looks the same before and after."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import factories
import pytest
import small_route
from conftest_procedure import Arrived, days_ago
from django.urls import reverse

from reisgenoot.access.models import AccessLog
from reisgenoot.procedure import actions
from reisgenoot.shielded import route
from reisgenoot.vault import keys

pytestmark = pytest.mark.django_db
ROUTE = Path(__file__).parents[1] / "shielded" / "route.yaml"
AUTHORITIES = ("ind", "coa", "gza", "municipality", "legal_aid", "coordinator")


@pytest.fixture
def helped(arrived: Arrived, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Arrived:
    """The head was refused; VluchtelingenWerk may keep shielded dossiers."""
    monkeypatch.setenv("REISGENOOT_KEYS", str(tmp_path / "keys"))
    small = small_route.read(ROUTE)
    monkeypatch.setattr(route, "catalogue", lambda: small)
    keys.write_key(keys.key_file(arrived.people["vluchtelingenwerk"].organisation.slug), keys.new_key())
    ind = arrived.people["ind"]
    factories.be(ind)
    actions.decide(ind, arrived.head.pk, outcome="refused", on=days_ago(1), kind="unfounded")
    factories.be(None)
    return arrived


def seen_by(helped: Arrived, who: str) -> list[str]:
    """The pages of the dossier, without what is made anew each time."""
    pages = ("procedure:dossier", "dossiers:dossier", "dossiers:appointments")
    browser = helped.browser(who)
    found = [browser.get(reverse(name, args=[helped.head.pk])).content.decode() for name in pages]
    return [re.sub(r'value="[\w:-]{16,}"|X-CSRFToken[^}]*', "", page) for page in found]


def test_no_authority_sees_that_somebody_was_helped(helped: Arrived) -> None:
    before = {who: seen_by(helped, who) for who in AUTHORITIES}
    factories.be(helped.people["ind"])
    logged = AccessLog.objects.filter(part__in=["opened", "procedure"], act="write").count()
    guide = helped.browser("vluchtelingenwerk")
    page = guide.get(reverse("procedure:dossier", args=[helped.head.pk])).content.decode()
    assert reverse("shielded:people") in page
    opened: Any = guide.post(
        reverse("shielded:new"), {"name": "Nachtvlinder", "worker": helped.people["vluchtelingenwerk"].pk}
    )
    assert opened.status_code == 302
    guide.get(opened["Location"])
    for who, pages in before.items():
        for was, now in zip(pages, seen_by(helped, who), strict=True):
            assert [line for line in now.splitlines() if line not in was.splitlines()] == [], who
    factories.be(helped.people["ind"])
    assert AccessLog.objects.filter(part__in=["opened", "procedure"], act="write").count() == logged


def test_everybody_reads_the_same_about_it_and_only_who_keeps_them_gets_the_link(helped: Arrived) -> None:
    for who in AUTHORITIES:
        page = seen_by(helped, who)[0]
        assert "geen overheid hoort het" in page
        assert "begeleiding/" not in page
