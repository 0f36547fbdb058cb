"""Small things that every template needs: texts by language, days as people write them, names of codes."""

from collections.abc import Mapping
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from babel import Locale, UnknownLocaleError
from django import template
from django.forms import BoundField
from django.utils import formats, timezone
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

register = template.Library()
LANGUAGES = {"prs": _("Dari"), "kmr": _("Kurmanji")}  # which the Unicode names of Babel lack


def language() -> str:
    """The language of this page: two letters."""
    return (get_language() or "nl")[:2]


@register.filter
def text(texts: Mapping[str, str] | str | None) -> str:
    """The text in the language of the page; Dutch if it has none, and what is no mapping as it is."""
    if isinstance(texts, Mapping):
        return texts.get(language()) or texts.get("nl") or next(iter(texts.values()), "")
    return texts or ""


@register.filter
def breakable(address: str) -> SafeString:
    """An e-mail address that, where room is short, breaks before its @ or after a dot, and never within a word."""
    return mark_safe(escape(address).replace("@", "<wbr>@").replace(".", ".<wbr>"))


@register.filter
def day(value: date | datetime | str | None) -> str:
    """A day as people write it: 14 maart 2027. Empty for nothing; an ISO text is read first."""
    if not value:
        return ""
    if isinstance(value, str):
        try:
            return day(date.fromisoformat(value))
        except ValueError:
            return value
    if isinstance(value, datetime):
        value = timezone.localtime(value).date()
    return _day(value, get_language() or "nl")


@lru_cache(maxsize=5000)
def _day(value: date, _lang: str) -> str:
    return formats.date_format(value, "j F Y")


@register.filter
def short_day(value: date | None) -> str:
    """A day in little room: 14 mrt 2027; months begin small in Dutch and with a capital in English."""
    return _short_day(value, get_language() or "nl") if value else ""


@lru_cache(maxsize=5000)  # a list shows the same few days over and over
def _short_day(value: date, lang: str) -> str:
    return formats.date_format(value, "j M Y" if lang.startswith("en") else "j b Y")


@register.filter
def moment(value: datetime | None) -> str:
    """A day with its time: 14 maart 2027, 9:05."""
    return formats.date_format(timezone.localtime(value), "j F Y, H:i") if value else ""


@register.filter
def language_name(code: str | None) -> str:
    """The name of an ISO 639 language in the language of the page; the code if it has none."""
    if not code:
        return ""
    if code in LANGUAGES:
        return str(LANGUAGES[code])
    return _language_name(code, language())


@lru_cache(maxsize=1000)
def _language_name(code: str, lang: str) -> str:
    names = Locale.parse(lang).languages
    return str(names.get(code) or names.get(code.split("-")[0]) or code)


@register.filter
def country_name(code: str | None) -> str:
    """The name of an ISO 3166 country in the language of the page; the code if it has none."""
    try:
        return str(Locale.parse(language()).territories.get(code or "", code or ""))
    except UnknownLocaleError:
        return code or ""


@register.filter
def get(mapping: Mapping[Any, Any], key: Any) -> Any:
    """One value of a mapping; None if it is absent."""
    return mapping.get(key)


@register.simple_tag
def control(field: BoundField, **attributes: str) -> SafeString:
    """The input of a form field, tied to its help and errors for a screen reader."""
    described = [f"{field.auto_id}-help"] if field.help_text else []
    extra: dict[str, str | bool] = {key.replace("_", "-"): value for key, value in attributes.items()}
    if field.errors:
        described.append(f"{field.auto_id}-errors")
        extra["aria-invalid"] = "true"
    if described:
        extra["aria-describedby"] = " ".join(described)
    return field.as_widget(attrs=extra)


@register.simple_tag
def mark(kind: str) -> SafeString:
    """The small picture of a kind of date, as it stands in the route's picture."""
    shape = {"reached": "route-reached", "due": "route-due", "expected": "route-expected"}[kind]
    return format_html(
        '<svg viewBox="0 0 16 16" aria-hidden="true"><circle cx="8" cy="8" r="6" class="{}"/></svg>', shape
    )
