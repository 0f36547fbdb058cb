"""Addresses about volunteers."""

from django.urls import path

from .pages import dossier, exports, keep, mine

app_name = "volunteers"
urlpatterns = [
    path("my-people/", mine.mine, name="mine"),
    path("my-people/<int:dossier_id>/visit/", mine.visit, name="visit"),
    path("my-people/<int:dossier_id>/help/", mine.ask, name="help"),
    path("my-people/<int:dossier_id>/tasks/<slug:key>/done/", mine.done, name="done"),
    path("my-people/<int:dossier_id>/facts/<int:fact_id>/undo/", mine.undo, name="undo"),
    path("my-people/given/<int:given_id>/", mine.small, name="small"),
    path("my-people/address/", mine.make_feed, name="feed-make"),
    path("my-people/address/revoke/", mine.revoke_feed, name="feed-revoke"),
    path("volunteers/", keep.volunteers, name="volunteers"),
    path("volunteers.xlsx", keep.volunteers_xlsx, name="volunteers-xlsx"),
    path("volunteers/matches/", dossier.matches, name="matches"),
    path("volunteers/matches.xlsx", exports.matches, name="matches-xlsx"),
    path("volunteers/questions.xlsx", exports.questions, name="questions-xlsx"),
    path("volunteers/questions/", dossier.questions, name="questions"),
    path("volunteers/<int:volunteer_id>/", keep.volunteer, name="volunteer"),
    path("volunteers/<int:volunteer_id>/profile/", keep.profile, name="profile"),
    path("volunteers/<int:volunteer_id>/training/", keep.training, name="training"),
    path("volunteers/<int:volunteer_id>/pause/", keep.pause, name="pause"),
    path("volunteers/training/<int:training_id>/remove/", keep.drop_training, name="training-remove"),
    path("volunteers/pause/<int:pause_id>/end/", keep.drop_pause, name="pause-end"),
    path("dossiers/<int:dossier_id>/volunteer/", dossier.dossier, name="dossier"),
    path("dossiers/<int:dossier_id>/volunteer/match/", dossier.match, name="match"),
    path("dossiers/<int:dossier_id>/volunteer/give/", dossier.give, name="give"),
    path(
        "dossiers/<int:dossier_id>/volunteer/given/<int:given_id>/back/", dossier.take_back, name="take-back"
    ),
    path(
        "dossiers/<int:dossier_id>/volunteer/questions/<int:help_id>/answer/", dossier.answer, name="answer"
    ),
    path("dossiers/<int:dossier_id>/volunteer/matches/<int:match_id>/end/", dossier.end, name="end"),
    path("dossiers/<int:dossier_id>/volunteer/matches/<int:match_id>/extend/", dossier.extend, name="extend"),
]
