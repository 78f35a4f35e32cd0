"""Whether an answer is what the OpenAPI document says: the part of JSON Schema that the document uses.

A keyword this checker does not know is a fault, so nothing passes because it was not looked at.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

Schema = Mapping[str, Any]
SAID_ONLY = {"title", "description", "default", "x-zh", "examples"}
TYPES: dict[str, Any] = {
    "object": dict,
    "array": list,
    "string": str,
    "integer": int,
    "boolean": bool,
    "null": type(None),
}
FORMATS = {"date": re.compile(r"\d{4}-\d{2}-\d{2}")}


def faults(value: Any, schema: Schema, document: Schema, at: str = "") -> Iterator[str]:
    """Where a value departs from its schema."""
    if "$ref" in schema:
        name = schema["$ref"].rsplit("/", 1)[-1]
        yield from faults(value, document["components"]["schemas"][name], document, at)
        return
    for keyword, rule in schema.items():
        if keyword not in SAID_ONLY:
            yield from CHECKS[keyword](value, rule, schema, document, at)


def _type(value: Any, rule: str, *_: Any) -> Iterator[str]:
    fits = isinstance(value, TYPES[rule]) and not (rule == "integer" and isinstance(value, bool))
    if not fits:
        yield f"{_[-1]}: {value!r} is no {rule}"


def _format(value: Any, rule: str, *_: Any) -> Iterator[str]:
    if not (isinstance(value, str) and FORMATS[rule].fullmatch(value)):
        yield f"{_[-1]}: {value!r} is no {rule}"


def _enum(value: Any, rule: list[Any], *_: Any) -> Iterator[str]:
    if value not in rule:
        yield f"{_[-1]}: {value!r} is none of {rule}"


def _any(value: Any, rule: list[Schema], _schema: Schema, document: Schema, at: str) -> Iterator[str]:
    if all(list(faults(value, one, document, at)) for one in rule):
        yield f"{at}: {value!r} fits none of {rule}"


def _all(value: Any, rule: list[Schema], _schema: Schema, document: Schema, at: str) -> Iterator[str]:
    for one in rule:
        yield from faults(value, one, document, at)


def _properties(
    value: Any, rule: Mapping[str, Schema], _schema: Schema, document: Schema, at: str
) -> Iterator[str]:
    for name in value:
        if name not in rule:
            yield f"{at}.{name} is not described"
        else:
            yield from faults(value[name], rule[name], document, f"{at}.{name}")


def _required(value: Any, rule: list[str], *_: Any) -> Iterator[str]:
    yield from (f"{_[-1]}.{name} is missing" for name in rule if name not in value)


def _items(value: Any, rule: Schema, _schema: Schema, document: Schema, at: str) -> Iterator[str]:
    for place, one in enumerate(value):
        yield from faults(one, rule, document, f"{at}[{place}]")


CHECKS: dict[str, Any] = {
    "type": _type,
    "format": _format,
    "enum": _enum,
    "anyOf": _any,
    "allOf": _all,
    "properties": _properties,
    "required": _required,
    "items": _items,
}


def answer_faults(response: Any, path: str, method: str, document: Schema) -> list[str]:
    """Where a response departs from what the document says about its operation."""
    described = document["paths"][path][method]["responses"]
    found = described.get(response.status_code) or described.get(str(response.status_code))
    if found is None:
        return [f"{path}: {response.status_code} is not described"]
    schema = found["content"]["application/json"]["schema"]
    return list(faults(response.json(), schema, document))
