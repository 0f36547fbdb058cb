"""No open dossier is ever without a responsible organisation that has a running part, and a worker of it who runs.

A state machine does what people do, and some that nobody should, in any order, as the application's role on a real
PostgreSQL. What is held at commit is asked for after each step.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
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
from wall import out_of_the_wall

from reisgenoot.access import actions as access
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
WITHOUT = """
    SELECT d.person_id FROM dossiers_dossier d
    WHERE (d.closed_on IS NULL OR d.closed_on > access_today()) AND NOT (
        EXISTS (
            SELECT FROM access_member m
            WHERE m.id = d.worker_id AND m.organisation_id = d.organisation_id
              AND m.role IN ('guide', 'director', 'coordinator')
              AND m.begins_on <= access_today() AND m.ends_on IS NULL
        ) AND EXISTS (
            SELECT FROM access_involvement i
            WHERE i.dossier_id = d.person_id AND i.organisation_id = d.organisation_id AND i.member_id IS NULL
              AND i.begins_on <= access_today() AND i.ends_on IS NULL AND i.responsible
        ) AND NOT EXISTS (
            SELECT FROM dossiers_task t
            WHERE t.dossier_id = d.person_id
              AND (t.organisation_id, t.worker_id) IS DISTINCT FROM (d.organisation_id, d.worker_id)
        )
    )
"""
TAMPERING = (
    "UPDATE dossiers_dossier SET worker_id = %(somebody)s WHERE person_id = %(dossier)s",
    "UPDATE dossiers_dossier SET worker_id = NULL WHERE person_id = %(dossier)s",
    "UPDATE dossiers_dossier SET organisation_id = %(elsewhere)s WHERE person_id = %(dossier)s",
    "UPDATE access_involvement SET ends_on = access_today() WHERE dossier_id = %(dossier)s",
    "UPDATE access_member SET ends_on = access_today() WHERE id = %(somebody)s",
    "UPDATE access_member SET role = 'volunteer' WHERE id = %(somebody)s",
    "UPDATE access_member SET begins_on = access_today() + 9, ends_on = NULL WHERE id = %(somebody)s",
    "UPDATE access_member SET organisation_id = %(elsewhere)s WHERE id = %(somebody)s",
)
"""As the application, but by no action of it. Some are allowed to some, within the constraint."""


class Chain(RuleBasedStateMachine):
    """Three organisations: one with a coordinator, one with two guides, and one where a single guide works."""

    def __init__(self) -> None:
        super().__init__()
        self.step = transaction.atomic()
        self.step.__enter__()
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

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.step.__exit__(None, None, None)

    def someone(self, which: int, organisation: int | None = None) -> Member:
        here = [it for it in self.staff if organisation in (None, it.organisation_id)]
        with out_of_the_wall():  # as they are now
            return Member.objects.select_related("organisation").get(pk=here[which % len(here)].pk)

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

    def one(self, which: int) -> Dossier:
        with out_of_the_wall():
            keys = sorted(self.responsible)
            return Dossier.objects.get(pk=keys[which % len(keys)])

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
    @rule(which=SOME, more=SOME, who=SOME, to=SOME, named=st.booleans())
    def sends(self, which: int, more: int, who: int, to: int, named: bool) -> None:
        first = self.one(which)
        me, them = self.someone(who, first.organisation_id if who % 4 else None), self.someone(to)
        ids = {first.pk, self.one(more).pk}
        offer = Offer(
            them.organisation,
            "phase",
            {key: {"route": "Verder."} for key in ids},
            wanted=them if named else None,
            returns_on=TODAY + timedelta(days=1) if named and to % 2 else None,
        )
        self.act(me, lambda: actions.send_handover(me, offer))

    @precondition(lambda self: self.responsible)
    @rule(which=SOME, who=SOME, to=SOME, answered=st.booleans())
    def moves(self, which: int, who: int, to: int, answered: bool) -> None:
        """To another municipality, with the household; there they accept, or the offer waits."""
        one = self.one(which)
        me, them = self.someone(who, one.organisation_id), self.someone(to)
        if them.organisation_id == me.organisation_id or not self.running(me):
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
                now = Dossier.objects.get(pk=one.pk)
                assert (now.municipality, now.worker_id) == (town, them.pk)

    @rule(which=SOME, who=SOME, worker=SOME, near=st.booleans())
    def accepts(self, which: int, who: int, worker: int, near: bool) -> None:
        if (it := self.offer(which)) is None:
            return
        me = self.someone(who, it.receiver_id if near else None)
        carrier = self.someone(worker, it.receiver_id)
        if self.act(me, lambda: actions.accept_handover(me, it.pk, worker=carrier)):
            with out_of_the_wall():
                handed = HandedDossier.objects.filter(handover=it).values_list("dossier_id", flat=True)
                self.responsible |= dict.fromkeys(handed, it.receiver_id)

    @rule(which=SOME, who=SOME, how=st.sampled_from(("decline", "withdraw", "ask", "answer", "meet")))
    def says_something_else(self, which: int, who: int, how: str) -> None:
        if (it := self.offer(which)) is None:
            return
        me = self.someone(who)
        steps = {
            "decline": lambda: actions.decline_handover(me, it.pk, words="Geen plaats."),
            "withdraw": lambda: actions.withdraw_handover(me, it.pk),
            "ask": lambda: actions.ask_about_handover(me, it.pk, words="Welke taal?"),
            "answer": lambda: actions.answer_about_handover(me, it.pk, words="Farsi."),
            "meet": lambda: actions.plan_moment(
                me, it.pk, moment="call", at=timezone.now() + timedelta(hours=1 + who % 9)
            ),
        }
        self.act(me, steps[how])

    @rule(which=SOME, who=SOME)
    def gives_back(self, which: int, who: int) -> None:
        if it := self.offer(which, "accepted"):
            me = self.someone(who, it.sender_id)
            self.act(me, lambda: actions.give_back(me, it.pk))

    @rule(who=SOME, planned=st.booleans())
    def leaves(self, who: int, planned: bool) -> None:
        gone = self.someone(who)
        administrator = self.administrators[gone.organisation_id]
        day = TODAY + timedelta(days=30 if planned else 0)
        self.act(administrator, lambda: access.end_member(administrator, gone.pk, on=day))

    @rule(where=SOME, role=st.sampled_from(("guide", "coordinator")))
    def is_taken_in(self, where: int, role: str) -> None:
        administrator = list(self.administrators.values())[where % 3]
        self.staff.append(member(out_of_the_wall, role, administrator.organisation))

    @precondition(lambda self: self.responsible)
    @rule(which=SOME, other=SOME, who=SOME, leaves=st.booleans())
    def households_merge(self, which: int, other: int, who: int, leaves: bool) -> None:
        one, home = self.one(which), self.one(other)
        me = self.someone(who, one.organisation_id)
        be(me)
        place = HouseholdMember.objects.filter(person_id=home.pk, ends_on=None).first()
        if leaves or place is None:
            self.act(me, lambda: actions.leave_household(me, one))
        else:
            self.act(me, lambda: actions.move_household(me, one, place.household, role="other"))

    @precondition(lambda self: self.responsible)
    @rule(which=SOME, who=SOME, to=SOME)
    def redistributes(self, which: int, who: int, to: int) -> None:
        one = self.one(which)
        me = self.someone(who, one.organisation_id)
        with out_of_the_wall():
            all_ = list(Dossier.objects.filter(worker_id=one.worker_id).values_list("pk", flat=True))
        chosen = {key: self.someone(to + key, one.organisation_id).pk for key in all_}
        self.act(me, lambda: actions.redistribute(me, one.worker_id, chosen, cause="ill"))

    @rule(which=SOME, who=SOME)
    def undoes(self, which: int, who: int) -> None:
        with out_of_the_wall():
            made = list(Redistribution.objects.order_by("at", "pk"))
        if made:
            me = self.someone(who, made[which % len(made)].organisation_id)
            self.act(me, lambda: actions.undo_redistribution(me, made[which % len(made)].pk))

    @precondition(lambda self: self.responsible)
    @rule(which=SOME, who=SOME, to=SOME)
    def gets_another_worker(self, which: int, who: int, to: int) -> None:
        me, one = self.someone(who), self.one(which)
        self.act(me, lambda: actions.assign_worker(me, one.pk, self.someone(to)))

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
