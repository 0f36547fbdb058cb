"""No open dossier is ever without a responsible organisation that has a running part, and a worker of it who runs.

A state machine does what people do, and some that nobody should, in any order, as the application's role on a real
PostgreSQL. What is held at commit is asked for after each step.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from random import Random
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import DatabaseError, ProgrammingError, connection, transaction
from django.utils import timezone
from factories import be, member
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from tampering import TAMPERING, WITHOUT
from wall import out_of_the_wall

from reisgenoot.access import actions as access
from reisgenoot.access import keys
from reisgenoot.access.errors import NotAllowed, NotFound, Refused
from reisgenoot.access.identity import INSUFFICIENT_PRIVILEGE
from reisgenoot.access.models import Involvement, Member
from reisgenoot.dossiers import actions
from reisgenoot.dossiers.actions import NameParts, Offer
from reisgenoot.dossiers.models import Dossier, HandedDossier, Handover, Redistribution
from reisgenoot.dossiers.queries.handover import goes_along
from reisgenoot.people.models import HouseholdMember

TODAY = timezone.localdate()
SOME = st.integers(0, 10**6)
"""Which one, of as many as there are."""
STEPS = (
    "sent",
    "accepted",
    "declined",
    "withdrawn",
    "given back",
    "moved",
    "left",
    "merged",
    "redistributed",
)
DONE: set[str] = set()
"""What succeeded at least once, in all examples: a machine that is refused everything proves nothing."""


class Chain(RuleBasedStateMachine):
    """Three organisations: one with a coordinator, one with two guides, and one where a single guide works."""

    def __init__(self) -> None:
        super().__init__()
        self.step = transaction.atomic()
        self.step.__enter__()
        self.ids = pytest.MonkeyPatch()  # the same in each run, for steps choose by the order of ids
        self.ids.setattr(keys, "secrets", SimpleNamespace(randbits=Random(1).getrandbits))
        self.staff: list[Member] = []
        self.administrators: dict[int, Member] = {}
        for roles in (("guide", "guide", "coordinator"), ("guide", "director"), ("guide",)):
            administrator = member(out_of_the_wall, "administrator")
            home = administrator.organisation
            self.administrators[home.pk] = administrator
            with out_of_the_wall():
                home.municipality = f"Stad {len(self.administrators)}"
                home.save()
            self.staff += [member(out_of_the_wall, role, home) for role in roles]
        self.responsible: dict[int, int] = {}
        """Who should be, by dossier: changed by opening and accepting alone."""
        for it in self.staff:
            self.opens(self.staff.index(it), 0)

    def teardown(self) -> None:
        self.ids.undo()
        transaction.set_rollback(True)
        self.step.__exit__(None, None, None)

    def someone(self, which: int, organisation: int | None = None) -> Member:
        """Mostly somebody who runs, or nothing would happen any more after a while."""
        here = [it.pk for it in self.staff if organisation in (None, it.organisation_id)]
        with out_of_the_wall():  # as they are now
            found = list(Member.objects.filter(pk__in=here).select_related("organisation").order_by("pk"))
        running = [it for it in found if it.ends_on is None] if which % 7 else []
        chosen = running or found
        return chosen[which % len(chosen)]

    def act(self, who: Member, what: Callable[[], Any]) -> Any:
        """Do it as somebody; what is refused changed nothing. A deferred constraint is asked for at once."""
        be(who)
        try:
            with transaction.atomic():
                done = what()
                with connection.cursor() as cursor:
                    cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")
                return done
        except (NotAllowed, NotFound, Refused):
            return None
        except ProgrammingError as error:  # the wall said no where no action did; pages answer with 403
            if getattr(error.__cause__, "sqlstate", "") != INSUFFICIENT_PRIVILEGE:
                raise
            return None

    def one(self, which: int, near: Dossier | None = None) -> Dossier:
        """Any, or mostly one of the same organisation as ``near``."""
        same = {near.organisation_id} if near and which % 5 else {*self.administrators}
        own = sorted(key for key, where in self.responsible.items() if where in same)
        with out_of_the_wall():
            return Dossier.objects.get(pk=own[which % len(own)])

    def offer(self, which: int, state: str = "open") -> Handover | None:
        with out_of_the_wall():
            found = list(Handover.objects.filter(state=state).order_by("sent_at", "pk"))
        return found[which % len(found)] if found else None

    def running(self, who: Member) -> bool:
        with out_of_the_wall():
            return Member.objects.filter(pk=who.pk, ends_on=None).exists()

    @rule(who=SOME, carried_by=SOME)
    def opens(self, who: int, carried_by: int) -> None:
        me = self.someone(who)
        worker = self.someone(carried_by, me.organisation_id)
        given = worker if carried_by % 3 and self.running(worker) else None
        made = self.act(me, lambda: actions.open_dossier(me, name=NameParts(full="Wie Ook"), worker=given))
        if made is not None:
            self.responsible[made.pk] = me.organisation_id

    @precondition(lambda self: self.responsible)
    @rule(which=SOME, more=SOME, who=SOME, to=SOME, named=st.booleans(), soon=st.integers(0, 3))
    def sends(self, which: int, more: int, who: int, to: int, named: bool, soon: int) -> None:
        """Sometimes answered at once, by some step that follows; or it waits."""
        first = self.one(which)
        me = self.someone(who, first.organisation_id if who % 4 else None)
        them = self.someone(to, first.organisation_id if to % 3 == 0 else None)
        named = named or them.organisation_id == me.organisation_id
        ids = {first.pk, self.one(more, first).pk}
        offer = Offer(
            them.organisation,
            "phase",
            {key: {"route": "Verder."} for key in ids},
            wanted=them if named else None,
            returns_on=TODAY + timedelta(days=1) if named and to % 3 == 0 else None,
        )
        if self.act(me, lambda: actions.send_handover(me, offer)):
            DONE.add("sent")
            if soon:
                (self.accepts_some, self.declines, self.withdraws)[soon - 1](more, who)

    @precondition(lambda self: self.responsible)
    @rule(which=SOME, who=SOME, to=SOME, answered=st.booleans())
    def moves(self, which: int, who: int, to: int, answered: bool) -> None:
        """To another municipality, with the household; there they accept, or the offer waits."""
        one = self.one(which)
        elsewhere = [key for key in self.administrators if key != one.organisation_id]
        me, them = self.someone(who, one.organisation_id), self.someone(to, elsewhere[to % 2])
        if not self.running(me):
            return
        town = them.organisation.municipality
        self.act(me, lambda: actions.record_fact(me, one, "municipality", town))
        be(me)
        home = {key: {"route": "Verhuisd."} for key, _name in goes_along(me, one.pk, TODAY)}
        offer = Offer(them.organisation, "moved", home)
        made = self.act(me, lambda: actions.send_handover(me, offer))
        if made and answered and self.act(them, lambda: actions.accept_handover(them, made.pk)):
            self.responsible |= dict.fromkeys(home, them.organisation_id)
            with out_of_the_wall():
                DONE.add("moved")
                now = Dossier.objects.get(pk=one.pk)
                assert (now.municipality, now.worker_id) == (town, them.pk)

    def accepts_some(self, which: int, who: int) -> None:
        self.accepts(which, who, who, True)

    @rule(which=SOME, who=SOME, worker=SOME, near=st.booleans())
    def accepts(self, which: int, who: int, worker: int, near: bool) -> None:
        if (it := self.offer(which)) is None:
            return
        me = self.someone(who, it.receiver_id if near else None)
        carrier = self.someone(worker, it.receiver_id)
        if self.act(me, lambda: actions.accept_handover(me, it.pk, worker=carrier)):
            DONE.add("accepted")
            with out_of_the_wall():
                handed = HandedDossier.objects.filter(handover=it).values_list("dossier_id", flat=True)
                self.responsible |= dict.fromkeys(handed, it.receiver_id)

    def answers(self, how: str, which: int, who: int, what: Callable[[Member, int], Any]) -> None:
        """One step in an offer that is open, mostly by somebody on the side whose step it is."""
        if (it := self.offer(which)) is None:
            return
        side = it.sender_id if how in ("withdrawn", "answered") else it.receiver_id
        me = self.someone(who, side if who % 5 else None)
        if self.act(me, lambda: what(me, it.pk)):
            DONE.add(how)

    @rule(which=SOME, who=SOME)
    def declines(self, which: int, who: int) -> None:
        self.answers(
            "declined", which, who, lambda me, it: actions.decline_handover(me, it, words="Geen plaats.")
        )

    @rule(which=SOME, who=SOME)
    def withdraws(self, which: int, who: int) -> None:
        self.answers("withdrawn", which, who, actions.withdraw_handover)

    @rule(which=SOME, who=SOME)
    def asks_or_answers(self, which: int, who: int) -> None:
        self.answers(
            "asked", which, who, lambda me, it: actions.ask_about_handover(me, it, words="Welke taal?")
        )
        self.answers(
            "answered", which, who, lambda me, it: actions.answer_about_handover(me, it, words="Farsi.")
        )

    @rule(which=SOME, who=SOME, hours=st.integers(1, 9))
    def meets(self, which: int, who: int, hours: int) -> None:
        at = timezone.now() + timedelta(hours=hours)
        self.answers("met", which, who, lambda me, it: actions.plan_moment(me, it, moment="call", at=at))

    @precondition(lambda self: self.responsible)
    @rule(which=SOME, to=SOME, back=st.booleans())
    def is_away_for_a_time(self, which: int, to: int, back: bool) -> None:
        """A colleague accepts for themselves; they give back at once, or some time later."""
        one = self.one(which)
        with out_of_the_wall():
            me = Member.objects.select_related("organisation").get(pk=one.worker_id)
        them = self.someone(to, me.organisation_id)
        offer = Offer(
            me.organisation, "leave", {one.pk: {"route": "Even."}}, them, returns_on=TODAY + timedelta(days=9)
        )
        if made := self.act(me, lambda: actions.send_handover(me, offer)):
            self.act(them, lambda: actions.accept_handover(them, made.pk))
        if made and back and self.act(them, lambda: actions.give_back(them, made.pk)):
            DONE.add("given back")

    @rule(which=SOME, who=SOME)
    def gives_back(self, which: int, who: int) -> None:
        with out_of_the_wall():
            lent = list(Handover.objects.filter(state="accepted", returned_at=None).order_by("sent_at", "pk"))
        within = [it for it in lent if it.within] if which % 5 else lent
        if within:
            it = within[which % len(within)]
            me = self.someone(who, it.receiver_id)
            if self.act(me, lambda: actions.give_back(me, it.pk)):
                DONE.add("given back")

    @rule(who=SOME, planned=st.booleans())
    def leaves(self, who: int, planned: bool) -> None:
        gone = self.someone(who)
        administrator = self.administrators[gone.organisation_id]
        day = TODAY + timedelta(days=30 if planned else 0)
        if self.act(administrator, lambda: access.end_member(administrator, gone.pk, on=day)) is None:
            return
        DONE.add("left")
        if who % 3:
            self.is_taken_in(list(self.administrators).index(gone.organisation_id), "guide")

    @rule(where=SOME, role=st.sampled_from(("guide", "coordinator")))
    def is_taken_in(self, where: int, role: str) -> None:
        administrator = list(self.administrators.values())[where % 3]
        self.staff.append(member(out_of_the_wall, role, administrator.organisation))

    @precondition(lambda self: self.responsible)
    @rule(which=SOME, other=SOME, who=SOME, leaves=st.booleans())
    def households_merge(self, which: int, other: int, who: int, leaves: bool) -> None:
        one = self.one(which)
        home = self.one(other, one)
        me = self.someone(who, one.organisation_id)
        be(me)
        place = HouseholdMember.objects.filter(person_id=home.pk, ends_on=None).first()
        if leaves or place is None:
            self.act(me, lambda: actions.leave_household(me, one))
        else:
            if self.act(me, lambda: actions.move_household(me, one, place.household, role="other")):
                DONE.add("merged")

    @precondition(lambda self: self.responsible)
    @rule(which=SOME, who=SOME, to=SOME)
    def redistributes(self, which: int, who: int, to: int) -> None:
        one = self.one(which)
        with out_of_the_wall():
            bosses = list(
                Member.objects.filter(organisation_id=one.organisation_id, role="coordinator", ends_on=None)
            )
        me = bosses[0] if bosses and who % 4 else self.someone(who, one.organisation_id)
        with out_of_the_wall():
            all_ = list(Dossier.objects.filter(worker_id=one.worker_id).values_list("pk", flat=True))
        chosen = {key: self.someone(to + key, one.organisation_id).pk for key in all_}
        if self.act(me, lambda: actions.redistribute(me, one.worker_id, chosen, cause="ill")):
            DONE.add("redistributed")

    @rule(which=SOME, who=SOME)
    def undoes(self, which: int, who: int) -> None:
        with out_of_the_wall():
            made = list(Redistribution.objects.select_related("by__organisation").order_by("at", "pk"))
        if made:
            me = made[which % len(made)].by or self.someone(who)
            self.act(me, lambda: actions.undo_redistribution(me, made[which % len(made)].pk))

    @precondition(lambda self: self.responsible)
    @rule(which=SOME, who=SOME, to=SOME)
    def gets_another_worker(self, which: int, who: int, to: int) -> None:
        one = self.one(which)
        near = one.organisation_id if who % 3 else None
        me, worker = self.someone(who, near), self.someone(to, near)
        self.act(me, lambda: actions.assign_worker(me, one.pk, worker))

    @precondition(lambda self: self.responsible)
    @rule(which=SOME, who=SOME, also=SOME)
    def ends_a_part(self, which: int, who: int, also: int) -> None:
        one, me = self.one(which), self.someone(who)
        if also % 2:
            self.act(me, lambda: actions.involve(me, one.pk, self.someone(also).organisation))
        with out_of_the_wall():
            part = Involvement.objects.filter(dossier_id=one.pk).order_by("pk").last()
        assert part is not None
        self.act(me, lambda: actions.end_involvement(me, part.pk))

    @precondition(lambda self: self.responsible)
    @rule(which=SOME, who=SOME, closed=st.booleans())
    def is_closed_or_opened_again(self, which: int, who: int, closed: bool) -> None:
        one = self.one(which)
        me = self.someone(who, one.organisation_id)
        day = TODAY if closed else None

        def change() -> None:
            try:
                with transaction.atomic():
                    Dossier.objects.filter(pk=one.pk).update(closed_on=day)
                    with connection.cursor() as cursor:
                        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")
            except DatabaseError as error:
                raise Refused({"closed_on": str(error)}) from error

        self.act(me, change)

    @precondition(lambda self: self.responsible)
    @rule(which=SOME, who=SOME, somebody=SOME, how=st.sampled_from(TAMPERING), boss=st.booleans())
    def is_tampered_with(self, which: int, who: int, somebody: int, how: str, boss: bool) -> None:
        one, it = self.one(which), self.someone(somebody)
        near = one.organisation_id if who % 4 else None  # mostly by somebody who sees it
        me = self.administrators[it.organisation_id] if boss else self.someone(who, near)
        values = {
            "dossier": one.pk,
            "somebody": it.pk,
            "elsewhere": list(self.administrators)[somebody % 3],
        }
        be(me)
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(how, values)
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")
        except DatabaseError:
            return
        if "organisation_id" in how:  # an administrator cannot even move somebody to another organisation
            with out_of_the_wall():
                assert Member.objects.get(pk=it.pk).organisation_id == it.organisation_id

    @invariant()
    def nobody_falls_between(self) -> None:
        with out_of_the_wall(), connection.cursor() as cursor:
            cursor.execute("SELECT person_id, organisation_id FROM dossiers_dossier")
            assert dict(cursor.fetchall()) == self.responsible
            cursor.execute(
                "SELECT dossier_id FROM dossiers_handeddossier WHERE open GROUP BY 1 HAVING count(*) > 1"
            )
            assert cursor.fetchall() == []
            cursor.execute(WITHOUT)
            assert cursor.fetchall() == []


@pytest.mark.django_db
def test_no_open_dossier_is_ever_without_organisation_and_worker() -> None:
    DONE.clear()
    run_state_machine_as_test(
        Chain,
        settings=settings(
            max_examples=25,
            stateful_step_count=30,
            deadline=None,
            derandomize=True,  # more examples find more
            phases=[Phase.generate],  # add Phase.shrink to see a failure in few steps: it takes minutes
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
    assert not {*STEPS} - DONE
