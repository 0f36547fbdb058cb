"""Replaces Django's ``csrf_token`` in all templates: a form that has the one token has the one-time key as well."""

from typing import Any

from django import template
from django.template.defaulttags import CsrfTokenNode
from django.template.defaulttags import csrf_token as django_csrf_token
from django.utils.safestring import SafeString

from ..once import field

register = template.Library()


class FormNode(CsrfTokenNode):
    """The hidden fields of a form."""

    def render(self, context: template.Context) -> SafeString:
        """Nothing outside a request, as Django does it."""
        token = super().render(context)
        return SafeString(token + field(context.get("request"))) if token else SafeString("")


@register.tag
def csrf_token(parser: Any, token: Any) -> FormNode:
    """``{% csrf_token %}``."""
    django_csrf_token(parser, token)  # it takes no arguments, and says so
    return FormNode()
