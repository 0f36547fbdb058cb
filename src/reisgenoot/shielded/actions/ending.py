"""Erasing a shielded dossier for good, and making somebody a regular one, together with them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from reisgenoot.access.errors import Refused, Text
from reisgenoot.access.models import AccessLog
from reisgenoot.dossiers import actions as regular
from reisgenoot.dossiers.forms import language_choices
from reisgenoot.vault import record as log
from reisgenoot.vault.boxes import Vault
from reisgenoot.vault.change import Change, changing

from ..content import Content, House, Note, decode, encode
from ..route import known
from .editing import Stale, refusing_too_much, save
from .family import forget


def erase(vault: Vault, key: UUID, *, name: str) -> None:
    """Erase a dossier for good, at once: its box is blank afterwards, its data key gone. ``name``: typed to confirm.

    Its stays and the links of others to it go too. Raises NotFound, and Refused if the name is another one.
    """
    with changing(vault) as change:
        box = change.box(key)
        content = decode(box.content, Content)
        if " ".join(name.split()).casefold() != content.names[0].casefold():
            raise Refused({"name": _("Type the chosen name exactly as it stands above.")})
        log.note(vault, box, AccessLog.Act.WRITE, "erased")
        _erase(change, key, content)


def _erase(change: Change, key: UUID, content: Content) -> None:
    for kin in content.kin:
        forget(change, kin.box, key)
    house = decode(change.vault.kept.body, House)
    house.stays = [stay for stay in house.stays if stay.box != key]
    change.vault.kept.body = encode(house)
    change.erase(key)


def become_regular(
    vault: Vault,
    key: UUID,
    revision: int,
    *,
    given: str,
    family: str,
    facts: Sequence[str],
    present: str,
    language: str,
    agreed: bool,
    on: date,
    then: str,
) -> int:
    """Open a regular dossier for somebody who wants that, with the ``facts`` (keys) that they chose; returns its id.

    ``then``: ``keep`` or ``erase`` the shielded dossier. Both logs say that it happened; the regular dossier does not
    say that there was a shielded one. Raises NotFound, Stale, and Refused with the fields.
    """
    problems = _problems(given, family, present, language, agreed, on, then)
    if problems:
        raise Refused(problems)
    with refusing_too_much(), transaction.atomic(), changing(vault) as change:
        box = change.box(key)
        content = decode(box.content, Content)
        if content.revision != revision:
            raise Stale(content, revision)
        chosen = _chosen(content, facts)
        name = regular.NameParts(given=given, family=family)
        made = regular.open_dossier(vault.member, name=name, facts=chosen, worker=vault.member)
        told = _(
            "Opened together with the person. Explained in: %(language)s. Present: %(present)s. Agreed on %(day)s."
        )
        told = told % {
            "language": dict(language_choices())[language],
            "present": present.strip(),
            "day": on.isoformat(),
        }
        regular.add_note(vault.member, made, kind="other", text=told, on=on)
        log.note(vault, box, AccessLog.Act.WRITE, "regular")
        if then == "erase":
            _erase(change, key, content)
        else:
            now = timezone.now()
            content.notes.append(Note(content.next_number(), "legal", told, on, vault.member.pk, now))
            content.changed("regular", vault.member.pk, now)
            save(change, box, content)
    return int(made.pk)


def _problems(
    given: str, family: str, present: str, language: str, agreed: bool, on: date, then: str
) -> dict[str, Text]:
    problems: dict[str, Text] = {}
    if not (given.strip() or family.strip()):
        problems["given"] = _("A dossier needs a name.")
    if not 1 <= len(present.strip()) <= 500:
        problems["present"] = _("Say who was present.")
    if language not in dict(language_choices()) or not language:
        problems["language"] = _("Say in which language it was explained.")
    if not agreed:
        problems["agreed"] = _("Only with the person, and only if they agree.")
    if on > timezone.localdate():
        problems["on"] = _("This date lies in the future.")
    if then not in ("keep", "erase"):
        problems["then"] = _("There is no such choice.")
    return problems


def _chosen(content: Content, facts: Sequence[str]) -> Mapping[str, object]:
    today = timezone.localdate()
    there = known(content, today).facts
    return {key: there[key] for key in facts if key in there}
