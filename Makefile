# Parley: make run starts it, make demo shows it. Needs Python 3.11 or newer, make and git; everything else goes into .venv.

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

VENV := .venv
BIN  := $(VENV)/bin

# Where make bench notes its figures.
FIGURES := .bench.jsonl

# How long make fuzz reads.
MINUTES ?= 5

# The newest Python on the PATH that will do; "make PYTHON=/path/to/python3.12 setup" chooses another.
PYTHON ?= $(shell for p in python3.14 python3.13 python3.12 python3.11 python3 python; do \
	if $$p -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then echo $$p; break; fi; done)

# Under the GPL, so it is run where it is there and is none of Parley's requirements; .ci/run fetches one for itself.
HADOLINT ?= hadolint

PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet

# Stamps: an environment is made once and again only when its lock changed.
RUN := $(VENV)/.installed-run
DEV := $(VENV)/.installed-dev

.PHONY: help setup setup-dev run demo test test-all test-storms test-stack celery-versions check lint types compose format lock schemas bench bench-others fuzz clean screenshots

help: ## Show this list
	@echo "make TARGET, where TARGET is one of:"
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  %-16s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

$(BIN)/python:
	@if [ -z "$(PYTHON)" ]; then \
		echo "Parley needs Python 3.11 or newer with its venv module; found: $$(python3 --version 2>/dev/null || echo none)." >&2; \
		echo "Install it (Debian and Ubuntu: apt install python3 python3-venv) or name it: make PYTHON=/path/to/python3.12 setup" >&2; \
		exit 1; fi
	@echo "Making $(VENV) with $$($(PYTHON) --version) …" >&2
	@$(PYTHON) -m venv $(VENV)

$(RUN): requirements.lock requirements-build.lock pyproject.toml | $(BIN)/python
	@echo "Installing what Parley needs to run …" >&2
	@$(PIP) install --require-hashes -r requirements-build.lock -r requirements.lock
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@$(BIN)/python -m compileall -q domain worker
	@touch $@

$(DEV): requirements-dev.lock $(RUN)
	@echo "Installing what tests and checks need …" >&2
	@$(PIP) install --require-hashes -r requirements-dev.lock
	@touch $@

setup: $(RUN) ## Make .venv and install Parley into it

setup-dev: $(DEV) ## The same, with the tools for tests and checks

run: $(RUN) ## Start Parley with the feeds of config/; Ctrl-C ends it, the next start goes on from there
	@$(BIN)/parley up

demo: $(RUN) ## Play two months of the US–Russia talks of winter 2021/22 in a few seconds
	@$(BIN)/parley demo

test: $(DEV) ## Run the default test suite
	$(BIN)/python -m pytest -n auto

test-all: $(DEV) ## Run the tests marked slow too
	$(BIN)/python -m pytest -n auto -m "not storm"

test-failed: $(DEV) ## Run again the tests that failed in the run before, one after another
	$(BIN)/python -m pytest -m "not storm" --last-failed --last-failed-no-failures none

test-storms: $(DEV) ## Kill workers, Redis and PostgreSQL for half an hour while thousands of articles are read
	$(BIN)/python -m pytest -m storm tests/faults

celery-versions: $(DEV) ## Restart the broker of busy workers of two versions of Celery, and see which go on
	$(BIN)/python -m tests.faults.celery_versions

test-stack: $(DEV) ## Run docker-compose.yml in real containers and play the demo through it (as root)
	$(BIN)/python -m tests.stack.run

check: lint types compose ## Lint, types, the boundary of domain/, and the compose file
	$(BIN)/python -m pytest -p no:cacheprovider tests/domain/test_boundary.py

lint: $(DEV)
	$(BIN)/ruff check
	$(BIN)/ruff format --check

types: $(DEV)
	$(BIN)/mypy -p domain -p worker

compose: $(DEV)
	$(BIN)/docker-compose -f docker-compose.yml --env-file .env.example --profile '*' config --quiet
	@if command -v $(HADOLINT) >/dev/null; then echo "$(HADOLINT) Dockerfile"; $(HADOLINT) Dockerfile; \
	else echo "hadolint is not on the PATH: the Dockerfile was not linted (HADOLINT=… names one)" >&2; fi
	@if command -v promtool >/dev/null; then promtool check config config/monitoring/prometheus.yml; \
	else echo "promtool is not on the PATH: the rules of config/monitoring were not checked" >&2; fi

format: $(DEV) ## Format the code and mend what the linter can mend
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

# uv resolves for all supported Pythons and platforms at once; pip installs the result. No index address gets in.
COMPILE := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	--no-emit-find-links --custom-compile-command "make lock"

schemas: $(DEV) ## Write docs/schemas anew after a change of what hooks are told
	$(BIN)/python -m worker.alerts.schema docs/schemas

lock: $(BIN)/python ## Choose the newest versions that fit pyproject.toml and write the requirements locks
	@$(PIP) install uv
	$(COMPILE) --upgrade pyproject.toml --output-file requirements.lock
	$(COMPILE) --upgrade --group build --constraint requirements.lock --output-file requirements-build.lock
	$(COMPILE) --upgrade pyproject.toml --group dev --group build --constraint requirements.lock \
		--output-file requirements-dev.lock

bench: $(DEV) ## Measure everything and print one table; with bench-others beside other readers and libraries
	@rm -f $(FIGURES)
	BENCH_FIGURES=$(FIGURES) $(BIN)/python -m benchmarks.reading
	BENCH_FIGURES=$(FIGURES) $(BIN)/python -m benchmarks.log --quick
	BENCH_FIGURES=$(FIGURES) $(BIN)/python -m benchmarks.feeds
	BENCH_FIGURES=$(FIGURES) $(BIN)/python -m benchmarks.stories --quick
	BENCH_FIGURES=$(FIGURES) $(BIN)/python -m benchmarks.pipeline --quick
	BENCH_FIGURES=$(FIGURES) $(BIN)/python -m benchmarks.alerts --changes 400 --rate 10
	BENCH_FIGURES=$(FIGURES) $(BIN)/python -m benchmarks.web --meetings 10000 --seconds 10
	@$(BIN)/python -m benchmarks.table $(FIGURES)

# In an environment of their own: their requirements must not move ours.
bench-others: $(BIN)/python ## Make .venv-bench with the readers that bench compares with
	@test -x .venv-bench/bin/python || $(BIN)/python -m venv .venv-bench
	@.venv-bench/bin/python -m pip --disable-pip-version-check --quiet install --upgrade "pip>=25.1"
	@.venv-bench/bin/python -m pip --disable-pip-version-check --quiet install --group bench

fuzz: $(DEV) ## Read mutated articles for five minutes; make fuzz MINUTES=60 for longer
	$(BIN)/python -m benchmarks.fuzz --minutes $(MINUTES)

screenshots: $(DEV) ## Take the README's pictures of the demo (needs Chromium and its driver)
	$(BIN)/python -m tests.browser.screenshots

clean: ## Remove environments and caches; the data in var/ and demo/ stay
	rm -rf $(VENV) .venv-bench .mypy_cache .ruff_cache .pytest_cache .hypothesis build dist *.egg-info
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
