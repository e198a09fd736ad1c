# `make help` lists what there is. Nothing outside this folder is written.

PYTHON ?= python3
BIN := .venv/bin
PYTEST := $(BIN)/pytest --color=auto
BENCHES := -o python_files="bench_*.py" -o python_functions="bench_*"
export PYTHON

.DEFAULT_GOAL := help
.PHONY: help install up test verify search check bench bench-big docs fmt lock migration

help: ## List the commands
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1 \2/p' $(MAKEFILE_LIST) | awk '{printf "  %s %-10s", $$1, $$2; $$1 = $$2 = ""; print}'

install: ## Make the environment in .venv, with what tests and checks need
	@requirements/install dev

up: ## Start Handrail here, with servers of its own, until Ctrl-C
	@requirements/install run
	@exec $(BIN)/handrail up

test: install check ## What to run before a commit: check, and all tests but the slow ones
	@.ci/browser
	$(PYTEST) -n 2 --dist loadfile -m "not slow and not search"

verify: install ## The slow tests: faults, fresh clone, long searches
	@.ci/browser
	@.ci/provider
	$(PYTEST) -n 2 --dist loadfile -m slow

search: install ## Look for orders of acts that break a rule; many minutes, by hand
	$(PYTEST) -m search -s

check: install ## Format, lint, types and imports
	$(BIN)/ruff format --check --quiet
	$(BIN)/ruff check --quiet
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: install ## Measure, each against a raw baseline of the same run
	$(PYTEST) tests/bench -s -q --ignore tests/bench/city $(BENCHES)

bench-big: install ## Measure pages of a consultancy with 1.2 million workers; CITY=FOLDER keeps it
	$(PYTEST) tests/bench/city -s -q $(BENCHES)

docs: install ## Write the pages that are made from the code: rules, problems
	$(BIN)/python -m tests.docs.writing

fmt: install ## Put all code into its form
	$(BIN)/ruff check --fix-only --quiet
	$(BIN)/ruff format --quiet

lock: install ## Write both locks anew (UPGRADE=1 takes the newest versions)
	@requirements/lock

migration: install ## Draft the schema's revision from the models
	$(BIN)/handrail db draft
