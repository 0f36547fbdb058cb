"""What is kept of volunteers, and of newcomers because of them, goes in time."""

from __future__ import annotations

import json

import pytest
from erasing import run
from factories import AsOwner, be
from volunteering import around, days_ago

from reisgenoot.access.models import Member, Organisation
from reisgenoot.dossiers import actions as dossiers
from reisgenoot.dossiers.models import Dossier
from reisgenoot.keeping import archive
from reisgenoot.volunteers import actions
from reisgenoot.volunteers.models import HelpAsked, Match, Profile, Spoken

pytestmark = pytest.mark.django_db


def test_a_profile_goes_half_a_year_after_somebody_left_and_questions_with_the_notes(
    as_owner: AsOwner,
) -> None:
    home = around(as_owner)
    with as_owner():
        Organisation.objects.filter(pk=home.guide.organisation_id).update(kind="vluchtelingenwerk")
    home.match()
    be(home.volunteer)
    actions.ask_help(home.volunteer, home.head.pk, "Wie belt de verhuurder?")
    with as_owner():
        Member.objects.filter(pk=home.volunteer.pk).update(ends_on=days_ago(170))
        Member.objects.filter(pk=home.unmatched.pk).update(ends_on=days_ago(190))
    run(home.coordinator)
    with as_owner():
        assert set(Profile.objects.values_list("pk", flat=True)) == {home.volunteer.pk}
        assert set(Spoken.objects.values_list("profile", flat=True)) == {home.volunteer.pk}
        assert HelpAsked.objects.exists()
        assert Match.objects.exists()
    be(home.guide)
    dossiers.record_facts(home.guide, home.head, {"guidance_closed": days_ago(370)})
    run(home.coordinator)
    with as_owner():
        assert not HelpAsked.objects.exists()
        assert Match.objects.filter(dossier=home.head).exists()
    be(home.guide)
    dossiers.record_facts(home.guide, home.head, {"guidance_closed": days_ago(800)})
    run(home.coordinator)
    with as_owner():
        assert not Match.objects.filter(dossier=home.head).exists()
        assert not Dossier.objects.filter(pk=home.head.pk).exists()
        assert Match.objects.filter(dossier=home.child).exists()


def test_the_archive_says_as_what_somebody_was_matched_and_not_with_whom(as_owner: AsOwner) -> None:
    home = around(as_owner)
    home.match(kind="language_coach", begins_on=days_ago(9))
    be(home.volunteer)
    actions.ask_help(home.volunteer, home.head.pk, "Wie belt de verhuurder?")
    be(home.guide)
    made = archive.gather(home.guide, home.head.pk, [])
    matched = [it for it in made["lines"] if it["what"]["nl"] == "Vrijwilliger aan u gekoppeld"]
    assert [(it["text"].lower()[:9], it["on"]) for it in matched] == [("taalcoach", days_ago(9).isoformat())]
    told = json.dumps({name: part for name, part in made.items() if name != "looked"})
    assert home.volunteer.name not in told
    assert "verhuurder" not in told
    left = {it["what"]: it["how_many"] for it in made["left_out"]}
    assert left["Vragen van een vrijwilliger"] == 1
