# `make daily` builds audio/daily.mp3, `make test` runs the tests: both from nothing but Python 3.11+.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed

.PHONY: daily test check bench docs sample clean

daily: $(STAMP)
	$(BIN)/voicecoach build daily

test: $(STAMP)
	$(BIN)/python -m pytest -n auto -q $(PYTEST_FLAGS)

check: $(STAMP)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

bench: $(STAMP)
	$(BIN)/python -m bench

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
