"""Papers as PDF/UA-1 by typst: tagged, in any script that we have a font for, with nothing fetched.

A paper is a ``.typ`` file beside the app that prints it. It imports ``/paper.typ`` (the look that all papers share, in
``web/print``) and gets what it shows as one JSON text: ``#let it = json(bytes(sys.inputs.it))``.
"""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Collection, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import typst
from django.utils import translation

from .templatetags.web import language_name

HERE = Path(__file__).resolve().parent
FONTS = HERE / "static" / "vendor" / "print"
"""TTF files of Noto Sans for Latin, Arabic and Ethiopic; gathered by ``web.assets``."""
LONGEST = 2_000_000  # characters of JSON: a dossier has thousands, so more is a mistake


def untranslated(language: str, known: Collection[str]) -> str:
    """The Dutch name of somebody's language if a paper has no words in it, so that it says so; empty otherwise."""
    if not language or language in known:
        return ""
    with translation.override("nl"):
        return language_name(language)


def render(paper: Path, it: Mapping[str, Any], *, made_at: datetime | None = None) -> bytes:
    """The PDF of a paper, filled with ``it`` (values that JSON knows; texts are text there, never markup).

    ``made_at`` goes into the file's properties (default: now); the same input and moment give the same bytes.
    Raises ValueError if ``it`` is too long, and RuntimeError of typst if the paper itself is wrong.
    """
    body = json.dumps(it, ensure_ascii=False)
    if len(body) > LONGEST:
        raise ValueError("too long for one paper")
    with tempfile.TemporaryDirectory() as folder:  # typst reads nothing outside its root
        root = Path(folder)
        shutil.copy(HERE / "print" / "paper.typ", root / "paper.typ")
        shutil.copy(paper, root / "main.typ")
        made: bytes = typst.compile(
            root / "main.typ",
            root=root,
            font_paths=[FONTS],
            ignore_system_fonts=True,
            format="pdf",
            sys_inputs={"it": body},
            pdf_standards="ua-1",
            timestamp=int((made_at or datetime.now(UTC)).timestamp()),
        )
    return made
