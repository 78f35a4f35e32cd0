"""What the record of a case calls an act: the step's own name before a name other kinds use too."""

from __future__ import annotations

import pytest

from yushu.casework.registry import kinds
from yushu.doors.pages.verbs import counted, verb_words


@pytest.mark.parametrize(
    ("kind", "verb", "said"),
    [
        ("complaint", "answer", "答复投诉人"),
        ("payment_run", "answer", "导入银行回单"),
        ("ruling", "settle", "明确口径"),
        ("recovery", "settle", "确认到账，退清"),
        ("class", "settle", "点名"),
    ],
)
def test_an_act_is_called_by_its_own_kind(kind: str, verb: str, said: str):
    assert verb_words(kind, verb).zh == said


def test_every_step_is_called_in_the_record_as_on_its_button():
    wrong = [
        (kind, step.name)
        for kind, model in kinds().items()
        for step in model.process.steps
        if verb_words(kind, step.name) not in [s.called for s in model.process.steps if s.name == step.name]
    ]
    assert wrong == []


@pytest.mark.parametrize(("kind", "said"), [("employment", "2项"), ("batch", "2人")])
def test_rows_are_called_what_they_are(kind: str, said: str):
    assert counted(kind, 2).zh == said
