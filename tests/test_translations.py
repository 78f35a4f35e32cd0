"""Every Chinese text on screen has a good English one, in one of two ways: `Words(zh, en)` or the catalogue."""

from __future__ import annotations

import ast
import re
import string
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.utils import translation

from tools import words

PROJECT = Path(__file__).resolve().parent.parent
MODULES = [
    path
    for path in sorted((PROJECT / "yushu").rglob("*.py"))
    if not {"migrations", "nightly"} & set(path.parts)
]
UNSHOWN = {
    "yushu/people/areas.py": "a table of places, each with its English name on the same line",
    "yushu/people/names.py": "how names of offices are read",
    "yushu/law/tables.py": "how clauses are read",
    "yushu/kernel/identifiers.py": "how numbers are read",
    "yushu/doors/files/certificates.py": "the sheet of paper itself, which is Chinese in every language",
    "yushu/doors/replay/": "invented people and their papers, which are Chinese in every language",
    "yushu/casework/facts.py": "how document numbers are read",
    "yushu/config/settings.py": "names that are the same in both languages",
}
"""Modules whose Chinese literals are matched or looked up, never shown to one who reads English."""

HANZI = re.compile(r"[\u3400-\u9fff]")


def short(path: Path) -> str:
    return str(path.relative_to(PROJECT))


def pairs() -> Iterator[tuple[str, ast.Call]]:
    """Every `Words(…, …)` written in the code."""
    for path in MODULES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Words":
                yield f"{short(path)}:{node.lineno}", node


def written(node: ast.expr) -> str | None:
    """The text of a literal, with {} for what an f-string fills in; None when it is computed."""
    if isinstance(node, ast.JoinedStr):
        return "".join(part.value if isinstance(part, ast.Constant) else "1" for part in node.values)
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    return None


def sides(call: ast.Call) -> tuple[str | None, str | None]:
    given = dict(zip(("zh", "en"), call.args, strict=False)) | {key.arg: key.value for key in call.keywords}
    return tuple(written(given[side]) if side in given else None for side in ("zh", "en"))


def test_the_catalogue_is_complete_and_holds_nothing_else():
    assert not words.faults()


def test_words_have_both_languages():
    empty = [where for where, call in pairs() for zh, en in [sides(call)] if (zh == "") != (en == "")]
    assert not empty


def test_english_words_hold_no_chinese():
    assert not [where for where, call in pairs() if (en := sides(call)[1]) and words.is_chinese(en)]


def test_neither_side_of_words_fills_a_mark_of_its_own():
    """A language may do without a mark; each having one the other lacks is a typing error."""

    def marks(text: str) -> set[str]:
        return {name for _, name, _, _ in string.Formatter().parse(text) if name}

    literal = [
        (where, call) for where, call in pairs() if all(isinstance(arg, ast.Constant) for arg in call.args)
    ]
    different = [
        where
        for where, call in literal
        for zh, en in [sides(call)]
        if marks(zh) - marks(en) and marks(en) - marks(zh)
    ]
    assert not different


@pytest.mark.parametrize("path", MODULES, ids=short)
def test_chinese_in_code_stands_beside_its_english(path):
    if short(path).startswith(tuple(UNSHOWN)):
        pytest.skip("data of one language")
    tree = ast.parse(path.read_text(encoding="utf-8"))
    paired = set(inside_pairs(tree)) | set(docstrings(tree))
    bare = [
        f"{node.lineno}: {node.value[:40]}"
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and HANZI.search(node.value)
        and id(node) not in paired
    ]
    assert not bare


def inside_pairs(tree: ast.Module) -> Iterator[int]:
    """Literals within Words(…), a gettext call, a label of choices, or under a name that says Chinese."""
    names = {"Words", "told"} | words.PLAIN | words.PLURAL | words.IN_CONTEXT
    for node in ast.walk(tree):
        call = isinstance(node, ast.Call) and ast.unparse(node.func).split(".")[-1] in names
        choices = isinstance(node, ast.ClassDef) and any(
            ast.unparse(base).endswith("Choices") for base in node.bases
        )
        chinese = isinstance(node, ast.Assign) and any(says_chinese(name) for name in bound(node))
        if call or choices or chinese:
            yield from (id(part) for part in ast.walk(node))
        if isinstance(node, ast.Dict):
            pairs_of = zip(node.keys, node.values, strict=True)
            yield from (
                id(part) for key, value in pairs_of if is_key_of_chinese(key) for part in ast.walk(value)
            )


def is_key_of_chinese(key: ast.expr | None) -> bool:
    """`"x-zh": …` beside `"description": …`."""
    return isinstance(key, ast.Constant) and str(key.value).endswith("zh")


def bound(node: ast.Assign) -> Iterator[str]:
    for target in node.targets:
        yield from (part.id for part in ast.walk(target) if isinstance(part, ast.Name))


def says_chinese(name: str) -> bool:
    """`zh`, `zh_month`, `HAN_DAYS`: the English stands beside it under another name."""
    return name.lower().split("_")[0] in ("zh", "han")


def docstrings(tree: ast.Module) -> Iterator[int]:
    """Literals that stand alone as a statement: docstrings of modules, classes, functions and constants."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            yield id(node.value)


def test_the_compiled_catalogue_is_used():
    """A page in English really reads the compiled file."""
    text = next(iter(sorted(words.wanted())))
    with translation.override("en"):
        assert not re.search(words.HAN, translation.gettext(text.id))
    with translation.override("zh-hans"):
        assert translation.gettext(text.id) == text.id


@pytest.mark.parametrize(
    ("template", "texts"),
    [
        ('{% translate "保存" %}', [words.Text("保存")]),
        ('{{ x|default:_("无") }}', [words.Text("无")]),
        ("{% blocktranslate with n=x %}共{{ n }}人{% endblocktranslate %}", [words.Text("共%(n)s人")]),
        (
            "{% blocktranslate count n=x %}{{ n }}人{% plural %}{{ n }}人{% endblocktranslate %}",
            [words.Text("%(n)s人", plural="%(n)s人")],
        ),
        ('{% translate "一" context "number" %}', [words.Text("一", context="number")]),
    ],
)
def test_texts_are_found_in_templates(template, texts):
    assert list(words.in_template(template)) == texts


def test_texts_are_found_in_code():
    source = "from x import gettext as _\n_('甲')\nngettext('乙', '丙', 2)\nclass S(TextChoices):\n    A = 'A', '丁'\n"
    assert set(words.in_python(source)) == {words.Text("甲"), words.Text("乙", plural="丙"), words.Text("丁")}
