"""The plan as a workbook: the annex as documents print it, and how far its seats have come."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from yushu.catalogue.board import Board, build_board
from yushu.catalogue.models import Plan
from yushu.certification.progress import progress_of
from yushu.doors.files.workbooks import Pen
from yushu.doors.pages.told import say
from yushu.kernel.clock import day_of
from yushu.kernel.words import Words

ANNEX = Words("名额分配", "Seats")
PROGRESS = Words("执行进度", "Progress")
INSTITUTION = Words("培训机构", "Institution")
TOTAL = Words("合计", "Total")
STAGES = (
    ("seats", Words("名额", "Seats")),
    ("announced", Words("公告", "Announced")),
    ("opened", Words("开班", "Opened")),
    ("passed", Words("培训合格", "Training passed")),
    ("in_review", Words("考核报审", "In examination or review")),
    ("certified", Words("取证", "Certified")),
)
FIELD = Words("专业", "Field")
AS_OF = Words("数字截至{d}", "Figures of {d}")


def plan_workbook(plan: Plan, at: datetime) -> bytes:
    """Two sheets: the annex, which can be uploaded again as a draft, and the stages cell by cell."""
    board = build_board(plan.cells.named(), progress_of(plan))
    pen = Pen(say(plan.title()))
    _annex(pen, board)
    _stages(pen, board, say(AS_OF.fill(d=day_of(at).isoformat())))
    return pen.done()


def _annex(pen: Pen, board: Board) -> None:
    fields = [say(column.name) for column in board.columns]
    head = [say(INSTITUTION), *fields, say(TOTAL)]
    page = pen.sheet(say(ANNEX), head, [24, *([14] * len(fields)), 10])
    rows: list[list[Any]] = [
        [say(row.name), *(cell.figures.seats if cell else "" for cell in row.cells), row.total.seats]
        for row in board.rows
    ]
    rows.append([say(TOTAL), *(column.total.seats for column in board.columns), board.total.seats])
    _fill(pen, page, rows)


def _stages(pen: Pen, board: Board, note: str) -> None:
    head = [say(INSTITUTION), say(FIELD), *(say(words) for _, words in STAGES)]
    page = pen.sheet(say(PROGRESS), head, [24, 18, *([12] * len(STAGES))])
    rows: list[list[Any]] = [
        [say(cell.institution), say(cell.occupation), *(getattr(cell.figures, stage) for stage, _ in STAGES)]
        for cell in board.cells
    ]
    rows.append([say(TOTAL), note, *(getattr(board.total, stage) for stage, _ in STAGES)])
    _fill(pen, page, rows)


def _fill(pen: Pen, page: Any, rows: list[list[Any]]) -> None:
    for place, row in enumerate(rows, start=1):
        for column, value in enumerate(row):
            pen.put(page, place, column, value)
