# make book   the book, in _build/html/index.html
# make test   everything that continuous integration runs
# `make help` lists the rest. GNU make 3.81, as macOS ships it, is enough.

SHELL := /bin/sh
VENV := .venv
BIN := $(VENV)/bin
HERE := $(CURDIR)
LOCKED := $(VENV)/.locked
READY := $(VENV)/.ready
# Name another interpreter with `make PYTHON=/path/to/python3.12 book`.
PYTHON ?=

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help book test figures tables headline lab lock env clean moved

help: ## this list
	@grep -E '^[a-z]+:.*##' Makefile | sed -e 's/:.*## /	/' | expand -t 12

book: $(READY) ## build the book where it is not up to date: _build/html/index.html
	@$(BIN)/communique build

test: $(READY) ## lint, types, and all tests, the book's pages in a browser included
	@echo "ruff check";          $(BIN)/ruff check .
	@echo "ruff format --check"; $(BIN)/ruff format --check .
	@echo "mypy";                $(BIN)/mypy
	@echo "pytest";              $(BIN)/pytest --numprocesses auto --dist loadfile

figures: $(READY) ## only the figures: _build/figures
	@$(BIN)/communique figures

tables: $(READY) ## only the tables: _build/tables
	@$(BIN)/communique tables

headline: $(READY) ## renew the README's picture and its generated lines
	@$(BIN)/python -m communique.readme

lab: $(READY) ## open the notebooks in JupyterLab
	@$(BIN)/jupyter lab notebooks

env: $(READY) ## only the environment: .venv

clean: ## remove what was built; the environment stays (rm -r .venv removes it)
	rm -rf _build

lock: $(READY) ## renew requirements.txt from pyproject.toml (needs the network)
	$(BIN)/uv pip compile pyproject.toml --universal --python-version 3.11 --all-extras \
	  --generate-hashes --no-header --no-emit-index-url --no-emit-find-links --upgrade \
	  --quiet --output-file requirements.txt
	@echo "requirements.txt renewed: run 'make test', look at the pages, commit both files."

# The environment is made anew when it is missing, when the lock has changed, or when the folder
# has been moved (scripts in an environment hold absolute paths).
ifneq ($(shell cat $(LOCKED) 2>/dev/null),$(HERE))
$(LOCKED): moved
endif
moved:

$(LOCKED): requirements.txt
	@python=$$(sh .ci/python "$(PYTHON)") || exit 1; \
	echo "Making the environment in $(VENV) with $$python (about a minute; once)"; \
	"$$python" -m venv --clear $(VENV)
	@$(BIN)/python -m pip install --disable-pip-version-check --quiet --require-hashes \
	  --no-deps -r requirements.txt
	@printf '%s\n' "$(HERE)" > $@

$(READY): $(LOCKED) pyproject.toml
	@$(BIN)/python -m pip install --disable-pip-version-check --quiet --no-deps \
	  --no-build-isolation -e .
	@touch $@
