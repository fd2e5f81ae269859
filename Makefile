# Each target is a few plain commands. `make run` needs Python 3.11 or newer and nothing else.

VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet --quiet
DB := sample.db
DRAGOMAN := $(BIN)/dragoman

# The first Python that is new enough; say `make PYTHON=/path/to/python3.12 run` to choose another.
PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)

.PHONY: help run test lint types contract tests torture eval pin bench format docs licences sbom wheel lock clean

help:
	@echo "make run     install, code the sample articles into $(DB), print a timeline"
	@echo "make test    lint, format, types, import contract, tests, documentation"
	@echo "make eval    score against gold data and compare with the pinned floors"
	@echo "make pin     raise the floors to today's scores and write docs/accuracy.md"
	@echo "make bench   measure reading and searching, write docs/performance.md and docs/searching.md"
	@echo "make torture the tests of hostile input and of kills in full, and every pattern: hours"
	@echo "make wheel   build it twice, compare, and use it with the sources away; make sbom; make licences"
	@echo "make format  put the code in form;  make docs  write the generated pages anew"
	@echo "make lock    pin the dependencies anew;  make clean  remove what was made here"

run: $(VENV)/.runs
	$(DRAGOMAN) add samples --db $(DB)
	@$(DRAGOMAN) timeline PRK RUS --db $(DB) --format table
	@echo
	@echo "The same in a browser, with the articles and all that was found in them:"
	@echo "  $(DRAGOMAN) serve --db $(DB)"
	@echo "and open http://127.0.0.1:8765/"
	@echo
	@echo "Three things to try on the command line:"
	@echo "  $(DRAGOMAN) explain \"Turkey accused Greece of violating its airspace on Monday.\" --published 2024-01-19"
	@echo "  $(DRAGOMAN) timeline Venezuela Guyana --db $(DB) --all"
	@echo "  $(DRAGOMAN) read samples/2024-01-19-iran-pakistan-strikes.txt"

test: lint types contract tests

lint: $(VENV)/.tests
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/.tests
	$(BIN)/mypy

contract: $(VENV)/.tests
	$(BIN)/lint-imports

tests: $(VENV)/.tests
	$(BIN)/pytest -q

# 100,000 inputs and 1,000 kills; DRAGOMAN_TORTURE=10 is a tenth of a tenth of it.
torture: $(VENV)/.tests
	DRAGOMAN_TORTURE=$${DRAGOMAN_TORTURE:-1000} $(BIN)/pytest -q tests/test_hostile.py tests/test_backups.py
	$(BIN)/python bench/patterns.py

licences: $(VENV)/.tests
	$(BIN)/python .ci/supply.py licences

sbom: $(VENV)/.tests
	$(BIN)/python .ci/supply.py sbom sbom.json

# The same sources give the same bytes, and what they give works from elsewhere.
wheel: $(VENV)/.tests
	rm -rf build && mkdir -p build/first build/second
	for to in first second; do SOURCE_DATE_EPOCH=1700000000 \
		$(BIN)/python -m pip wheel --quiet --no-deps --no-build-isolation --wheel-dir build/$$to . || exit 1; done
	cmp build/first/*.whl build/second/*.whl
	$(PIP) install --no-deps --target build/there build/first/*.whl
	cp -r samples build/there/
	cd build/there && $(abspath $(BIN))/python -I -c "import sys; sys.path.insert(0, '.'); \
		import dragoman; assert 'build/there' in dragoman.__file__; \
		from dragoman.cli import main; main(['add', 'samples', '--db', 'wheel.db'])"
	$(BIN)/python -m pip hash build/first/*.whl

eval: $(VENV)/.tests
	$(BIN)/python evals/gate.py

bench: $(VENV)/.tests
	$(BIN)/python bench/reading.py --write docs/performance.md
	$(BIN)/python bench/searching.py --write docs/searching.md

pin: $(VENV)/.tests
	$(BIN)/python evals/gate.py --update --write docs/accuracy.md

format: $(VENV)/.tests
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

docs: $(VENV)/.tests
	$(BIN)/python -m tests.test_docs

# Python itself brings pip; what is installed is what the locks hold, checked by hash.
$(BIN)/python:
	@test -n "$(PYTHON)" || { echo "dragoman needs Python 3.11 or newer, and none was found" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/.runs: $(BIN)/python requirements.lock pyproject.toml
	@echo "installing into $(VENV); this takes half a minute the first time"
	$(PIP) install --require-hashes -r requirements.lock
	$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.tests: $(BIN)/python requirements-dev.lock pyproject.toml
	@echo "installing into $(VENV); this takes a minute the first time"
	$(PIP) install --require-hashes -r requirements-dev.lock
	$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

# Needs uv. The same versions in both files, for every Python from 3.11 on and every system.
LOCK := UV_CUSTOM_COMPILE_COMMAND="make lock" uv pip compile pyproject.toml --quiet --universal \
	--python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --group build \
	--extra web

lock:
	$(LOCK) --output-file requirements.lock
	$(LOCK) --group dev --constraint requirements.lock --output-file requirements-dev.lock

clean:
	rm -rf build sbom.json $(VENV) $(DB) $(DB)-wal $(DB)-shm .mypy_cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache
