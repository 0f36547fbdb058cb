"""``get_…_display``, quick: Django translates all choices of a field to show one of them, again for every row."""

from __future__ import annotations

from functools import cache
from typing import Any

from django.db import models


class Labelled(models.Model):
    """A model whose choices lists show."""

    class Meta:
        abstract = True

    def _get_FIELD_display(self, field: models.Field[Any, Any]) -> str:
        """What Django's own says."""
        value = getattr(self, field.attname)
        label = _labels(field).get(value, value)
        return label if label is None else str(label)  # type: ignore[return-value]  # None of no value, as Django


@cache  # the choices of our models stand in the code
def _labels(field: models.Field[Any, Any]) -> dict[Any, Any]:
    return dict(field.flatchoices)
