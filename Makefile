# Two commands do everything on a fresh machine that has Python 3.11+ and make:
#   make demo   creates the environment, generates the papers of the sample cases
#   make test   creates the environment, runs every test
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.PHONY: demo test golden reference pictures restyle bench lint clean

demo: $(READY)
	$(BIN)/anjuan demo demo

test: $(READY)
	$(BIN)/python -m pytest -q

golden: $(READY)
	$(BIN)/python -m pytest -q tests/test_golden.py tests/test_visual.py --update-golden
	git diff --stat -- tests/golden tests/visual

reference: $(READY)
	PYTHONPATH=tests $(BIN)/python tests/reference.py

pictures: $(READY)
	PYTHONPATH=tests $(BIN)/python tests/pictures.py

restyle: $(READY)
	PYTHONPATH=tests $(BIN)/python tests/restyle.py

bench: $(READY)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e ".[bench]"
	for it in rendering peers reading pipeline; do \
		PYTHONPATH=tests $(BIN)/python tests/benchmarks/$$it.py || exit 1; done

lint: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

$(READY): pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e ".[dev]"
	touch $@

clean:
	rm -rf $(VENV) demo
