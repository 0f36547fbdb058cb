"""Asking about a person: the asker sees the same whether the person is known or not, until a guide answers."""

from __future__ import annotations

import re
import time
from datetime import date

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.utils import timezone
from factories import AsOwner, be, dossier, member
from factories import organisation as new_organisation

from reisgenoot.access.errors import NotAllowed, NotFound, Overtaken, Refused
from reisgenoot.access.models import AccessLog, Member, Question, QuestionReached
from reisgenoot.dossiers import actions, queries
from reisgenoot.dossiers.models import Dossier

pytestmark = pytest.mark.django_db
WHAT = "Is er al een taalcoach? Dan hoeven wij niet te zoeken."
KNOWN, UNKNOWN = "1234567890", "1234567899"


@pytest.fixture
def guide(as_owner: AsOwner) -> Member:
    return member(as_owner)


@pytest.fixture
def opened(guide: Member) -> Dossier:
    return dossier(
        guide, "Amina Test", facts={"born": "1990-05-17"}, numbers={"v_number": KNOWN}, worker=guide
    )


@pytest.fixture
def asker(opened: Dossier, as_owner: AsOwner) -> Member:
    found = member(as_owner)
    be(found)
    return found


def test_the_asker_sees_the_same_in_both_cases(asker: Member) -> None:
    be(None)
    browser, pages, took = Client(), [], []
    browser.force_login(asker.user)
    for number in (KNOWN, UNKNOWN):
        began = time.monotonic()
        answer = browser.post("/questions/", {"v_number": number, "question": WHAT}, follow=True)
        took.append(time.monotonic() - began)
        page = re.sub(r"csrf[^>]*>|[0-9a-zA-Z]{64}|\"(?:once|whose)\"[^>]*>", "", answer.content.decode())
        pages.append(re.sub(r"<article.*</article>", "", page, flags=re.DOTALL))
    assert pages[0] == pages[1]
    assert min(took) >= 0.3
    be(asker)
    assert [(it.question, it.answer, it.dossier_id) for it in queries.asked(asker, limit=25).rows] == [
        (WHAT, "", None)
    ] * 2
    assert queries.reached(asker, limit=25).rows == ()
    assert not QuestionReached.objects.exists()  # not even whether it reached anybody


def test_it_reaches_the_guide_who_decides(guide: Member, asker: Member, opened: Dossier) -> None:
    actions.ask(asker, name="amina test", born=date(1990, 5, 17), question=WHAT)
    actions.ask(asker, v_number=UNKNOWN, question=WHAT)
    be(guide)
    (found,) = queries.reached(guide, limit=25).rows
    assert (found.name, found.dossier_id, found.asker) == ("Amina Test", opened.pk, asker.name)
    assert queries.notices().questions == 1
    actions.answer(guide, found.id, "Ja, sinds vorige maand.")
    assert queries.notices().questions == 0
    with pytest.raises(Overtaken):
        actions.answer(guide, found.id, "Nog een antwoord.")
    assert AccessLog.objects.filter(dossier_id=opened.pk, part="answer").count() == 1
    be(asker)
    answered = [it for it in queries.asked(asker, limit=25).rows if it.answered_at]
    assert [(it.answer, it.answered_by.split(",")[0]) for it in answered] == [
        ("Ja, sinds vorige maand.", guide.name)
    ]
    assert not Dossier.objects.exists()  # an answer opens nothing


def test_others_see_neither_question_nor_answer(guide: Member, asker: Member, as_owner: AsOwner) -> None:
    actions.ask(asker, v_number=KNOWN, question=WHAT)
    for role, organisation, many in (
        ("guide", guide.organisation, 1),
        ("coordinator", guide.organisation, 1),
        ("volunteer", guide.organisation, 0),
        ("administrator", guide.organisation, 0),
        ("guide", asker.organisation, 0),
        ("guide", None, 0),
    ):
        who = member(as_owner, role, organisation)
        be(who)
        assert Question.objects.count() == many, role
        assert queries.reached(who, limit=25).total == many, role
    be(None)
    assert not Question.objects.exists()


def test_who_may_not(guide: Member, asker: Member, as_owner: AsOwner) -> None:
    actions.ask(asker, v_number=KNOWN, question=WHAT)
    with pytest.raises(NotFound):
        actions.answer(asker, Question.objects.get().pk, "Ik antwoord mijzelf.")
    volunteer = member(as_owner, "volunteer", guide.organisation)
    be(volunteer)
    with pytest.raises(NotAllowed):
        actions.ask(volunteer, v_number=KNOWN, question=WHAT)
    for statement in (
        f"SELECT dossiers_ask('{KNOWN}', '', NULL, 'x', 'x')",
        "INSERT INTO access_questionreached VALUES (1, 1)",
        "UPDATE access_question SET answer = 'x'",
    ):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


def test_only_who_may_change_the_route_answers(
    guide: Member, asker: Member, opened: Dossier, as_owner: AsOwner
) -> None:
    """Also past the actions: by consent one reads, as a matched volunteer not even that; both answer nothing."""
    actions.ask(asker, v_number=KNOWN, question=WHAT)
    key = Question.objects.get().pk
    volunteer = member(as_owner, "volunteer", guide.organisation)
    agreed = member(as_owner, organisation=new_organisation(as_owner, "church"))
    be(guide)
    actions.match_volunteer(guide, opened, volunteer)
    actions.give_consent(
        guide,
        opened,
        actions.Asked(
            "taking_part", agreed.organisation, until=timezone.localdate(), how="talk", language="en"
        ),
    )
    for who in (volunteer, agreed):
        be(who)
        assert Dossier.objects.filter(pk=opened.pk).exists() is (who is agreed)
        with connection.cursor() as cursor:
            cursor.execute("SELECT dossiers_answer(%s, 'Ja, zeker weten.')", [key])
            assert cursor.fetchone() == (False,)


def test_what_is_missing_is_said_beside_the_field(asker: Member) -> None:
    with pytest.raises(Refused) as refused:
        actions.ask(asker, name="Amina", question="?")
    assert set(refused.value.problems) == {"v_number", "question"}
    for _again in range(30):
        actions.ask(asker, v_number=UNKNOWN, question=WHAT)
    with pytest.raises(Refused):
        actions.ask(asker, v_number=KNOWN, question=WHAT)
