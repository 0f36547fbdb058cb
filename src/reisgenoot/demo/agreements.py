"""What a few people of the demo agreed to: running, withdrawn, in Arabic and Tigrinya, and one sentence from GZA."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.utils import timezone

from reisgenoot.access.identity import acting_as
from reisgenoot.access.models import Member
from reisgenoot.dossiers import actions, queries
from reisgenoot.dossiers.models import Dossier


def agree(members: Mapping[str, Member]) -> None:
    """Record the consents, each asked by who guides the person; the school has looked, the church is out again."""
    today = timezone.localdate()
    guide, school, town = members["gids"], members["docent"], members["regisseur"]
    with acting_as(guide):
        arabic, other = _of(guide, "ar")[:2]
        tigrinya = _of(guide, "ti")[0]
        actions.give_consent(
            guide,
            arabic,
            _asked("daily_help", members["maatje"], "ar", 180, categories=["family", "finance"]),
        )
        actions.give_consent(
            guide, tigrinya, _asked("learning_and_work", school, "ti", 90, categories=["work_education"])
        )
        actions.give_consent(guide, arabic, _asked("learning_and_work", school, "ar", 90))
        ended = actions.give_consent(guide, other, _asked("taking_part", members["kerk"], "ar", 365))
        actions.withdraw_consent(guide, ended.pk)
    with acting_as(school):
        queries.dossier_page(school, tigrinya.pk, today)
        queries.dossier_page(school, arabic.pk, today)
    nurse = members["gza"]
    with acting_as(nurse):
        waiting = Dossier.objects.filter(municipality=town.organisation.municipality).order_by("pk").first()
        if waiting is not None:
            floor = "Heeft een woning op de begane grond nodig, of een met een lift."
            actions.give_consent(
                nurse, waiting, _asked("fitting_home", town, waiting.language, 180, agreed=floor)
            )


def _of(guide: Member, language: str) -> list[Dossier]:
    return list(Dossier.objects.filter(worker=guide, language=language, closed_on=None).order_by("pk")[:2])


def _asked(purpose: str, recipient: Member, language: str, days: int, **more: Any) -> actions.Asked:
    return actions.Asked(
        purpose,
        recipient.organisation,
        until=timezone.localdate() + timedelta(days=days),
        how="interpreter",
        language=language,
        interpreter="Tolkendienst (demo), nummer 0000",
        **more,
    )
