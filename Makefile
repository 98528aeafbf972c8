# The index of commands. Needs make and Python 3.11 or newer, nothing else.
# Another interpreter: make PYTHON=python3.13 VENV=.venv-3.13 test

PYTHON ?= python3
VENV ?= .venv
LOWEST_VENV ?= .venv-lowest
LEDGER ?= ledger/main.beancount
# In the files' own order: those with few and long tests would otherwise come last, one after another.
PYTEST_ARGS ?= --numprocesses auto --dist loadfile --no-loadscope-reorder
BENCH_ARGS ?=

BIN := $(VENV)/bin
RUN_STAMP := $(VENV)/.installed-run
DEV_STAMP := $(VENV)/.installed-dev
LOWEST_STAMP := $(LOWEST_VENV)/.installed

# What `make lowest` need not repeat; `make lowest LOWEST_WITHOUT=` runs it as well. In turn:
# our own arithmetic on random books, whose formats and libraries the tests beside them meet;
# figures of real givers, parties and large books, from books and files that the other tests read;
# what is proven of our texts, catalogues and bench, and of killed writes, whatever the versions;
# how our pages are read and found, in a browser that still opens each of them elsewhere;
# a second and a third printing of all months of the demo.
LOWEST_WITHOUT ?= $(addprefix --ignore=tests/,\
	simulation/test_properties.py tracing/test_properties.py voting \
	real/test_donors.py real/test_gift_limits.py real/test_parties.py real/test_large.py \
	test_languages.py test_messages.py bench desk/test_faults.py \
	views/test_accessibility.py views/test_five_questions.py) \
	--deselect=tests/cli/test_demo.py::test_a_folder_can_be_named_and_what_was_tried_in_it_stays

# Locked, hashed, and for each Python and platform at once: --universal.
COMPILE = $(BIN)/uv pip compile pyproject.toml --quiet --upgrade --universal --python-version 3.11 \
	--generate-hashes --no-emit-index-url --no-emit-find-links --no-header
# pip checks hashes; the project itself is built with the locked setuptools, in place.
INSTALL_LOCK = -m pip install --quiet --disable-pip-version-check --require-hashes --requirement
INSTALL_PROJECT = -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help setup dev demo serve test lint format types pytest docs golden languages bench lock lowest wheel clean

help:  ## Show this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-9s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: $(RUN_STAMP)  ## Install coopfund and its locked dependencies into .venv

dev: $(DEV_STAMP)  ## As setup, with the tools that test, lint and build

demo: setup  ## Show what coopfund does, on the books in ledger/
	$(BIN)/coopfund demo

serve: setup  ## Open the books in Fava, with coopfund's pages
	$(BIN)/coopfund serve $(LEDGER)

test: lint types pytest  ## Everything that must pass: lint, types, tests

lint: dev  ## Check style and formatting
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

format: dev  ## Mend style and formatting where that is mechanical
	$(BIN)/ruff check --fix-only .
	$(BIN)/ruff format .

types: dev  ## Check types
	$(BIN)/mypy

pytest: dev  ## Run the tests alone
	$(BIN)/pytest $(PYTEST_ARGS)

docs: dev  ## Rewrite the pages that are made from the code: rules and commands
	$(BIN)/python -m coopfund.rules.document > docs/rules.md
	$(BIN)/python -m coopfund.cli.document > docs/commands.md

languages: dev  ## Bring the catalogues of each language up to date and compile them
	$(BIN)/python -m tests.languages

golden: dev  ## Rewrite the golden page of every message
	$(BIN)/python -m tests.messages

bench: dev  ## Time and weigh coopfund against bean-check, hledger and ledger
	$(BIN)/python -m tests.bench $(BENCH_ARGS)

lock: dev  ## Renew the locked versions from pyproject.toml
	$(COMPILE) --group build --output-file requirements/run.txt
	$(COMPILE) --group dev --constraint requirements/run.txt --output-file requirements/dev.txt
	$(COMPILE) --group build --group test --resolution lowest-direct --output-file requirements/lowest.txt

lowest: $(LOWEST_STAMP)  ## Run the tests that a library can break, with the lowest versions allowed
	$(LOWEST_VENV)/bin/pytest $(PYTEST_ARGS) $(LOWEST_WITHOUT) --override-ini filterwarnings=

wheel: dev  ## Build the source archive and, from it, the wheel into dist/
	rm -rf dist
	$(BIN)/python -m build --no-isolation

clean:  ## Remove everything that the other commands made
	rm -rf $(VENV) $(LOWEST_VENV) build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis *.egg-info
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# One interpreter check, so that an old Python fails with a sentence instead of a stack trace.
%/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "$(PYTHON) is older than 3.11; name another: make PYTHON=python3.13" >&2; exit 1; }
	$(PYTHON) -m venv $*

$(RUN_STAMP): requirements/run.txt pyproject.toml | $(BIN)/python
	$(BIN)/python $(INSTALL_LOCK) requirements/run.txt
	$(BIN)/python $(INSTALL_PROJECT)
	@touch $@

$(DEV_STAMP): requirements/dev.txt $(RUN_STAMP)
	$(BIN)/python $(INSTALL_LOCK) requirements/dev.txt
	@touch $@

$(LOWEST_STAMP): requirements/lowest.txt pyproject.toml | $(LOWEST_VENV)/bin/python
	$(LOWEST_VENV)/bin/python $(INSTALL_LOCK) requirements/lowest.txt
	$(LOWEST_VENV)/bin/python $(INSTALL_PROJECT)
	@touch $@
