"""One's own account: password, second factor, where one is logged in, and what happened lately."""

from __future__ import annotations

from allauth.account.decorators import reauthentication_required
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn import views as webauthn
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from . import actions, queries, sessions
from .errors import Refused
from .forms import TokenForm
from .identity import current_member, member_required
from .roles import is_professional, require_professional
from .second_factor import is_vouched_for, may_remove, required_by, vouched_by


@require_GET
@login_required
def account(request: HttpRequest) -> HttpResponse:
    """Everything about one's own account on one page."""
    assert request.user.pk is not None  # login_required saw to it
    member = current_member(request)
    context = {
        "factors": queries.factors(request.user.pk),
        "required_by": required_by(request),
        "vouched": is_vouched_for(request),
        "sessions": sessions.own(request),
        "events": queries.own_events(request.user.pk),
        "has_password": request.user.has_usable_password(),
        "tokens": queries.own_tokens(request.user.pk),
        "may_make_token": member is not None and is_professional(member),
    }
    return render(request, "access/account.html", context)


@require_http_methods(["GET", "POST"])
@member_required
@reauthentication_required(app="allauth.mfa")  # type: ignore[untyped-decorator]
def new_token(request: HttpRequest) -> HttpResponse:
    """Make a token for another system; it is shown on the page that answers, and never again."""
    member = current_member(request)
    assert member is not None  # member_required saw to it
    require_professional(member)
    if not sessions.is_recent(request):
        return render(request, "access/token.html", {"too_long_ago": True}, status=403)
    form, token = TokenForm(request.POST or None), ""
    if request.method == "POST" and form.is_valid():
        try:
            made, token = actions.make_token(member, vouched_by=vouched_by(request), **form.cleaned_data)
        except Refused as refused:
            form.refuse(refused)
        else:
            return render(request, "access/token.html", {"made": made, "token": token})
    return render(request, "access/token.html", {"form": form}, status=422 if form.errors else 200)


@require_POST
@member_required
def revoke_token(request: HttpRequest, token_id: int) -> HttpResponse:
    """End a token: one's own, or as administrator a colleague's."""
    member = current_member(request)
    assert member is not None  # member_required saw to it
    ended = actions.revoke_token(member, token_id)
    messages.success(request, _("The token “%(name)s” no longer works.") % {"name": ended.name})
    return redirect("access:account" if ended.member.user_id == request.user.pk else "access:members")


@require_GET
@login_required
def second_factor(request: HttpRequest) -> HttpResponse:
    """Why a second factor must be set up first, and how; of no use to whoever has one."""
    if not request.shut:  # type: ignore[attr-defined]  # set by MemberMiddleware
        return redirect("access:account")
    return render(request, "access/second_factor.html", {"required_by": required_by(request)})


@require_POST
@login_required
def end_sessions(request: HttpRequest, session_id: int | None = None) -> HttpResponse:
    """Log out on one of one's devices, or on all others."""
    current = request.session.session_key
    ended = actions.end_sessions(request, session_id)
    if not type(request.session)().exists(current or ""):
        logout(request)
        return redirect("account_login")
    if ended:
        text = ngettext("Logged out on %(count)s device.", "Logged out on %(count)s devices.", ended)
        messages.success(request, text % {"count": ended})
    return redirect("access:account")


@require_http_methods(["GET", "POST"])
@login_required
@reauthentication_required(app="allauth.mfa")  # type: ignore[untyped-decorator]
def remove_passkey(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Remove a passkey, unless it is the last factor and one is required: allauth looks at that for the app only."""
    mine = Authenticator.objects.filter(user_id=request.user.pk, type=Authenticator.Type.WEBAUTHN)
    if not may_remove(request, get_object_or_404(mine, pk=pk)):
        messages.error(
            request,
            _(
                "Your organisation requires a second factor, and this is your last one. Set up another one first."
            ),
        )
        return redirect("access:account")
    answer: HttpResponseBase = webauthn.remove_webauthn(request, pk=pk)
    return answer
