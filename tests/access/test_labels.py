"""The label of a choice is Django's, made by looking up one instead of translating all."""

from django.apps import apps
from django.db import models
from django.utils.translation import override

from reisgenoot.access.labels import Labelled


def test_every_label_is_djangos_and_quick() -> None:
    compared = 0
    for model in apps.get_models():
        if not model.__module__.startswith("reisgenoot."):
            continue
        for field in (it for it in model._meta.fields if it.choices is not None):
            assert issubclass(model, Labelled), f"{model.__module__}.{model.__name__} has choices"
            for value in (*(key for key, _label in field.flatchoices), "", None, "unknown"):
                one = model(**{field.attname: value})
                for language in ("nl", "en"):
                    with override(language):
                        ours = getattr(one, f"get_{field.name}_display")()
                        assert ours == models.Model._get_FIELD_display(one, field), (model, field.name, value)
                compared += 1
    assert compared > 300
