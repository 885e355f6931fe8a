# The commands of this repository. `make help` lists them.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

PYTHON ?= python3
VENV := .venv
PY := $(VENV)/bin/python
NPM ?= npm
DESK := embedded/desk
JAVASCRIPT := requirements/javascript

SETUP_STAMP := $(VENV)/.installed
NODE_STAMP := $(DESK)/node_modules/.installed
JAVASCRIPT_STAMP := $(JAVASCRIPT)/node_modules/.installed
LOCKS := requirements/embedded.txt requirements/dev.txt

export BENCH LAYERS CHECK MARIADB
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: help setup assets javascript test check bench soak replay demo pictures lock clean

help: ## list the commands
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## (.*)/  make \1\t\2/' | expand -t 16

setup: $(SETUP_STAMP) ## create .venv from the hash-checked lock files

# The interpreter is checked first: a venv made by an old one fails later and less clearly.
$(SETUP_STAMP): $(LOCKS)
	@command -v $(PYTHON) >/dev/null || { echo "$(PYTHON) was not found: install Python 3.11 or newer"; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "Python 3.11 or newer is needed; $(PYTHON) is $$($(PYTHON) --version 2>&1)."; \
	  echo "Name another one: make setup PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
	  echo "$(PYTHON) can't create a virtual environment: ensurepip is missing."; \
	  echo "On Debian and Ubuntu: apt-get install python3-venv"; exit 1; }
	@echo "creating $(VENV) (about a minute)"
	@rm -rf $(VENV)
	@$(PYTHON) -m venv $(VENV)
	@$(PY) -m pip install -qq --no-compile --no-deps --require-hashes $(addprefix -r ,$(LOCKS))
	@touch $@

assets: $(NODE_STAMP) $(JAVASCRIPT_STAMP) ## build the desk's front end (only the demo and the browser tests need it)
	@$(PY) -m embedded.desk

$(NODE_STAMP): $(SETUP_STAMP) $(DESK)/package.json $(DESK)/package-lock.json
	@command -v $(NPM) >/dev/null || { echo "npm was not found: the desk's front end needs Node.js 18 or newer"; exit 1; }
	@cd $(DESK) && $(NPM) ci --ignore-scripts --silent
	@touch $@

javascript: $(JAVASCRIPT_STAMP) ## install ESLint and Prettier, which `make check` runs where they are

$(JAVASCRIPT_STAMP): $(JAVASCRIPT)/package.json $(JAVASCRIPT)/package-lock.json
	@command -v $(NPM) >/dev/null || { echo "npm was not found: ESLint and Prettier need Node.js 18 or newer"; exit 1; }
	@cd $(JAVASCRIPT) && $(NPM) ci --ignore-scripts --silent
	@touch $@

# The browser layer needs the desk's front end, which is worth building only where there is a browser.
test: setup ## run every test layer this machine can run (LAYERS=…, BENCH=… and MARIADB=all narrow or widen it)
	@if command -v $(NPM) >/dev/null; then $(MAKE) javascript; fi
	@if command -v chromium >/dev/null && command -v $(NPM) >/dev/null; then $(MAKE) assets; fi
	@$(PY) -m tests.run

check: setup ## lint, types, import order and the other static checks
	@$(PY) -m tests.check

bench: setup ## measure speed
	@$(PY) -m tests.bench

pictures: setup assets ## take the guides' pictures anew (docs/images)
	@$(PY) -m tests.browser.pictures

soak: setup ## live through a simulated month on MariaDB: 2,000 tickets, outages, kills (SOAK="--tickets 50 --days 5" for less)
	@$(PY) -m tests.soak $(SOAK)

replay: setup ## replay the incident log through the ticket life and recompute every clock (LIMIT=… takes a part)
	@$(PY) -m embedded.replay $(if $(LIMIT),--limit $(LIMIT))

demo: setup assets ## start the demo on 127.0.0.1 (CHECK=1 fetches its pages unattended and exits)
	@$(PY) -m embedded.demo

# Needs `uv` on the path; only the person who changes a version runs it.
lock: ## resolve the lock files again from requirements/*.in
	@cd requirements && uv pip compile $(LOCK_FLAGS) --override overrides.txt embedded.in -o embedded.txt
	@cd requirements && uv pip compile $(LOCK_FLAGS) -c embedded.txt dev.in -o dev.txt

LOCK_FLAGS := --quiet --universal --python-version 3.11 --generate-hashes --upgrade \
  --no-emit-index-url --no-emit-find-links --no-header --no-annotate

clean: ## remove what these commands made
	rm -rf $(VENV) .cache $(DESK)/node_modules $(JAVASCRIPT)/node_modules .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
