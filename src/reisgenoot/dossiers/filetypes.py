"""Which files a dossier accepts: recognised by their first bytes, which must agree with the name."""

from __future__ import annotations

import io
import re
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import PurePath

from django.utils.translation import gettext as _

from reisgenoot.access.errors import Refused

LARGEST = 15 * 1024 * 1024
"""Bytes in one document."""

_OFFICE = "application/vnd.openxmlformats-officedocument."
ACCEPTED: dict[str, tuple[str, bytes]] = {
    ".pdf": ("application/pdf", b"%PDF-"),
    ".jpg": ("image/jpeg", b"\xff\xd8\xff"),
    ".jpeg": ("image/jpeg", b"\xff\xd8\xff"),
    ".png": ("image/png", b"\x89PNG\r\n\x1a\n"),
    ".docx": (_OFFICE + "wordprocessingml.document", b"PK\x03\x04"),
    ".xlsx": (_OFFICE + "spreadsheetml.sheet", b"PK\x03\x04"),
    ".odt": ("application/vnd.oasis.opendocument.text", b"PK\x03\x04"),
    ".ods": ("application/vnd.oasis.opendocument.spreadsheet", b"PK\x03\x04"),
    ".txt": ("text/plain; charset=utf-8", b""),
}
"""By extension: the type it is served as, and the bytes with which it begins."""
_MACRO = re.compile(r"vbaproject|/activex/|\.(bin|exe|dll|js|vbs|hta|jar)$|^(basic|scripts)/")
"""Names inside office documents of what runs, objects of other programs included."""
_SCRIPT = re.compile(rb"/(JavaScript|JS|Launch)\b")
_INSIDE = {".docx": "word/", ".xlsx": "xl/", ".odt": "content.xml", ".ods": "content.xml"}


def recognise(name: str, content: bytes) -> tuple[str, str]:
    """A safe name for the file, and its type. Raises Refused (field ``file``) with a clear reason."""
    shown = _safe(name)
    extension = PurePath(shown).suffix.lower()
    if extension not in ACCEPTED:
        kinds = ", ".join(sorted(kind.lstrip(".") for kind in ACCEPTED))
        raise Refused(
            {"file": _("Files of this type are not accepted. Accepted are: %(kinds)s.") % {"kinds": kinds}}
        )
    if not content:
        raise Refused({"file": _("This file is empty.")})
    if len(content) > LARGEST:
        raise Refused(
            {"file": _("This file is too large: at most %(most)d MB.") % {"most": LARGEST // 2**20}}
        )
    content_type, begins = ACCEPTED[extension]
    if not content.startswith(begins) or not _fits(extension, content):
        raise Refused({"file": _("What is in this file is not what its name says.")})
    if _runs(extension, content):
        raise Refused(
            {"file": _("There is something in this file that runs when it is opened. Save it without.")}
        )
    return shown, content_type


def _fits(extension: str, content: bytes) -> bool:
    if extension == ".txt":
        try:
            return "\0" not in content.decode("utf-8")
        except UnicodeDecodeError:
            return False
    if extension not in _INSIDE:
        return True
    return any(name.startswith(_INSIDE[extension]) for name in _packed(content))


def _packed(content: bytes) -> list[str]:
    """The names in a zip file; none if it is no zip file. Nothing is unpacked."""
    try:
        return zipfile.ZipFile(io.BytesIO(content)).namelist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        return []


def _runs(extension: str, content: bytes) -> bool:
    """Whether something in it runs when it is opened: macros and programs in office documents, scripts in a PDF.

    A PDF says so by names, which can be written with #xx and packed; what is encrypted is not seen.
    """
    if extension in _INSIDE:
        return any(_MACRO.search(name.lower()) for name in _packed(content))
    return extension == ".pdf" and any(
        _SCRIPT.search(_plain_names(part)) for part in (content, *_streams(content))
    )


def _plain_names(part: bytes) -> bytes:
    return re.sub(rb"#([0-9a-fA-F]{2})", lambda found: bytes([int(found[1], 16)]), part)


def _streams(content: bytes) -> Iterator[bytes]:
    """The packed lists of objects in a PDF, each unpacked as far as :data:`LARGEST`."""
    for found in re.finditer(rb"/ObjStm.{0,400}?stream\r?\n", content, re.DOTALL):
        try:
            yield zlib.decompressobj().decompress(content[found.end() :], LARGEST)
        except zlib.error:
            continue


def _safe(name: str) -> str:
    """The last part of a path, without control characters or marks that turn text; at most 200 long."""
    last = re.split(r"[\\/]", name)[-1]
    kept = "".join(letter for letter in last if unicodedata.category(letter)[0] != "C")
    path = PurePath(" ".join(kept.split()) or "-")
    return path.stem[: 200 - len(path.suffix)] + path.suffix
