"""Terms and grounds in words, in the language of the page."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reisgenoot.core.trajectory.terms import Term
from reisgenoot.web.templatetags.web import text

from .rules import Ground, Rule


def term_in_words(term: str) -> str:
    """A length as people say it; years, months or days, whichever it is written in."""
    parsed = Term.parse(term)
    parts = []
    if years := parsed.years:
        parts.append(ngettext("%(many)d year", "%(many)d years", years) % {"many": years})
    if months := parsed.months:
        parts.append(ngettext("%(many)d month", "%(many)d months", months) % {"many": months})
    if days := parsed.in_days:
        parts.append(ngettext("%(many)d day", "%(many)d days", days) % {"many": days})
    return " ".join(parts)


def ground_in_words(ground: Ground) -> str:
    """The law and its article."""
    return _("%(law)s, article %(article)s") % {"law": ground.law, "article": ground.article}


def range_in_words(rule: Rule) -> str:
    """What an organisation may choose, and why."""
    if rule.shortest and rule.longest and rule.shortest == rule.longest:
        allowed = _("The law leaves no choice: %(term)s.") % {"term": term_in_words(rule.term)}
    elif rule.shortest and rule.longest:
        allowed = _("Choose from %(shortest)s to %(longest)s.") % {
            "shortest": term_in_words(rule.shortest),
            "longest": term_in_words(rule.longest),
        }
    elif rule.shortest:
        allowed = _("Choose at least %(shortest)s.") % {"shortest": term_in_words(rule.shortest)}
    elif rule.longest:
        allowed = _("Choose at most %(longest)s.") % {"longest": term_in_words(rule.longest)}
    else:
        allowed = ""
    ground = rule.keep_ground or rule.ground
    return f"{allowed} {ground_in_words(ground)}. {text(ground.note)}".strip()
