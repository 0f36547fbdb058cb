"""What lies on the way besides: a dossier in each station at which a form stands that stands nowhere in the world."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import time, timedelta
from typing import Any

import factories
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from browse import read, view_of
from calling import token_of
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wall import out_of_the_wall
from world import CANARY, World

from reisgenoot.access.identity import acting_as
from reisgenoot.access.models import Organisation
from reisgenoot.dossiers import actions
from reisgenoot.dossiers.models import Dossier
from reisgenoot.housing import actions as housing
from reisgenoot.housing.models import Addressee, Request, RequestHousehold
from reisgenoot.keeping import actions as keeping
from reisgenoot.reunification import actions as reunification
from reisgenoot.settlement import actions as settlement
from reisgenoot.settlement.day_templates import Entry


def stations(world: World) -> list[str]:
    """Make them; returns the addresses of the pages on which something stands now."""
    town = _town(world)
    settled, limited, sent, away = (_dossier(world, name) for name in ("Eén", "Twee", "Drie", "Vier"))
    pages = [*town, *_settled(world, settled), *_limited(world, limited), *_sent(world, sent)]
    pages += [*_linked(world, away), *_own_things(world), *_shielded(world)]
    factories.be(None)
    return pages


def _dossier(world: World, name: str) -> Dossier:
    guide, today = world.people["guide"], timezone.localdate()
    days = {"arrived": 500, "permit_granted": 200, "moved_in": 40}
    facts = {key: today - timedelta(days=ago) for key, ago in days.items()}
    return factories.dossier(guide, f"{name} Station", facts=facts, worker=guide)


def _of(dossier: Dossier, *views: str, **kwargs: Any) -> list[str]:
    return [reverse(view, kwargs={"dossier_id": dossier.pk, **kwargs}) for view in views]


def _town(world: World) -> list[str]:
    """What a municipality sets for all its households, and its request to an association that has a worker."""
    director = world.people["director"]
    with out_of_the_wall():
        Organisation.objects.filter(pk=director.organisation_id).update(municipality="Doetinchem")
        association = Addressee.objects.get().association
    for who in ("director", "guide", "coordinator", "asker"):
        world.people[who].organisation.refresh_from_db()
    world.people["association"] = factories.member(out_of_the_wall, "guide", association)
    world.people["IND"] = factories.member(
        out_of_the_wall, "guide", factories.organisation(out_of_the_wall, "ind")
    )
    with acting_as(director):
        template = settlement.save_template(
            director, name="Gewoon", visits=[Entry(starts=time(9), minutes=30, what="key")]
        )
        place = settlement.save_place(director, name="Kringloop")
    return [reverse("settlement:template", args=[template.pk]), reverse("settlement:place", args=[place.pk])]


def _settled(world: World, dossier: Dossier) -> list[str]:
    """Furnishing that began, an item that does not apply, and a relative who is to follow."""
    guide = world.people["guide"]
    with acting_as(guide):
        settlement.start_list(guide, dossier.pk, persons=1, children=0)
        settlement.set_aside(guide, dossier.pk, "energy_arranged", why="Inwonend")
        name = actions.NameParts(full="Ver Weg")
        relative = reunification.add_relative(guide, dossier.pk, name=name, relation="spouse")
    open_item = _of(dossier, "settlement:item", key="bank_account_opened")
    aside = _of(dossier, "settlement:item", key="energy_arranged")
    return [
        *_of(dossier, "settlement:checklist", "settlement:furnishing", "reunification:family"),
        *(*open_item, *aside, *_of(relative.dossier, "reunification:papers")),
    ]


def _limited(world: World, dossier: Dossier) -> list[str]:
    """Requests to erase and to limit, and a limitation."""
    guide, today = world.people["guide"], timezone.localdate()
    about = {"received_on": today, "identity": "known", "words": "Graag"}
    with acting_as(guide):
        erase, again = (
            keeping.record_request(guide, dossier.pk, kind=kind, **about) for kind in ("erase", "limit")
        )
        pages = [page for it in (erase, again) for page in _of(dossier, "keeping:request", request_id=it.pk)]
        other = _dossier(world, "Vijf")
    with acting_as(guide):
        once = keeping.record_request(guide, other.pk, kind="limit", **about)
        keeping.limit(guide, once.pk, ground="contested")
    return [*pages, *_of(other, "keeping:dossier")]


def _sent(world: World, dossier: Dossier) -> list[str]:
    """A hand-over about which the receiver asked something; and one that is being written."""
    guide, asker = world.people["guide"], world.people["asker"]
    new = _of(dossier, "dossiers:handover-new")[0]
    asked = _dossier(world, "Zes")
    with acting_as(guide):
        told = {asked.pk: {"route": "Verder."}}
        offer = actions.Offer(receiver=asker.organisation, cause="phase", summary=told)
        sent = actions.send_handover(guide, offer)
    with acting_as(asker):
        actions.ask_about_handover(asker, sent.pk, words="Welke taal?")
    lent, colleague = _dossier(world, "Acht"), world.people["director"]
    with acting_as(guide):
        offer = actions.Offer(
            receiver=guide.organisation,
            cause="leave",
            summary={lent.pk: {"route": "Verder."}},
            wanted=colleague,
            returns_on=timezone.localdate() + timedelta(days=14),
        )
        back = actions.send_handover(guide, offer)
    with acting_as(colleague):
        actions.accept_handover(colleague, back.pk, worker=colleague)
    return [
        f"{new}?to={asker.organisation_id}&cause=phase&with={dossier.pk}",
        *(reverse("dossiers:handover", args=[it.pk]) for it in (sent, back)),
    ]


def _linked(world: World, dossier: Dossier) -> list[str]:
    """Households of the COA: proposed, linked, linked and to be undone; one that grew after a home was asked for it."""
    coa, director, today = world.people["asker"], world.people["director"], timezone.localdate()
    pages = []
    for steps in range(3):
        facts = {"arrived": today - timedelta(days=300), "permit_granted": today - timedelta(days=30)}
        theirs = factories.dossier(coa, f"Van {steps} COA", facts=facts, worker=coa)
        town = director.organisation
        with acting_as(coa):
            link = housing.propose_link(coa, theirs.pk, town, reasons={"work": ""}, answer_by=today)
        if steps:
            with acting_as(director):
                housing.answer_link(director, link.pk, accepted=True)
        if steps == 2:
            with acting_as(coa):
                housing.ask_undo(coa, link.pk, why="Vergissing")
        pages += _of(theirs, "housing:dossier")
    with out_of_the_wall():
        wanted = Request.objects.create(
            organisation=director.organisation,
            asked_on=today,
            contact_name="Iemand",
            contact_phone="0600000000",
            adults=3,
            children=0,
            wanted_before=today,
        )
        RequestHousehold.objects.create(request=wanted, dossier_id=dossier.pk)
        association = world.people["association"].organisation
        Addressee.objects.create(request=wanted, association=association, organisation=director.organisation)
    return [*pages, *_of(dossier, "housing:dossier"), reverse("housing:wanted", args=[wanted.pk])]


def _own_things(world: World) -> list[str]:
    """Addresses for a calendar, a token, a second factor, and dossiers that go round."""
    guide, volunteer = world.people["guide"], world.people["matched volunteer"]
    for member in (guide, volunteer):
        with acting_as(member):
            actions.make_feed(member)
    token_of(guide)
    for browser in (world.browser("guide"), world.browser("guide")):
        UserSession.objects.create(
            user=guide.user, session_key=browser.session.session_key, ip="192.0.2.1", user_agent="Iets"
        )
    with out_of_the_wall():
        Authenticator.objects.create(
            user=world.people["policy_maker"].user, type=Authenticator.Type.TOTP, data={"secret": "x"}
        )
    coordinator, heir = world.people["coordinator"], world.people["director"]
    goes = _dossier(world, "Zeven")
    with acting_as(coordinator):
        actions.redistribute(coordinator, guide.pk, {goes.pk: heir.pk}, cause="load")
    matching = reverse("volunteers:match", args=[goes.pk])
    return [
        f"{reverse('dossiers:redistribute')}?of={guide.pk}&over={heir.pk}",
        f"{matching}?volunteer={volunteer.pk}",
        reverse("helpdesk:visit", args=[world.parameters["visit_id"][0]]) + f"?q={CANARY}naam",
    ]


def _shielded(world: World) -> list[str]:
    """A shelter, and a stay and a partner in the shielded dossier."""
    browser, handle = world.browser("keeper"), world.parameters["handle"][0]
    shelters, dossier = reverse("shielded:shelters"), reverse("shielded:dossier", args=[handle])
    for page, view in ((shelters, "shelters"), (dossier, "stay"), (dossier, "partner")):
        _send_first(browser, page, f"shielded:{view}")
    return [shelters, dossier, *_links(browser, shelters, "shielded:shelter")]


def _links(browser: Client, page: str, view: str) -> list[str]:
    return [it for it in read(browser.get(page), page)[0] if view_of(it) == view]


def _send_first(browser: Client, page: str, view: str) -> None:
    (form, *_more) = [it for it in read(browser.get(page), page)[1] if it.view == view]
    body = {name: _value(name, *about) for name, about in form.fields.items()}
    assert browser.post(form.action, body).status_code == 302, view


def _value(name: str, kind: str, value: str, choices: Iterable[str]) -> str:
    """What a person fills in; a stay has no end yet."""
    usual = {"date": timezone.localdate().isoformat(), "number": "2", "text": "Een naam"}
    given = "" if name == "ends_on" else usual.get(kind, "")
    return value.strip() or next((it for it in choices if it), given)
