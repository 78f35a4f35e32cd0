"""One spelling for a name."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yushu.kernel.errors import Invalid
from yushu.people.names import one_spelling, person_name

RARE = "𠮷𪚥㛃䶮"


DOTS = "\u00b7\u0387\u2022\u2027\u2219\u22c5\u25cf\u2e31\u30fb\uff65\uff61\uff0e\ufe52.\u3002"


@pytest.mark.parametrize("dot", DOTS)
def test_every_sort_of_dot_is_the_dot_of_the_card(dot):
    assert person_name(f"买买提{dot}艾力") == "买买提·艾力"
    assert person_name(f" 买买提 {dot} 艾力 ") == "买买提·艾力"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("王 刚", "王刚"),
        ("\u3000王\u200b刚\ufeff", "王刚"),
        ("Ｊｏｈｎ  Smith", "John Smith"),
        ("J. R. Smith", "J. R. Smith"),
        (RARE, RARE),
        ("葛\U000e0100飞", "葛\U000e0100飞"),
        ("·艾力·", "艾力"),
    ],
)
def test_spelling(typed, kept):
    assert person_name(typed) == kept


def test_rare_characters_are_never_replaced():
    compatible = "\uf900\U0002f800"  # their compatibility forms read as other characters after NFKC
    assert one_spelling("\u9fa6\ue863"[:1]) == "\u9fa6"
    assert len(one_spelling(compatible)) == 2


@pytest.mark.parametrize("name", ["", "  ", "王刚1", "<b>王</b>", "=王刚", "王\x00刚", "·", "a@b"])
def test_what_cannot_be_a_name_is_refused(name):
    with pytest.raises(Invalid) as refused:
        person_name(name)

    assert refused.value.field == "name"


@given(st.text(max_size=30))
def test_spelling_twice_changes_nothing(text):
    once = one_spelling(text)

    assert one_spelling(once) == once
