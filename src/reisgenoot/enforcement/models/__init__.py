"""The tables of this app."""

from .case import Case, Circumstance, Judgement, Talk
from .fine import Fine, Instalment, Objection, Payment

__all__ = ["Case", "Circumstance", "Fine", "Instalment", "Judgement", "Objection", "Payment", "Talk"]
