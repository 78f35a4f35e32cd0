"""From the files of one province's folder to the parts of a pack, refusing what is not in order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from yushu.kernel.words import NOTHING, Words
from yushu.law.entries import Clause, Document, Entry, Kind, Option, Scalar, Value
from yushu.law.shape import EXPECTED, FACTS, SHAPES
from yushu.law.tables import PackFault, Table, read


@dataclass(frozen=True)
class Parts:
    """What a folder holds, checked."""

    name: str
    version: str
    title: Words
    documents: Mapping[str, Document]
    clauses: Mapping[str, Clause]
    entries: Mapping[str, Entry]


def load_parts(folder: Path) -> Parts:
    """Read every file of a folder: pack.toml, clauses.toml, and entries in the files pack.toml lists."""
    head = read(folder / "pack.toml")
    version, title = head.text("version"), head.words()
    documents = {name: _document(name, table) for name, table in head.named("documents").items()}
    files = head.texts("entries")
    head.close()
    clauses = _clauses(read(folder / "clauses.toml"))
    entries = _in_order(_entry(name, table) for file in files for name, table in _named(read(folder / file)))
    for entry, table in entries:
        _known(entry, table, documents, clauses)
    found = {entry.id: entry for entry, _ in entries}
    _complete(folder.name, found)
    return Parts(folder.name, version, title, documents, clauses, found)


def _named(file: Table) -> Iterator[tuple[str, Table]]:
    for name in file.names():
        yield name, file.table(name)


def _document(name: str, table: Table) -> Document:
    document = Document(name, table.words(), table.day_or_none("issued_on"))
    table.close()
    return document


def _clauses(file: Table) -> dict[str, Clause]:
    clauses: dict[str, Clause] = {}
    for table in file.tables("clauses"):
        clause = Clause(table.text("place"), table.text("place_en"), table.text("zh"), table.text("en"))
        table.close()
        if clause.place in clauses:
            raise table.fault(
                "place",
                Words("条款写了两次", "this place is said twice"),
                Words("只留一条", "keep one of the two"),
            )
        clauses[clause.place] = clause
    file.close()
    return clauses


def _entry(name: str, table: Table) -> tuple[Entry, Table]:
    """One entry with its options and values; every fact it must carry is there, and no other."""
    if name not in EXPECTED:
        raise table.fault("", Words("没有这个编号", "no such id is known"), Words("改正编号", "mend the id"))
    reading = Kind(name[0]) is Kind.READING
    options = (
        tuple(_option(code, inner, name) for code, inner in table.named("options").items()) if reading else ()
    )
    source = table.text("source")
    entry = Entry(
        id=name,
        clause=table.text("clause", ""),
        also=table.texts("also"),
        zh=table.text("zh"),
        en=table.text("en"),
        says=table.words("says_zh", "says_en"),
        source=source,
        values=_values(name, table, options, source),
        options=options,
        why=table.words("why_zh", "why_en") if reading else NOTHING,
        last_value_still_valid_on=table.day_or_none("last_value_still_valid_on"),
    )
    table.close()
    return entry, table


def _option(code: str, table: Table, entry: str) -> Option:
    option = Option(code, table.words(), _facts(table, entry))
    table.close()
    return option


def _values(name: str, table: Table, options: tuple[Option, ...], source: str) -> tuple[Value, ...]:
    rows = table.tables("values")
    values = tuple(_value(name, row, options, source) for row in rows)
    if not values:
        raise table.fault(
            "values", Words("没有取值", "holds no value"), Words("至少写一个", "write at least one")
        )
    for (earlier, later), row in zip(pairwise(values), rows[1:], strict=True):
        if later.since <= earlier.since:
            raise row.fault(
                "since",
                Words("{day}没有排在{before}之后", "{day} does not come after {before}").fill(
                    day=later.since, before=earlier.since
                ),
                Words("按施行日期从早到晚排列", "put the values in order of their days, earliest first"),
            )
    return values


def _value(name: str, table: Table, options: tuple[Option, ...], source: str) -> Value:
    reading = Kind(name[0]) is Kind.READING
    chosen = table.text("chosen") if reading else ""
    follows = next((option.facts for option in options if option.code == chosen), None)
    if reading and follows is None:
        raise table.fault(
            "chosen",
            Words("没有选项{code}", "there is no option {code}").fill(code=chosen),
            Words("选一个列出的选项", "choose one of the options listed"),
        )
    facts = {**(follows or {}), **_facts(table, name)}
    for key in SHAPES.get(name, ()):
        if key not in facts:
            raise table.fault(key, Words("缺少这个值", "is missing"), Words("补上这个值", "add it"))
    value = Value(
        since=table.day("since"),
        read_on=table.day_or_none("read_on"),
        confirmed=table.flag("confirmed"),
        ruling=table.text("ruling", ""),
        source=table.text("source", source),
        chosen=chosen,
        facts=facts,
    )
    table.close()
    return value


def _facts(table: Table, entry: str) -> dict[str, Scalar]:
    return {key: _fact(table, key) for key in SHAPES.get(entry, ()) if table.has(key)}


def _fact(table: Table, key: str) -> Scalar:
    """One fact, of the type and within the bounds its key promises."""
    fact = FACTS[key]
    if fact.words:
        word = table.text(key)
        if word not in fact.words:
            raise table.fault(
                key,
                Words("不能是“{word}”", "cannot be “{word}”").fill(word=word),
                Words("写{words}之一", "write one of {words}").fill(words=", ".join(fact.words)),
            )
        return word
    number = table.whole(key)
    if not fact.low <= number <= fact.high:
        raise table.fault(
            key,
            Words("{number}超出范围", "{number} is out of bounds").fill(number=number),
            Words("填{low}至{high}", "write {low} to {high}").fill(low=fact.low, high=fact.high),
        )
    return number


def _in_order(pairs: Iterable[tuple[Entry, Table]]) -> list[tuple[Entry, Table]]:
    """The entries, in the order of the list every pack answers; twice or out of order is refused."""
    found = list(pairs)
    for (earlier, _), (later, table) in pairwise(found):
        if EXPECTED.index(later.id) <= EXPECTED.index(earlier.id):
            raise table.fault(
                "",
                Words(
                    "没有排在{before}之后，或写了两次", "does not come after {before}, or is said twice"
                ).fill(before=earlier.id),
                Words("按编号排列，各写一次", "put the entries in order of their ids, once each"),
            )
    return found


def _known(
    entry: Entry, table: Table, documents: Mapping[str, Document], clauses: Mapping[str, Clause]
) -> None:
    for place in entry.places:
        if place not in clauses:
            raise table.fault(
                "clause",
                Words("没有条款“{place}”", "there is no clause “{place}”").fill(place=place),
                Words("写clauses.toml中有的条款", "name a place that clauses.toml has"),
            )
    for source in {entry.source, *(value.source for value in entry.values)}:
        if source not in documents:
            raise table.fault(
                "source",
                Words("没有文件“{source}”", "there is no document “{source}”").fill(source=source),
                Words("先在pack.toml的documents中登记", "list it under documents in pack.toml first"),
            )


def _complete(folder: str, entries: Mapping[str, Entry]) -> None:
    missing = [name for name in EXPECTED if name not in entries]
    if missing:
        raise PackFault(
            folder,
            Words("缺少{names}", "lacks {names}").fill(names=", ".join(missing)),
            Words("补上这些条目", "add these entries"),
        )
