"""Templates compile, name only what exists, and carry neither style, nor script, nor untranslated Chinese."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.template import TemplateDoesNotExist
from django.template.loader import get_template
from django.urls import get_resolver

from tools import words

HOUSE = Path(__file__).resolve().parent.parent / "yushu"
TEMPLATES = sorted(HOUSE.rglob("templates/**/*.html"))
INLINE = re.compile(
    r"<style|<script(?![^>]*\bsrc=)|\bstyle\s*=\s*[\"']|[\"'\s]on[a-z]+\s*=\s*[\"']|javascript:", re.I
)
ELSEWHERE = re.compile(r"(?:src|href)\s*=\s*[\"'](?:https?:)?//", re.I)
COMMENT = re.compile(r"{#.*?#}|{% comment.*?{% endcomment %}|<!--.*?-->", re.S)
TRANSLATED = re.compile(r"{% blocktrans(?:late)?\b.*?{% endblocktrans(?:late)? %}|{%.*?%}|{{.*?}}", re.S)
NAMED = {
    "url": re.compile(r"{%\s*url\s+[\"']([\w:.-]+)[\"']"),
    "static": re.compile(r"{%\s*static\s+[\"']([^\"']+)[\"']"),
    "template": re.compile(r"{%\s*(?:include|extends)\s+[\"']([^\"']+)[\"']"),
}


def name(path: Path) -> str:
    return str(path).split("/templates/", 1)[1]


def source(path: Path) -> str:
    return COMMENT.sub("", path.read_text(encoding="utf-8"))


@pytest.fixture(params=TEMPLATES, ids=name)
def path(request) -> Path:
    return request.param


def test_there_are_templates():
    assert TEMPLATES


def test_a_template_compiles(path):
    get_template(name(path))


def test_a_template_carries_no_style_and_no_script(path):
    assert not INLINE.findall(source(path))


def test_a_template_loads_nothing_from_elsewhere(path):
    assert not ELSEWHERE.findall(source(path))


def test_what_a_template_names_exists(path):
    text = source(path)
    missing = [f"static {it}" for it in NAMED["static"].findall(text) if not finders.find(it)]
    missing += [f"template {it}" for it in NAMED["template"].findall(text) if not loads(it)]
    missing += [f"url {it}" for it in NAMED["url"].findall(text) if not is_url(it)]
    assert not missing


def loads(template: str) -> bool:
    try:
        get_template(template)
    except TemplateDoesNotExist:
        return False
    return True


def is_url(pattern: str) -> bool:
    *spaces, last = pattern.split(":")
    resolver = get_resolver()
    for space in spaces:
        if space not in resolver.namespace_dict:
            return False
        resolver = resolver.namespace_dict[space][1]
    return last in resolver.reverse_dict


def test_chinese_in_a_template_is_marked_for_translation(path):
    bare = TRANSLATED.sub("", source(path))
    for own_name in words.OWN_NAMES:
        bare = bare.replace(f">{own_name}<", "><")
    assert not [line.strip() for line in bare.splitlines() if words.HAN.search(line)]


def test_chinese_in_a_tag_is_marked_for_translation(path):
    """`{{ x|default:"无" }}` shows Chinese to everybody; `_("无")` does not."""
    tags = re.findall(r"{%.*?%}|{{.*?}}", source(path), re.S)
    unmarked = [
        tag
        for tag in tags
        if words.HAN.search(re.sub(r"_\((?:\"[^\"]*\"|'[^']*')\)", "", tag))
        and not re.match(r"{%\s*trans", tag)
    ]
    assert not unmarked
