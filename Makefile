# `make` alone lists the targets. Python 3.11 is all that has to be there.

PYTHON ?= python3.11
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed

.DEFAULT_GOAL := help
.PHONY: help run test check train evaluate bench encoder lock setup clean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: setup ## set up, train if there is no model, serve on http://127.0.0.1:8080
	@$(BIN)/ambassador serve

test: setup ## set up and run every test
	@$(BIN)/python -m pytest

check: setup ## ruff and mypy
	@$(BIN)/ruff check . && $(BIN)/ruff format --check . && $(BIN)/mypy

train: setup ## train from the present content, if it changed
	@$(BIN)/ambassador train

evaluate: setup ## print the scorecard
	@$(BIN)/ambassador evaluate

bench: setup ## measure turns beside stock Rasa, in one run
	@$(BIN)/python -m bench.turns

encoder: setup ## train the base encoder; DATA=folder TEACHER=folder, see knowledge/encoder/base/README.md
	@HF_HUB_OFFLINE=1 $(BIN)/python -m knowledge.encoder.distil "$(DATA)" "$(TEACHER)"

lock: setup ## resolve pyproject.toml into requirements.lock
	@$(BIN)/uv pip compile pyproject.toml --extra dev --python-version 3.11 --no-header --no-annotate --quiet -o requirements.lock

setup: $(STAMP)

# torch comes first and apart, as its CPU build (README, "Set-up"): only this one command names its index.
# What is installed is compiled once, at the end: whatever imports Rasa then starts twice as fast.
$(STAMP): requirements.lock pyproject.toml
	@command -v $(PYTHON) >/dev/null || { \
	  echo "Ambassador needs Python 3.11, and there is no $(PYTHON) here."; \
	  echo "Install it (Debian: apt-get install python3.11 python3.11-venv; or pyenv install 3.11),"; \
	  echo "or say where it is: make PYTHON=/path/to/python3.11 run"; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))' || { \
	  echo "Ambassador needs Python 3.11; $(PYTHON) is $$($(PYTHON) --version)."; exit 1; }
	@echo "Setting up, about two minutes on a first run …"
	@echo "1/3 environment"
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check "$$(grep '^uv==' requirements.lock)"
	@echo "2/3 torch, CPU build"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps "$$(grep '^torch==' requirements.lock)" \
	  --extra-index-url https://download.pytorch.org/whl/cpu
	@echo "3/3 everything else"
	@grep -v '^torch==' requirements.lock > $(VENV)/lock-without-torch.txt
	@$(BIN)/uv pip install --python $(BIN)/python --no-deps -r $(VENV)/lock-without-torch.txt
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps -e .
	@$(BIN)/python -m compileall -qq -j 0 $(VENV)/lib || true  # some packages carry files of Python 2
	@touch $@

clean: ## remove models and local data, neither the environment nor the FAQs
	@rm -rf models .rasa
	@if [ -d var ]; then find var -mindepth 1 ! -name 'content.db*' -delete; fi
