"""Our inputs are Django's, made faster: the same HTML but for white space."""

import importlib
import re
from pathlib import Path

import pytest
from django import forms
from django.forms.renderers import DjangoTemplates
from django.template.loader import render_to_string

import reisgenoot
from reisgenoot.access.forms import TokenForm
from reisgenoot.web.widgets import INPUTS, OPTIONS, SEVERAL, Renderer

NASTY = """a"b'c<d>&e"""
CHOICES = [("", "geen"), ("a<b", "A & B"), ("groep & co", [("c", "C"), ("d", "<D>")])]
WIDGETS = {
    "text": forms.TextInput(attrs={"maxlength": 10, "required": True, "autofocus": False, "title": NASTY}),
    "number": forms.NumberInput(attrs={"min": 0}),
    "email": forms.EmailInput(),
    "url": forms.URLInput(),
    "password": forms.PasswordInput(render_value=True),
    "hidden": forms.HiddenInput(),
    "date": forms.DateInput(attrs={"type": "date"}),
    "datetime": forms.DateTimeInput(),
    "time": forms.TimeInput(),
    "checkbox": forms.CheckboxInput(),
    "file": forms.FileInput(),
    "textarea": forms.Textarea(attrs={"rows": 3}),
    "select": forms.Select(choices=CHOICES),
    "select of several": forms.SelectMultiple(choices=CHOICES),
    "radio": forms.RadioSelect(choices=CHOICES),
    "checkbox_select": forms.CheckboxSelectMultiple(choices=CHOICES, attrs={"class": NASTY}),
}
VALUES = (None, "", NASTY, "a<b", "d", 0, 1_000_000, True, ["c", "d"])


@pytest.mark.parametrize("name", WIDGETS)
def test_the_html_is_djangos(name):
    widget = WIDGETS[name]
    for value in VALUES:
        ours, theirs = (
            widget.render(NASTY, value, attrs={"id": "it"}, renderer=renderer)
            for renderer in (Renderer(), DjangoTemplates())
        )
        assert _tight(ours) == _tight(theirs)


@pytest.mark.parametrize("name", SEVERAL)
def test_one_box_of_a_row_is_djangos(name):
    """As templates show them one by one."""
    ours, theirs = (
        [_tight(box.tag()) for box in _form(WIDGETS[name], renderer)["it"]]
        for renderer in (Renderer(), DjangoTemplates())
    )
    assert len(ours) == 4
    assert ours == theirs


def _form(widget: forms.Widget, renderer: DjangoTemplates) -> forms.Form:
    made = type("Boxes", (forms.Form,), {"it": forms.MultipleChoiceField(choices=CHOICES, widget=widget)})
    return made({"it": ["c"]}, renderer=renderer)


def test_every_input_that_we_make_is_compared():
    assert {*INPUTS, *SEVERAL} <= set(WIDGETS)
    assert {f"{WIDGETS[name].option_template_name}" for name in SEVERAL} == {
        f"django/forms/widgets/{name}.html" for name in OPTIONS
    }


def _tight(html: str) -> str:
    return re.sub(r"\s*\n\s*", "", html).strip().replace("> <", "><")


def test_every_date_field_says_how_to_type_where_there_is_no_date_picker() -> None:
    """In the forms of each app, and in the fields that templates write themselves."""
    apps = Path(reisgenoot.__file__).parent
    for module in [*apps.glob("*/*forms.py"), *apps.glob("*/pages/*.py")]:
        importlib.import_module(f"reisgenoot.{'.'.join(module.relative_to(apps).with_suffix('').parts)}")
    found, todo = 0, [forms.Form]
    while todo:
        form = todo.pop()
        todo += form.__subclasses__()
        for name, field in form.base_fields.items():
            if form.__module__.startswith("reisgenoot.") and isinstance(field, forms.DateField):
                typed = "jjjj-mm" if getattr(field.widget, "input_type", "") == "month" else "jjjj-mm-dd"
                assert str(field.widget.attrs["placeholder"]) == typed, (form, name)
                found += 1
    assert found > 20
    for template in apps.glob("*/templates/**/*.html"):
        for tag in re.findall(r'<input type="date"[^>]*', template.read_text()):
            assert 'placeholder="{% translate "yyyy-mm-dd" %}"' in tag, template


def test_a_date_that_cannot_be_read_is_answered_with_how_to_type_it() -> None:
    form = TokenForm({"name": "x", "until": "morgen"})
    page = render_to_string("web/parts/field.html", {"field": form["until"]})
    assert "zoals in 2027-03-14" in page
    assert "zoals in 2027-03-14" not in render_to_string(
        "web/parts/field.html", {"field": TokenForm({"name": "x"})["until"]}
    )
