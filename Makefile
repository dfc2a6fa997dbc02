# `make daily` and `make daily-15` build sessions in audio/, `make test` runs the tests: from nothing but Python 3.11+.

PYTHON ?= python3
VENV := .venv
LOWEST := .venv-lowest
BIN := $(VENV)/bin
USER := $(VENV)/.installed
DEV := $(VENV)/.installed-dev
PIP := $(BIN)/python -m pip --disable-pip-version-check
UV := $(BIN)/uv
# A wheel comes before a newer release that would have to be built.
FLAGS := --prefer-binary
# Else each of the tests' many processes would compile all modules anew.
unexport PYTHONDONTWRITEBYTECODE

OPINION := bench/work/opinion-env
BENCHES := voices speed serving clinic studio coaching

.PHONY: daily-15 daily test quick lowest check lock bench $(BENCHES) bench-opinion campaign docs sample clean

daily-15 daily: $(USER)
	$(BIN)/voicecoach build $@

# Each process begins with tests that lie together, for they share what their module prepares.
SHARED := -n auto --dist worksteal

test: $(DEV)
	$(BIN)/python -m pytest $(SHARED) -q $(PYTEST_FLAGS)

# What needs no voice, no browser and no outside program: under a minute on two cores. Properties
# are tried on a quarter of the examples that `make test` tries.
quick: $(DEV)
	$(BIN)/python -m pytest $(SHARED) -q $(QUICK) $(PYTEST_FLAGS)

QUICK := -m "not voice and not tools and not slow" --hypothesis-profile quick

# The same with the lowest versions that pyproject.toml allows.
lowest: $(LOWEST)/.installed
	$(LOWEST)/bin/python -m pytest $(SHARED) -q $(QUICK) $(PYTEST_FLAGS)

check: $(DEV)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache --no-logo

# Writes down the newest versions of everything that pyproject.toml allows, for all systems.
lock: $(DEV)
	$(UV) pip compile --quiet --universal --python-version 3.11 --upgrade --all-extras --group dev \
		--no-annotate --custom-compile-command "make lock" pyproject.toml -o constraints.txt

# `make bench voices` measures that alone, `make bench voices BENCH_FLAGS="--voice hibari --lines 60"`
# some of it.
bench: $(DEV)
	$(BIN)/python -m bench $(filter $(BENCHES),$(MAKECMDGOALS)) $(BENCH_FLAGS)

$(BENCHES): bench
	@:

# An environment of its own for the judge of how voices sound; without it nobody gives an opinion.
# What else these packages ask for, torchaudio before all, serves what is not used here.
bench-opinion:
	$(PYTHON) -m venv $(OPINION)
	$(OPINION)/bin/python -m pip install --quiet --disable-pip-version-check numpy torch==2.13.0
	$(OPINION)/bin/python -m pip install --quiet --disable-pip-version-check --no-deps distillmos==0.9.1 xls-r-sqa==0.1.0

MINUTES ?= 60
campaign: $(DEV)
	$(BIN)/python -m bench.campaign --minutes $(MINUTES) $(CAMPAIGN_FLAGS)

docs: $(DEV)
	$(BIN)/python -m docs.generate

sample: $(DEV)
	$(BIN)/python -m docs.sample

clean:
	rm -rf $(VENV) $(LOWEST) dist

# An environment made by another Python, or an older pyproject.toml, is made anew.
$(USER): pyproject.toml
	@echo "1. Python's own environment, in $(VENV)"
	@$(PYTHON) -c 'import sys; sys.version_info >= (3, 11) or sys.exit("voicecoach needs Python 3.11 or newer; try: make PYTHON=python3.12 daily")'
	$(PYTHON) -m venv $(VENV)
	@echo "2. voicecoach and the packages that sessions need"
	$(PIP) install $(FLAGS) --editable .
	@touch $@

$(DEV): $(USER) constraints.txt
	@echo "3. The packages that tests and linters need, in the versions of constraints.txt"
	$(PIP) install --quiet "pip>=25.1" # the first that knows --group
	$(PIP) install $(FLAGS) --editable . --group dev --constraint constraints.txt
	@touch $@

$(LOWEST)/.installed: pyproject.toml | $(DEV)
	$(UV) venv --quiet --clear --python $(BIN)/python $(LOWEST)
	$(UV) pip install --quiet --python $(LOWEST)/bin/python --resolution lowest-direct \
		--compile-bytecode --editable . --group dev
	@touch $@
