"""What R23 forbids, in plain words and in simple disguise; what goes to a person; what passes."""

from __future__ import annotations

import pytest

from tests.training.test_eligibility import Row, table
from yushu.training.wording import CLAUSE, families, plain, read_text


@pytest.mark.parametrize("row", table("texts.csv"), ids=lambda row: row["what"])
def test_a_text_is_read(row: Row):
    found = {(finding.grade, finding.family.key) for finding in read_text(row["text"])}
    assert found == ({(row["grade"], row["family"])} if row["grade"] else set())


def test_a_finding_shows_the_place_as_it_was_written():
    text = "欢迎报名。本班 包 過，名师授课"
    (finding,) = read_text(text)
    assert text[finding.start] == "包"
    assert "包 過" in finding.excerpt


def test_of_overlapping_phrases_the_graver_counts_once():
    assert [(one.grade, one.phrase) for one in read_text("联合办学")] == [("forbidden", "联合办学")]


def test_every_family_says_how_to_be_honest_and_every_phrase_can_be_found():
    assert CLAUSE == "R23"
    for family in families():
        assert all((family.label.zh, family.label.en, family.honest.zh, family.honest.en))
        for _, phrase in family.phrases():
            assert plain(phrase).text
            assert phrase in {finding.phrase for finding in read_text(f"甲{phrase}乙")} or _longer(phrase)


def _longer(phrase: str) -> bool:
    """A phrase inside a graver or longer one of the same words."""
    return any(plain(one.phrase).text in plain(phrase).text for one in read_text(phrase))


def test_the_honest_wordings_pass_the_check_themselves():
    said = [
        finding.excerpt for family in families() for finding in read_text(family.honest.zh) if finding.blocks
    ]
    assert not said
