"""A text in two languages: its marks are filled, and one of something is singular in English."""

from __future__ import annotations

import pytest

from yushu.kernel.words import Words


@pytest.mark.parametrize(
    ("text", "values", "said"),
    [
        ("{n} days late", {"n": 1}, "1 day late"),
        ("{n} days late", {"n": 11}, "11 days late"),
        ("{n}{u} left", {"n": 1, "u": Words("个工作日", " working days")}, "1 working day left"),
        ("{n} of {m} days used", {"n": 1, "m": 5}, "1 of 5 days used"),
        ("{n} people count otherwise", {"n": 1}, "1 person counts otherwise"),
        ("{n} people", {"n": "1,001"}, "1,001 people"),
        ("{s} days", {"s": "0.1"}, "0.1 days"),
        ("He wrote: {said}", {"said": "1 people came, {n} days"}, "He wrote: 1 people came, {n} days"),
    ],
)
def test_one_of_something_is_singular(text: str, values: dict[str, object], said: str):
    assert Words("", text).fill(**values).en == said


def test_the_chinese_stays_as_it_is_written():
    assert Words("{n}人，1 days", "").fill(n=1).zh == "1人，1 days"
