# The only verbs to know. A machine needs Python 3.11 with pip, git, make, and the package registries.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
UV := .tools/bin/uv
RUN := $(UV) run --frozen
export UV_PYTHON_DOWNLOADS := never
export UV_PYTHON := $(CURDIR)/.tools/bin/python
export UV_PROJECT_ENVIRONMENT := $(CURDIR)/.venv
export PYTHONUTF8 := 1
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: demo test check bench fuzz docs messages sync spark
.DEFAULT_GOAL := demo

DEMO ?= --data var/demo

demo: sync ## the seed department in the browser
	$(RUN) jihuan demo $(DEMO)

test: sync spark ## everything: PostgreSQL, then SQLite with browser and wheel
	$(RUN) python tests/provision.py
	JIHUAN_TEST_DATABASE=postgres $(RUN) pytest -q -n 2 --dist loadgroup tests/apps tests/demo tests/project tests/cli
	$(RUN) pytest -q -n 2 --dist loadgroup --cov --cov-report=
	@rm -f .coverage.* # of children that the sandbox killed
	$(RUN) coverage report --fail-under=90
	$(RUN) coverage report --fail-under=100 --include='src/jihuan/core/*'
	$(RUN) coverage report --fail-under=90 --include='src/jihuan/law/*'

check: sync ## format, lint, types, import contracts, house rules
	$(RUN) ruff check
	$(RUN) ruff format --check
	$(RUN) mypy
	$(RUN) lint-imports
	$(RUN) pytest -q tests/house

bench: sync spark ## measured against our peers
	$(RUN) python -m benchmarks

TIME ?= 600

fuzz: sync ## look for crashes and hangs of the readers for TIME seconds, guided by coverage; what breaks one is saved in var/
	@mkdir -p var
	$(RUN) python -m tests.fuzz.run_fuzz -max_total_time=$(TIME) -timeout=30 -rss_limit_mb=2048 -artifact_prefix=var/

docs: sync ## what docs/reference has from the program: the JSON Schema of the interchange document, the catalogue of rules
	$(RUN) jihuan schema -o docs/reference/interchange.schema.json
	$(RUN) jihuan rules --markdown -o docs/reference/rules.md

messages: sync ## collect and compile the words of the interface
	@mkdir -p var
	$(RUN) pybabel -q extract -F babel.cfg -k _ -k gettext -k gettext_lazy --no-location --sort-output --omit-header -o var/messages.pot src/jihuan
	$(RUN) pybabel -q update -D django -i var/messages.pot -d src/jihuan/locale -l en --no-fuzzy-matching --no-wrap --ignore-obsolete --omit-header
	$(RUN) pybabel -q compile --use-fuzzy -D django -d src/jihuan/locale -l en
	$(RUN) pybabel -q compile -D click -d src/jihuan/locale -l zh_Hans

sync: $(UV)
	@$(UV) sync --frozen --inexact --quiet

spark: $(UV) # 400 MB that neither the demo nor a check needs
	@$(UV) sync --frozen --inexact --quiet --extra spark

$(UV):
	$(PYTHON) -m venv .tools
	.tools/bin/pip install --quiet uv==0.13.9
