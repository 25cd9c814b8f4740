# Needs Python 3.11 or later and make, nothing else: `make demo` and `make test` build their own .venv.

ifeq ($(OS),Windows_NT)
PYTHON ?= python
BIN := .venv/Scripts
else
PYTHON ?= $(firstword $(foreach name,python3 python3.14 python3.13 python3.12 python3.11,$(shell $(name) -c "import sys; sys.exit(sys.version_info < (3, 11))" 2>/dev/null && echo $(name))) python3)
BIN := .venv/bin
endif
PY := $(BIN)/python
KPI := $(PY) -m kpi_engine
WORKERS ?= auto
DEMO ?= 试用
SCHEME ?= hospital_support
UNIT ?= 古市医院

.DEFAULT_GOAL := help
.PHONY: help demo test coverage lint format nightly bench docs clean

help: ## list the targets
	@$(PYTHON) -c "import re; [print(f'make {m[1]:<9} {m[2]}') for m in re.finditer(r'^(\w+):.*?## (.+)', open('Makefile', encoding='utf-8').read(), re.M)]"

demo: .venv/.run ## a folder from the library of schemes, scored, one unit explained
	@test -e "$(DEMO)" || $(KPI) new "$(DEMO)" --from $(SCHEME)
	$(KPI) check "$(DEMO)"
	$(KPI) score "$(DEMO)"
	$(KPI) explain "$(UNIT)" --folder "$(DEMO)"

test: .venv/.dev ## all tests
	$(PY) -m pytest -n $(WORKERS)

coverage: .venv/.dev ## all tests (fewer generated examples: tracing is slow), and whether 98% of lines and branches of formulas, forms, stages and numbers are run by them
	$(PY) -c "import os, subprocess, sys; sys.exit(subprocess.call([sys.executable, '-m', 'pytest', '-n', '$(WORKERS)', *['--cov=kpi_engine.' + part for part in ('formula', 'forms', 'stages', 'numbers')], '--cov-branch', '--cov-report=term-missing:skip-covered', '--cov-fail-under=98'], env={**os.environ, 'KPI_EVALUATIONS': '4000', 'KPI_SCHEMES': '100'}))"

lint: .venv/.dev ## style, types, layers
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m mypy
	$(BIN)/lint-imports

format: .venv/.dev ## put every file into the style of the house
	$(PY) -m ruff check --fix .
	$(PY) -m ruff format .

nightly: .venv/.dev ## all tests, with many more generated examples
	$(PY) -c "import os, subprocess, sys; sys.exit(subprocess.call([sys.executable, '-m', 'pytest', '-n', '$(WORKERS)', '--hypothesis-profile=nightly'], env={**os.environ, 'KPI_EVALUATIONS': '1000000', 'KPI_SCHEMES': '10000'}))"

bench: .venv/.dev ## the yardstick, beside its limit and its peers
	$(PY) -m benchmarks

docs: .venv/.dev ## write the pages that are made from the program (errors, commands)
	$(PY) docs/generate.py

clean: ## remove what the tools have made, .venv included
	$(PYTHON) -c "import shutil; [shutil.rmtree(d, ignore_errors=True) for d in ('.venv', '.mypy_cache', '.pytest_cache', '.ruff_cache', '.import_linter_cache', '.hypothesis', 'dist', 'build')]"

.venv/.made:
	@$(PYTHON) -c "import sys; sys.exit('Python 3.11 or later is needed, this is ' + sys.version.split()[0] if sys.version_info < (3, 11) else 0)"
	$(PYTHON) -m venv .venv
	@$(PY) -c "open('$@', 'w', encoding='utf-8').close()"

.venv/.run: .venv/.made pyproject.toml
	$(PY) -m pip install --quiet --disable-pip-version-check -e .
	@$(PY) -c "open('$@', 'w', encoding='utf-8').close()"

.venv/.dev: .venv/.made pyproject.toml
	$(PY) -m pip install --quiet --disable-pip-version-check -e ".[dev]"
	@$(PY) -c "[open(name, 'w', encoding='utf-8').close() for name in ('$@', '.venv/.run')]"
