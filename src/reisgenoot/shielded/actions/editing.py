"""What all actions share: taking a dossier out of its box, and putting it back changed, unless it changed meanwhile."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from reisgenoot.access.errors import Refused
from reisgenoot.access.models import AccessLog, Member
from reisgenoot.vault import record as log
from reisgenoot.vault.boxes import Box, Vault
from reisgenoot.vault.change import Change, changing
from reisgenoot.vault.crypto import TooLong
from reisgenoot.web.templatetags.web import moment

from ..content import Content, House, decode, encode
from ..labels import PARTS
from ..route import card_of
from ..spelling import words

MOST_NAMES = 5
LONGEST_NAME = 120  # characters
LONGEST = 5000
"""Characters of a note."""


class Stale(Refused):
    """Somebody else changed the dossier meanwhile; the text says what. Nothing was changed."""

    def __init__(self, content: Content, revision: int) -> None:
        later = [change for change in content.changes if change.revision > revision]
        names = dict(Member.objects.filter(pk__in={change.by for change in later}).values_list("pk", "name"))
        told = "; ".join(
            f"{PARTS[change.part]} ({names.get(change.by, '')}, {moment(change.at)})" for change in later
        )
        reason = _(
            "Meanwhile this dossier was changed: %(what)s. Look at it, and send this once more if it still fits."
        )
        super().__init__({"revision": reason % {"what": told}})


class Editing:
    """A dossier that is being changed. ``house``: what the organisation keeps as a whole, saved too if ``rehouse``."""

    def __init__(self, change: Change, box: Box) -> None:
        self.change, self.box = change, box
        self.content = decode(box.content, Content)
        self.house = decode(change.vault.kept.body, House)
        self.member = change.vault.member
        self.now = datetime.now(UTC)
        self.today = timezone.localdate()

    def put_back(self, part: str) -> None:
        """Seal the dossier again."""
        self.content.changed(part, self.member.pk, self.now)
        save(self.change, self.box, self.content)
        self.change.vault.kept.body = encode(self.house)


@contextmanager
def refusing_too_much() -> Iterator[None]:
    """Say that a dossier is full, where the vault says that something is too long."""
    try:
        yield
    except TooLong:
        raise Refused({"": _("This dossier is full: nothing more can be added to it.")}) from None


@contextmanager
def editing(vault: Vault, key: UUID, revision: int | None, part: str) -> Iterator[Editing]:
    """Change one dossier. Raises NotFound, Stale, Refused if it became too long, and what the vault raises."""
    with refusing_too_much(), changing(vault) as change:
        it = Editing(change, change.box(key))
        if revision is not None and it.content.revision != revision:
            raise Stale(it.content, revision)
        yield it
        it.put_back(part)
        log.note(vault, it.box, AccessLog.Act.WRITE, part)


def save(change: Change, box: Box, content: Content) -> None:
    """Put a dossier with its card and words into its box."""
    card = card_of(content, timezone.localdate())
    change.save(box, words(content.names), encode(card), encode(content))


def names_of(name: str, others: str) -> list[str]:
    """The chosen name and the other ones, a line each. Raises Refused."""
    chosen = " ".join(name.split())
    more = [" ".join(line.split()) for line in others.splitlines() if line.strip()]
    problems = {}
    if not chosen or len(chosen) > LONGEST_NAME:
        problems["name"] = _("A name has between 1 and %(most)d characters.") % {"most": LONGEST_NAME}
    if len(more) > MOST_NAMES or any(len(line) > LONGEST_NAME for line in more):
        problems["other_names"] = _("At most %(many)d other names, each of at most %(most)d characters.") % {
            "many": MOST_NAMES,
            "most": LONGEST_NAME,
        }
    if problems:
        raise Refused(problems)
    return list(dict.fromkeys([chosen, *more]))


def text_of(text: str, field: str = "text", most: int = LONGEST) -> str:
    """A text that was typed, without spaces around it. Raises Refused."""
    typed = text.strip()
    if not typed or len(typed) > most:
        raise Refused({field: _("This needs between 1 and %(most)d characters.") % {"most": most}})
    return typed
