# `make demo` and `make test` are all a newcomer needs; `make help` lists the rest.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
READY  := $(VENV)/.ready

.DEFAULT_GOAL := help
.PHONY: help demo test lint quality soak bench clean

help:  ## list the targets
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /  make \1\t/' | expand -t 16

$(READY): pyproject.toml setup.py $(wildcard searchnews/compiled/*.pyx)
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "searchnews needs Python 3.11 or newer: make PYTHON=python3.12 ..." >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade pip
	$(BIN)/python -m pip install -qq --disable-pip-version-check --editable '.[dev]'
	@touch $@

demo: $(READY)  ## install, index corpus/ into index/, and ask a question
	$(BIN)/searchnews index
	$(BIN)/searchnews query "محادثات السلام" --limit 5

test: $(READY)  ## run the test suite (a few minutes)
	$(BIN)/python -m pytest -n auto

lint: $(READY)  ## style, types and the floors of the house
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

soak: $(READY)  ## the long tests: hundreds of kills, a thousand damaged indexes (some minutes)
	$(BIN)/python -m pytest -n auto -m soak

quality: $(READY)  ## tests on the collections of SEARCHNEWS_DATA, and docs/quality.md from them (an hour)
	$(BIN)/python -m pytest -n auto -m data
	@test -d "$$SEARCHNEWS_DATA" || { echo "SEARCHNEWS_DATA names no folder: docs/quality.md stays as it is"; exit 0; }; \
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[bench]' && \
	$(BIN)/python -m benchmarks.quality

bench: $(READY)  ## measure against others, a few minutes (FULL=1: hours); see benchmarks/README.md
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[bench]'
	$(BIN)/python -m benchmarks.run $(if $(FULL),--full)
	$(BIN)/python -m benchmarks.report

clean:  ## remove the virtual environment and the built index
	rm -rf $(VENV) build *.egg-info
	find index -mindepth 1 ! -name README.md -delete
