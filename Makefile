# 育数. Every target does its own set-up and can be run again safely.
# "make" alone, or "make help", lists them.

PYTHON ?= python3
.DEFAULT_GOAL := help
.PHONY: help run year test check bench drill docs pictures matrix words lock format hooks clean

bin := .venv/bin
site = @$(PYTHON) -m tools.environment run
tests = @$(PYTHON) -m tools.environment dev

help: ## list what make can do
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' Makefile

run: ## the site with the 2024 plan and demonstration people (PORT, YUSHU_HOME, YUSHU_DATABASE_URL)
	$(site)
	@exec $(bin)/python -m tools.site

year: ## a whole year played and proved in a database of its own (SEASON, SEED, YUSHU_DATABASE_URL)
	$(site)
	@exec $(bin)/python -m tools.year

test: ## every test, on SQLite and on PostgreSQL, with journeys in a real browser
	$(tests)
	@exec $(bin)/python -m tools.suite

check: ## style, floors, types, migrations, templates, translations
	$(tests)
	@exec $(bin)/python -m tools.check

bench: ## ratios of one run: what a list, a step and a calculation cost
	$(tests)
	@exec $(bin)/python -m tools.bench

drill: ## races at full scale, kill -9 under load; prints every figure
	$(tests)
	@exec $(bin)/python -m tools.drill

docs: ## write again the generated pages of docs/
	$(tests)
	@exec $(bin)/python -m tools.documents

pictures: ## take the pictures of the READMEs again
	$(tests)
	@exec $(bin)/python -m tools.pictures

matrix: ## add lines to the permission matrix for new addresses, to be read before they are committed
	$(tests)
	@exec $(bin)/python -m tools.matrix

words: ## fold the parts of the English catalogue into one, and say what is missing
	$(tests)
	@exec $(bin)/python -m tools.words fold

lock: ## resolve requirements*.in again into requirements*.lock
	$(tests)
	@exec $(bin)/python -m tools.lock

format: ## put the code into the house's form
	$(tests)
	@$(bin)/ruff check --fix --quiet . ; $(bin)/ruff format .

hooks: ## run the quick checks before each commit
	$(tests)
	@$(bin)/pre-commit install

clean: ## remove the environment and caches, never the data in var/
	rm -rf .venv .mypy_cache .ruff_cache .import_linter_cache .hypothesis
