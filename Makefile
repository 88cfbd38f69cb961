# make demo    set up and weigh the bundled data
# make test    set up and run every test
# make lint    format, lint, types, layers
# make check   make lint, then every test (documentation among them)
# make pictures   draw the pictures of the documentation anew
# make bench   time the command line against named peers
.PHONY: demo test lint check bench format data pictures clean
.DELETE_ON_ERROR:

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.steelyard
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt

demo: $(STAMP)-base
	@printf '\nThe balance of trade in advanced technology, United States with the world:\n\n'
	$(BIN)/steelyard weigh USA WLD --of atp --years 2002:2007
	@printf '\nThe same trade with China in 2015, as published now and as published in January 2017:\n\n'
	$(BIN)/steelyard weigh USA CHN --years 2015:2015 --quiet
	$(BIN)/steelyard weigh USA CHN --years 2015:2015 --as-of 2017-01-31 --quiet
	@printf '\nImports of advanced technology from China in 2024, by technology:\n\n'
	$(BIN)/steelyard weigh USA CHN --of atp --by group --years 2024:2024 --basis consumption --quiet
	@printf '\nWhat moved the US balance of goods with China from 2002 to 2018, by industry:\n\n'
	$(BIN)/steelyard explain USA CHN --in naics3 --years 2002:2018 --top 5 --quiet
	@printf "\nThe same trade of 2022 and 2023 as China states it, and what a revised base does to growth:\n\n"
	$(BIN)/steelyard weigh CHN USA --years 2022:2023
	@printf '\nNext: %s weigh --help, or the tutorial in docs/tutorials.\n' $(BIN)/steelyard

test: $(STAMP)-dev
	$(BIN)/python -m pytest -n auto --dist loadfile

lint: $(STAMP)-dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

check: lint test

bench: $(STAMP)-dev
	$(BIN)/python benchmarks/startup.py
	$(BIN)/python benchmarks/intake.py

format: $(STAMP)-dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

data: $(STAMP)-dev
	$(BIN)/python tools/bundle.py ../shared/data

pictures: $(STAMP)-dev
	$(BIN)/python tools/make_pictures.py

clean:
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo 'Steelyard needs Python 3.11 or later; name one with make PYTHON=python3.12'; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(STAMP)-base: $(BIN)/python pyproject.toml constraints.txt
	$(INSTALL) -e '.[charts,web]'
	@touch $@

$(STAMP)-dev: $(BIN)/python pyproject.toml constraints.txt
	$(INSTALL) -e '.[dev]'
	@touch $@ $(STAMP)-base
