"""Two organisations that do the same work, and some others. Everything of the first is full of canaries."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from typing import Any

import factories
from desk_and_closing import desk_and_closing
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from lessons import lessons
from plans import plans
from wall import out_of_the_wall

from reisgenoot.access.identity import acting_as
from reisgenoot.access.models import ConsentNotice, Member, Organisation, Question
from reisgenoot.dossiers import actions
from reisgenoot.dossiers.models import Dossier
from reisgenoot.duo import actions as duo
from reisgenoot.enforcement import actions as enforcement
from reisgenoot.enforcement.models import Circumstance
from reisgenoot.exchange.actions import preparing, running
from reisgenoot.housing.models import Addressee, Link, Offer, Request, RequestHousehold
from reisgenoot.integration import actions as integration
from reisgenoot.keeping import actions as keeping
from reisgenoot.notices.models import Notification
from reisgenoot.procedure import actions as procedure
from reisgenoot.procedure.models import Activity, AskedCheck, Attendance
from reisgenoot.settlement import actions as settlement
from reisgenoot.vault import keys
from reisgenoot.volunteers import actions as volunteers

CANARY = "kanarie"
"""In every text that is about somebody whom the first organisation guides; nowhere else."""
V_NUMBER, PHONE = "2987650123", "0699887766"
SIGNS = (CANARY, V_NUMBER, PHONE)
OWN = ("guide", "director", "coordinator", "matched volunteer", "administrator", "privacy_officer", "keeper")
"""Whose pages are walked through to find addresses and forms: of the first organisation, and of a shielded dossier."""


@dataclass
class World:
    """Who there is, by what they are, and what can be named in an address."""

    people: dict[str, Member] = field(default_factory=dict)
    parameters: dict[str, tuple[Any, ...]] = field(default_factory=dict)

    def browser(self, who: str) -> Client:
        """A browser in which somebody is logged in ("nobody": nobody), and that takes errors as they come."""
        client = Client(raise_request_exception=False)
        if who != "nobody":
            client.force_login(self.people[who].user)
        return client

    def outsiders(self) -> list[str]:
        """Everybody whom the first organisation's dossiers are no business of."""
        strangers = [who for who in self.people if who.startswith(("other ", "GZA", "legal aid"))]
        return [*strangers, "unmatched volunteer", "newcomer", "policy_maker", "nobody"]


def make() -> World:
    """Build it, in the transaction that is open."""
    world = World()
    own, other = factories.member(out_of_the_wall), factories.member(out_of_the_wall)
    for prefix, first in (("", own), ("other ", other)):
        world.people[f"{prefix}guide"] = first
        for role in Member.Role.values:
            if role not in ("guide", "volunteer"):
                world.people[f"{prefix}{role}"] = factories.member(out_of_the_wall, role, first.organisation)
        for kind in ("matched", "unmatched"):
            made = factories.member(out_of_the_wall, "volunteer", first.organisation)
            world.people[f"{prefix}{kind} volunteer"] = made
    for name, kind in (("GZA", "gza"), ("legal aid", "legal_aid"), ("asker", "coa")):
        member = world.people[name] = factories.member(
            out_of_the_wall, "coordinator" if name == "asker" else "guide"
        )
        with out_of_the_wall():
            Organisation.objects.filter(pk=member.organisation_id).update(kind=kind)
    world.people["other association"] = factories.member(
        out_of_the_wall, "guide", factories.organisation(out_of_the_wall, "housing_association")
    )
    for name in ("keeper", "other keeper"):
        world.people[name] = _keeper(name)
    theirs = _dossier(world, "", CANARY)
    _dossier(world, "other ", "gewoon")
    _around(world, theirs)
    factories.be(None)
    return world


def _keeper(name: str) -> Member:
    """A guide of a church that keeps shielded dossiers, with its key."""
    church = factories.organisation(out_of_the_wall, "church")
    keys.write_key(keys.key_file(church.slug), keys.new_key())
    return factories.member(out_of_the_wall, "guide", church)


def _shielded(world: World) -> str:
    """A shielded dossier that the keeper opens; returns its handle in an address."""
    browser, name = world.browser("keeper"), f"Regenboog {CANARY}"
    opened = browser.post(
        reverse("shielded:new"), {"name": name, "worker": world.people["keeper"].pk, "names": f"Ook {CANARY}"}
    )
    assert opened.status_code == 302, opened.status_code
    return str(opened["Location"].split("/")[2])


def _agreed_and_asked(world: World, dossier: Dossier) -> dict[str, tuple[Any, ...]]:
    """A consent to the keeper's church, a request of the person, and a suspension; what addresses name of them."""
    guide, today = world.people["guide"], timezone.localdate()
    with acting_as(guide):
        church = world.people["keeper"].organisation
        agreed = actions.Asked(
            "daily_help", church, until=today, how="talk", language="ar", agreed=f"{CANARY} mag"
        )
        consent = actions.give_consent(guide, dossier, agreed)
        asked = keeping.record_request(
            guide,
            dossier.pk,
            kind="see",
            received_on=today,
            identity="known",
            words=f"Wat weet u van {CANARY}?",
        )
        hold = keeping.hold(guide, dossier.pk, reason="court", note=f"Zaak {CANARY}")
    with out_of_the_wall():
        notices = tuple(ConsentNotice.objects.filter(consent=consent).values_list("pk", flat=True))
    return {
        "consent_id": (consent.pk,),
        "request_id": (asked.pk,),
        "hold_id": (hold.pk,),
        "notice_id": notices,
    }


def _homes(world: World, dossier: Dossier) -> dict[str, tuple[Any, ...]]:
    """A proposed link, a request to an association, and a home that was refused; what addresses name of them."""
    guide, today = world.people["guide"], timezone.localdate()
    association = factories.organisation(out_of_the_wall, "housing_association")
    with out_of_the_wall():
        link = Link.objects.create(
            dossier_id=dossier.pk,
            municipality=guide.organisation,
            organisation=world.people["asker"].organisation,
            proposed_by=world.people["asker"],
            answer_by=today,
            reasons={"work": f"Werkt bij {CANARY}"},
            adults=1,
        )
        wanted = Request.objects.create(
            organisation=guide.organisation,
            asked_on=today,
            contact_name=f"Mevrouw {CANARY}",
            contact_phone=PHONE,
            adults=1,
            children=0,
            wanted_before=today,
        )
        RequestHousehold.objects.create(request=wanted, dossier_id=dossier.pk)
        Addressee.objects.create(request=wanted, association=association, organisation=guide.organisation)
        offer = Offer.objects.create(
            request=wanted,
            association=association,
            made_by=world.people["asker"],
            made_on=today,
            address=f"{CANARY}straat 1",
            postcode="7001 AA",
            place="Doetinchem",
            rent=600,
            rooms=2,
            floor=0,
            available_on=today,
            valid_until=today,
        )
    return {
        "link_id": (link.pk,),
        "wanted_id": (wanted.pk,),
        "offer_id": (offer.pk,),
        "step": ("view", "end", "circumstances", "talk", "judge", "fine", "sent"),
    }


def _dossier(world: World, whose: str, word: str) -> Dossier:
    """A dossier with something in every part of it."""
    guide = world.people[f"{whose}guide"]
    secret = word == CANARY
    today = timezone.localdate()
    facts = {
        key: today - timedelta(days=days)
        for key, days in (("arrived", 500), ("permit_granted", 200), ("moved_in", 40))
    }
    facts |= {"born": date(1990, 5, 17), "postcode": "7001 AB", "address": f"{word}straat 1"}
    facts |= {"phone": PHONE if secret else "0612345678", "email": f"{word}@example.org", "languages": ["ti"]}
    dossier = factories.dossier(
        guide,
        f"Hala {word}naam",
        facts=facts,
        worker=guide,
        names=[actions.NameParts(full=f"حالة {word}")],
        numbers={"v_number": V_NUMBER if secret else "2912345678"},
        household_name=f"Gezin {word}",
    )
    _matched(world, whose, dossier, word)
    for sensitivity in ("normal", "sensitive"):
        actions.add_note(guide, dossier, kind="visit", text=f"{word} verteld", sensitivity=sensitivity)
        content = f"{word} in een brief".encode()
        actions.add_document(guide, dossier, name=f"{word}.txt", content=content, sensitivity=sensitivity)
    actions.complete_task(guide, dossier, "gp_registered", note=f"{word} gedaan")
    actions.record_fact(guide, dossier, "brp_registered", today, note=f"{word} gezien")
    actions.correct_fact(
        guide, dossier.facts.get(key="moved_in"), today - timedelta(days=41), note=f"{word} fout"
    )
    actions.save_view(guide, name=f"{word} lijst", query="kind=health")
    begins = timezone.now() + timedelta(days=2)
    actions.plan_appointment(
        guide,
        dossier,
        kind="visit",
        starts_at=begins,
        ends_at=begins + timedelta(hours=1),
        place=f"{word}plein 1",
        members=[guide, world.people[f"{whose}matched volunteer"]],
        note=f"{word} belt aan",
    )
    _procedure(guide, dossier, word)
    return dossier


def _procedure(guide: Member, dossier: Dossier, word: str) -> None:
    """What was told, a lawyer, a lesson, a check and a session: something in each table of the procedure."""
    today = timezone.localdate()
    told = {"subject": "rights", "on": today, "language": "ar", "how": "shared", "text": f"{word} gehoord"}
    procedure.record_talk(guide, dossier.pk, **told)
    procedure.set_counsel(guide, dossier.pk, lawyer=f"mr. {word}", begins_on=today)
    procedure.start_activity(guide, dossier.pk, kind="daily", name=f"{word}tuin", begins_on=today)
    procedure.move_centre(guide, dossier.pk, centre=f"Azc {word}", on=today)
    own = {"recorded_by": guide, "organisation": guide.organisation}
    AskedCheck.objects.create(dossier=dossier, kind="social_check", asked_of=guide.organisation, **own)
    given = procedure.give_session(guide, on=today, topics=["rights"], language="ar", place=f"Zaal {word}")
    procedure.attend(guide, given.pk, shown=[dossier.pk], there=[dossier.pk])


def _day_and_offer(world: World, dossier: Dossier) -> dict[str, tuple[Any, ...]]:
    """An arranging day, and the dossier offered to another organisation, which is none of the outsiders."""
    guide, today = world.people["guide"], timezone.localdate()
    with acting_as(guide):
        slot = settlement.SlotAsked(time(9), 60, "brp", companion=guide.pk, place=f"{CANARY}plein")
        day = settlement.save_day(guide, dossier.pk, on=today, slots=[slot])
        receiver = world.people["asker"].organisation
        told = {dossier.pk: {"route": f"{CANARY} gaat verder."}}
        sent = actions.send_handover(guide, actions.Offer(receiver=receiver, cause="phase", summary=told))
    return {"day_id": (day.pk,), "handover_id": (sent.pk,), "redistribution_id": (1,)}  # nobody redistributed


def _intake(world: World, dossier: Dossier) -> dict[str, tuple[Any, ...]]:
    """A part of the intake, a call that had no effect, and an interruption."""
    guide, today = world.people["guide"], timezone.localdate()
    before = today - timedelta(days=9)
    with acting_as(guide):
        for part, question in (("voice", "important"), ("health", "place")):
            answers = {question: f"{CANARY} zegt"}
            integration.save_part(guide, dossier.pk, part, answers, done=False, seen=None)
        call = {"kind": "talk", "called_on": before, "answer_by": before, "note": f"{CANARY} belt"}
        missed = integration.call(guide, dossier.pk, **call)
        integration.settle(guide, missed.pk, state="missed", on=before, note=f"{CANARY} kwam niet")
        integration.add_interruption(guide, dossier.pk, since=before, until=today)
    return {"talk_id": (missed.pk,), "part": ("voice", "health")}


def _duo(world: World, dossier: Dossier) -> dict[str, tuple[Any, ...]]:
    """A notice of DUO that asks something to be done, and a message that DUO refused."""
    guide, today = world.people["guide"], timezone.localdate()
    with acting_as(guide):
        notice = duo.record_notice(guide, dossier.pk, "SS199", received_on=today)
        message = duo.prepare(guide, dossier.pk, "hours_intake", {"uren": 12})
        message = duo.step(guide, dossier.pk, message.pk, "sent", on=today, seen=message.changes)
        answer = f"{CANARY} is onbekend"
        duo.step(guide, dossier.pk, message.pk, "refused", on=today, answer=answer, seen=message.changes)
    return {"letter_id": (notice.pk,), "message_id": (message.pk,), "message": ("pip",), "onward": duo.STEPS}


def _case(world: World, dossier: Dossier) -> dict[str, tuple[Any, ...]]:
    """A case of enforcement in which a talk was held, and blame judged."""
    guide, before = world.people["guide"], timezone.localdate() - timedelta(days=40)
    with acting_as(guide):
        told = {"kind": "intake", "happened_on": before, "noticed_on": before, "what": f"{CANARY} kwam niet"}
        key = (dossier.pk, enforcement.add_case(guide, dossier.pk, **told).pk)
        asked = {kind: enforcement.Asked(f"{CANARY}: niets") for kind in Circumstance.Kind.values}
        enforcement.ask_circumstances(guide, *key, asked)
        enforcement.remind(guide, *key, on=before, until=before + timedelta(days=14))
        enforcement.hear(
            guide, *key, on=before + timedelta(days=20), present=CANARY, language="nl", silence_told=True,
            said=f"{CANARY} zei iets",
        )  # fmt: skip
        enforcement.judge(guide, *key, degree="ordinary", reason=f"{CANARY} wist het")
    return {"case_id": (key[1],)}


def _matched(world: World, whose: str, dossier: Dossier, word: str) -> None:
    """A volunteer with a profile, matched, with a task and a question; the guide acts again after it."""
    guide, coordinator = world.people[f"{whose}guide"], world.people[f"{whose}coordinator"]
    volunteer, today = world.people[f"{whose}matched volunteer"], timezone.localdate()
    with acting_as(coordinator):
        known = volunteers.ProfileGiven(kinds=["guide"], vog_issued_on=today, vog_seen=True)
        volunteers.save_profile(coordinator, volunteer.pk, known)
        training = volunteers.add_training(coordinator, volunteer.pk, name=f"{word} cursus", on=today)
        pause = volunteers.add_pause(coordinator, volunteer.pk, why="holiday", begins_on=today)
        (match,) = volunteers.match_household(coordinator, [dossier.pk], volunteer.pk, kind="guide")
    given = volunteers.give_task(guide, dossier.pk, volunteer.pk, text=f"{word} bellen")
    with acting_as(volunteer):
        asked = volunteers.ask_help(volunteer, dossier.pk, f"Wie helpt {word}?")
    if not whose:
        world.parameters |= {
            "volunteer_id": (volunteer.pk,),
            "training_id": (training.pk,),
            "pause_id": (pause.pk,),
            "match_id": (match.pk,),
            "given_id": (given.pk,),
            "help_id": (asked.pk,),
        }


def _around(world: World, dossier: Dossier) -> None:
    """A question and emergency access of a third organisation; imports; and what an address can name."""
    asker, coordinator = world.people["asker"], world.people["coordinator"]
    with acting_as(asker):
        actions.ask(asker, v_number=V_NUMBER, question=f"Weet u van {CANARY}?")
        actions.emergency_access(asker, v_number=V_NUMBER, reason=f"Staat aan de deur: {CANARY}.")
    rows = [
        f"{CANARY}{number},Sami,{born},{number + 2900000000},Doetinchem"
        for number, born in ((1, "1990-01-01"), (2, "31-02-1990"))
    ]
    rows += [f"{CANARY}naam,Hala,1990-05-17,,Doetinchem"]
    content = "\n".join(["achternaam,voornaam,geboortedatum,v-nummer,gemeente", *rows]).encode()
    with acting_as(coordinator):
        waiting = preparing.upload(coordinator, file_name=f"{CANARY}.csv", content=content)
        imported = preparing.upload(
            coordinator, file_name=f"{CANARY}-oud.csv", content=content.replace(b"Sami", b"Sara")
        )
        running.begin(coordinator, imported.pk)
        running.work(coordinator, imported.pk)
    there = _agreed_and_asked(world, dossier) | _homes(world, dossier) | _day_and_offer(world, dossier)
    there |= desk_and_closing(world.people, dossier, CANARY) | _intake(world, dossier) | _case(world, dossier)
    there |= _duo(world, dossier)
    there |= lessons(world.people, dossier, CANARY)
    there |= plans(world.people, dossier, CANARY)
    handle = _shielded(world)
    with out_of_the_wall():
        world.parameters |= {
            **there,
            "handle": (handle,),
            "task": ("school_enrolled",),
            "kind": ("notes",),  # of data
            "session_id": (1,),
            "token_id": (1,),
            "template_id": (1,),  # of a municipality, nothing about newcomers
            "place_id": (1,),
            "note_id": tuple(dossier.notes.values_list("pk", flat=True)),
            "provider_id": ("nobody",),  # no log-in of an organisation is set up
            "pk": (1,),  # of a passkey
            "dossier_id": (dossier.pk,),
            "document_id": tuple(dossier.documents.values_list("pk", flat=True)),
            "fact_id": tuple(
                dossier.facts.filter(superseded_by__isnull=True, key="moved_in").values_list("pk", flat=True)
            ),
            "question_id": tuple(Question.objects.values_list("pk", flat=True)),
            "check_id": tuple(AskedCheck.objects.filter(dossier=dossier).values_list("pk", flat=True)),
            "activity_id": tuple(Activity.objects.filter(dossier=dossier).values_list("pk", flat=True)),
            "information_id": tuple(
                Attendance.objects.filter(dossier=dossier).values_list("session_id", flat=True)
            ),
            "appointment_id": tuple(dossier.appointments.values_list("pk", flat=True)),
            "notification_id": tuple(
                Notification.objects.filter(dossier_id=dossier.pk).values_list("pk", flat=True)
            ),
            "secret": (
                "A" * 43,
            ),  # of nobody: a right one lets in whoever has it, tests/web/test_calendar_feed.py
            "view_id": tuple(world.people["guide"].saved_views.values_list("pk", flat=True)),
            "import_id": (waiting.pk, imported.pk),
            "number": (2, 3, uuid.UUID(int=7)),
            "member_id": (world.people["guide"].pk,),
            "key": ("gp_registered",),  # of a task; of allauth's links it is no key
            "uidb36": ("1",),
        }
