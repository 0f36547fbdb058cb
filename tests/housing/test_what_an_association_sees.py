"""The wall around a household that looks for a home, tried in SQL as the application's role."""

from __future__ import annotations

import pytest
from django.db import connection
from django.utils import timezone
from factories import AsOwner, be
from housing_scene import FAR, HEAD, PHONE, Scene, sql

from reisgenoot.access.models import AccessLog, Member
from reisgenoot.housing import actions
from reisgenoot.housing.actions.viewing import Saying
from reisgenoot.housing.models import Offer

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
OURS = ("link", "quota", "expectedfamily", "request", "requesthousehold", "addressee", "offer", "refusal")
SIGNS = (HEAD, "Nachtegaalse", PHONE, "2801234567")


def everything_readable(who: Member) -> str:
    """All that somebody gets out of every table and view there is, as text."""
    be(who)
    tables = sql(
        "SELECT relname FROM pg_class WHERE relkind IN ('r', 'v') AND relnamespace = 'public'::regnamespace"
    )
    assert len(tables) > 40
    return "\n".join(str(row) for (name,) in tables for row in sql(f'SELECT t::text FROM "{name}" t'))


def seen_by(who: Member, *tables: str) -> dict[str, int]:
    """How many rows of our tables somebody sees."""
    be(who)
    return {name: sql(f"SELECT count(*) FROM housing_{name}")[0][0] for name in tables or OURS}


@pytest.fixture
def offer(scene: Scene) -> Offer:
    """Asked of both associations, offered by the first; and refused before by the second one's viewing."""
    scene.linked()
    return scene.offered(scene.wanted())


def test_before_the_viewing_nothing_tells_who(scene: Scene, offer: Offer) -> None:
    read = everything_readable(scene.wilg)
    assert offer.address in read  # it does read something
    for sign in (*SIGNS, str(scene.head.pk), str(scene.child.pk)):
        assert sign not in read
    assert sql("SELECT * FROM housing_who_comes(%s)", [offer.pk]) == []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name FROM information_schema.columns"
            " WHERE table_name IN ('housing_request', 'housing_addressee', 'housing_offer')"
            " AND column_name IN ('dossier_id', 'person_id', 'name', 'nationality')"
        )
        assert cursor.fetchall() == []


def test_from_the_viewing_on_the_name_and_phone_of_the_head(scene: Scene, offer: Offer) -> None:
    scene.viewing(offer)
    be(scene.wilg)
    assert sql("SELECT * FROM housing_who_comes(%s)", [offer.pk]) == [(HEAD, PHONE)]
    assert not any(sign in everything_readable(scene.wilg) for sign in (*SIGNS, str(scene.head.pk)))
    be(scene.beuk)
    assert sql("SELECT * FROM housing_who_comes(%s)", [offer.pk]) == []
    be(scene.coa)
    entry = AccessLog.objects.get(part="viewing")
    assert (entry.dossier_id, entry.member_id, entry.act) == (scene.head.pk, scene.wilg.pk, "read")


@pytest.mark.parametrize("after", ["refused", "declined", "moved in"])
def test_and_no_longer_than_that(scene: Scene, offer: Offer, after: str) -> None:
    scene.viewing(offer)
    here = (scene.town, scene.head.pk, offer.pk)
    if after == "refused":
        actions.refuse_home(*here, Saying("far", TODAY, "ti", "new_offer", note="Te ver van school."))
    elif after == "declined":
        actions.decline_offer(*here, why="De woning is weg.")
    else:
        actions.accept_home(*here, viewed_on=TODAY, on=TODAY)
        actions.sign_lease(*here, signed_on=TODAY, begins_on=TODAY, rent=offer.rent)
        be(scene.wilg)
        assert sql("SELECT * FROM housing_who_comes(%s)", [offer.pk]) == [(HEAD, PHONE)]
        be(scene.town)
        actions.move_in(*here, on=TODAY)
    be(scene.wilg)
    assert sql("SELECT * FROM housing_who_comes(%s)", [offer.pk]) == []
    read = everything_readable(scene.wilg)
    assert not any(sign in read for sign in (*SIGNS, "Te ver van school"))


def test_an_association_sees_its_own_offers_alone(scene: Scene, offer: Offer) -> None:
    scene.offered(offer.request, scene.beuk, address="Beukenlaan 1")
    assert seen_by(scene.wilg) == {
        "link": 0, "quota": 0, "expectedfamily": 0, "request": 1, "requesthousehold": 0, "addressee": 1,
        "offer": 1, "refusal": 0,
    }  # fmt: skip
    assert "Beukenlaan" not in everything_readable(scene.wilg)
    be(scene.town)
    assert sql("SELECT count(*) FROM housing_offer") == [(2,)]


def test_an_association_that_was_not_asked_sees_nothing(scene: Scene) -> None:
    scene.linked()
    scene.wanted(scene.beuk)
    assert set(seen_by(scene.wilg).values()) == {0}
    assert sql("SELECT * FROM housing_mine") == []


@pytest.mark.parametrize(
    "role", ["volunteer", "administrator", "policy_maker", "privacy_officer", "newcomer"]
)
def test_others_of_the_association_and_the_town_see_nothing(
    scene: Scene, offer: Offer, role: str, as_owner: AsOwner
) -> None:
    import factories

    for kin in (scene.wilg, scene.town):
        somebody = factories.member(as_owner, role, kin.organisation)
        assert set(seen_by(somebody).values()) == {0}, kin.organisation.kind
    assert set(seen_by(None).values()) == {0}  # type: ignore[arg-type]


def test_consent_opens_no_offers(scene: Scene, offer: Offer) -> None:
    """An association that got in by consent sees the dossier, and still not what another one offered."""
    from reisgenoot.dossiers import actions as dossiers

    be(scene.guide)
    asked = dossiers.Asked("fitting_home", scene.beuk.organisation, until=FAR, how="talk", language="ti")
    dossiers.give_consent(scene.guide, scene.head, asked)
    assert seen_by(scene.beuk, "offer", "requesthousehold", "link") == {
        "offer": 0, "requesthousehold": 0, "link": 0,
    }  # fmt: skip


def test_a_town_reads_the_proposal_and_not_the_dossier(scene: Scene) -> None:
    link = scene.link()
    read = everything_readable(scene.town)
    assert "Heeft een baan" in read
    assert not any(sign in read for sign in SIGNS)
    assert set(seen_by(scene.other_town).values()) == {0}
    be(scene.town)
    actions.answer_link(scene.town, link.pk, accepted=False, why="no_home")
    assert set(seen_by(scene.town).values()) == {0}


def test_nobody_steps_out_of_turn(scene: Scene, offer: Offer) -> None:
    """By hand, past the actions: the database holds the order, and whose step it is."""
    be(scene.wilg)
    assert sql("UPDATE housing_offer SET state = 'viewing', viewing_at = now()") == []
    assert sql("UPDATE housing_offer SET rent = 1") == []
    assert sql("UPDATE housing_request SET ground_floor = true") == []
    assert sql("UPDATE housing_request SET state = 'withdrawn', ended_on = now()") in ([], [(0,)])
    be(scene.beuk)
    assert sql("UPDATE housing_offer SET state = 'withdrawn'") == [(0,)]
    be(scene.town)
    assert sql("UPDATE housing_offer SET state = 'moved_in', lease_begins_on = now()") == []
    assert sql("UPDATE housing_offer SET address = 'elders'") == []
    be(scene.coa)
    assert sql("UPDATE housing_offer SET state = 'declined'") == [(0,)]
    assert sql("UPDATE housing_link SET state = 'returned', decided_at = now()") in ([], [(0,)])
    assert sql("DELETE FROM housing_offer") == []


def test_nobody_asks_or_offers_in_anothers_name(scene: Scene, offer: Offer) -> None:
    copy = (
        "INSERT INTO housing_offer (request_id, association_id, made_by_id, made_on, address, postcode, place, rent,"
        " rooms, floor, lift, available_on, valid_until, note) SELECT request_id, %s, %s, made_on, address, postcode,"
        " place, rent, rooms, floor, lift, available_on, valid_until, note FROM housing_offer"
    )
    be(scene.town)
    assert sql(copy, [scene.wilg.organisation_id, scene.wilg.pk]) == []
    assert sql(copy, [scene.town.organisation_id, scene.town.pk]) == []
    be(scene.wilg)
    assert sql(copy, [scene.beuk.organisation_id, scene.wilg.pk]) == []
    assert sql(copy, [scene.wilg.organisation_id, scene.wilg.pk]) == [(1,)]
    stolen = "INSERT INTO housing_requesthousehold (request_id, dossier_id) VALUES (%s, %s)"
    assert sql(stolen, [offer.request_id, scene.head.pk]) == []
    ask = "INSERT INTO housing_addressee (request_id, association_id, organisation_id) VALUES (%s, %s, %s)"
    third = scene.beuk.organisation_id
    assert sql(ask, [offer.request_id, third, scene.wilg.organisation_id]) == []
