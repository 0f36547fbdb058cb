"""Consent: it opens what it names to whom it names until its day, and is gone with the next query once withdrawn."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import yaml
from django.db import DatabaseError, connection, transaction
from django.utils import timezone
from factories import AsOwner, be, dossier, member
from factories import organisation as new_organisation

from reisgenoot.access import purposes
from reisgenoot.access.errors import NotAllowed, NotFound, Refused
from reisgenoot.access.models import (
    AccessLog,
    AgreedFact,
    Consent,
    ConsentNotice,
    Involvement,
    Member,
    Organisation,
)
from reisgenoot.dossiers import actions, queries
from reisgenoot.dossiers.actions import Asked
from reisgenoot.dossiers.models import Dossier, Fact

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


def of_kind(as_owner: AsOwner, kind: str, role: str = "guide") -> Member:
    """A member of a new organisation of that kind."""
    return member(as_owner, role, new_organisation(as_owner, kind))


@pytest.fixture
def guide(as_owner: AsOwner) -> Member:
    return of_kind(as_owner, "vluchtelingenwerk")


@pytest.fixture
def opened(guide: Member) -> Dossier:
    return dossier(
        guide, "Amina Test", facts={"arrived": TODAY, "postcode": "7001AB"}, worker=guide,
        numbers={"v_number": "1234567890"},
    )  # fmt: skip


@pytest.fixture
def church(opened: Dossier, as_owner: AsOwner) -> Member:
    return of_kind(as_owner, "church")


def asked(recipient: Member | Organisation, **other: Any) -> Asked:
    """Help in daily life, asked in Tigrinya."""
    organisation = recipient.organisation if isinstance(recipient, Member) else recipient
    values: dict[str, Any] = {
        "purpose": "daily_help",
        "until": TODAY + timedelta(days=100),
        "how": "interpreter",
        "interpreter": "Tolkentelefoon 1234",
        "language": "ti",
    }
    return Asked(recipient=organisation, **{**values, **other})


def sees(who: Member) -> set[str]:
    """In which categories this member reads facts (all of them, on real rows) and whether there is a dossier."""
    be(who)
    with connection.cursor() as cursor:
        cursor.execute("SELECT category FROM access_granted WHERE may_read")
        return {row[0] for row in cursor.fetchall()}


def refused(act: Any, *values: Any) -> bool:
    """Whether the database itself refuses a statement."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(act, values)
            return int(cursor.rowcount) == 0
    except DatabaseError:
        return True


def test_it_opens_what_it_names_until_it_is_withdrawn(guide: Member, opened: Dossier, church: Member) -> None:
    assert sees(church) == set()
    be(guide)
    given = actions.give_consent(guide, opened, asked(church, categories=["family", "finance"]))
    assert sees(church) == {"identity", "contact", "route", "family", "finance"}
    assert Dossier.objects.filter(pk=opened.pk).exists()
    assert {fact.category for fact in Fact.objects.all()} <= {"identity", "contact", "route"}
    assert (
        queries.dossier_page(church, opened.pk, TODAY).person.numbers == ()
    )  # numbers are of another category
    be(guide)
    actions.withdraw_consent(guide, given.pk)
    assert sees(church) == set()  # the very next query, in the same transaction
    assert not Dossier.objects.exists()
    with pytest.raises(NotFound):
        queries.dossier_page(church, opened.pk, TODAY)


def test_it_ends_with_its_last_day(opened: Dossier, church: Member, as_owner: AsOwner) -> None:
    for last, open_today in ((TODAY - timedelta(days=1), False), (TODAY, True)):
        with as_owner():
            Consent.objects.create(
                dossier_id=opened.pk,
                purpose="daily_help",
                recipient_id=church.organisation_id,
                categories=list(purposes.BASE),
                begins_on=TODAY - timedelta(days=9),
                ends_on=last + timedelta(days=1),
                asked_by=church,
                organisation_id=church.organisation_id,
            )
        assert bool(sees(church)) is open_today


def test_nobody_reads_the_travel_story_or_health_by_it_but_who_keeps_it(
    guide: Member, opened: Dossier, as_owner: AsOwner
) -> None:
    lawyer, other = of_kind(as_owner, "legal_aid"), of_kind(as_owner, "vluchtelingenwerk")
    be(guide)
    actions.give_consent(guide, opened, asked(lawyer, purpose="legal_advice", categories=["travel_story"]))
    assert "travel_story" in sees(lawyer)
    be(guide)
    with pytest.raises(Refused) as problem:
        actions.give_consent(guide, opened, asked(other, purpose="legal_advice", categories=["travel_story"]))
    assert set(problem.value.problems) == {"categories"}


def test_the_sentence_goes_to_who_gets_it_and_to_no_colleague_elsewhere(
    guide: Member, opened: Dossier, as_owner: AsOwner
) -> None:
    """GZA tells the municipality, which acts here already and does not see health, that a ground floor is needed."""
    nurse, town, third = of_kind(as_owner, "gza"), of_kind(as_owner, "municipality"), of_kind(as_owner, "coa")
    be(guide)
    for part in (nurse, town, third):
        actions.involve(guide, opened, part.organisation, basis=Involvement.Basis.PHASE)
    be(nurse)
    words = "Heeft een woning op de begane grond nodig."
    given = actions.give_consent(nurse, opened, asked(town, purpose="fitting_home", agreed=words))

    def read(who: Member) -> list[str]:
        be(who)
        return list(AgreedFact.objects.values_list("text", flat=True))

    assert [read(who) for who in (nurse, town, guide, third)] == [[words], [words], [], []]
    assert "health" not in sees(town)
    be(town)
    shown = queries.dossier_page(town, opened.pk, TODAY)
    assert [part.agreed for part in shown.involvements if part.purpose] == [words]
    be(third)
    assert Consent.objects.filter(pk=given.pk).exists()  # they guide too, and may have to withdraw it
    be(guide)
    actions.withdraw_consent(guide, given.pk)
    assert [read(who) for who in (nurse, town)] == [[words], []]


def test_who_sees_it_already_needs_no_consent(guide: Member, opened: Dossier, as_owner: AsOwner) -> None:
    town = of_kind(as_owner, "municipality")
    be(guide)
    actions.involve(guide, opened, town.organisation, basis=Involvement.Basis.PHASE)
    with pytest.raises(Refused) as problem:
        actions.give_consent(guide, opened, asked(town, purpose="fitting_home", categories=["finance"]))
    assert "recipient" in problem.value.problems


def test_what_cannot_be_is_said_beside_the_field(guide: Member, opened: Dossier, church: Member) -> None:
    be(guide)
    wrong = {
        "purpose": asked(church, purpose="reception"),  # rests on law
        "recipient": asked(guide),
        "until": asked(church, until=TODAY + timedelta(days=366)),
        "how": asked(church, how="silence"),
        "language": asked(church, language=""),
        "interpreter": asked(church, interpreter=" "),
        "categories": asked(church, categories=["legal"]),
        "agreed": asked(church, agreed="x" * 301),
    }
    for field, it in wrong.items():
        with pytest.raises(Refused) as problem:
            actions.give_consent(guide, opened, it)
        assert set(problem.value.problems) == {field}
    with pytest.raises(Refused) as problem:
        actions.give_consent(
            guide, opened, asked(church, until=TODAY - timedelta(days=1), how="", language="")
        )
    assert set(problem.value.problems) == {"until", "how", "language"}
    assert not Consent.objects.exists()


def test_who_may_not_give(guide: Member, opened: Dossier, church: Member, as_owner: AsOwner) -> None:
    volunteer = member(as_owner, "volunteer", guide.organisation)
    actions.match_volunteer(guide, opened, volunteer)
    for role in ("administrator", "privacy_officer", "policy_maker"):
        other = member(as_owner, role, guide.organisation)
        be(other)
        with pytest.raises(NotAllowed):
            actions.give_consent(other, opened, asked(church))
    be(volunteer)
    with pytest.raises(NotAllowed):
        actions.give_consent(volunteer, opened, asked(church))
    stranger = member(as_owner)
    be(stranger)
    with pytest.raises(NotFound):
        actions.give_consent(stranger, opened, asked(church))


def test_a_recipient_widens_nothing(
    guide: Member, opened: Dossier, church: Member, as_owner: AsOwner
) -> None:
    given = actions.give_consent(guide, opened, asked(church))
    friend = of_kind(as_owner, "church")
    be(church)
    with pytest.raises(NotAllowed):
        actions.give_consent(church, opened, asked(friend))
    insert = (
        "INSERT INTO access_consent (dossier_id, purpose, recipient_id, categories, begins_on, ends_on, how, language,"
        " interpreter, asked_by_id, organisation_id) VALUES"
        " (%s, 'daily_help', %s, '{identity,contact,route,finance}', %s, %s, 'talk', 'ti', '', %s, %s)"
    )
    later = TODAY + timedelta(days=9)
    for recipient in (church.organisation_id, friend.organisation_id):
        own = [opened.pk, recipient, TODAY, later, church.pk, church.organisation_id]
        assert refused(insert, *own)
        assert refused(insert, *own[:4], guide.pk, guide.organisation_id)  # nor in another's name
    assert refused("UPDATE access_consent SET categories = categories || '{finance}'")
    assert refused("UPDATE access_consent SET ends_on = ends_on + 1")
    assert refused("INSERT INTO access_agreedfact (consent_id, text) VALUES (%s, 'x')", given.pk)
    assert refused("DELETE FROM access_consent")
    be(guide)  # nor does who may record it write down what no purpose allows, or from an earlier day on
    good = [opened.pk, friend.organisation_id, TODAY, later, guide.pk, guide.organisation_id]
    assert refused(insert.replace("finance", "travel_story"), *good)
    assert refused(insert.replace("daily_help", "fitting_home"), *good)
    assert refused(insert.replace("{identity,", "{"), *good)
    assert refused(insert, *good[:2], TODAY - timedelta(days=1), *good[3:])
    assert refused(insert, *good[:3], TODAY + timedelta(days=367), *good[4:])
    assert not refused(insert, *good)


def test_not_even_the_owner_changes_one_unseen(
    guide: Member, opened: Dossier, church: Member, as_owner: AsOwner
) -> None:
    given = actions.give_consent(guide, opened, asked(church))
    actions.withdraw_consent(guide, given.pk)
    with as_owner():
        assert refused("UPDATE access_consent SET withdrawn_at = NULL, withdrawn_by_id = NULL")
        assert refused("UPDATE access_consent SET ends_on = ends_on + 1")


def test_withdrawing_by_whom_it_concerns_and_by_nobody_else(
    guide: Member, opened: Dossier, church: Member, as_owner: AsOwner
) -> None:
    newcomer = member(as_owner, "newcomer")
    volunteer = member(as_owner, "volunteer", guide.organisation)
    actions.match_volunteer(guide, opened, volunteer)
    with as_owner():
        Involvement.objects.create(
            dossier_id=opened.pk, organisation_id=newcomer.organisation_id, member=newcomer
        )
    colleague = member(as_owner, "director", guide.organisation)
    for who in (guide, colleague, church, newcomer):
        be(guide)
        given = actions.give_consent(guide, opened, asked(church))
        stranger = member(as_owner)
        be(stranger)
        with pytest.raises(NotFound):
            actions.withdraw_consent(stranger, given.pk)
        for role in (volunteer, member(as_owner, "administrator", guide.organisation)):
            be(role)
            with pytest.raises(NotAllowed):
                actions.withdraw_consent(role, given.pk)
            with connection.cursor() as cursor:
                cursor.execute("SELECT dossiers_withdraw_consent(%s)", [given.pk])
                assert cursor.fetchone() == (False,), role.role
        assert sees(church)
        be(who)
        actions.withdraw_consent(who, given.pk)
        assert sees(church) == set()
        be(who)
        with pytest.raises(NotFound):
            actions.withdraw_consent(who, given.pk)  # once
    with as_owner():
        log = AccessLog.objects.filter(dossier_id=opened.pk, part="consent withdrawn").order_by("id")
        assert [(entry.member_id, entry.basis) for entry in log] == [
            (guide.pk, "acts_in_phase"),
            (colleague.pk, "acts_in_phase"),
            (church.pk, "consent"),
            (newcomer.pk, "newcomer"),
        ]
        assert AccessLog.objects.filter(dossier_id=opened.pk, part="consent given").count() == 4


def test_by_consent_one_sees_neither_who_else_is_involved_nor_who_looked(
    guide: Member, opened: Dossier, church: Member
) -> None:
    actions.give_consent(guide, opened, asked(church))
    be(church)
    assert not Involvement.objects.filter(dossier_id=opened.pk).exists()
    page = queries.dossier_page(church, opened.pk, TODAY)
    assert [(why.purpose["en"], why.until) for why in page.why if why.purpose] == [
        ("Help in daily life", TODAY + timedelta(days=101))
    ]
    assert {entry.member for entry in queries.who_looked(church, opened.pk).entries} == {church.name}
    be(guide)
    assert {entry.member for entry in queries.who_looked(guide, opened.pk).entries} == {
        church.name,
        guide.name,
    }


def test_notice_to_the_recipient_and_to_the_guide(
    guide: Member, opened: Dossier, church: Member, as_owner: AsOwner
) -> None:
    def told(who: Member) -> list[tuple[str, str, bool]]:
        be(who)
        assert queries.notices().consents == len(
            [it for it in queries.consent_notices(who, limit=25)[0] if not it.read_at]
        )
        return [(it.what, it.name, it.may_open) for it in queries.consent_notices(who, limit=25)[0]]

    given = actions.give_consent(guide, opened, asked(church, categories=["finance"]))
    assert told(church) == [("given", "Amina Test", True)]
    assert told(guide) == []  # who did it need not be told
    be(guide)
    actions.withdraw_consent(guide, given.pk)
    assert told(church) == [("withdrawn", "Amina Test", False), ("given", "Amina Test", False)]
    for notice in queries.consent_notices(church, limit=25)[0]:
        actions.read_consent_notice(church, notice.id)
    assert {name for _what, name, _open in told(church)} == {""}  # read: nothing left to know
    assert not Consent.objects.exists()
    be(guide)
    again = actions.give_consent(guide, opened, asked(church))
    be(church)
    actions.withdraw_consent(church, again.pk)
    assert told(guide) == [("withdrawn", "Amina Test", True)]
    for role, organisation in (
        ("guide", guide.organisation),
        ("guide", None),
    ):
        assert told(member(as_owner, role, organisation)) == []
    assert told(member(as_owner, "coordinator", guide.organisation)) == told(guide)
    stranger = member(as_owner)
    be(stranger)
    with as_owner():
        unread = ConsentNotice.objects.filter(read_at__isnull=True).first()
    be(stranger)
    assert unread is not None
    with pytest.raises(NotFound):
        actions.read_consent_notice(stranger, unread.pk)


def test_an_involvement_is_never_by_consent(guide: Member, opened: Dossier, church: Member) -> None:
    """Or it would open more than the person agreed to."""
    assert refused(
        "INSERT INTO access_involvement (dossier_id, organisation_id, basis, begins_on)"
        " VALUES (%s, %s, 'consent', now())",
        opened.pk,
        church.organisation_id,
    )


def test_the_purposes_fit_the_organisations_and_the_table() -> None:
    kinds = set(Organisation.Kind.values)
    assert all(set(it.kinds) <= kinds for it in purposes.purposes().values())
    assert "ind" not in {
        kind for it in purposes.consented().values() for kind in it.kinds
    }  # by law, or not at all
    with connection.cursor() as cursor:
        cursor.execute("SELECT purpose, kind, categories FROM access_consentpurpose")
        held = {row[:2]: tuple(row[2]) for row in cursor.fetchall()}
    assert held == {
        (it.id, kind): purposes.openable(it, kind)
        for it in purposes.consented().values()
        for kind in it.kinds
    }


@pytest.mark.parametrize(
    ("where", "value"),
    [
        (("purposes", "taking_part", "categories"), ["health"]),
        (("purposes", "taking_part", "categories"), ["hobbies"]),
        (("purposes", "taking_part", "grounds"), ["W99"]),
        (("purposes", "taking_part", "grounds"), []),
        (("purposes", "taking_part", "grounds"), ["AVG6a"]),
        (("purposes", "taking_part", "ground"), "habit"),
        (("purposes", "taking_part", "text"), {"nl": "x"}),
        (("grounds", "AVG9h", "confirmed"), True),
    ],
)
def test_a_purpose_that_cannot_be_is_refused(where: tuple[str, str, str], value: Any) -> None:
    raw = yaml.safe_load(purposes.SOURCE.read_text())
    raw[where[0]][where[1]][where[2]] = value
    with pytest.raises(purposes.BadPurpose):
        purposes.parse(raw)
