"""The route as data and the plan as a pure function."""

from .catalogue import Catalogue
from .load import catalogue, check_files, load
from .model import Definition, Ground
from .source import DefinitionError, Problem

__all__ = [
    "Catalogue",
    "Definition",
    "DefinitionError",
    "Ground",
    "Problem",
    "catalogue",
    "check_files",
    "load",
]
