"""The inputs of forms, made at once: Django's templates for them take ten times as long, an include per option."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.forms.renderers import DjangoTemplates
from django.http import HttpRequest
from django.utils.html import conditional_escape, escape
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy as _

WIDGETS = "django/forms/widgets/"
INPUTS = (
    "text",
    "number",
    "email",
    "url",
    "password",
    "hidden",
    "date",
    "datetime",
    "time",
    "checkbox",
    "file",
)
SEVERAL = ("radio", "checkbox_select")
"""A whole row of boxes."""
OPTIONS = ("radio_option", "checkbox_option")
"""One box of it."""

TYPED_DAY = _("yyyy-mm-dd")
"""Shown in an empty date field by a browser that has no date picker; those that have one show their own."""


class Renderer(DjangoTemplates):
    """Django's own, except for the inputs that nearly all forms are made of; the same HTML, as a test holds."""

    def render(self, template_name: str, context: dict[str, Any], request: HttpRequest | None = None) -> str:
        """The HTML of a widget or form. Raises TemplateDoesNotExist."""
        kind = template_name.removeprefix(WIDGETS).removesuffix(".html")
        if kind == "select":
            return mark_safe(_select(context["widget"]))
        if kind == "textarea":
            return mark_safe(_textarea(context["widget"]))
        if kind in SEVERAL:
            return mark_safe(_several(context["widget"]))
        if kind in OPTIONS:
            return mark_safe(_choice(context["widget"]))
        if kind in INPUTS:
            return mark_safe(_input(context["widget"]))
        return super().render(template_name, context, request)


def _attributes(attributes: Mapping[str, Any]) -> str:
    return "".join(
        f" {escape(name)}" if value is True else f' {escape(name)}="{conditional_escape(str(value))}"'
        for name, value in attributes.items()
        if value is not False
    )


def _input(widget: Mapping[str, Any]) -> str:
    value = widget["value"]
    shown = "" if value is None else f' value="{conditional_escape(str(value))}"'
    kind, name = escape(widget["type"]), escape(widget["name"])
    return f'<input type="{kind}" name="{name}"{shown}{_attributes(widget["attrs"])}>'


def _several(widget: Mapping[str, Any]) -> str:
    it = {key: widget["attrs"][key] for key in ("id", "class") if widget["attrs"].get(key)}
    parts = [f"<div{_attributes(it)}>"]
    for group, options, _index in widget["optgroups"]:
        inside = "".join(f"<div>{_choice(option)}</div>" for option in options)
        parts.append(f"<div><label>{conditional_escape(group)}</label>{inside}</div>" if group else inside)
    return "".join((*parts, "</div>"))


def _choice(option: Mapping[str, Any]) -> str:
    if not option["wrap_label"]:
        return _input(option)
    whose = f' for="{escape(option["attrs"]["id"])}"' if option["attrs"].get("id") else ""
    return f"<label{whose}>{_input(option)}\n {conditional_escape(option['label'])}</label>"


def _textarea(widget: Mapping[str, Any]) -> str:
    value = conditional_escape(widget["value"]) if widget["value"] else ""
    return f'<textarea name="{escape(widget["name"])}"{_attributes(widget["attrs"])}>\n{value}</textarea>'


def _select(widget: Mapping[str, Any]) -> str:
    parts = [f'<select name="{escape(widget["name"])}"{_attributes(widget["attrs"])}>']
    for group, options, _index in widget["optgroups"]:
        inside = "".join(map(_option, options))
        parts.append(f'<optgroup label="{escape(group)}">{inside}</optgroup>' if group else inside)
    return "".join((*parts, "</select>"))


def _option(option: Mapping[str, Any]) -> str:
    value, label = conditional_escape(str(option["value"])), conditional_escape(option["label"])
    return f'<option value="{value}"{_attributes(option["attrs"])}>{label}</option>'
