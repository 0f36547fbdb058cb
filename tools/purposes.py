"""`python -m tools.purposes [update]`: does `docs/purposes.md` say what `purposes.yaml` says? `update` writes it."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from reisgenoot.access import purposes, rules

PAGE = Path(__file__).resolve().parent.parent / "docs" / "purposes.md"
HEAD = """\
# Purposes and grounds

Made from `src/reisgenoot/access/purposes.yaml` by `python -m tools.purposes update`; a check holds the two equal. A
ground is *confirmed* only if its article was read in the text of the date named. By law, the last column says what the
task needs at most; what is open to those who act is decided by the table of access, for all of them alike. By consent
it is what somebody may agree to at most, and the database refuses more.
"""


def page() -> str:
    """The whole page."""
    return "\n".join([HEAD, *_purposes(purposes.LAW), *_purposes(purposes.CONSENT), *_grounds()])


def _purposes(ground: str) -> Iterator[str]:
    yield f"## By {ground}\n\n| Purpose | Kinds of organisation | Grounds | At most |\n|---|---|---|---|"
    names = rules.table().categories
    for it in purposes.purposes().values():
        if it.ground == ground:
            base = purposes.BASE if ground == purposes.CONSENT else ()
            wanted = ", ".join(key for key in names if key in (*base, *it.categories))
            rests = ", ".join(found.id for found in it.grounds)
            yield f"| {it.text['en']} | {', '.join(it.kinds)} | {rests} | {wanted} |"
    yield ""


def _grounds() -> Iterator[str]:
    yield "## Grounds\n\n| Ground | Law and article | Text read of | Confirmed | Note |\n|---|---|---|---|---|"
    grounds = {it.id: it for purpose in purposes.purposes().values() for it in purpose.grounds}
    for it in grounds.values():
        sure = "yes" if it.confirmed else "**not yet**"
        article = f"[{it.law}, {it.article}]({it.url})"
        yield f"| {it.id} | {article} | {it.text_of or '–'} | {sure} | {it.note.get('en', '')} |"
    yield ""


def main() -> int:
    """Exit status 1 if the page is behind."""
    wanted = page()
    if "update" in sys.argv[1:]:
        PAGE.write_text(wanted, encoding="utf-8")
    elif not PAGE.exists() or PAGE.read_text(encoding="utf-8") != wanted:
        print("docs/purposes.md is behind access/purposes.yaml")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
