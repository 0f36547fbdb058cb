"""Addresses of the API."""

from reisgenoot.web.api import PATH


def dossier_path(dossier_id: int, *parts: object) -> str:
    """The address of a dossier, or of something in it."""
    return PATH + "/".join(["dossiers", str(dossier_id), *map(str, parts)])
