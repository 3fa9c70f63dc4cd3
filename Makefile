# `make help` lists what there is.
SHELL := /bin/sh
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
NPM := $(CURDIR)/$(BIN)/python assets/npm.py
TEMPLATES := tanggap/web/templates
# Test workers; two cores are enough for the whole suite.
WORKERS ?= 2

.DEFAULT_GOAL := help
.PHONY: help install build run test browser postgresql check style types layers scripts fix bench lock clean

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-9s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

install: $(VENV)/.installed assets/node_modules/.installed ## Install everything that is needed

build: install $(VENV)/.built ## Build styles, scripts and translations

run: build ## Run Tanggap with the year 2022 of the demonstration city
	@exec $(BIN)/tanggap demo up

test: build browser postgresql check ## Install, check and run all tests
	$(BIN)/pytest -q -rs -n $(WORKERS) $(TESTS)

check: build ## Check style, types and the order of layers, without changing anything
	@$(MAKE) --no-print-directory --output-sync -j 2 types style layers scripts

style:
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/djangofmt --check --quiet $(TEMPLATES)

types:
	$(BIN)/mypy

layers:
	$(BIN)/lint-imports

scripts:
	cd assets && node_modules/.bin/tsc --noEmit -p . && node_modules/.bin/tsc --noEmit -p tsconfig.worker.json

fix: install ## Format the code and mend what can be mended
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	$(BIN)/djangofmt --quiet $(TEMPLATES)

bench: build ## Measure; prints ratios
	$(BIN)/tanggap bench

lock: $(VENV)/.installed ## Pin the dependencies anew
	$(BIN)/pip install -q uv
	$(BIN)/uv pip compile pyproject.toml requirements.in --extra embedded --extra places \
		--extra node --universal --python-version 3.11 --generate-hashes --upgrade \
		--no-emit-index-url --no-header --no-annotate -q -o requirements.lock

clean: ## Remove what was built (never the data)
	rm -rf assets/dist assets/node_modules $(VENV) .mypy_cache .ruff_cache .pytest_cache

apt_get = apt-get update -qq && apt-get install -y -qq --no-install-recommends $(1)

# $(call from_distribution,PACKAGE,WORDS): install PACKAGE where we may; else say WORDS, and in CI fail.
from_distribution = if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
		$(call apt_get,$(1)); \
	else \
		echo $(2) >&2; \
		[ "$$CI" != true ]; \
	fi

# Chromium for the journeys: its shell, which the distribution has and which we may install; else
# the machine's own.
browser:
	@$(BIN)/python -c 'from tests.browsing import shell; raise SystemExit(not shell())' \
	|| { [ "$$(id -u)" = 0 ] && $(call apt_get,chromium-headless-shell); } \
	|| $(BIN)/python -c 'from tests.browsing import chromium; raise SystemExit(not chromium())' \
	|| $(call from_distribution,chromium,"Without a Chromium tests/journeys don't run: install it \
	or set TANGGAP_CHROMIUM to its path.")

# The launcher is tested on the distribution's PostgreSQL too. Its package starts no server here.
postgresql:
	@$(BIN)/python -c 'from tanggap.launch import binaries as b; b.find(choice=b.SYSTEM)' 2>/dev/null \
	|| { [ "$$(id -u)" != 0 ] || [ -e /etc/postgresql-common/createcluster.conf ] || \
		{ mkdir -p /etc/postgresql-common && echo "create_main_cluster = false" \
		>/etc/postgresql-common/createcluster.conf; }; \
	$(call from_distribution,postgresql,"Without the distribution's PostgreSQL tests/launch run on \
	the wheel's alone: apt-get install postgresql."); }

$(VENV)/.installed: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed")'
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/pip install -q --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

assets/node_modules/.installed: assets/package-lock.json $(VENV)/.installed
	$(NPM) ci --prefix assets --no-audit --no-fund --loglevel=error
	@touch $@

SOURCES := $(shell find assets/src assets/styles assets/build.mjs tanggap/web/static tanggap/locale \
	-type f -not -name '*.mo' 2>/dev/null)
$(VENV)/.built: $(SOURCES) assets/node_modules/.installed
	$(NPM) run --silent build --prefix assets
	@if [ -d tanggap/locale ]; then $(BIN)/pybabel -q compile -d tanggap/locale -D django; fi
	@touch $@
