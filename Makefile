# The course in two commands: `make book` builds the site, `make test` proves everything. `make help` lists the rest.

PYTHON ?= python3
BIN    := .venv/bin

# Kernels and tests run side by side, so each keeps to one thread.
ALONE := DLCOURSE_STRICT=1 OMP_NUM_THREADS=1

.DEFAULT_GOAL := help
.PHONY: help book serve test nbval weekly lint style types form released tidy epub release bench lighthouse clean

help:  ## show this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

book: .venv/book  ## install what is needed, run the chapters that changed, build the site
	$(BIN)/dlcourse build

serve: .venv/book  ## show the built site on this machine
	$(BIN)/dlcourse serve

test: .venv/dev  ## the whole suite: style, types, tests, every notebook as the book ran it, the site
	@$(MAKE) --no-print-directory -j 2 lint
	@$(MAKE) --no-print-directory book
	$(ALONE) $(BIN)/pytest -n auto --dist loadgroup --no-loadscope-reorder

nbval: .venv/dev  ## execute every notebook anew and compare its tagged outputs
	$(ALONE) JUPYTER_DEFAULT_PROVISIONER_NAME=dlcourse-warm \
	  $(BIN)/pytest -n auto --dist loadfile --nbval-lax --nbval-cell-timeout 600 book solutions

weekly: .venv/dev nbval  ## what takes too long for every change, or depends on how fast the machine is
	$(ALONE) $(BIN)/pytest -n auto --dist loadgroup -m weekly
	$(ALONE) DLCOURSE_KILLS=40 $(BIN)/pytest -n auto tests/train/test_resume.py -k killed_runs

lint: style types form released  ## style and types, the form of the notebooks, exercises/ in step with solutions/

style: .venv/dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: .venv/dev
	$(BIN)/mypy

form: .venv/dev
	$(BIN)/dlcourse tidy --check

released: .venv/dev
	$(BIN)/dlcourse release --check --quick

tidy: .venv/dev  ## run the notebooks and bring them into their committed form
	$(BIN)/dlcourse tidy --run

epub: book  ## the book in one file for e-readers, into the site
	$(BIN)/dlcourse epub

release: .venv/dev  ## make exercises/ from solutions/
	$(BIN)/dlcourse release

bench: .venv/bench  ## measure anew what is in benchmarks/results (about an hour)
	$(BIN)/python benchmarks/autograd.py
	$(BIN)/python benchmarks/training.py
	$(BIN)/python benchmarks/ddp.py
	$(BIN)/python benchmarks/grading.py
	$(BIN)/python benchmarks/kernels.py
	@if $(BIN)/python -c 'import tensorflow' 2>/dev/null; then $(BIN)/python benchmarks/frameworks.py; \
	else echo "benchmarks/frameworks.py needs TensorFlow: left as it was"; fi
	@if $(BIN)/python -c 'import sys, torch; sys.exit(not torch.cuda.is_available())'; \
	then $(BIN)/python benchmarks/throughput.py; \
	else echo "benchmarks/throughput.py needs a GPU: left as it was"; fi

lighthouse: .venv/dev  ## let Lighthouse judge the built site (on a quiet machine, about a minute)
	$(BIN)/python benchmarks/lighthouse.py

clean:  ## remove what was built; .venv stays
	rm -rf _build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis

# A stamp each, so that nothing is installed twice. It is touched last: an interrupted installation is done again.
.venv/book: pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	{ echo "This needs Python 3.11 or newer; $(PYTHON) is $$($(PYTHON) --version 2>&1). Try: make PYTHON=python3.12 book" >&2; exit 1; }
	@echo "Installing into .venv; the first time this takes some minutes."
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --no-compile -c constraints.txt -e '.[book,frameworks]'
	@$(BIN)/python -m compileall -qq -j 0 -x '/tests?/' .venv/lib || true  # on all cores; pip takes one
	@touch $@

.venv/dev: .venv/book
	$(BIN)/pip install -c constraints.txt -e '.[dev]'
	@touch $@

.venv/bench: .venv/dev
	$(BIN)/pip install -c constraints.txt -e '.[bench]'
	@touch $@
