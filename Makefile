# Two commands do everything on a fresh machine that has Python 3.11+ and make:
#   make demo   installs the program, generates the papers of the sample cases
#   make test   adds what the tests need, runs every test
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# The program can run; the tests and tools can; the documentation can be built.
RUNS := $(VENV)/.runs
READY := $(VENV)/.ready
SITE := $(VENV)/.site
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt

# Modules are compiled once, as on the machine of whoever uses the program; else each process that a test starts compiles all.
unexport PYTHONDONTWRITEBYTECODE

# Tests are shared among so many processes.
WORKERS ?= 2
SHARED := -n $(WORKERS) --dist worksteal
# For `make fuzz`, shared among what is fuzzed.
MINUTES ?= 20
SOURCES := PYTHONPATH=core:plugins:tests:tests/benchmarks
# Tests that touch every library the program depends on, and what those tests need besides.
QUICK := $(addprefix tests/,workbook/cells/test_cell.py run/test_dossier.py workbook/marking/test_copying.py run/test_generate.py \
	kinds/test_golden.py word/test_rendering.py plugin/test_host.py workbook/test_bad_input.py workbook/test_parsing.py \
	workbook/test_hostile_values.py workbook/test_hostile_workbooks.py workbook/formats/test_legacy.py cli/test_help.py \
	cli/test_check.py cli/test_deadlines.py desk/test_guard.py desk/test_serving.py)
QUICK_NEEDS := pytest hypothesis playwright axe-playwright-python xlwt

.PHONY: demo test test-long golden reference samples exhibits pictures restyle release bench fuzz soak oldest newest \
	audit lint site clean

demo: $(RUNS)
	$(BIN)/anjuan demo demo

test: $(READY)
	$(BIN)/python -m pytest -q $(SHARED)

# What `make test` shows, again and again: kills, chance inputs, a fresh environment, a long run.
test-long: $(READY)
	HYPOTHESIS_PROFILE=wide $(BIN)/python -m pytest -q $(SHARED) -m "long or hypothesis"
	$(SOURCES) $(BIN)/python tests/benchmarks/soak.py

golden: $(READY)
	$(BIN)/python -m pytest -q tests/kinds/test_golden.py tests/printing/test_visual.py --update-golden
	git diff --stat -- tests/golden tests/visual

reference: $(READY)
	PYTHONPATH=tests $(BIN)/python -m tools.reference

# The sample workbooks from their rows; the exhibits, which need fonts, are drawn apart.
samples: $(READY)
	PYTHONPATH=tests $(BIN)/python -m tools.samples

exhibits: $(READY)
	PYTHONPATH=tests $(BIN)/python -m tools.exhibits

pictures: $(READY)
	PYTHONPATH=tests $(BIN)/python -m tools.pictures

restyle: $(READY)
	PYTHONPATH=tests $(BIN)/python -m tools.restyle

# What people get, into dist/; wheels of other systems are fetched, nothing that they hold is run.
release: $(READY)
	$(INSTALL) -e ".[release]"
	PYTHONPATH=tests $(BIN)/python -m tools.release

bench: $(READY)
	$(INSTALL) -e ".[bench]"
	for it in rendering peers reading pipeline importing instructions; do \
		PYTHONPATH=tests $(BIN)/python tests/benchmarks/$$it.py || exit 1; done

fuzz: $(READY)
	$(INSTALL) -e ".[fuzz]"
	for it in reader compiler packages; do \
		$(SOURCES) $(BIN)/python tests/fuzz/drive.py $$it .fuzz/$$it \
			-max_total_time=$$(( $(MINUTES) * 15 )) || exit 1; done
	$(SOURCES) $(BIN)/python tests/fuzz/order.py $$(( $(MINUTES) * 15 ))

soak: $(READY)
	$(SOURCES) $(BIN)/python tests/benchmarks/soak.py

# The oldest versions that pyproject.toml allows, and the newest there are.
oldest: pyproject.toml
	$(PYTHON) -m venv --clear .venv-oldest
	.venv-oldest/bin/python -m pip install --quiet --disable-pip-version-check -e . $(QUICK_NEEDS)
	$(PYTHON) tests/tools/oldest.py | .venv-oldest/bin/python -m pip install --quiet -r /dev/stdin
	.venv-oldest/bin/python -m pytest -q $(QUICK)

newest: pyproject.toml
	$(PYTHON) -m venv --clear .venv-newest
	.venv-newest/bin/python -m pip install --quiet --disable-pip-version-check --upgrade -e . $(QUICK_NEEDS)
	.venv-newest/bin/python -m pytest -q $(QUICK)

audit: $(READY)
	$(PYTHON) -m venv --clear .venv-audit
	.venv-audit/bin/python -m pip install --quiet --disable-pip-version-check pip-audit
	.venv-audit/bin/pip-audit --disable-pip --no-deps -r constraints.txt

# The documentation as a site, in build/site: a dead link, a page that no list names, or something
# fetched from another host fails it.
site: $(SITE)
	PYTHONPATH=tests NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --quiet

lint: $(READY) site
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

# Without byte code, which Python writes for what is used, and without setuptools, which the venv
# of Python 3.11 brings along: a quarter of all that would lie there.
$(RUNS): pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(INSTALL) --no-compile -e ".[pdf,chart]"
	$(BIN)/python -m pip uninstall --quiet --quiet --yes setuptools
	touch $@

$(READY): $(RUNS)
	$(INSTALL) -e ".[dev]"
	touch $@

$(SITE): $(READY)
	$(INSTALL) -e ".[docs]"
	touch $@

clean:
	rm -rf $(VENV) .venv-* .fuzz build dist demo
