# Everything a developer or CI runs. `make demo` and `make test` need nothing but Python 3.11 or newer and make.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.ONESHELL:
.DELETE_ON_ERROR:
MAKEFLAGS += --no-builtin-rules
unexport PYTHONDONTWRITEBYTECODE # tests and demo start many processes: each would compile every library again

PYTHON ?= python3
BIN := .venv/bin
UV := $(BIN)/uv
export PORT ?= 8000
export DEMO_DIR ?= var/demo
export UV_NO_PROGRESS := 1

.PHONY: help setup demo test torture slowly check bench fix screenshots clean
help: ## what there is
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1\t\2/p' $(MAKEFILE_LIST)

# --- the environment; stamps make later runs quick ---------------------------------------------------------------

$(UV):
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Precert needs Python 3.11 or newer; set PYTHON=… to name it")'
	echo "Making the environment in .venv"
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check uv

.venv/.runtime: requirements.lock pyproject.toml | $(UV)
	@echo "Installing the libraries"
	$(UV) pip install --quiet --require-hashes -r requirements.lock
	$(UV) pip install --quiet --no-deps --editable .
	touch $@

.venv/.development: requirements-dev.lock pyproject.toml | $(UV)
	@echo "Installing the libraries and the development tools"
	$(UV) pip sync --quiet --require-hashes requirements-dev.lock
	$(UV) pip install --quiet --no-deps --editable .
	touch .venv/.runtime $@

node_modules/.assets: package.json package-lock.json | .venv/.runtime
	@echo "Installing the design system"
	scripts/npm-ci
	touch $@

node_modules/.development: package.json package-lock.json | .venv/.development
	@echo "Installing the design system and the tools that check scripts and pages"
	scripts/npm-ci --development
	touch node_modules/.assets $@

setup: .venv/.development node_modules/.development ## the development environment

# --- running it --------------------------------------------------------------------------------------------------

demo: .venv/.runtime node_modules/.assets ## the product with demo data on http://127.0.0.1:$PORT
	@exec $(BIN)/precert demo

# --- checking it -------------------------------------------------------------------------------------------------

test: setup ## every test on both databases and in a real browser
	@scripts/install-tools
	scripts/postgres run scripts/suites

torture: setup ## the races, kills and floods at full count
	@scripts/install-tools
	PRECERT_TORTURE=1 scripts/postgres run scripts/suites --only-torture

slowly: setup ## the browser tests against a server whose answers come late
	@scripts/install-tools
	PRECERT_SLOWLY=500 scripts/postgres run scripts/suites browser-postgresql browser-sqlite

check: setup ## format, lint, types, layers, migrations, packs, generated files
	@scripts/check

bench: setup ## the measurements of docs, on a private PostgreSQL; BENCH="--only pages --before DIR"
	@scripts/install-tools
	scripts/postgres --name bench run $(BIN)/python bench/run.py $(BENCH)

screenshots: setup ## take the pictures in docs anew
	@scripts/install-tools
	PRECERT_SCREENSHOTS=docs/images $(BIN)/pytest tests/browser/test_journey_co_outpatient.py -q

fix: setup ## format, mend what ruff can mend, write the generated reference pages
	@$(BIN)/ruff format .
	$(BIN)/ruff check --fix .
	$(BIN)/djangofmt --quiet src/precert
	PATH="$$PWD/$(BIN):$$PATH" node_modules/.bin/biome check --write .
	$(BIN)/precert reference

clean: ## remove everything made here, the demo's data included
	@scripts/postgres remove
	scripts/postgres --name bench remove
	rm -rf .venv node_modules build var .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
