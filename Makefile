# Two commands do everything: `make demo` and `make test`. `make help` names the rest.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
DEMO := XINHENG_DEMO=1
# two at a time: what is left waiting for the database is used by the other
PYTEST := $(BIN)/pytest -q -n 2 --dist loadfile

.PHONY: help demo stop clean test test-unit test-db test-faults test-bulk test-browser lint bench law map messages schema locks docs
help: ## What each command does
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/' | expand -t 16

$(VENV)/base: requirements/base.txt pyproject.toml
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes --only-binary :all: -r requirements/base.txt
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/test: $(VENV)/base requirements/test.txt
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes --only-binary :all: -r requirements/base.txt -r requirements/test.txt
	@touch $@

demo: $(VENV)/base ## Make the synthetic province and serve it (DATABASE_URL: on your own PostgreSQL)
	@$(DEMO) $(BIN)/xinheng demo

stop: ## Stop the demo's server, worker and database
	@if [ -x $(BIN)/xinheng ]; then $(DEMO) $(BIN)/xinheng stop; fi

clean: stop ## Stop, and remove everything the demo and the tests made; the environment stays
	@if [ -x $(BIN)/xinheng ]; then $(DEMO) $(BIN)/xinheng clean; fi
	rm -rf .xinheng demo/out build .pytest_cache .mypy_cache .ruff_cache .hypothesis test-results

test: $(VENV)/test ## All tests but those of faults and of large input
	@scripts/browser-needs
	$(PYTEST) -m "not bulk and not faults"

test-unit: $(VENV)/test ## Tests that need no database
	$(PYTEST) tests/unit src/xinheng/kernel

test-db: $(VENV)/test ## Database and acceptance tests (DATABASE_URL: against your own PostgreSQL)
	$(PYTEST) tests/db tests/acceptance

test-faults: $(VENV)/test ## Kill processes, fill disks, two at once
	$(PYTEST) tests/faults

test-bulk: $(VENV)/test ## Millions of rows in bounded memory
	$(BIN)/pytest -q -m bulk tests/unit

test-browser: $(VENV)/test ## A real browser against a real server
	@scripts/browser-needs
	$(BIN)/pytest -q tests/browser

lint: $(VENV)/test ## ruff, mypy --strict, import contracts
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(DEMO) $(BIN)/mypy src/xinheng
	$(BIN)/python scripts/import_contracts.py --check
	$(BIN)/lint-imports --no-cache

law: $(VENV)/base ## Judge the lawpacks and run their cases
	@$(DEMO) $(BIN)/xinheng law check
	@$(DEMO) $(BIN)/xinheng law cases

map: $(VENV)/test ## The bands of the architecture, one line per area
	@$(BIN)/python scripts/import_contracts.py --map

schema: $(VENV)/base ## JSON Schemas of the lawpack files
	@$(DEMO) $(BIN)/xinheng law schema

docs: $(VENV)/test ## Generated reference: conformance, states of cases
	$(BIN)/python scripts/conformance.py
	$(BIN)/python scripts/case_diagrams.py

messages: $(VENV)/test ## Collect and compile the English texts of the interface
	$(BIN)/python scripts/messages.py

bench: $(VENV)/test ## Side-by-side measurements; NAME=… runs one
	$(BIN)/python -m bench $(NAME)

locks: ## Renew the hash-locked requirements (needs uv)
	uv pip compile -q --universal --generate-hashes --no-emit-index-url --only-binary :all: -p 3.11 requirements/base.in -o requirements/base.txt
	uv pip compile -q --universal --generate-hashes --no-emit-index-url --only-binary :all: -p 3.11 requirements/test.in -o requirements/test.txt
