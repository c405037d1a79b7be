# Two commands do everything, each from nothing: make demo, make test.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# no cache folder is trusted to be there, and none of this is the user's own environment
PIP := $(BIN)/python -m pip --disable-pip-version-check
GPU_VENV := .venv-gpu
GPU_PIP := $(GPU_VENV)/bin/python -m pip --disable-pip-version-check

.PHONY: demo test test-gpu-profile test-vllm check constraints constraints-gpu clean

demo: $(VENV)/installed
	$(BIN)/storyreel models pull
	$(BIN)/storyreel demo

# two at once: more would each load the models again
test: $(VENV)/installed-dev
	$(BIN)/storyreel models pull
	$(BIN)/pytest -n 2 --dist loadfile $(PYTEST_OPTIONS)

# the backends of the gpu profile, in the contract suites of the embedded ones, on a CPU
test-gpu-profile: $(GPU_VENV)/installed
	$(GPU_VENV)/bin/storyreel models pull
	STORYREEL_TEST_PROFILE=gpu $(GPU_VENV)/bin/pytest tests/tools/models tests/tools/media/test_sampling.py \
		$(PYTEST_OPTIONS)

# language models against a real vLLM server on this CPU; its environment is made by the tests
test-vllm: $(VENV)/installed-dev
	$(BIN)/storyreel models pull smollm2
	STORYREEL_TEST_VLLM=1 $(BIN)/pytest tests/vllm $(PYTEST_OPTIONS)

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

# this one release of torch has a build without CUDA on some indexes
$(GPU_VENV)/installed: pyproject.toml setup.py constraints-gpu.txt
	$(PYTHON) -m venv $(GPU_VENV)
	$(GPU_PIP) install --quiet --constraint constraints-gpu.txt torch
	$(GPU_PIP) install --quiet --constraint constraints-gpu.txt --editable ".[gpu,dev]"
	$(GPU_VENV)/bin/python .ci/torchaudio_without_cuda.py
	touch $@

# after a change of the dependencies: what is installed and tested becomes what everybody installs
constraints: $(VENV)/installed-dev
	$(PIP) freeze --exclude-editable --exclude pip --exclude setuptools > constraints.txt

constraints-gpu: $(GPU_VENV)/installed
	$(GPU_PIP) freeze --exclude-editable --exclude pip --exclude setuptools | sed 's/+c.*//' > constraints-gpu.txt

clean:
	rm -rf $(VENV) $(GPU_VENV) .venv-vllm build dist *.egg-info .coverage .mypy_cache .ruff_cache .pytest_cache
