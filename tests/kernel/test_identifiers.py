"""GB 11643, GB 32100 and masks, as the documents say."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from yushu.kernel.errors import Invalid
from yushu.kernel.identifiers import (
    canonical_number,
    check_digit,
    credit_code,
    credit_code_check,
    mask_id,
    mask_name,
    mask_phone,
    resident_id,
)

WORKED = "11010519491231002X"
FOREIGN_SPELLINGS = (
    "11010519491231002x",
    " 110105 19491231 002X ",
    "110105-19491231-002x",
    "１１０１０５１９４９１２３１００２Ｘ",
    "110105\u30001949\u200b1231\u2013002ｘ",
    "\ufeff'11010519491231002X",
)


def wrong(text: str, **more: object) -> Invalid:
    with pytest.raises(Invalid) as refused:
        resident_id(text, **more)
    return refused.value


def test_the_worked_number_of_the_standard_is_read():
    read = resident_id(WORKED)

    assert (read.number, read.born, read.sex, read.area_hint) == (WORKED, date(1949, 12, 31), "F", "110105")


@pytest.mark.parametrize("spelling", FOREIGN_SPELLINGS)
def test_the_same_number_however_it_is_typed(spelling):
    assert resident_id(spelling).number == WORKED


def test_the_second_worked_number_passes_the_check_but_its_bearer_would_be_too_old():
    assert check_digit("44052418800101001") == "4"
    assert "1900" in wrong("440524188001010014").wrong.en


def test_an_odd_sequence_is_male():
    assert resident_id("149900190001010015").sex == "M"


@pytest.mark.parametrize("area", ["142201", "142323", "142401", "142601", "142701", "149900", "999999"])
def test_no_area_is_refused_because_areas_come_and_go(area):
    first = f"{area}20020304001"

    assert resident_id(first + check_digit(first)).area_hint == area


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("", "没有填"),
        ("110105491231002", "15位"),
        ("1101051949123100", "18位，现有16位"),
        ("1101051949123100ZX", "前17位"),
        ("X1010519491231002X", "前17位"),
        ("110105194913310020", "19491331"),
        ("110105194902300024", "19490230"),
        ("110105190002290020", "19000229"),
        ("110105194912310021", "校验码"),
        ("1.10105194912310E+17", "变成了数字"),
        ("١١٠١٠٥١٩٤٩١٢٣١٠٠٢X", "前17位"),
    ],
)
def test_each_fault_is_named_and_says_how_to_mend_it(text, part):
    refusal = wrong(text, field="C7")

    assert part in refusal.wrong.zh
    assert refusal.mend.zh
    assert refusal.mend.en
    assert refusal.field == "C7"


def test_a_birth_date_that_has_not_come_is_refused_when_the_day_is_known():
    first = "14990020240927001"
    number = first + check_digit(first)

    assert "还没有到" in wrong(number, today=date(2024, 9, 26)).wrong.zh
    assert resident_id(number, today=date(2024, 9, 27)).born == date(2024, 9, 27)


@given(st.integers(0, 17), st.sampled_from("0123456789X"))
def test_one_wrong_character_never_passes_as_the_same_person(place, other):
    changed = WORKED[:place] + other + WORKED[place + 1 :]
    assume(changed != WORKED)
    with pytest.raises(Invalid):
        resident_id(changed)


@given(st.text(max_size=40))
def test_any_text_is_read_or_refused_never_worse(text):
    with suppress(Invalid):
        assert resident_id(text).number == canonical_number(text)


def test_the_worked_credit_code():
    assert credit_code("91350100M000100Y43") == "91350100M000100Y43"
    assert credit_code("９１３５０１００ m000100y43") == "91350100M000100Y43"
    assert credit_code_check("91350100M000100Y4") == "3"


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("91350100M000100Y4Z", "Z"),
        ("91350100M000100Y4", "17位"),
        ("9135O100M000100Y43", "O"),
        ("91350100M000100Y44", "校验码"),
    ],
)
def test_a_wrong_credit_code_says_where(text, part):
    with pytest.raises(Invalid) as refused:
        credit_code(text)

    assert part in refused.value.wrong.zh


def test_a_reason_lets_a_real_code_with_a_false_check_pass_and_nothing_else():
    assert credit_code("91350100M000100Y44", override_reason="登记证书如此") == "91350100M000100Y44"
    for text in ("91350100M000100Y4Z", "91350100M000100Y4"):
        with pytest.raises(Invalid):
            credit_code(text, override_reason="登记证书如此")
    with pytest.raises(Invalid):
        credit_code("91350100M000100Y44", override_reason="  ")


def candidates(masked: str) -> int:
    """How many right numbers fit a mask, for somebody of any age up to 80."""
    head, tail = masked[:4], masked[-4:]
    days = [date(1944, 1, 1) + timedelta(days=n) for n in range(80 * 365)]
    return (
        sum(
            check_digit(f"{head}{area:02d}{day:%Y%m%d}{tail[:3]}") == tail[3]
            for area in range(0, 100, 10)
            for day in days
        )
        * 10
    )


def test_a_masked_number_keeps_more_than_ten_thousand_candidates():
    masked = mask_id("149900200203040013")

    assert masked == "1499**********0013"
    assert candidates(masked) > 10_000


def test_the_mask_of_six_front_and_four_back_would_not_do():
    days = [date(1944, 1, 1) + timedelta(days=n) for n in range(80 * 365)]
    left = sum(check_digit(f"149900{day:%Y%m%d}001") == "3" for day in days)

    assert left < 10_000


@given(st.text("0123456789ABCXYZ", max_size=24))
def test_no_mask_shows_more_than_eight_or_hides_less_than_five(number):
    masked = mask_id(number)
    hidden = masked.count("*")

    assert len(masked) == len(number)
    assert hidden >= min(5, len(number))
    assert len(number) - hidden <= 8


@pytest.mark.parametrize(
    ("name", "masked"),
    [
        ("学员甲", "学*甲"),
        ("王刚", "王*"),
        ("欧阳娜娜", "欧**娜"),
        ("𠮷田", "𠮷*"),
        ("买买提·艾力", "买****力"),
        ("葛\U000e0100飞", "葛\U000e0100*"),
        ("甲", "*"),
        ("", ""),
    ],
)
def test_a_name_keeps_its_ends(name, masked):
    assert mask_name(name) == masked


def test_a_phone_keeps_front_and_last_four():
    assert mask_phone("13800001234") == "138****1234"
    assert mask_phone("1234567") == "*******"
