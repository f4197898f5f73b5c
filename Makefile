# parreport. `make` alone lists what there is.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed

.DEFAULT_GOAL := help
.PHONY: help setup report test test-fast fuzz check bench gallery lab clean

help: ## list the targets
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

setup: $(STAMP) ## make the environment in .venv

$(STAMP): pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit("parreport needs Python 3.11 or newer; this is %d.%d" % sys.version_info[:2] if sys.version_info < (3, 11) else 0)'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[test,all]'
	@touch $(STAMP)

report: setup ## build the sample, Bến Tre 2018, into reports/ben-tre-2018
	$(BIN)/parreport build parameters/ben-tre-2018.yaml

test: setup ## check the code and run all tests
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python -m pytest -n auto --dist worksteal

test-fast: setup ## run the tests that start no kernel
	$(BIN)/python -m pytest -n auto -m 'not slow' -q

fuzz: setup ## mutate inputs for 10 minutes, SEED= and SECONDS= to choose; atheris guides where it is installed
	$(BIN)/python -m tests.fuzz --guided --seconds $(or $(SECONDS),600) $(if $(SEED),--seed $(SEED))

check: setup ## ruff, ruff format, mypy strict on src
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

bench: setup ## measure the press and the analyses (about half an hour; nothing else should run)
	$(BIN)/python -m tests.bench.scale
	$(BIN)/python -m tests.bench.findings
	$(BIN)/python -m tests.bench.items
	$(BIN)/python -m tests.bench.press

gallery: setup ## every chart and table, hard cases too, into reports/gallery
	$(BIN)/python -m tests.gallery reports/gallery

lab: setup ## open the notebooks in JupyterLab
	$(BIN)/jupyter lab notebooks

clean: ## remove the environment and everything that was made
	rm -rf $(VENV) reports/*/ reports/.*.work .pytest_cache .mypy_cache .ruff_cache
