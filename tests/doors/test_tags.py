"""What the template tags promise: words in the language of the page, dates, clauses, fields tied to their hints."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace

import pytest
from django import forms
from django.template import Context, Template
from django.utils import translation

from yushu.kernel.words import NOTHING, Words

YEAR = SimpleNamespace(today=date(2024, 9, 26))


class Form(forms.Form):
    number = forms.CharField(label=Words("文号", "Document number"), help_text=Words("如15号", "such as 15"))
    note = forms.CharField(label=Words("意见", "Opinion"), required=False)


def drawn(source: str, *, language: str = "zh-hans", **given: object) -> str:
    with translation.override(language):
        return Template("{% load yushu %}" + source).render(Context({"request": YEAR, **given})).strip()


def test_words_are_said_in_the_language_of_the_page():
    words = Words("办事台", "Desk")

    assert drawn("{{ words|say }}", words=words) == "办事台"
    assert drawn("{{ words|say }}", language="en", words=words) == "Desk"


def test_words_that_say_nothing_read_as_nothing():
    assert drawn("{% if words %}said{% else %}silent{% endif %}", words=NOTHING) == "silent"


def test_a_day_is_a_time_element_and_nothing_is_a_dash():
    assert drawn("{% day on %}", on=date(2024, 9, 26)) == '<time datetime="2024-09-26">9月26日</time>'
    assert drawn("{% day on %}", on=date(2023, 9, 26)) == '<time datetime="2023-09-26">2023年9月26日</time>'
    assert drawn("{% day on %}", on=None) == "—"


@pytest.mark.parametrize(
    ("part", "whole", "said"), [(438, 500, "88%"), (499, 500, "99%"), (5, 5, "100%"), (0, 0, "—")]
)
def test_nothing_unfinished_reads_as_a_hundred_per_cent(part, whole, said):
    assert drawn("{{ part|percent:whole }}", part=part, whole=whole) == said


def test_a_clause_of_the_document_is_a_plain_link_and_a_reading_is_dashed():
    assert 'class="clause" href="/law/clauses/R10/"' in drawn('{% clause "R10" %}')
    assert 'class="clause clause--house"' in drawn('{% clause "A5" %}')


def test_rules_of_one_place_are_cited_once():
    assert drawn("{% clauses cites %}", cites=("R18", "R19", "R06")).count("<a ") == 2


def test_inside_a_summary_a_clause_is_no_link():
    assert "<a" not in drawn('{% clause "R10" plain=True %}')


def test_a_field_is_tied_to_its_hint_and_its_error():
    field = drawn("{% field form.number %}", form=Form({}))

    assert 'aria-describedby="id_number_helptext id_number_error"' in field
    assert 'aria-invalid="true"' in field
    assert 'id="id_number_helptext"' in field
    assert 'id="id_number_error"' in field


def test_a_field_that_may_stay_empty_says_so_but_for_a_filter():
    assert "选填" in drawn("{% field form.note %}", form=Form())
    assert "选填" not in drawn("{% field form.note optional=False %}", form=Form())
