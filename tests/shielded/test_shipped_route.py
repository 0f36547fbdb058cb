"""A shielded dossier follows the route that is shipped: rights with their grounds, and what follows from a fact."""

import pytest
from django.urls import reverse
from django.utils import timezone
from helping import Helper

from reisgenoot.core.trajectory import catalogue
from reisgenoot.shielded import route

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def shipped(key_folder: object, monkeypatch: pytest.MonkeyPatch) -> None:
    """The shipped route again."""
    monkeypatch.setattr(route, "catalogue", catalogue)


def test_the_plan_names_the_rights_with_their_grounds(helper: Helper) -> None:
    handle = helper.open("Vogel")
    today = timezone.localdate().isoformat()
    for key in ("met", "medical_costs_asked"):
        answer = helper.post("record", handle, key=key, on=today, save="1")
        assert answer.status_code == 302, answer.content.decode()[:3000]
    page = helper.client.get(reverse("shielded:dossier", args=[handle])).content.decode()
    assert "Vertellen welke rechten er zonder verblijf zijn" in page
    for ground in (
        "Vreemdelingenwet 2000, artikel 10 lid 2",
        "Zorgverzekeringswet, artikel 122a",
        "Wet op de rechtsbijstand, artikel 12 lid 1",
    ):
        assert ground in page
    assert "Ontmoeting" in page
