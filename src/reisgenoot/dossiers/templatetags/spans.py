"""Facts that hold intervals, in words."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.translation import gettext as _

from reisgenoot.core.trajectory.explain import term_in_words
from reisgenoot.core.trajectory.terms import Term
from reisgenoot.web.templatetags.web import day, language

register = template.Library()


@register.filter
def spans(value: Any) -> list[str]:
    """Each interval of a fact as people read it; none for any other value."""
    return [span_in_words(str(it)) for it in value] if isinstance(value, list) else []


def span_in_words(text: str) -> str:
    """An ISO 8601 interval in words: what is no interval stays as it is."""
    since, slash, until = text.partition("/")
    if not slash:
        return text
    if until == "..":
        return _("since %(since)s") % {"since": day(since)}
    if until.startswith("P"):
        length = term_in_words(Term.parse(until), language())
        return _("decided on %(since)s: %(length)s") % {"since": day(since), "length": length}
    return _("from %(since)s to %(until)s") % {"since": day(since), "until": day(until)}
