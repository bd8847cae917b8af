# Every target does the set-up it needs. `make PYTHON=python3.12 ...` picks another interpreter,
# `make TORCH=cpu ...` a torch without CUDA.
PYTHON ?= python3
TORCH ?=
VENV := .venv
BIN := $(VENV)/bin
export PIP_CONSTRAINT := $(CURDIR)/packaging/constraints.txt
export PIP_DISABLE_PIP_VERSION_CHECK := 1
# One process a core, and the tests of a file in one of them. `make test PROCESSES=0`: in this one.
PROCESSES ?= logical
PYTEST := python -m pytest --numprocesses $(PROCESSES) --maxprocesses 8 --dist loadfile \
  --no-loadscope-reorder

.PHONY: setup demo test test-core test-slow test-wheel cases lint bench bench-size weights translations clean

setup: $(VENV)/.ready  ## make .venv with everything in it

$(VENV)/.ready: pyproject.toml packaging/constraints.txt packaging/preflight.py
	@$(PYTHON) packaging/preflight.py
	@echo "Setting up $(VENV), once: 0.6 GB to download, 2 GB on disk, a minute or two."
	@echo "On Linux the usual torch adds 5.5 GB of CUDA: without a GPU, make TORCH=cpu setup"
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python packaging/install.py '.[dev]' $(TORCH)
	@touch $@

demo: setup  ## the main job on a synthetic sequence: in a window, or without a display offscreen
	@$(BIN)/label-irst --demo build/demo

test: setup lint  ## the whole suite but the slow tests; what .ci/run runs
	@$(BIN)/python -m label_irst.syslibs
	$(BIN)/$(PYTEST)

test-slow: setup  ## the tests that take minutes
	$(BIN)/$(PYTEST) -m slow

test-core:  ## the core's tests where PySide6 is not installed
	@$(PYTHON) packaging/preflight.py --core
	@$(PYTHON) -m venv .venv-core
	@.venv-core/bin/python packaging/install.py '.[test]' $(TORCH)
	.venv-core/bin/$(PYTEST) tests/core

test-wheel: setup  ## build the wheel and work with it, without torch, away from the checkout
	@$(BIN)/python packaging/test_wheel.py

CASES ?= ../shared/cases
cases: setup  ## programs that show a fault each: all of them must be right
	@$(BIN)/python tests/cases.py $(CASES)

lint: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

bench: setup  ## what the user waits for, measured on this machine
	$(BIN)/python -m tests.bench

bench-size: setup  ## at size; LABELME=/its/python opens the same frames with LabelMe
	$(BIN)/python -m tests.bench.size build/bench-size $(if $(LABELME),--labelme $(LABELME))

# The recipe of resources/models/rprnet.safetensors. Half an hour at most on one core that computes in bf16.
DATA ?= ../shared/data/drone_ir/train
weights: setup  ## train the weights that ship anew, on DATA (boxes) and on synthetic sequences
	rm -rf build/weights && mkdir -p build/weights
	$(BIN)/python packaging/second_targets.py $(DATA) build/weights/boxes
	$(BIN)/p2m synth --out build/weights/synth --seed 1000 --sequences 16 --frames 10 \
	  --size 320x256 --targets 4 --scr 8,20 --jitter 0.3 --drift 0.6
	OMP_NUM_THREADS=1 $(BIN)/p2m train build/weights/boxes build/weights/synth --all \
	  --out build/weights/run --epochs 4 --steps 350 --seed 1 --set crop=160 \
	  --set learning_rate=0.002
	$(BIN)/python packaging/ship_weights.py build/weights/run

translations: setup  ## collect the texts into resources/translations, and compile them
	$(BIN)/python packaging/translations.py

clean:
	rm -rf $(VENV) .venv-core build .mypy_cache .pytest_cache .ruff_cache .hypothesis
