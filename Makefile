# `make run` serves the demo, `make test` runs the tests; both set up everything first, and a second time is quick.
PYTHON ?= python3
BIN := .venv/bin
SOURCES := $(shell find src -name '*.po' 2>/dev/null)

.PHONY: help run setup setup-dev test check bench clean

help:
	@echo "make run     set up everything and serve the demo at http://127.0.0.1:8000"
	@echo "make test    set up everything and run the tests"
	@echo "make setup   only install, into .venv/"
	@echo "make check   style, types, directions of imports, templates, migrations, translations"
	@echo "make bench   measure speed; results belong in docs/performance.md"

run: setup
	@exec $(BIN)/reisgenoot serve --demo $(SERVE)

setup: .venv/.installed .venv/.assets

setup-dev: .venv/.installed-dev .venv/.assets

test: setup-dev
	@$(BIN)/python -m pytest $(TESTS)

check: setup-dev
	@$(BIN)/python -m tools.check

bench: setup-dev
	@for script in benchmarks/plan_*.py benchmarks/import_*.py benchmarks/worklist_*.py benchmarks/verify_*.py; do echo "== $$script"; $(BIN)/python $$script || exit 1; done

clean:
	rm -rf .venv node_modules src/reisgenoot/web/static/vendor

.venv/bin/python:
	@sh tools/venv.sh $(PYTHON)

.venv/.installed: .venv/bin/python requirements.txt pyproject.toml
	@echo "Installing packages …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

.venv/.installed-dev: .venv/.installed requirements-dev.txt
	@echo "Installing packages for the tests …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@

.venv/.assets: .venv/.installed package-lock.json package.json src/reisgenoot/web/assets.py $(SOURCES)
	@echo "Building styles, fonts and translations …"
	@$(BIN)/python -m reisgenoot.web.assets
	@touch $@
