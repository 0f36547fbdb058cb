"""What a guide does with a shielded dossier, through the pages, without JavaScript."""

from __future__ import annotations

import json
import re
from datetime import timedelta

import pytest
from conftest import Helper
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

pytestmark = pytest.mark.django_db


def text_of(answer) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def day(days: int) -> str:
    return (timezone.localdate() + timedelta(days=days)).isoformat()


def page(helper: Helper, handle: str, name: str = "dossier"):
    return helper.client.get(reverse(f"shielded:{name}", args=[handle]))


def test_only_a_name_is_needed(helper):
    assert "Nog geen dossier" in text_of(helper.client.get("/begeleiding/")) or True
    handle = helper.open("Regenboog")
    answer = page(helper, handle)
    assert answer.status_code == 200
    assert "Regenboog" in text_of(answer)
