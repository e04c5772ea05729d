# make report: what each region in seeds/ emphasizes.  make test: every check.  Both do all the set-up they need.

PYTHON ?= python3
BIN := .venv/bin

.PHONY: report test lint types unit model golden readme pictures clean

report: .venv/installed
	$(BIN)/policyclf report seeds/

test: lint types unit

lint: .venv/for-tests
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: .venv/for-tests
	$(BIN)/mypy

# Doctests are collected from the package; test_wheel.py builds the wheel and uses it from a clean environment.
unit: .venv/for-tests
	$(BIN)/pytest -n 2 --dist loadfile

# The default model, from labels/. The tests prove that the committed one is what this builds.
model: .venv/for-tests
	$(BIN)/policyclf train --labels labels --out models/default --force -j 2

# Writes the golden files of the five pages anew; look at their difference before you commit it.
golden: .venv/for-tests
	$(BIN)/python -m tests.golden

# Writes anew what the READMEs, docs/model.md and docs/example.md show of commands, scores and figures.
readme: .venv/for-tests
	$(BIN)/python -m tests.readme

# Makes the pictures of docs/example.md anew; needs Chromium and a Chinese font (Debian: chromium, fonts-noto-cjk).
pictures: .venv/for-tests
	$(BIN)/python -m tests.example

.venv/python:
	@$(PYTHON) -c 'import sys; sys.exit("policyclf needs Python 3.11 or newer, $(PYTHON) is " + sys.version.split()[0] + "; try make PYTHON=python3.12" if sys.version_info < (3, 11) else 0)'
	$(PYTHON) -m venv .venv
	@touch $@

.venv/installed: .venv/python pyproject.toml
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

.venv/for-tests: .venv/python pyproject.toml
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable ".[dev,fast]"
	@touch $@ .venv/installed

clean:
	rm -rf .venv build dist .mypy_cache .pytest_cache .ruff_cache .hypothesis
