"""The plan in figures: the story of 2024-09-26, where every gap is accounted for."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.cast import Cast
from tests.catalogue.makers import cell_of, make_plan_2024, use
from yushu.catalogue.board import Board, Figures, Progress
from yushu.catalogue.models import Plan

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("calendar")]

STORY = {
    ("山西大学", "人工智能"): (100, 62, Progress(96, 48, 3, 12, 29)),
    ("山西大学", "数字化管理"): (100, 74, Progress(88, 60, 4, 20, 33)),
    ("太原理工大学", "区块链"): (50, 25, Progress(47, 20, 1, 20, 0)),
    ("太原理工大学", "大数据"): (150, 140, Progress(150, 90, 3, 54, 0)),
    ("太原科技大学", "智能制造"): (60, 28, Progress(57, 26, 0, 6, 20)),
}


@pytest.fixture
def plan(cast: Cast) -> Plan:
    return make_plan_2024(cast)


def story(plan: Plan) -> Board:
    progress = {}
    for (school, occupation), (announced, opened, after) in STORY.items():
        cell = use(cell_of(plan, school, occupation), announced=announced, taken=opened)
        progress[cell.pk] = after
    return plan.board(progress)


def test_rows_and_columns_add_up(plan: Plan) -> None:
    board = story(plan)
    t = board.total
    assert (t.seats, t.announced, t.enrolled, t.opened, t.passed, t.certified) == (
        500,
        460,
        438,
        329,
        244,
        82,
    )
    assert sum((row.total for row in board.rows), start=Figures()) == t
    assert sum((column.total for column in board.columns), start=Figures()) == t
    assert [row.name.zh for row in board.rows] == ["山西大学", "太原理工大学", "太原科技大学"]
    assert [column.name.zh for column in board.columns] == [
        "人工智能",
        "数字化管理",
        "智能制造",
        "区块链",
        "大数据",
    ]
    assert [cell is None for cell in board.rows[1].cells] == [True, True, True, False, False]


def test_every_gap_of_the_funnel_says_where_the_missing_are(plan: Plan) -> None:
    said = [(s.label.zh, s.count, s.gap.zh, s.where.zh) for s in story(plan).funnel()]
    assert said == [
        ("计划", 500, "", ""),
        ("公告", 460, "40个名额未公告", "太原科技大学 智能制造"),
        ("报名", 438, "22个空额", "数字化管理12，人工智能4，智能制造3，区块链3"),
        ("开班", 329, "109人等开班", "人工智能34，智能制造29，区块链22，数字化管理14，大数据10"),
        ("培训合格", 244, "74人在训，11人未合格", ""),
        ("等级证书", 82, "112人在考核报审，50人待申报考核", ""),
    ]


def test_every_stage_is_the_one_before_less_its_gap(plan: Plan) -> None:
    t = story(plan).total
    assert t.seats - t.unannounced == t.announced
    assert t.announced - t.vacant == t.enrolled
    assert t.enrolled - t.waiting == t.opened
    assert t.opened - t.in_training - t.failed == t.passed
    assert t.passed - t.in_review - t.to_apply == t.certified
    assert all(stage.of >= stage.count for stage in story(plan).funnel())


def test_a_fresh_plan_has_all_its_seats_unannounced(plan: Plan) -> None:
    stages = plan.board().funnel()
    assert (stages[1].gap.zh, stages[1].where.zh.split("，")[0]) == (
        "500个名额未公告",
        "太原理工大学 大数据150",
    )
    assert [stage.gap.zh for stage in stages[2:]] == [""] * 4


def test_the_board_takes_one_query_however_many_cells_there_are(plan: Plan) -> None:
    counts = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as queries:
            plan.board().funnel()
        counts.append(len(queries))
        plan.cells.exclude(occupation__key="ai").delete()
    assert counts == [1, 1]
    assert len(plan.board().cells) == 1
