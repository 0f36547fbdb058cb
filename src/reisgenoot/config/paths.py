"""Where the project keeps what it makes at run time: everything under ``var/``, nothing elsewhere."""

import os
from pathlib import Path

SOURCE = Path(__file__).resolve().parent.parent  # src/reisgenoot
PROJECT = SOURCE.parent.parent


def var() -> Path:
    """The folder for what is made at run time (``REISGENOOT_VAR``, else ``var/`` of the project); made when absent."""
    folder = Path(os.environ.get("REISGENOOT_VAR") or PROJECT / "var")
    folder.mkdir(parents=True, exist_ok=True)
    return folder
