"""What holds for the tree as a whole: nothing of one machine, nobody else's code, no file that grew too long."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from tools import messages

ROOT = Path(__file__).resolve().parents[1]
LONGEST = 400
# Data and what tools make may be longer: the checklist of a route, migrations, the schema, translations, locks.
MADE_OR_DATA = (
    "definitions/",
    "migrations/",
    "schema.json",
    ".po",
    "requirements",
    "package-lock.json",
    "docs/law.md",
)


def committed() -> list[Path]:
    """All files that git knows, or would take in."""
    words = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.skip("not a git checkout")
    return [path for name in done.stdout.split("\0") if name and (path := ROOT / name).is_file()]


def text_of(path: Path) -> str:
    """The text of a file; nothing for pictures and fonts."""
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return ""


def test_no_registry_and_no_path_of_a_machine() -> None:
    """Locks carry hashes only: everyone installs from the registry that their own machine names."""
    registry = re.compile(
        r"--index-url\s+\S|--extra-index-url|\"resolved\":|registry\.npmjs|pypi\.org/simple|files\.pythonhosted"
    )
    home = re.compile(r"(?<![\w.])/(?:home|Users|root|work)/\w")
    found = [
        f"{path.relative_to(ROOT)}: {match.group(0)}"
        for path in committed()
        if path != Path(__file__)
        for pattern in (registry, home)
        for match in [pattern.search(text_of(path))]
        if match
    ]
    assert found == []


def test_no_code_of_others_and_no_big_files() -> None:
    for path in committed():
        name = str(path.relative_to(ROOT))
        assert not name.startswith(("node_modules/", "var/", ".venv/"))
        assert "/vendor/" not in name
        assert not name.endswith((".min.js", ".min.css", ".woff2", ".ttf"))
        assert path.stat().st_size < 600_000, name


def test_no_file_is_too_long_to_read() -> None:
    """Files that a person writes."""
    kinds = (".py", ".html", ".css", ".js", ".sql")
    long = {
        str(path.relative_to(ROOT)): lines
        for path in committed()
        if path.suffix in kinds and not any(part in str(path) for part in MADE_OR_DATA)
        if (lines := len(text_of(path).splitlines())) > LONGEST
    }
    assert long == {}


def test_every_picture_in_the_readme_is_there() -> None:
    named = re.findall(r"\]\(((?!https?:|#)[^)\s]+)\)", (ROOT / "README.md").read_text())
    assert named
    assert [name for name in named if not (ROOT / name.split("#")[0]).exists()] == []


def test_texts_with_brackets_are_found_for_translation(tmp_path: Path) -> None:
    """One with a variable between brackets was passed over once, and stood in English on a Dutch page."""
    page = tmp_path / "page.html"
    page.write_text(
        "{% load i18n %}{% blocktranslate count many=n %}Help ({{ many }} waits){% plural %}Help ({{ many }} wait)"
        '{% endblocktranslate %}{% translate "Say (so)" %}{{ x|default:_("It\'s (never)") }}'
    )
    found = list(messages._in_template(page))
    assert found == [("Help (%(many)s waits)", "Help (%(many)s wait)"), "Say (so)", "It's (never)"]
