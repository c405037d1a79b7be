# Two commands do everything, each from nothing: make demo, make test.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# no cache folder is trusted to be there, and none of this is the user's own environment
PIP := $(BIN)/python -m pip --disable-pip-version-check

.PHONY: demo test check constraints clean

demo: $(VENV)/installed
	$(BIN)/storyreel models pull
	$(BIN)/storyreel demo

test: $(VENV)/installed-dev
	$(BIN)/storyreel models pull
	$(BIN)/pytest $(PYTEST_OPTIONS)

# what CI checks besides the tests
check: $(VENV)/installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python .ci/check_wheel.py

$(VENV)/installed: pyproject.toml setup.py constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(PIP) install --quiet --constraint constraints.txt --editable .
	touch $@

$(VENV)/installed-dev: $(VENV)/installed
	$(PIP) install --quiet --constraint constraints.txt --editable ".[dev]"
	touch $@

# after a change of the dependencies: what is installed and tested becomes what everybody installs
constraints: $(VENV)/installed-dev
	$(PIP) freeze --exclude-editable --exclude pip --exclude setuptools > constraints.txt

clean:
	rm -rf $(VENV) build dist *.egg-info .coverage .mypy_cache .ruff_cache .pytest_cache
