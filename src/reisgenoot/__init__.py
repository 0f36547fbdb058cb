"""Reisgenoot: one shared plan for every newcomer, over all organisations that guide them."""

__version__ = "0.1.0"
