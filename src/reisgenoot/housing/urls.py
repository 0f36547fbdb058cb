"""Addresses of the way to a home."""

from django.urls import path

from .pages import association, dossier, lists, municipality

app_name = "housing"
urlpatterns = [
    path("housing/", lists.overview, name="overview"),
    path("housing/housing.xlsx", lists.overview_xlsx, name="overview-xlsx"),
    path("housing/quota/", municipality.quota, name="quota"),
    path("housing/links/<int:link_id>/", municipality.link, name="link"),
    path("housing/links/<int:link_id>/accept/", municipality.accept_link, name="link-accept"),
    path("housing/links/<int:link_id>/return/", municipality.return_link, name="link-return"),
    path("housing/wanted/<int:wanted_id>/", association.wanted, name="wanted"),
    path("housing/wanted/<int:wanted_id>/offer/", association.offer, name="offer-make"),
    path("housing/wanted/<int:wanted_id>/decline/", association.decline, name="wanted-decline"),
    path("housing/offers/<int:offer_id>/withdraw/", association.withdraw, name="offer-withdraw"),
    path("dossiers/<int:dossier_id>/housing/", dossier.home, name="dossier"),
    path("dossiers/<int:dossier_id>/housing/link/", dossier.propose, name="propose"),
    path(
        "dossiers/<int:dossier_id>/housing/links/<int:link_id>/withdraw/",
        dossier.withdraw_link,
        name="link-withdraw",
    ),
    path("dossiers/<int:dossier_id>/housing/links/<int:link_id>/undo/", dossier.ask_undo, name="link-undo"),
    path(
        "dossiers/<int:dossier_id>/housing/links/<int:link_id>/undo/answer/",
        dossier.answer_undo,
        name="link-undo-answer",
    ),
    path("dossiers/<int:dossier_id>/housing/family/", dossier.family, name="family"),
    path("dossiers/<int:dossier_id>/housing/request/", dossier.ask, name="request"),
    path(
        "dossiers/<int:dossier_id>/housing/wanted/<int:wanted_id>/withdraw/",
        dossier.withdraw_request,
        name="request-withdraw",
    ),
    path(
        "dossiers/<int:dossier_id>/housing/wanted/<int:wanted_id>/recount/",
        dossier.recount_request,
        name="request-recount",
    ),
    path("dossiers/<int:dossier_id>/housing/offers/<int:offer_id>/", dossier.offer, name="offer"),
    path(
        "dossiers/<int:dossier_id>/housing/offers/<int:offer_id>/<slug:step>/", dossier.take_step, name="step"
    ),
]
