"""No number in an address leads to the next one, and every address with one says why that is so."""

import re

import factories
import pytest
from django.db import connection
from django.urls import URLPattern, URLResolver, get_resolver

from reisgenoot.access.keys import BITS
from reisgenoot.access.models import ApiToken, Consent, ConsentNotice, Question
from reisgenoot.aftercare.models import Contract
from reisgenoot.dossiers.models import Appointment, Document, Handover, Redistribution, SavedView
from reisgenoot.duo.models import Message, Notice
from reisgenoot.enforcement.models import Case
from reisgenoot.exchange.models import Import
from reisgenoot.helpdesk.models import DeskSession, MapEntry, Referral, Visit
from reisgenoot.housing.models import Link, Offer, Request
from reisgenoot.integration.models import IntakeTalk
from reisgenoot.keeping.models import Hold
from reisgenoot.notices.models import Notification
from reisgenoot.people.models import Person
from reisgenoot.pip.models import Decision, Objection
from reisgenoot.procedure.models import Activity, AskedCheck, Session
from reisgenoot.schooling.models import Attempt, Course, Enrolment, HoursImport, Start, Supplier
from reisgenoot.settlement.models import ArrangingDay, DayTemplate, FurnishingPlace
from reisgenoot.volunteers.models import GivenTask, HelpAsked, Match, Pause, Training

RANDOM = {
    "dossier_id": Person,
    "document_id": Document,
    "case_id": Case,
    "question_id": Question,
    "view_id": SavedView,
    "import_id": Import,
    "consent_id": Consent,
    "notice_id": ConsentNotice,
    "hold_id": Hold,
    "day_id": ArrangingDay,
    "template_id": DayTemplate,
    "supplier_id": Supplier,
    "course_id": Course,
    "start_id": Start,
    "enrolment_id": Enrolment,
    "hours_id": HoursImport,
    "row_id": Attempt,
    "talk_id": IntakeTalk,
    "decision_id": Decision,
    "objection_id": Objection,
    "letter_id": Notice,
    "message_id": Message,
    "place_id": FurnishingPlace,
    "link_id": Link,
    "wanted_id": Request,
    "offer_id": Offer,
    "check_id": AskedCheck,
    "information_id": Session,
    "activity_id": Activity,
    "desk_id": DeskSession,
    "visit_id": Visit,
    "referral_id": Referral,
    "entry_id": MapEntry,
    "contract_id": Contract,
    "token_id": ApiToken,
    "match_id": Match,
    "given_id": GivenTask,
    "help_id": HelpAsked,
    "training_id": Training,
    "pause_id": Pause,
    "notification_id": Notification,
    "appointment_id": Appointment,
    "handover_id": Handover,
    "redistribution_id": Redistribution,
}
"""Numbers of 62 random bits, and what they are the key of."""
NESTED = {
    "fact_id": ("dossier_id",),
    "note_id": ("dossier_id",),
    "request_id": ("dossier_id",),
    "line_id": ("dossier_id",),
    "number": ("import_id", "handle"),
}
"""Numbers in order, of no use without one of these, which can't be guessed, before them in the same address."""
OF_THE_ORGANISATION = {
    "member_id",  # colleagues, for the administrator
    "volunteer_id",  # volunteers, for their coordinator
    "session_id",  # one's own
    "pk",  # one's own passkeys
    "provider_id",  # log-ins of organisations, by name
    "begeleiding/shelters/<int:number>/",  # on the sealed shelf of one's own organisation
}
"""Numbers and names that mean nothing outside one's own organisation; nothing about newcomers."""
RANDOM_TEXT = {
    "key",
    "uidb36",
    "handle",
    "secret",
    "task",
    "kind",
    "step",
    "part",
    "plan_part",
    "message",
    "onward",
    "row",
    "keeping/certificates/<uuid:number>",
}
"""Parts of allauth's own links, which are signed; handles of shielded dossiers, which are sealed; secrets of 256 bits;
random UUIDs; names of tasks, steps and kinds of data and messages, which are no secret."""


def addresses() -> list[tuple[str, list[str]]]:
    """Each address with its parameters in order."""

    def walk(patterns, before=""):
        for it in patterns:
            if isinstance(it, URLResolver):
                yield from walk(it.url_patterns, before + str(it.pattern))
            elif isinstance(it, URLPattern):
                yield before + str(it.pattern)

    names = re.compile(r"<(?:\w+:)?(\w+)>|\(\?P<(\w+)>")
    return [(it, [a or b for a, b in names.findall(it)]) for it in walk(get_resolver().url_patterns)]


def test_every_number_in_an_address_is_random_or_nested():
    """For a new parameter: make its key a `random_key_field`, or say above what it hangs on."""
    unknown = [
        (address, name)
        for address, names in addresses()
        for place, name in enumerate(names)
        if name not in {*RANDOM, *OF_THE_ORGANISATION, *RANDOM_TEXT}
        and not any(before in NESTED.get(name, ()) for before in names[:place])
        and not address.startswith(tuple(it for it in (*OF_THE_ORGANISATION, *RANDOM_TEXT) if "<" in it))
    ]
    assert unknown == []


@pytest.mark.django_db
def test_two_in_a_row_have_no_relation(as_owner):
    guide = factories.member(as_owner)
    ids = [factories.dossier(guide).pk for _each in range(20)]
    assert all(0 < it < 2**BITS for it in ids)
    assert len(set(ids)) == 20
    assert ids != sorted(ids)
    assert min(abs(a - b) for a in ids for b in ids if a != b) > 2**32


@pytest.mark.django_db
@pytest.mark.parametrize("model", RANDOM.values(), ids=RANDOM)
def test_the_database_makes_them_too(model, as_owner):
    """Where a function of the database adds the row, and no two by one statement are the same."""
    with as_owner(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_get_expr(adbin, adrelid), attidentity FROM pg_attrdef JOIN pg_attribute a"
            " ON (attrelid, attnum) = (adrelid, adnum) WHERE adrelid = %s::regclass AND attname = 'id'",
            [model._meta.db_table],
        )
        (made, identity) = cursor.fetchone()
        assert identity == ""
        cursor.execute(f"SELECT {made} FROM generate_series(1, 1000)")
        found = [row[0] for row in cursor.fetchall()]
    assert len(set(found)) == 1000
    assert all(0 <= it < 2**BITS for it in found)
    assert sum(it.bit_count() for it in found) / 1000 == pytest.approx(BITS / 2, abs=1)
