# Every target does the set-up it needs. `make PYTHON=python3.12 ...` picks another interpreter.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
export PIP_CONSTRAINT := $(CURDIR)/packaging/constraints.txt
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: setup demo test test-core test-slow lint bench translations clean

setup: $(VENV)/.ready  ## make .venv with everything in it

$(VENV)/.ready: pyproject.toml packaging/constraints.txt packaging/preflight.py
	@$(PYTHON) packaging/preflight.py
	@echo "Setting up $(VENV) (once, about a minute) ..."
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --editable '.[dev]'
	@touch $@

demo: setup  ## the main job on a synthetic sequence: in a window, or without a display offscreen
	@$(BIN)/label-irst --demo build/demo

test: setup lint  ## the whole suite but the slow tests; what .ci/run runs
	@$(BIN)/python -m label_irst.syslibs
	$(BIN)/python -m pytest

test-slow: setup  ## the tests that take minutes
	$(BIN)/python -m pytest -m slow

test-core:  ## the core's tests where PySide6 is not installed
	@$(PYTHON) packaging/preflight.py
	@$(PYTHON) -m venv .venv-core
	@.venv-core/bin/python -m pip install --quiet --editable '.[test]'
	.venv-core/bin/python -m pytest tests/core

lint: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

bench: setup  ## what the user waits for, measured on this machine
	$(BIN)/python -m tests.bench

translations: setup  ## collect the texts into resources/translations, and compile them
	$(BIN)/python packaging/translations.py

clean:
	rm -rf $(VENV) .venv-core build .mypy_cache .pytest_cache .ruff_cache .hypothesis
