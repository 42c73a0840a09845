# Two commands do everything: `make run` and `make test`.

PYTHON ?= python3
VENV := .venv/bin
SOURCES := corpus ingest assistant ui evals tests

# The installation leaves the libraries' bytecode out for speed: their first import writes it.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help run setup check format lint types quick test slow chaos eval bench lock clean

help: ## this list
	@sed -nE 's/^([a-z]+):[^#]*## (.*)$$/  make \1	\2/p' $(MAKEFILE_LIST) | expand -t 16

run: ## install what is missing, read the sources, start the chat at http://localhost:8501
	@$(PYTHON) -m ui.install --chat-first
	@$(VENV)/recital ingest || $(VENV)/recital versions --json | grep -q '"is_served": true'
	@$(VENV)/recital serve

setup: ## create .venv and install everything, nothing more
	@$(PYTHON) -m ui.install

check: format lint types quick ## format, lint, types, quick evaluation

format: setup
	$(VENV)/ruff format --check .

lint: setup
	$(VENV)/ruff check .

types: setup
	$(VENV)/mypy

quick: setup
	$(VENV)/recital ingest
	$(VENV)/recital cards verify
	$(VENV)/python -m evals.campaign
	$(VENV)/recital eval check
	$(VENV)/recital eval run --suite quick --gate

test: check ## make check, then every test but the slow ones, in two processes
	$(VENV)/python -m pytest -n 2 --dist loadfile -m "not slow"

slow: setup ## the slow tests: crashes, full disks, every hostile and official PDF
	$(VENV)/python -m pytest -m slow

chaos: setup ## 50 kills and 10 full disks in the middle of a build, while a reader asks
	CHAOS_KILLS=50 $(VENV)/python -m pytest -s -m slow tests/ingest/test_crash.py tests/ingest/test_disk_full.py

eval: setup ## every case, baselines, ablations; CNIL=FILE adds its test queries; writes evals/results/
	$(VENV)/recital ingest
	$(VENV)/recital eval run --suite full --ragas --baseline all --ablations $(if $(CNIL),--cnil $(CNIL))

bench: setup ## how fast it is on this machine
	$(VENV)/python -m evals.bench

lock: setup ## choose versions anew from pyproject.toml and write requirements.lock
	mkdir -p build
	$(VENV)/python -m pip install --dry-run --ignore-installed --report build/chat.json ".[chat]" pip setuptools
	$(VENV)/python -m pip install --dry-run --ignore-installed --report build/everything.json ".[chat,models,evals,dev]" pip setuptools
	$(VENV)/python -m ui.install_lock build/chat.json build/everything.json > build/requirements.lock
	mv build/requirements.lock requirements.lock

clean: ## remove .venv and caches; data/ (index, database, uploads) stays
	rm -rf .venv build recital.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis
	find $(SOURCES) -name __pycache__ -type d -prune -exec rm -rf {} +
