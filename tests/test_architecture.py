"""The house rules a linter cannot say: sizes, floors of foreign keys, the clock, names, what is committed."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import models

from yushu.people.actors import PUBLIC

PROJECT = Path(__file__).resolve().parent.parent
HOUSE = PROJECT / "yushu"
FLOORS = [
    "config",
    "doors",
    "oversight",
    "subsidies",
    "entitlements",
    "certification",
    "training",
    "catalogue",
    "casework",
    "ledger",
    "people",
    "law",
    "kernel",
]
UNDECIDED = {
    "utils",
    "util",
    "helpers",
    "helper",
    "services",
    "service",
    "common",
    "misc",
    "shared",
    "manager",
}
PURE = {"law", "kernel"}
PURE_PARTS = {"rules", "routes", "wording"}
"""Modules of rules inside a room of the database: values in, values out."""
CODE = r"[A-Z][A-Z0-9_]*"
PLAIN_KEY = r"[A-Za-z0-9_.-]*"


@cache
def committed() -> tuple[Path, ...]:
    """The files a clone holds, and those about to be added."""
    command = ["git", "ls-files", "-co", "--exclude-standard"]
    listed = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=True)
    return tuple(path for name in listed.stdout.splitlines() if (path := PROJECT / name).is_file())


def named(*suffixes: str, under: Path = PROJECT) -> list[Path]:
    return [path for path in committed() if path.suffix in suffixes and path.is_relative_to(under)]


def code(under: Path = PROJECT) -> list[Path]:
    return [path for path in named(".py", under=under) if "migrations" not in path.parts]


@cache
def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def length(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines from the signature to the end, the decorators not counted."""
    return (node.end_lineno or node.lineno) - node.lineno + 1


def short(path: Path) -> str:
    return str(path.relative_to(PROJECT))


def imports(path: Path) -> Iterator[tuple[str, int]]:
    """The full dotted names a file imports."""
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from ((f"{node.module}.{alias.name}", node.lineno) for alias in node.names)


def our_models() -> list[type[models.Model]]:
    return [model for model in apps.get_models() if model.__module__.startswith("yushu.")]


def room(model: type[models.Model]) -> str:
    return model.__module__.split(".")[1]


# Sizes


def test_no_file_is_longer_than_400_lines():
    long = {short(path): n for path in [*code(), *named(".css", ".html")] if (n := lines(path)) > 400}
    assert not long


def lines(path: Path) -> int:
    return path.read_text(encoding="utf-8").count("\n")


def test_no_function_is_longer_than_40_lines():
    long = {
        f"{short(path)}:{node.name}": length(node)
        for path in code()
        for node in functions(path)
        if length(node) > 40
    }
    assert not long


def test_no_view_is_longer_than_20_lines():
    long = {
        f"{short(path)}:{node.name}": length(node)
        for path in code(HOUSE / "doors")
        for node in functions(path)
        if is_view(node) and length(node) > 20
    }
    assert not long


def is_view(node: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    return any("desk" in ast.unparse(decorator) for decorator in node.decorator_list)


def test_no_template_is_longer_than_120_lines():
    long = {short(path): n for path in named(".html", under=HOUSE) if (n := lines(path)) > 120}
    assert not long


# Floors


def test_every_room_is_on_a_floor():
    rooms = {path.name for path in HOUSE.iterdir() if (path / "__init__.py").exists()}
    assert rooms == set(FLOORS)


def test_no_module_is_named_after_not_having_decided():
    assert not [short(path) for path in code(HOUSE) if {path.stem, *path.parts} & UNDECIDED]


def test_foreign_keys_point_at_the_same_floor_or_down():
    upward = [
        f"{model.__name__}.{field.name} → {target.__name__}"
        for model in our_models()
        for field in model._meta.get_fields()
        if field.is_relation and (target := declared_target(field)) and not reaches(model, target)
    ]
    assert not upward


def declared_target(field) -> type[models.Model] | None:
    """The model a field of this model names; reverse relations are named by the other side."""
    if field.auto_created or not isinstance(field.related_model, type):
        return None
    return field.related_model


def reaches(model: type[models.Model], target: type[models.Model]) -> bool:
    if not target.__module__.startswith("yushu."):
        return True
    return FLOORS.index(room(model)) <= FLOORS.index(room(target))


def test_no_foreign_key_is_generic():
    generic = [
        f"{model.__name__}.{field.name}"
        for model in our_models()
        for field in model._meta.private_fields
        if type(field).__name__ == "GenericForeignKey"
    ]
    assert not generic


def test_rules_know_only_the_law_the_kernel_and_the_standard_library():
    foreign = [
        f"{short(path)}:{line} {name}"
        for path in code(HOUSE)
        if path.stem in PURE_PARTS
        for name, line in imports(path)
        if not is_pure(name, path)
    ]
    assert not foreign


def is_pure(name: str, path: Path) -> bool:
    top = name.split(".")[0]
    if top == "yushu":
        return name.split(".")[1] in PURE or name.split(".")[2] in PURE_PARTS
    return top in sys.stdlib_module_names


def test_only_doors_read_the_clock():
    """The pure parts of kernel.clock (days, Beijing) are free for all; the moment is not."""
    readers = [
        f"{short(path)}:{line}"
        for path in code(HOUSE)
        if not path.is_relative_to(HOUSE / "doors") and path != HOUSE / "kernel" / "clock.py"
        for name, line in imports(path)
        if name in ("yushu.kernel.clock.now", "yushu.kernel.clock")
    ]
    assert not readers


def test_no_field_reads_the_clock():
    automatic = [
        f"{model.__name__}.{field.name}"
        for model in our_models()
        for field in model._meta.get_fields()
        if getattr(field, "auto_now", False) or getattr(field, "auto_now_add", False)
    ]
    assert not automatic


def test_a_process_stands_under_its_models():
    """A module that builds a Process imports no models at run time: models import the process."""
    circles = [
        f"{short(path)}:{line} {name}"
        for path in code(HOUSE)
        if builds_a_process(path)
        for name, line in imported_at_run_time(path)
        if re.fullmatch(rf"yushu\.{path.relative_to(HOUSE).parts[0]}\.models(\..*)?", name)
    ]
    assert not circles


def builds_a_process(path: Path) -> bool:
    return any(
        isinstance(node, ast.Assign)
        and isinstance(node.value, ast.Call)
        and ast.unparse(node.value.func) == "Process"
        for node in parsed(path).body
    )


def imported_at_run_time(path: Path) -> Iterator[tuple[str, int]]:
    for node in parsed(path).body:
        if isinstance(node, ast.ImportFrom) and node.module:
            yield from ((f"{node.module}.{alias.name}", node.lineno) for alias in node.names)


# Rows


def test_every_constraint_is_named_and_some_test_names_it():
    """A constraint nobody has seen refuse is a guess."""
    spoken = "\n".join(path.read_text(encoding="utf-8") for path in code(PROJECT / "tests"))
    unproved = [
        f"{model.__name__}: {constraint.name}"
        for model in our_models()
        for constraint in model._meta.constraints
        if not re.search(rf"\b{re.escape(constraint.name)}\b", spoken)
    ]
    assert not unproved


def test_unique_sets_are_named_constraints():
    assert not [model.__name__ for model in our_models() if model._meta.unique_together]


def test_keys_are_codes_and_never_labels():
    """A state is an upper-case code; other keys are plain ASCII."""
    labels = [
        f"{model.__name__}.{field.name}: {key!r}"
        for model in our_models()
        for field in model._meta.get_fields()
        for key, _ in getattr(field, "flatchoices", ())
        if isinstance(key, str) and not re.fullmatch(CODE if field.name == "state" else PLAIN_KEY, key)
    ]
    assert not labels


def test_money_is_whole_yuan():
    fields = [field for model in our_models() for field in model._meta.get_fields()]
    assert not [str(field) for field in fields if isinstance(field, models.FloatField | models.DecimalField)]
    money = [field for field in fields if field.name.endswith("_yuan")]
    assert not [str(field) for field in money if not isinstance(field, models.IntegerField)]


@pytest.mark.django_db
def test_no_migration_is_missing():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_pages_fetch_what_the_actor_may_see():
    """In the doors, `Model.objects` is followed by `visible_to`, unless everybody sees every row of the model.

    A statement that has another good reason says it: `# seen: …`.
    """
    open_doors = [
        f"{short(path)}:{node.lineno} {ast.unparse(node)}"
        for path in [*code(HOUSE / "doors" / "pages"), *code(HOUSE / "doors" / "api")]
        for statement in statements(path)
        for node in own_parts(statement)
        if fetches_without_asking(node) and not is_public(node, path) and not says_why(path, statement)
    ]
    assert not open_doors


def statements(path: Path) -> Iterator[ast.stmt]:
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.stmt):
            yield node


def own_parts(statement: ast.stmt) -> Iterator[ast.AST]:
    """The expressions of a statement without those of the statements it holds."""
    for child in ast.iter_child_nodes(statement):
        if not isinstance(child, ast.stmt | ast.ExceptHandler):
            yield from ast.walk(child)


def fetches_without_asking(node: ast.AST) -> bool:
    return (
        isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Attribute)
        and node.value.attr == "objects"
        and node.attr not in ("visible_to", "none")
    )


def is_public(node: ast.Attribute, path: Path) -> bool:
    """Whether the public sees every row of the model this expression begins with."""
    module = import_module(short(path).removesuffix(".py").replace("/", "."))
    model = getattr(module, ast.unparse(node.value.value), None)
    seen = getattr(getattr(model, "objects", None), "visible_to", None)
    return seen is not None and not seen(PUBLIC).query.where


def says_why(path: Path, statement: ast.stmt) -> bool:
    lines = path.read_text(encoding="utf-8").splitlines()
    # Of a statement that holds others only the head counts, with the line above it.
    body = getattr(statement, "body", None)
    end = body[0].lineno - 1 if body else (statement.end_lineno or statement.lineno)
    return any("# seen:" in line for line in lines[statement.lineno - 2 : end])


# What is committed

MACHINE = re.compile(
    r"(?<![\w.-])/(?:work|farm|root|home|tmp)/\w"
    r"|pypi[.]org|files[.]pythonhosted|index-url|registry[.]npmjs|proxy[.]golang[.]org"
)


def test_no_committed_file_names_a_machine_or_a_registry():
    binary = {".png", ".woff2", ".xlsx", ".pdf", ".mo"}
    named_places = [
        f"{short(path)}:{number}"
        for path in committed()
        if path.suffix not in binary and path != Path(__file__)
        for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), 1)
        if MACHINE.search(line)
    ]
    assert not named_places


def test_no_generated_catalogue_is_committed():
    assert not [short(path) for path in committed() if path.suffix == ".mo"]


@pytest.mark.parametrize("name", ["README.md", "README.zh.md", "LICENSE", "CHANGELOG.md", "Makefile"])
def test_a_newcomer_finds(name):
    assert (PROJECT / name).exists()
