"""Who is acting, in a block of code and in a request."""

from __future__ import annotations

from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from factories import AsOwner, be, dossier, member

from reisgenoot.access.errors import NotAllowed
from reisgenoot.access.identity import acting_as, current_member, enter, identify, member_required
from reisgenoot.access.middleware import MemberMiddleware
from reisgenoot.access.models import Member
from reisgenoot.dossiers.models import Dossier

pytestmark = pytest.mark.django_db


def test_acting_as_gives_the_identity_before_back(as_owner: AsOwner) -> None:
    guide, other = member(as_owner), member(as_owner)
    dossier(guide)
    with acting_as(other):
        assert not Dossier.objects.exists()
        with acting_as(guide):
            assert Dossier.objects.exists()
        assert not Dossier.objects.exists()
    assert identify(None) == guide.pk


def test_a_membership_that_has_ended_opens_nothing(as_owner: AsOwner) -> None:
    guide = member(as_owner)
    member(as_owner, organisation=guide.organisation)  # who gets what the guide leaves
    dossier(guide)
    with as_owner():
        Member.objects.filter(pk=guide.pk).update(ends_on=date(2021, 1, 1))
    be(guide)
    assert not Dossier.objects.exists()
    assert enter(guide.user_id) == []


def test_enter_takes_the_wanted_membership(as_owner: AsOwner) -> None:
    first, second = member(as_owner), member(as_owner)
    with as_owner():
        Member.objects.filter(pk=second.pk).update(user=first.user)
    assert [m.pk for m in enter(first.user_id)] == [first.pk, second.pk]
    entered = enter(first.user_id, second.pk)
    assert entered[0] == second
    assert entered[0].organisation.slug == second.organisation.slug
    assert identify(None) == second.pk
    assert enter(first.user_id, 10**9)[0] == first


def asked_by(user: object) -> HttpRequest:
    request = RequestFactory().get("/somewhere?x=1")
    request.user = user  # type: ignore[assignment]
    request.session = {}  # type: ignore[assignment]
    return request


def test_a_request_acts_as_its_member(as_owner: AsOwner) -> None:
    guide = member(as_owner)
    dossier(guide)
    be(None)
    seen = []

    def answer(request: HttpRequest) -> HttpResponse:
        seen.append((current_member(request), Dossier.objects.count()))
        return HttpResponse()

    MemberMiddleware(answer)(asked_by(guide.user))
    be(None)
    MemberMiddleware(answer)(asked_by(AnonymousUser()))
    assert seen == [(guide, 1), (None, 0)]


@pytest.mark.parametrize("raised", [True, False])
def test_a_request_that_fails_changes_nothing(as_owner: AsOwner, raised: bool) -> None:
    guide = member(as_owner)
    opened = dossier(guide)

    def answer(request: HttpRequest) -> HttpResponse:
        Dossier.objects.filter(pk=opened.pk).update(name="Half")
        if raised:
            middleware.process_exception(request, NotAllowed())
            return HttpResponse(status=403)
        return HttpResponse(status=500)

    middleware = MemberMiddleware(answer)
    middleware(asked_by(guide.user))
    be(guide)
    assert Dossier.objects.get(pk=opened.pk).name == "Amina Test"


def test_pages_for_members_only(as_owner: AsOwner) -> None:
    @member_required
    def page(request: HttpRequest) -> HttpResponse:
        return HttpResponse("in")

    request = asked_by(AnonymousUser())
    assert page(request).status_code == 302
    guide = member(as_owner)
    request = asked_by(guide.user)
    with pytest.raises(NotAllowed):
        page(request)
    request.member = guide  # type: ignore[attr-defined]
    assert page(request).status_code == 200
