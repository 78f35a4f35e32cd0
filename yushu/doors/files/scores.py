"""The score sheet of a sitting as a workbook: it goes out with its seats filled in and comes back with the points."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from yushu.certification.models import Application, Sitting
from yushu.certification.rules import points
from yushu.certification.scoring import Points
from yushu.doors.files.columns import SCORE, Columns, Faults, Field, as_score, as_text, as_yes
from yushu.doors.pages.told import say
from yushu.kernel.errors import Invalid, Refusal
from yushu.kernel.words import Words
from yushu.people.names import one_spelling

ABSENT = Words("是", "yes")
COMPARE = Words("对照座位表", "Compare with the seating plan")
DOWNLOAD = Words("下载最新的成绩单再填", "Download the sheet again and fill that in")


def as_seat(field: Field, text: str) -> int:
    """The number of a seat."""
    if text.isdecimal() and len(text) < 6:
        return int(text)
    raise Invalid(Words("“{v}”不是座位号", "“{v}” is no seat").fill(v=text), field.help, field=field.name)


SCORES = Columns(
    (
        Field(
            "seat",
            Words("座位", "Seat"),
            Words("下载时已填好，不改", "Filled in already; leave it"),
            as_seat,
            True,
            8,
            "12",
        ),
        Field(
            "name",
            Words("姓名", "Name"),
            Words("下载时已填好，用来核对座位", "Filled in already, to compare with the seat"),
            as_text,
            True,
            14,
            Words("学员甲", "Student A"),
        ),
        Field(
            "course",
            Words("职业和等级", "Occupation and level"),
            Words("下载时已填好，不读取", "Filled in already; not read"),
            lambda _field, text: text,
            width=24,
        ),
        Field("theory", Words("理论知识", "Theory"), SCORE, as_score, width=10, sample="82"),
        Field("practice", Words("专业能力", "Practice"), SCORE, as_score, width=10, sample="76.5"),
        Field(
            "absent",
            Words("缺考", "Absent"),
            Words("缺考填“是”，两科空着", "Write yes when absent, and leave both parts empty"),
            as_yes,
            width=8,
        ),
    ),
    frozenset({"seat", "name"}),
    Words("没有找到表头“座位、姓名……”", "The head row (Seat, Name …) is missing"),
)


def sheet_of(sitting: Sitting) -> bytes:
    """The score sheet with every seat, and what has been entered so far."""
    seats = sitting.seated_applications().prefetch_related("scores")
    return SCORES.template([_line(row) for row in seats])


def _line(row: Application) -> list[Any]:
    known = next(iter(row.scores.all()), None)
    parts = [getattr(known, part, None) for part in ("theory", "practice")]
    absent = say(ABSENT) if known and known.absent else ""
    return [
        row.seat,
        row.person.name,
        say(row.course),
        *("" if one is None else points(one) for one in parts),
        absent,
    ]


def read_scores(rows: Sequence[Sequence[Any]], sitting: Sitting) -> tuple[dict[int, Points], Faults]:
    """Points by seat, and for every row what is wrong. A row without points or mark leaves its seat as it was.

    A name must be the one that sits there: lines that slipped by one are no scores.
    """
    found, faults = SCORES.read(rows)
    names = {row.seat: row.person.name for row in sitting.seated_applications()}
    given: dict[int, Points] = {}
    for number, values in found.items():
        try:
            seat, said = values["seat"], Points(values["theory"], values["practice"], values["absent"])
            _compare(seat, values["name"], names)
            _refuse_both(said)
        except Refusal as refused:
            faults[number] = [refused]
        else:
            if said != Points():
                given[seat] = said
            names.pop(seat)
    return given, faults


def _compare(seat: int, name: str, names: dict[Any, str]) -> None:
    if seat not in names:
        wrong = Words("{s}号座位没有人，或者上面已有一行", "Nobody has seat {s}, or it has a row above")
        wrong = wrong.fill(s=seat)
        raise Invalid(wrong, COMPARE, field="seat", cites="R09")
    if one_spelling(name) != one_spelling(names[seat]):
        wrong = Words("{s}号座位是{n}，不是{m}", "Seat {s} is {n}'s, not {m}'s")
        raise Invalid(wrong.fill(s=seat, n=names[seat], m=name), DOWNLOAD, field="name", cites="R09")


def _refuse_both(said: Points) -> None:
    if said.absent and (said.theory is not None or said.practice is not None):
        wrong = Words("记了缺考，又有成绩", "Marked absent, yet there are scores")
        raise Invalid(wrong, Words("留下其中一个", "Keep one of the two"), field="absent", cites="R09")
