"""The API explained, made from its own OpenAPI document: what the document says, the page says."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from yushu.doors.api.assembly import document
from yushu.doors.asking import DeskRequest
from yushu.doors.guard import EVERYBODY, desk
from yushu.doors.pages.shapes import Cell, Column, Link, Row, Sheet, Table, Text
from yushu.kernel.words import Words

Part = Mapping[str, Any]
KINDS = {
    "date": Words("日期", "date"),
    "integer": Words("整数", "whole number"),
    "boolean": Words("是或否", "true or false"),
    "string": Words("文本", "text"),
    "array": Words("列表", "list"),
    "object": Words("一组键值", "object"),
}
NULLABLE = Words("{kind}，可空", "{kind} or null")
PLACES = {"path": Words("地址", "address"), "query": Words("查询串", "query"), "body": Words("正文", "body")}
REFUSED = {
    "400": Words("读不懂：写错、缺少，或不是JSON", "unreadable: mistyped, missing, or not JSON"),
    "404": Words("没有要找的", "what was asked for is not there"),
    "422": Words("读得懂，但不允许", "readable, but not allowed"),
    "503": Words("有一项不正常", "a part has failed"),
}


@dataclass(frozen=True)
class Operation:
    """One operation, ready to draw."""

    key: str
    title: Text
    about: Text
    method: str
    path: str
    sheets: tuple[Sheet, ...]
    refusals: tuple[Link, ...]
    example: str
    heading: Text
    body: str

    @property
    def tried(self) -> str:
        """The address of the example where a click is enough to try it."""
        return self.example if self.method == "GET" else ""


@desk(*EVERYBODY)
@require_safe
def api_docs(request: DeskRequest) -> HttpResponse:
    """Every operation with what it takes, what it answers, how it refuses, and an example."""
    described = document()
    info = described["info"]
    context = {
        "heading": both(info, "title"),
        "about": both(info, "description"),
        "version": info["version"],
        "operations": list(operations(described)),
        "faults": _fields("faults", FAULTS, described["components"]["schemas"]["Fault"], described),
    }
    return render(request, "public/api_docs.html", context)


FAULTS = Words("每一处错误", "Each error")
TAKES = Words("“{title}”要什么", "{title}: what it takes")
ANSWERS = Words("“{title}”答什么", "{title}: what it answers")
EXAMPLE = Words("“{title}”的例子", "{title}: an example")


def both(part: Part, key: str) -> Words:
    """A text of the document, English in its place and Chinese under x-zh."""
    zh = part.get("x-zh", {})
    english = str(part.get(key, ""))
    return Words(str(zh.get(key, english)) if isinstance(zh, Mapping) else str(zh), english)


def operations(described: Part) -> Iterator[Operation]:
    """The document's operations in its order."""
    for path, methods in described["paths"].items():
        for method, operation in methods.items():
            yield _operation(described, path, method.upper(), operation)


def _operation(described: Part, path: str, method: str, operation: Part) -> Operation:
    key, example = operation["operationId"], operation.get("x-example", {})
    title = both(operation, "summary")
    answer = resolved(operation["responses"].get(200, {}), described)
    body = example.get("body")
    return Operation(
        key=key,
        title=title,
        about=both(operation, "description"),
        method=method,
        path=path,
        sheets=(
            *_asked(key, operation, described),
            _fields(f"{key}-answers", ANSWERS.fill(title=title), answer, described),
        ),
        refusals=tuple(
            Link(str(status), "", REFUSED[str(status)])
            for status in operation["responses"]
            if str(status) in REFUSED
        ),
        example=example.get("address", ""),
        heading=EXAMPLE.fill(title=title),
        body=json.dumps(body, indent=1) if body else "",
    )


def resolved(part: Part, described: Part) -> Part:
    """A schema, or the schema of a body, with its reference followed."""
    schema: Part = part.get("content", {}).get("application/json", {}).get("schema", part)
    if "$ref" in schema:
        found: Part = described["components"]["schemas"][schema["$ref"].rsplit("/", 1)[-1]]
        return found
    return schema


def _asked(key: str, operation: Part, described: Part) -> list[Sheet]:
    """Parameters and the fields of the body, in one table."""
    rows = [
        _row(one["name"], one["schema"], described, PLACES[one["in"]], required=one["required"])
        for one in operation["parameters"]
    ]
    if "requestBody" in operation:
        body = resolved(operation["requestBody"], described)
        rows += list(_rows(body, described, PLACES["body"]))
    columns = [*COLUMNS[:1], Column(Words("在哪里", "Where")), *COLUMNS[1:]]
    title = TAKES.fill(title=both(operation, "summary"))
    return [Sheet(f"{key}-takes", title, Table(columns, rows))] if rows else []


COLUMNS = (
    Column(Words("名称", "Name"), "mono", "first"),
    Column(Words("类型", "Type")),
    Column(Words("必填", "Required"), "tag", "verdict"),
    Column(Words("说明", "Meaning"), phone="whole"),
)


def _fields(key: str, title: Words, schema: Part, described: Part) -> Sheet:
    """The fields of an object, those of what it holds below it."""
    columns = [column for column in COLUMNS if column.kind != "tag"]
    rows = [
        Row([cell for place, cell in enumerate(row.cells) if place != 2]) for row in _rows(schema, described)
    ]
    return Sheet(key, title, Table(columns, rows))


def _rows(schema: Part, described: Part, where: Words | None = None, before: str = "") -> Iterator[Row]:
    required = schema.get("required", ())
    for name, part in schema.get("properties", {}).items():
        yield _row(f"{before}{name}", part, described, where, required=name in required)
        inner = resolved(part.get("items", part), described)
        if "properties" in inner:
            mark = "[]" if "items" in part else ""
            yield from _rows(inner, described, where, f"{before}{name}{mark}.")


def _row(name: str, part: Part, described: Part, where: Words | None = None, *, required: bool) -> Row:
    needed = Cell(Words("必填", "required"), tone="now") if required else Cell(Words("选填", "optional"))
    place = [Cell(where)] if where else []
    return Row([Cell(name), *place, Cell(kind_of(part, described)), needed, Cell(both(part, "description"))])


def kind_of(part: Part, described: Part) -> Words:
    """The kind of a value, with its bounds or its choices."""
    for several in ("anyOf", "allOf"):
        if several in part:
            kinds = [kind_of(one, described) for one in part[several] if one.get("type") != "null"]
            empty = any(one.get("type") == "null" for one in part[several])
            return NULLABLE.fill(kind=kinds[0]) if empty else kinds[0]
    part = resolved(part, described)
    if "enum" in part:
        choices = ", ".join(part["enum"])
        return Words(choices, choices)
    kind = KINDS[part.get("format", part["type"])]
    if "minimum" in part:
        bounds = f"{part['minimum']}–{part['maximum']}"
        return Words(f"{kind.zh}{bounds}", f"{kind.en} {bounds}")
    return kind
