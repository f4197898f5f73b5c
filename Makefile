# parreport. `make` alone lists what there is.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
TEST_STAMP := $(VENV)/.installed-test
TOOLS := .venv-tools
TOOLS_STAMP := $(TOOLS)/.installed
PIP := -m pip --disable-pip-version-check install --quiet
# Wheels only: a source archive would fetch build tools that no hash covers, and run them.
WHEELS := --only-binary :all:
# A lock names every package: nothing is left to resolve. Python compiles what it imports, when it does.
HASHED := $(PIP) --no-deps --no-compile --require-hashes $(WHEELS)
# uv takes a quarter of pip's time. Where it gets nothing (it knows neither the cache nor the mirror of
# pip), pip takes over; both hold each file to its digest. With pip alone: make setup UV=
UV := $(BIN)/uv
QUICK = $(BIN)/python $(HASHED) -r requirements-uv.lock && \
	$(UV) pip install --quiet --python $(BIN)/python --no-deps --require-hashes $(WHEELS) -r
INSTALL = $(if $(UV),{ $(QUICK) $(1); } || )$(BIN)/python $(HASHED) -r $(1)
LOCK := $(TOOLS)/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-header --no-annotate --only-binary :all:
# Strict: a package that the audit could not look up is a failure, not a remark.
AUDIT := $(TOOLS)/bin/pip-audit --strict --require-hashes --disable-pip --progress-spinner off \
	--timeout 60

# What is compiled once is kept, also where the machine asks for nothing to be kept: else every start
# of the many compiles all anew.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help setup setup-test report report-766 test test-fast test-nightly fuzz mutants check docs bench gallery lab lock audit \
	release release-verify clean

help: ## list the targets
	@grep -E '^[a-z0-9-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

setup: $(STAMP) ## make the environment in .venv, with what a build needs

setup-test: $(TEST_STAMP) ## add to it what tests, documentation and releases need

$(STAMP): pyproject.toml requirements.lock
	@$(PYTHON) -c 'import sys; sys.exit("parreport needs Python 3.11 or newer; this is %d.%d" % sys.version_info[:2] if sys.version_info < (3, 11) else 0)'
	@echo "Installing what parreport needs into $(VENV), about 550 MB on disk; once only, some minutes."
	$(PYTHON) -m venv $(VENV)
	$(call INSTALL,requirements.lock)
	$(BIN)/python $(PIP) --no-deps --no-build-isolation -e .
	@touch $(STAMP)

$(TEST_STAMP): $(STAMP) requirements-test.lock
	@echo "Adding what tests and documentation need to $(VENV), about 400 MB on disk; once only."
	$(call INSTALL,requirements-test.lock)
	@touch $(TEST_STAMP)

report: setup ## build the sample, Bến Tre 2018, into reports/ben-tre-2018
	$(BIN)/python -m parreport build parameters/ben-tre-2018.yaml

report-766: setup ## build the real sample, Gia Lai 2026 by Decision 766, into reports/gia-lai-766-2026
	$(BIN)/python -m parreport build parameters/gia-lai-766-2026.yaml

test: check ## check the code and run all tests
	$(BIN)/python -m pytest -n auto --dist worksteal -q

test-fast: setup-test ## run the tests that start no kernel and compute no whole year
	$(BIN)/python -m pytest -n auto -m 'not slow and not years' -q --ignore=tests/browser --ignore=tests/building --ignore=tests/backtests

test-nightly: setup-test ## run all tests whole: every fault, moment and year, ten times the examples (hours)
	FUZZ_CASES=5000 $(BIN)/python -m pytest -n auto --dist worksteal -q -m '' --hypothesis-profile nightly

fuzz: setup-test ## mutate inputs for 10 minutes, SEED= and SECONDS= to choose; atheris guides where it is installed
	$(BIN)/python -m tests.fuzz --guided --seconds $(or $(SECONDS),600) $(if $(SEED),--seed $(SEED))

mutants: setup-test ## change 150 lines of index, analysis, inputs one by one: do the tests see it? SEED=, COUNT= to choose
	$(BIN)/python -m tests.mutants $(if $(SEED),--seed $(SEED)) $(if $(COUNT),--count $(COUNT))

check: setup-test ## ruff, ruff format, mypy strict on src
	$(BIN)/python -m ruff check .
	$(BIN)/python -m ruff format --check .
	$(BIN)/python -m mypy

docs: setup-test ## build the documentation as a site into docs/_build, strictly: a warning is a failure
	$(BIN)/python -m sphinx -q -W --keep-going -E -c docs . docs/_build
	@echo "docs/_build/index.html"

bench: setup-test ## measure the press and the analyses (about half an hour; nothing else should run)
	$(BIN)/python -m tests.bench.scale
	$(BIN)/python -m tests.bench.findings
	$(BIN)/python -m tests.bench.items
	$(BIN)/python -m tests.bench.survey
	$(BIN)/python -m tests.bench.forms
	$(BIN)/python -m tests.bench.press

gallery: setup-test ## every chart and table, hard cases too, into reports/gallery
	$(BIN)/python -m tests.gallery reports/gallery

lab: setup ## open the notebooks in JupyterLab, first the one to work from
	$(BIN)/python -m parreport.workbench --ServerApp.root_dir=. notebooks/00_workbench.ipynb

$(TOOLS_STAMP): requirements-tools.lock
	$(PYTHON) -m venv $(TOOLS)
	$(TOOLS)/bin/python $(HASHED) -r requirements-tools.lock
	@touch $(TOOLS_STAMP)

lock: $(TOOLS_STAMP) ## make the locks anew from pyproject.toml and constraints.txt (needs a network)
	$(LOCK) pyproject.toml --group build --extra all --constraint constraints.txt -o requirements.lock
	$(LOCK) pyproject.toml --group build --all-extras --constraint constraints.txt -o requirements-test.lock
	$(LOCK) --group uv -o requirements-uv.lock
	$(LOCK) --group uv --group tools -o requirements-tools.lock

audit: $(TOOLS_STAMP) ## look for known vulnerabilities of the locked packages (needs a network)
	@# without markers: also what only other systems and versions of Python install
	sed 's/ ; .*/ \\/' requirements-test.lock > $(TOOLS)/all-systems.txt
	$(AUDIT) -r $(TOOLS)/all-systems.txt
	$(AUDIT) -r requirements-tools.lock

release: setup-test ## build source archive and wheel into dist and sign their digests (docs/releasing.md)
	rm -rf dist
	$(BIN)/python tools/release.py build dist
	$(BIN)/python tools/release.py sign dist

release-verify: setup-test ## check dist against its signed statement: PUBLIC_KEY=FILE
	$(BIN)/python tools/release.py verify dist $(if $(PUBLIC_KEY),--public-key '$(PUBLIC_KEY)')

clean: ## remove the environment and everything that was made
	rm -rf $(VENV) $(TOOLS) dist docs/_build docs/modules reports/*/ reports/.*.work .pytest_cache .mypy_cache .ruff_cache
