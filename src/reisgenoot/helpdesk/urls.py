"""Addresses of walk-in hours, referrals and the social map."""

from django.urls import path

from .pages import desk, figures, referrals, social_map

app_name = "helpdesk"
urlpatterns = [
    path("desk/", desk.desk, name="desk"),
    path("desk/new/", desk.new, name="new"),
    path("desk/sessions/<int:desk_id>/", desk.session, name="session"),
    path("desk/sessions/<int:desk_id>/change/", desk.change, name="change"),
    path("desk/sessions/<int:desk_id>/next/", desk.take, name="next"),
    path("desk/visits/<int:visit_id>/", desk.visit, name="visit"),
    path("desk/visits/<int:visit_id>/take/", desk.take_this, name="take"),
    path("desk/visits/<int:visit_id>/move/", desk.move, name="move"),
    path("desk/visits/<int:visit_id>/link/", desk.link, name="link"),
    path("desk/visits/<int:visit_id>/refer/", referrals.from_visit, name="visit-refer"),
    path("desk/referrals/", referrals.referrals, name="referrals"),
    path("desk/referrals.xlsx", referrals.referrals_xlsx, name="referrals-xlsx"),
    path("desk/referrals/<int:referral_id>/", referrals.referral, name="referral"),
    path("desk/referrals/<int:referral_id>/reopen/", referrals.reopen, name="referral-reopen"),
    path("desk/map/", social_map.social_map, name="map"),
    path("desk/map.xlsx", social_map.map_xlsx, name="map-xlsx"),
    path("desk/map/new/", social_map.new, name="entry-new"),
    path("desk/map/<int:entry_id>/", social_map.entry, name="entry"),
    path("desk/map/<int:entry_id>/change/", social_map.change, name="entry-change"),
    path("desk/map/<int:entry_id>/check/", social_map.check, name="entry-check"),
    path("desk/numbers/", figures.numbers, name="numbers"),
    path("desk/numbers.xlsx", figures.numbers_xlsx, name="numbers-xlsx"),
    path("desk/bottlenecks/", figures.bottlenecks, name="bottlenecks"),
    path("desk/bottlenecks.xlsx", figures.bottlenecks_xlsx, name="bottlenecks-xlsx"),
    path("dossiers/<int:dossier_id>/referrals/", referrals.of_dossier, name="dossier"),
]
