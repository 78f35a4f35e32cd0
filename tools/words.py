"""The English catalogue: what needs a translation, what has one, and the compiled file.

    python -m tools.words compile   write django.mo, when a source is newer
    python -m tools.words fold      fold parts/*.po into django.po, and say what is missing
    python -m tools.words missing   print entries for the texts that have none, to be filled in

The source language is Chinese, so a message id is what the Chinese page shows.
Babel reads and writes the files, so that nobody needs gettext installed.
"""

from __future__ import annotations

import ast
import io
import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

PROJECT = Path(__file__).resolve().parent.parent
LOCALE = PROJECT / "yushu" / "config" / "locale"
PARTS = LOCALE / "parts"
SOURCE = LOCALE / "en" / "LC_MESSAGES" / "django.po"
COMPILED = SOURCE.with_suffix(".mo")

HAN = re.compile(r"[\u3400-\u9fff\u3000-\u303f\uff01-\uff5e]")
QUOTED = re.compile(r"[\u4e00-\u9fff]+〔\d{4}〕\d+号|“[\u4e00-\u9fff]{1,4}”")
"""Chinese that an English text may carry: the number of a document, a term of its wording in quotation marks."""
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]")
CALL = re.compile(
    r"\b(?P<name>_|n?p?gettext)\((?P<args>(?:\s*u?(?:'(?:\\.|[^'\\])*'|\"(?:\\.|[^\"\\])*\")\s*,?)+)"
)
PLAIN = {"_", "gettext", "gettext_lazy", "gettext_noop"}
PLURAL = {"ngettext", "ngettext_lazy"}
IN_CONTEXT = {"pgettext", "pgettext_lazy"}
OWN_NAMES = {"中文"}
"""Each language is named in itself, so these read the same in both."""


class Text(NamedTuple):
    """A text that needs an English one: the id, its plural if any, its context if any."""

    id: str
    plural: str = ""
    context: str = ""


# What needs a translation


def wanted() -> dict[Text, str]:
    """Every Chinese text the pages show through the catalogue, with one place it stands."""
    found: dict[Text, str] = {}
    for text, place in _everything():
        if HAN.search(text.id) and text.id not in OWN_NAMES:
            found.setdefault(text, place)
    return found


def _everything() -> Iterator[tuple[Text, str]]:
    for path in sorted((PROJECT / "yushu").rglob("*.html")):
        for text in in_template(path.read_text(encoding="utf-8"), str(path)):
            yield text, str(path.relative_to(PROJECT))
    for path in sorted((PROJECT / "yushu").rglob("*.py")):
        if "migrations" not in path.parts:
            for text in in_python(path.read_text(encoding="utf-8")):
                yield text, str(path.relative_to(PROJECT))


def in_template(source: str, origin: str = "") -> Iterator[Text]:
    """The texts of translate, blocktranslate and _() in a template."""
    for call in CALL.finditer(templatize(source, origin=origin)):
        args = ast.literal_eval(f"({call['args'].rstrip().rstrip(',')},)")
        yield _text(call["name"], list(args))


def in_python(source: str) -> Iterator[Text]:
    """The texts of gettext calls, and the labels of choices, which pages show through the catalogue."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and _called(node) in PLAIN | PLURAL | IN_CONTEXT:
            args = [
                arg.value for arg in node.args if isinstance(arg, ast.Constant) and isinstance(arg.value, str)
            ]
            if args:
                yield _text(_called(node), args)
        if isinstance(node, ast.ClassDef) and any(_last(base).endswith("Choices") for base in node.bases):
            yield from _labels(node)


def _text(name: str, args: list[str]) -> Text:
    if name in PLURAL:
        return Text(args[0], plural=args[1])
    if name in IN_CONTEXT:
        return Text(args[1], context=args[0])
    return Text(args[0])


def _called(node: ast.Call) -> str:
    return _last(node.func)


def _last(node: ast.expr) -> str:
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


def _labels(node: ast.ClassDef) -> Iterator[Text]:
    for statement in node.body:
        value = statement.value if isinstance(statement, ast.Assign) else None
        label = value.elts[-1] if isinstance(value, ast.Tuple) else None
        if isinstance(label, ast.Constant) and isinstance(label.value, str):
            yield Text(label.value)


# What has one


def catalogue() -> Catalog:
    """The folded catalogue with the parts that wait to be folded in; a part's text wins."""
    whole = _read(SOURCE) if SOURCE.exists() else _empty()
    for part in sorted(PARTS.glob("*.po")):
        for message in _read(part):
            if message.id:
                whole[message.id] = Message(
                    message.id, message.string, context=message.context, flags=message.flags
                )
    return whole


def _empty() -> Catalog:
    return Catalog(
        locale="en",
        project="yushu",
        version="1",
        copyright_holder="",
        header_comment="# The English texts of 育数. The ids are the Chinese texts.",
        fuzzy=False,
    )


def _read(path: Path) -> Catalog:
    return read_po(io.BytesIO(path.read_bytes()), locale="en", charset="utf-8")


def faults() -> list[str]:
    """What keeps the catalogue from being complete: nothing, when it is."""
    have = {_key(message): message for message in catalogue() if message.id}
    need = wanted()
    found = [f"no English text: {text.id!r} ({place})" for text, place in need.items() if text not in have]
    found += [f"nobody shows: {text.id!r}" for text in have if text not in need]
    found += [f"{fault}: {text.id!r}" for text, message in have.items() for fault in _wrong(message)]
    return found


def _key(message: Message) -> Text:
    context = message.context or ""
    if isinstance(message.id, str):
        return Text(message.id, context=context)
    return Text(message.id[0], plural=message.id[1], context=context)


def _wrong(message: Message) -> Iterator[str]:
    source = message.id if isinstance(message.id, str) else message.id[0]
    english = [message.string] if isinstance(message.string, str) else list(message.string or ())
    if message.fuzzy:
        yield "marked fuzzy"
    if not all(english):
        yield "empty English text"
    if source not in OWN_NAMES and any(is_chinese(text) for text in english):
        yield "Chinese in the English text"
    marks = set(PLACEHOLDER.findall(source))
    if any(set(PLACEHOLDER.findall(text)) - marks for text in english) or marks - set(
        PLACEHOLDER.findall(english[-1])
    ):
        yield "other marks than the Chinese text"


def is_chinese(text: str) -> bool:
    """Whether Han characters or full-width signs remain, quoted ones aside."""
    return HAN.search(QUOTED.sub("", text)) is not None


# Files


def compile_catalogue() -> bool:
    """Write the compiled catalogue when a source is newer; whether it was written."""
    sources = [SOURCE, PARTS, *PARTS.glob("*.po")]
    newest = max((path.stat().st_mtime for path in sources if path.exists()), default=0.0)
    if COMPILED.exists() and COMPILED.stat().st_mtime >= newest:
        return False
    COMPILED.parent.mkdir(parents=True, exist_ok=True)
    fresh = COMPILED.with_suffix(f".{os.getpid()}")
    with fresh.open("wb") as file:
        write_mo(file, catalogue())
    fresh.replace(COMPILED)
    return True


def fold() -> None:
    """One sorted catalogue, without the entries nobody shows; the parts are then gone."""
    need = wanted()
    folded = _empty()
    for message in catalogue():
        if message.id and _key(message) in need:
            folded.add(message.id, message.string, context=message.context, flags=message.flags)
    SOURCE.parent.mkdir(parents=True, exist_ok=True)
    with SOURCE.open("wb") as file:
        write_po(file, folded, sort_output=True, omit_header=False, width=110)
    for part in PARTS.glob("*.po"):
        part.unlink()


def print_missing() -> None:
    """Entries for the texts that have none, ready to be filled in."""
    have = {_key(message) for message in catalogue() if message.id}
    for text, place in wanted().items():
        if text not in have:
            blank = Catalog(locale="en")
            blank.add((text.id, text.plural) if text.plural else text.id, context=text.context or None)
            output = io.BytesIO()
            write_po(output, blank, omit_header=True)
            print(f"#. {place}\n{output.getvalue().decode().strip()}\n")


def main(act: str) -> int:
    """Do one act; non-zero when texts are wrong or missing afterwards."""
    if act == "missing":
        print_missing()
        return 0
    if act == "fold":
        fold()
        print("\n".join(faults()))
    if compile_catalogue():
        print(f"translations: compiled {COMPILED.relative_to(PROJECT)}", flush=True)
    return 1 if act == "fold" and faults() else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
