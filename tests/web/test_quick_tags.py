"""Our `url` and `translate` say what Django's say, in whatever language and place they are asked."""

import pytest
from django.template import Context, engines
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext, override

from reisgenoot.web.links import STAND_IN, link


def rendered(template: str, **values: object) -> str:
    return engines["django"].from_string(template).render(values)


def test_addresses_are_those_of_django() -> None:
    ids = (7, 1234567890123456789)
    assert link("dossiers:worklist") == reverse("dossiers:worklist")
    assert link("dossiers:dossier", ids[1]) == reverse("dossiers:dossier", args=ids[1:])
    assert link("integration:talk", *ids) == reverse("integration:talk", args=ids)
    assert link("integration:talk", *ids[::-1]) == reverse("integration:talk", args=ids[::-1])
    assert link("dossiers:dossier", STAND_IN) == reverse("dossiers:dossier", args=[STAND_IN])
    tag = "{% url 'integration:talk' a b %}"
    assert rendered(tag, a=ids[0], b=ids[1]) == reverse("integration:talk", args=ids)
    assert rendered("{% url 'dossiers:task-done' a k %}", a=7, k="insured") == reverse(
        "dossiers:task-done", args=[7, "insured"]
    )
    assert rendered("{% url name dossier_id=7 as here %}[{{ here }}]", name="dossiers:dossier") == (
        f"[{reverse('dossiers:dossier', args=[7])}]"
    )


@pytest.mark.parametrize("a", [-1, "", None, "x"])
def test_what_is_no_page_has_no_address(a: object) -> None:
    with pytest.raises(NoReverseMatch):
        rendered("{% url 'dossiers:dossier' a %}", a=a)
    with pytest.raises(NoReverseMatch):
        rendered("{% url 'dossiers:dossier' %}")


def test_texts_follow_the_language_of_the_page() -> None:
    template = engines["django"].from_string(
        '{% load i18n %}{% for it in rows %}{% translate "Worklist" %}|{% translate it %}|{% endfor %}'
        '{% translate "Housing" as home %}{{ home }}{% trans "100% <b>" %}'
    )
    for code in ("nl", "en", "nl"):
        with override(code):
            words = f"{gettext('Worklist')}|{gettext('Import')}|"
            shown = template.render({"rows": ["Import", "Import"]})
            assert shown == f"{words}{words}{gettext('Housing')}100% <b>", code
    with override("nl"):
        assert gettext("Worklist") != "Worklist"


def test_a_variable_is_escaped_by_where_it_stands() -> None:
    template = engines["django"].from_string("{% load i18n %}{% translate it %}").template
    assert template.render(Context({"it": "<"})) == "&lt;"
    assert template.render(Context({"it": "<"}, autoescape=False)) == "<"
