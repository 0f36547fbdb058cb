"""Addresses of the choice of an organisation, and of its accounts; and of one's own account."""

from django.urls import path

from . import account_pages, pages

app_name = "access"
urlpatterns = [
    path("organisation/", pages.choose, name="choose"),
    path("purposes/", pages.purposes, name="purposes"),
    path("members/", pages.members, name="members"),
    path("members.xlsx", pages.members_xlsx, name="members-xlsx"),
    path("members/<int:member_id>/end/", pages.end_member, name="member-end"),
    path("members/<int:member_id>/reset/", pages.reset_second_factor, name="member-reset"),
    path("members/<int:member_id>/log-out/", pages.log_out_member, name="member-log-out"),
    path("members/second-factor/", pages.require_second_factor, name="require-second-factor"),
    path("account/", account_pages.account, name="account"),
    path("account/tokens/new/", account_pages.new_token, name="token-new"),
    path("account/tokens/<int:token_id>/revoke/", account_pages.revoke_token, name="token-revoke"),
    path("account/second-factor/", account_pages.second_factor, name="second-factor"),
    path("account/sessions/end/", account_pages.end_sessions, name="sessions-end"),
    path("account/sessions/<int:session_id>/end/", account_pages.end_sessions, name="session-end"),
]
