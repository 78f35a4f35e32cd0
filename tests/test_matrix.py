"""Who may open which door: every address × method × role × own or other tenant has a written answer.

The answers stand in matrix.csv, one line for each address, method and side, one column for each role.
`make matrix` adds lines for new addresses with what the site answers today; read each before committing.
"""

from __future__ import annotations

import csv
import inspect
import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests import (  # noqa: F401 - register what the addresses aim at
    aims,
    class_aims,
    exam_aims,
    journey_aims,
    oversight_aims,
    scheme_aims,
    settlement_aims,
    subsidy_aims,
)
from tests.cast import SIGNING_IN, Cast
from tests.targets import BODIES, TARGETS
from yushu.casework.registry import kinds
from yushu.people.roles import Role

MATRIX = Path(__file__).with_name("matrix.csv")
ROLES = (Role.PUBLIC, Role.TRAINEE, *SIGNING_IN)
METHODS = ("GET", "POST")
FILL = "YUSHU_MATRIX_FILL"
OF_CASES = frozenset({"case", "case_file", "step"})
"""Addresses every kind of case has; what follows the # begins with the kind."""
OF_A_PACKAGE = re.compile(r"(account|mfa)_|(\w|[.-])+:(api-root|openapi-json)$")
"""Sign-in and the API's description come from packages; their answers are written all the same."""

Row = tuple[str, str, str]
Answers = dict[str, str]


def patterns(resolver: URLResolver, spaces: tuple[str, ...] = ()) -> Iterator[tuple[str, URLPattern]]:
    """Every address with its full name."""
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            yield from patterns(entry, (*spaces, entry.namespace) if entry.namespace else spaces)
        else:
            yield ":".join((*spaces, entry.name or f"unnamed {entry.pattern}")), entry


ADDRESSES = dict(patterns(get_resolver()))


def labels() -> list[str]:
    """Addresses, several times where a target names variants."""
    variants = {label.split("#")[0]: [] for label in TARGETS}
    for label in TARGETS:
        variants[label.split("#")[0]].append(label)
    return sorted(label for name in ADDRESSES for label in variants.get(name, [name]))


def sides(label: str) -> tuple[str, ...]:
    return ("own", "other") if label in TARGETS and TARGETS[label].sides else ("-",)


def wanted() -> list[Row]:
    return [(label, method, side) for label in labels() for method in METHODS for side in sides(label)]


def written() -> dict[Row, Answers]:
    if not MATRIX.exists():
        return {}
    with MATRIX.open(encoding="utf-8", newline="") as file:
        return {
            (line["address"], line["method"], line["side"]): {role: line[role] for role in ROLES}
            for line in csv.DictReader(file)
        }


def write(rows: dict[Row, Answers]) -> None:
    with MATRIX.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(["address", "method", "side", *ROLES])
        for row in sorted(rows):
            out.writerow([*row, *(rows[row][role] for role in ROLES)])


def desk_of(pattern: URLPattern) -> frozenset[Role] | None:
    """Whose desk a view says it is; of an API address, whose its operations say they are."""
    operations = operations_of(pattern.callback)
    if not operations:
        return getattr(pattern.callback, "desk", None)
    desks = [getattr(operation.view_func, "desk", None) for operation in operations]
    return None if None in desks else frozenset().union(*desks)


def operations_of(view: Callable[..., Any]) -> list[Any]:
    """The operations behind an API address: its view is a closure over the path that holds them."""
    held = inspect.getclosurevars(view).nonlocals.get("self") if inspect.isfunction(view) else None
    return getattr(held, "operations", [])


def answer(cast: Cast, row: Row, role: Role) -> str:
    """What one role is told; nothing of it stays."""
    label, method, side = row
    kwargs = TARGETS[label].make(cast, side != "other") if label in TARGETS else {}
    address = reverse(label.split("#")[0], kwargs=kwargs)
    client = signed_in(cast, role)
    with transaction.atomic():
        response = client.get(address) if method == "GET" else client.post(address, BODIES.get(label, {}))
        transaction.set_rollback(True)
    return str(response.status_code)


def signed_in(cast: Cast, role: Role) -> Client:
    """A browser of its own for each question; the sign-in behind it happens once for a cast."""
    cookies = cast.made.setdefault("cookies", {})
    if role not in cookies:
        cookies[role] = cast.client(role).cookies
    client = Client(raise_request_exception=False)
    client.cookies.update(cookies[role])
    return client


def answers(cast: Cast, row: Row) -> Answers:
    return {role: answer(cast, row, role) for role in ROLES}


def test_every_address_has_a_name():
    assert not [name for name in ADDRESSES if "unnamed" in name]


def test_every_view_says_whose_desk_it_is():
    silent = [name for name, pattern in ADDRESSES.items() if desk_of(pattern) is None]
    assert not [name for name in silent if not OF_A_PACKAGE.match(name)]


def test_every_address_that_names_an_object_has_a_target():
    aimed = {label.split("#")[0] for label in TARGETS}
    assert not [
        name for name, pattern in ADDRESSES.items() if pattern.pattern.converters and name not in aimed
    ]


def test_every_target_aims_at_an_address():
    assert not [label for label in TARGETS if label.split("#")[0] not in ADDRESSES]


def test_every_combination_has_a_written_answer():
    have, need = set(written()), set(wanted())
    assert not sorted(need - have), "run `make matrix`"
    assert not sorted(have - need), "run `make matrix`"


def test_no_written_answer_is_a_breakdown():
    """Every cell is a status, and none admits to an error of the server's own."""
    assert not [
        row for row, line in written().items() for status in line.values() if not "200" <= status < "500"
    ]


def test_a_stranger_never_sees_what_the_owner_sees_alone():
    """Where the other side's object is hidden it is hidden as if it did not exist."""
    told = [
        row
        for row, line in written().items()
        if row[2] == "other"
        for status in line.values()
        if status == "403"
    ]
    assert not told


def test_a_step_opens_for_whom_its_table_names():
    """The promise of the matrix and the column `by` of the processes say the same."""
    matrix = written()
    different = []
    for kind, model in kinds().items():
        for step in model.process.steps:
            expected = {step.by, step.recorded_by} & set(ROLES)
            for label in (f"step#{kind}-{state.lower()}-{step.name}" for state in step.sources):
                line = matrix[label, "GET", sides(label)[0]]
                opened = {role for role, status in line.items() if status == "200"}
                different += [label] * (opened != expected)
    assert not different


def subject(label: str) -> str:
    """What an address is about: one kind of case, or itself."""
    name, _, variant = label.partition("#")
    return variant.split("-")[0] if name in OF_CASES else label


SUBJECTS = {name: [label for label in labels() if subject(label) == name] for name in map(subject, labels())}


@pytest.mark.parametrize("name", SUBJECTS)
def test_every_role_is_answered_as_written(name: str, cast: Cast):
    """All addresses of one subject meet the same objects, made once; nothing one of them does stays."""
    matrix, wrong = written(), []
    if os.environ.get(FILL) and all(row in matrix for row in wanted() if subject(row[0]) == name):
        return
    make(cast, SUBJECTS[name][0])
    made = dict(cast.made)
    for label in SUBJECTS[name]:
        rows = [row for row in wanted() if row[0] == label]
        with transaction.atomic():
            wrong += fill(cast, rows) if os.environ.get(FILL) else differences(cast, rows, matrix)
            transaction.set_rollback(True)
        cast.made.clear()
        cast.made.update(made)
    assert not wrong


def make(cast: Cast, label: str) -> None:
    """What everybody meets: the objects of both sides, and a sign-in for each role."""
    for side in sides(label) if label in TARGETS else ():
        TARGETS[label].make(cast, side != "other")
    for role in ROLES:
        signed_in(cast, role)


def differences(cast: Cast, rows: list[Row], matrix: dict[Row, Answers]) -> list[str]:
    """Where the site answers otherwise than it is written."""
    return [
        f"{','.join(row)} {role}: written {matrix[row][role]}, answered {said}"
        for row in rows
        if row in matrix
        for role in ROLES
        if (said := answer(cast, row, role)) != matrix[row][role]
    ]


def fill(cast: Cast, rows: list[Row]) -> list[str]:
    """Add the lines this address has no answers for; drop those of addresses that are gone."""
    matrix = {row: line for row, line in written().items() if row in set(wanted())}
    for row in rows:
        if row not in matrix:
            matrix[row] = answers(cast, row)
            print(",".join([*row, *matrix[row].values()]))
    write(matrix)
    return []
