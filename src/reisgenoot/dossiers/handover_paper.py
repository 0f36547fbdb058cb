"""The summary of a hand-over on paper, as its reader may see it."""

from __future__ import annotations

from pathlib import Path

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from reisgenoot.web import pdf
from reisgenoot.web.templatetags.web import day, moment, text

from .models import Handover, HandoverWord
from .queries.handover import HandoverPage

PAPER = Path(__file__).with_name("print") / "handover.typ"


def handover_paper(page: HandoverPage) -> bytes:
    """The PDF, in the language that is active."""
    it = page.it
    about = [
        (_("Sender"), f"{it.sent_by.name}, {it.sender.name}"),
        (
            _("Receiver"),
            ", ".join(part for part in (it.wanted.name if it.wanted else "", it.receiver.name) if part),
        ),
        (_("Why"), it.get_cause_display()),
        (_("Sent"), moment(it.sent_at)),
        (_("State"), it.get_state_display()),
    ]
    if page.moment:
        how = Handover.Moment(page.moment.how).label
        parts = (str(how), moment(page.moment.starts_at), page.moment.place)
        about.append((_("Warm moment"), ", ".join(part for part in parts if part)))
    if it.returns_on:
        about.append((_("Back on"), day(it.returns_on)))
    return pdf.render(
        PAPER,
        {
            "lang": (get_language() or "nl")[:2],
            "title": _("Hand-over"),
            "about": [[str(name), str(value)] for name, value in about],
            "words": [
                [
                    ", ".join((f"{word.get_kind_display()}: {word.member.name}", *_whence(word))),
                    word.text,
                ]
                for word in page.words
            ],
            "people": [
                {
                    "name": told.name or _("Name left out"),
                    "parts": [[text(label), words.split("\n")] for label, words in told.parts],
                }
                for told in page.told
            ],
            "said": _("What was said"),
            "nothing": _("You see nothing of the summary (any more)."),
            "private": _("Personal data. Destroy this paper when you no longer need it."),
        },
        made_at=it.sent_at,
    )


def _whence(word: HandoverWord) -> tuple[str, str]:
    """Of which organisation, and when."""
    return word.member.organisation.name, moment(word.at)
