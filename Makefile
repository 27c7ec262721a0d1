.DEFAULT_GOAL := help
VENV := .venv/bin
MANAGE := $(VENV)/python manage.py

# The newest Python that runs: pyenv leaves shims that exist and fail, so each candidate is tried.
PYTHON ?= $(shell for p in python3.13 python3.11 python3.14 python3.12 python3; do \
	$$p -c 'import sys; v = sys.version_info; sys.exit(not (v >= (3, 11) and not (3, 12) <= v < (3, 12, 4)))' \
	2>/dev/null && { echo $$p; break; }; done)

.PHONY: help
help:  ## Show this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  %-14s %s\n", $$1, $$2}'

.venv/.venv:
	@test -n "$(PYTHON)" || { echo "Rungs needs Python 3.11 or 3.13 (not 3.12.0 to 3.12.3). Install one, or say: make PYTHON=/path/to/python3"; exit 1; }
	@$(PYTHON) -m venv .venv || { echo "python3 -m venv failed. On Debian and Ubuntu: apt-get install python3-venv"; exit 1; }
	@touch $@

# --no-compile: of 7,500 modules the site imports a third, and Python compiles those as it meets them.
.venv/.base: .venv/.venv requirements.lock.txt
	$(VENV)/python -m pip install --quiet --no-compile --disable-pip-version-check --require-hashes --only-binary :all: -r requirements.lock.txt
	@touch $@

.venv/.dev: .venv/.base requirements-dev.lock.txt
	$(VENV)/python -m pip install --quiet --disable-pip-version-check --require-hashes --only-binary :all: -r requirements-dev.lock.txt
	@$(VENV)/python -m compileall -q -j 0 -x '/tests?/' .venv/lib >/dev/null || true
	@touch $@

.PHONY: run
run: .venv/.base  ## Set up if needed, then serve the site with demo content on 127.0.0.1:8000
	@exec env -u PYTHONDONTWRITEBYTECODE $(VENV)/python -m jobboard.launch

.PHONY: test
test: .venv/.dev  ## Run the tests (make test ARGS='tests/matching -k rank')
ifdef ARGS
	$(VENV)/python -m pytest --nomigrations $(ARGS)
else
	$(VENV)/python -m pytest --nomigrations -m "not browser" -n auto --dist loadfile
	$(VENV)/python -m pytest --nomigrations -m browser -n 2 --maxschedchunk 1
endif

.PHONY: bench
bench: .venv/.base  ## Measure the matcher (make bench ARGS='--n 10000')
	$(VENV)/python -m benchmarks $(ARGS)

.PHONY: torture
torture: .venv/.dev  ## Kill the site 1,000 times while people apply, and count (ARGS='--kills 100 --postgres URL')
	$(VENV)/python -W ignore -m tests.torture $(or $(ARGS),--kills 1000)

.PHONY: lint
lint: .venv/.dev  ## Check style, import directions and migrations
	$(VENV)/ruff check .
	$(VENV)/ruff format --check .
	$(VENV)/lint-imports
	$(MANAGE) makemigrations --check --dry-run

.PHONY: format
format: .venv/.dev  ## Put the code into shape
	$(VENV)/ruff check --fix .
	$(VENV)/ruff format .

.PHONY: lock
lock:  ## Pin all dependencies again, with hashes (needs uv)
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header pyproject.toml -o requirements.lock.txt
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --extra dev -c requirements.lock.txt pyproject.toml -o requirements-dev.lock.txt
