"""Replaces Django's ``translate`` in all templates: a text in a template is looked up once, not for every row."""

from __future__ import annotations

from typing import Any

from django.template import Context, Library, Variable
from django.templatetags import i18n
from django.templatetags.i18n import TranslateNode
from django.utils.translation import get_language

register = Library()
register.tags, register.filters = {**i18n.register.tags}, {**i18n.register.filters}


class KeptTranslateNode(TranslateNode):
    """A text of ours, kept by language."""

    def __init__(self, it: TranslateNode) -> None:
        self.__dict__.update(it.__dict__)
        self.kept: dict[tuple[str | None, bool], str] = {}

    def render(self, context: Context) -> str:
        """As Django does it."""
        asked = (get_language(), context.autoescape)
        if asked not in self.kept:
            self.kept[asked] = super().render(context)
        return self.kept[asked]


@register.tag("translate")
@register.tag("trans")
def translate(parser: Any, token: Any) -> TranslateNode:
    """``{% translate "…" %}``; by Django itself where it is more than one text without a condition."""
    it = i18n.do_translate(parser, token)
    expression = it.filter_expression
    whole = (
        isinstance(expression.var, Variable) and expression.var.literal is not None and not expression.filters
    )
    return KeptTranslateNode(it) if whole and not (it.asvar or it.message_context or it.noop) else it
