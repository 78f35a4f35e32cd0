"""The table of seats: every refusal names row and column, what is wrong and how to mend it."""

from __future__ import annotations

import pytest

from yushu.catalogue.annex import parse_amendments, parse_annex
from yushu.catalogue.loading import shipped_plan
from yushu.kernel.errors import Invalid

HEAD = "培训机构,人工智能,大数据,合计\n"


def test_the_annex_of_2024_adds_up_to_500_in_five_cells():
    annex = parse_annex(shipped_plan(2024).annex)
    assert (annex.total, len(annex.lines), len(annex.institutions), len(annex.columns)) == (500, 5, 3, 5)


@pytest.mark.parametrize(
    "text",
    [
        HEAD + "甲校,100,,100\n乙校,,50,50\n合计,100,50,150\n",
        "\ufeff" + HEAD + "甲校,100,,100\n乙校,,50,50\n",
        "培训机构\t人工智能\t大数据\n甲校\t100 人\t\n乙校\t—\t50人\n",
        "培训机构，人工智能，大数据\n\n甲校，100\n乙校，0，50\n",
        "培训机构/各专业培训人数,人工智能,大数据\n甲校,100,\n乙校,-,50\n",
        "Institution,人工智能,大数据,Total\n甲校,100,,100\n乙校,,50,50\ntotal,100,50,150\n",
    ],
)
def test_a_table_reads_the_same_however_it_was_pasted(text):
    annex = parse_annex(text)
    cells = [(line.institution, line.column, line.seats) for line in annex.lines]
    assert cells == [("甲校", "人工智能", 100), ("乙校", "大数据", 50)]


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("", "第1行“培训机构”：表里没有机构"),
        (HEAD, "第1行“培训机构”：表里没有机构"),
        ("机构,人工智能\n甲校,1\n", "第1行“机构”：第一格应写“培训机构”"),
        ("培训机构,,大数据\n甲校,1,2\n", "第1行“合计”：专业没有写全"),
        ("培训机构,合计,大数据\n甲校,1,2\n", "第1行“合计”：专业没有写全"),
        ("培训机构,大数据,大数据\n甲校,1,2\n", "第1行“大数据”：专业“大数据”写了两次"),
        (HEAD + "甲校,1,,1\n甲校,2,,2\n", "第3行“培训机构”：机构“甲校”写了两次"),
        (HEAD + ",1,,1\n", "第2行“培训机构”：没有写名称"),
        (HEAD + "甲校,一百,,100\n", "第2行“人工智能”：“一百”不是人数"),
        (HEAD + "甲校,-5,,-5\n", "第2行“人工智能”：“-5”不是人数"),
        (HEAD + "甲校,1.5,,1\n", "第2行“人工智能”：“1.5”不是人数"),
        (HEAD + "甲校,100,,90\n", "第2行“合计”：合计写90，各格相加是100"),
        (HEAD + "甲校,100,,100\n合计,100,20,100\n", "第3行“大数据”：合计写20，各格相加是0"),
        (HEAD + "甲校,100,,100\n合计,100,,110\n", "第3行“合计”：合计写110，各格相加是100"),
        (HEAD + "甲校,1,,1,7\n", "第2行“甲校”：多出1格"),
    ],
)
def test_a_wrong_table_is_refused_at_its_place(text, wrong):
    with pytest.raises(Invalid) as refused:
        parse_annex(text)
    assert refused.value.wrong.zh == wrong
    assert refused.value.field == "annex"
    assert refused.value.mend.zh
    assert refused.value.mend.en


def test_an_amendment_is_one_cell_a_row():
    rows = parse_amendments("培训机构,专业,增减\n太原理工大学,大数据,+20\n太原科技大学，智能制造，−20人\n")
    assert [(row.institution, row.column, row.delta) for row in rows] == [
        ("太原理工大学", "大数据", 20),
        ("太原科技大学", "智能制造", -20),
    ]


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("", "第1行“培训机构”：没有写要调整哪一格"),
        ("甲校,大数据", "第1行“甲校”：应为三格"),
        ("甲校,大数据,20,", None),
        ("甲校,大数据,20,1", "第1行“甲校”：应为三格"),
        ("甲校,大数据,0", "第1行“增减”：“0”不是增减数"),
        ("甲校,大数据,多", "第1行“增减”：“多”不是增减数"),
        ("甲校,大数据,1\n甲校,大数据,2", "第2行“大数据”：“甲校 大数据”写了两次"),
    ],
)
def test_a_wrong_amendment_is_refused_at_its_place(text, wrong):
    if wrong is None:
        assert parse_amendments(text)
        return
    with pytest.raises(Invalid) as refused:
        parse_amendments(text)
    assert refused.value.wrong.zh == wrong
