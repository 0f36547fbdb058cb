"""`make check`: everything that can be said of the code without running it; each check says what to do about it."""

import os
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

CHECKS: tuple[tuple[str, list[str]], ...] = (
    ("style (mend: ruff check --fix)", ["ruff", "check", "."]),
    ("layout (mend: ruff format)", ["ruff", "format", "--check", "."]),
    ("types", ["mypy"]),
    ("directions of imports", ["importlinter.cli", "lint"]),
    ("templates", ["djlint", "--lint", "--quiet", "src"]),
    ("docs/law.md (mend: python -m tools.law update)", ["tools.law"]),
    ("docs/purposes.md (mend: python -m tools.purposes update)", ["tools.purposes"]),
    ("translations (mend: python -m tools.messages update)", ["tools.messages"]),
)


def _run(arguments: list[str]) -> tuple[bool, str]:
    """Whether it is in order, and what it said."""
    if arguments[0] == "importlinter.cli":
        call = [sys.executable, "-c", "from importlinter.cli import lint_imports_command as c; c()"]
    else:
        call = [sys.executable, "-m", *arguments]
    done = subprocess.run(call, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
    return done.returncode == 0, done.stdout


def _migrations() -> tuple[bool, str]:
    """Whether the models say nothing that the migrations don't; asks no database."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "reisgenoot.config.settings")
    import django
    from django.apps import apps
    from django.db.migrations.autodetector import MigrationAutodetector
    from django.db.migrations.loader import MigrationLoader
    from django.db.migrations.state import ProjectState
    from django.utils import translation

    django.setup()
    translation.deactivate_all()  # migrations hold the texts as they stand in the code
    loader = MigrationLoader(None)
    detector = MigrationAutodetector(loader.project_state(), ProjectState.from_apps(apps))
    ours = {app.label for app in apps.get_app_configs() if app.name.startswith("reisgenoot.")}
    changes = {label: found for label, found in detector.changes(graph=loader.graph).items() if label in ours}
    said = [
        f"{label}: {', '.join(operation.describe() for it in found for operation in it.operations)}\n"
        for label, found in changes.items()
    ]
    return not changes, "".join(said)


def main() -> int:
    """Run all checks, two at a time, also after one that failed; exit status 1 if any did."""
    todo: list[tuple[str, Callable[[], tuple[bool, str]]]] = [
        (name, lambda arguments=arguments: _run(arguments)) for name, arguments in CHECKS
    ]
    todo.append(("migrations (mend: makemigrations)", _migrations))
    failed = []
    with ThreadPoolExecutor(2) as beside:
        for name, running in [(name, beside.submit(check)) for name, check in todo]:
            print(f"== {name}", flush=True)
            right, said = running.result()
            print(said, end="", flush=True)
            if not right:
                failed.append(name)
    print("All checks passed." if not failed else f"Failed: {'; '.join(failed)}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
