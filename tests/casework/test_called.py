"""What an act is called where nobody counts: notices, records and rails."""

from __future__ import annotations

import pytest

from tests.cast import Cast
from tests.certification.makers import make_batch
from yushu.casework.models import Notice
from yushu.casework.process import BrokenTable, Says
from yushu.casework.registry import kinds
from yushu.kernel.words import Words


def test_a_label_that_counts_must_say_what_the_act_is_called() -> None:
    with pytest.raises(BrokenTable, match="counts somebody"):
        Says(Words("报送{n}人", "Report {n} people"))


@pytest.mark.parametrize("kind", sorted(kinds()))
def test_no_step_is_called_by_a_count(kind: str) -> None:
    called = [step.called for step in kinds()[kind].process.steps]
    assert not [words for words in called if "{" in words.zh + words.en]


def test_a_label_without_a_count_is_the_name() -> None:
    back = kinds()["batch"].process.named("return")
    assert back.called == back.says.label


def test_a_notice_at_the_opening_counts_nobody(cast: Cast) -> None:
    """The people of a batch are entered after it is opened."""
    make_batch(cast)
    assert "“报送证书数据”" in Notice.objects.get().zh
