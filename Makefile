# `make daily` builds audio/daily.mp3, `make test` runs the tests: both from nothing but Python 3.11+.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
OPINION := bench/work/opinion-env
BENCHES := voices speed

.PHONY: daily test check bench $(BENCHES) bench-opinion docs sample clean

daily: $(STAMP)
	$(BIN)/voicecoach build daily

test: $(STAMP)
	$(BIN)/python -m pytest -n auto -q $(PYTEST_FLAGS)

check: $(STAMP)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

# `make bench voices` measures that alone, `make bench voices BENCH_FLAGS="--voice hibari --lines 60"`
# some of it.
bench: $(STAMP)
	$(BIN)/python -m bench $(filter $(BENCHES),$(MAKECMDGOALS)) $(BENCH_FLAGS)

$(BENCHES): bench
	@:

# An environment of its own for the judge of how voices sound; without it nobody gives an opinion.
# What else these packages ask for, torchaudio before all, serves what is not used here.
bench-opinion:
	$(PYTHON) -m venv $(OPINION)
	$(OPINION)/bin/python -m pip install --quiet --disable-pip-version-check numpy torch==2.13.0
	$(OPINION)/bin/python -m pip install --quiet --disable-pip-version-check --no-deps distillmos==0.9.1 xls-r-sqa==0.1.0

docs: $(STAMP)
	$(BIN)/python -m docs.generate

sample: $(STAMP)
	$(BIN)/python -m docs.sample

clean:
	rm -rf $(VENV) dist

# An environment made by another Python, or an older pyproject.toml, is made anew.
$(STAMP): pyproject.toml
	$(PYTHON) -c 'import sys; sys.version_info >= (3, 11) or sys.exit("voicecoach needs Python 3.11 or newer; try: make PYTHON=python3.12 daily")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade pip
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable . --group dev
	touch $(STAMP)
