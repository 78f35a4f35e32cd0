"""A timetable as a table of text: one row a session, read and refused row by row (R05, R24).

日期，时间，类型，教师，教室，内容，休息
2024-10-08，08:30-12:00，线下理论，张某，A301，数据处理基础，10:00-10:15
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, time
from typing import TYPE_CHECKING, Any

from django.apps import apps

from yushu.kernel.errors import Invalid
from yushu.kernel.words import Words
from yushu.training.hours import ONLINE

if TYPE_CHECKING:
    from yushu.training.models import Session, TrainingClass

COLUMNS = ("on", "times", "kind", "teacher", "room", "topic", "breaks")
HEAD = Words("日期", "Date")
KIND_WORDS = {
    "theory_online": Words("线上理论", "theory online"),
    "theory_offline": Words("线下理论", "theory on site"),
    "practice_online": Words("线上实操", "practice online"),
    "practice_offline": Words("线下实操", "practice on site"),
}
BY_NAME = {name: kind for kind, names in KIND_WORDS.items() for name in (*names, kind)}
MOST_ROWS = 400
HAN_TIMES = re.compile(r"(\d{1,2}:\d{2})[-–—~至](\d{1,2}:\d{2})")
LIKE = Words(
    "写成“2024-10-08，08:30-12:00，线下理论，教师，教室，内容，10:00-10:15”的样子",
    "Write it like: 2024-10-08, 08:30-12:00, theory on site, teacher, room, topic, 10:00-10:15",
)

Row = Mapping[str, Any]


def read_rows(text: str) -> list[dict[str, Any]]:
    """The rows of a pasted timetable, as plain values. Raises Invalid naming the row."""
    lines = [line for line in unicodedata.normalize("NFKC", text).splitlines() if line.strip()]
    rows = [re.split(r"\s*[,\t]\s*", line.strip()) for line in lines]
    if rows and rows[0][0] in HEAD:
        rows, first = rows[1:], 2
    else:
        first = 1
    if not rows:
        raise Invalid(Words("课表是空的", "The timetable is empty"), LIKE, field="rows", cites="R05")
    if len(rows) > MOST_ROWS:
        wrong = Words("课表超过{n}行", "The timetable has more than {n} rows").fill(n=MOST_ROWS)
        raise Invalid(wrong, Words("分两次写", "Write it in two parts"), field="rows", cites="R05")
    return [_row(number, cells) for number, cells in enumerate(rows, start=first)]


def _row(number: int, cells: list[str]) -> dict[str, Any]:
    if len(cells) < len(COLUMNS) - 1:
        raise _fault(number, Words("缺一列", "a column is missing"))
    cells = [*cells, "", ""]
    on, times, kind, teacher, room, topic = cells[:6]
    if kind.lower() not in BY_NAME:
        raise _fault(number, Words("没有“{k}”这一类", "there is no kind “{k}”").fill(k=kind))
    starts, ends = _times(number, times)
    breaks = [_times(number, one) for one in cells[6].split(" ") if one]
    if any(not starts <= since < until <= ends for since, until in breaks):
        raise _fault(number, Words("休息不在上课时间内", "a break lies outside the session"))
    if not topic:
        raise _fault(number, Words("没有写内容", "the topic is missing"))
    return {
        "on": _day(number, on),
        "starts": starts,
        "ends": ends,
        "breaks": breaks,
        "kind": BY_NAME[kind.lower()],
        "teacher": teacher,
        "room": room.strip("-—"),
        "topic": topic[:100],
        "row": number,
    }


def _day(number: int, text: str) -> str:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise _fault(number, Words("“{t}”不是日期", "“{t}” is no date").fill(t=text)) from None


def _times(number: int, text: str) -> tuple[str, str]:
    found = HAN_TIMES.fullmatch(text)
    try:
        since, until = (time.fromisoformat(part.zfill(5)) for part in found.groups() if found)  # type: ignore[union-attr] # None is caught
    except (AttributeError, ValueError):
        raise _fault(number, Words("“{t}”不是起止时间", "“{t}” is no stretch of time").fill(t=text)) from None
    if until <= since:
        raise _fault(number, Words("“{t}”先后颠倒", "“{t}” ends before it begins").fill(t=text))
    return since.isoformat("minutes"), until.isoformat("minutes")


def _fault(number: int, why: Words) -> Invalid:
    wrong = Words("第{r}行：{w}", "Row {r}: {w}").fill(r=number, w=why)
    return Invalid(wrong, LIKE, field="rows", cites="R05")


def made(training_class: TrainingClass, rows: Iterable[Row], *, makeup: bool = False) -> list[Session]:
    """Sessions of these rows, not yet kept. Raises Invalid for a teacher or a room the institution has not."""
    model: type[Session] = apps.get_model("training", "Session")
    teachers = _by_name(
        training_class.institution.teachers.select_related("person"), lambda it: it.person.name
    )
    rooms = _by_name(training_class.institution.rooms.all(), lambda it: it.name)
    return [
        model(
            training_class=training_class,
            on=date.fromisoformat(row["on"]),
            starts=time.fromisoformat(row["starts"]),
            ends=time.fromisoformat(row["ends"]),
            breaks=[list(one) for one in row["breaks"]],
            kind=row["kind"],
            teacher=_one(row, "teacher", teachers),
            room=_one(row, "room", rooms) if row["room"] or row["kind"] not in ONLINE else None,
            topic=row["topic"],
            makeup=makeup,
        )
        for row in rows
    ]


def _by_name(found: Any, called: Any) -> dict[str, list[Any]]:
    names: dict[str, list[Any]] = {}
    for one in found:
        names.setdefault(called(one), []).append(one)
    return names


WHO = {
    "teacher": (
        Words("没有登记过教师“{n}”", "no teacher “{n}” is registered"),
        Words("教师“{n}”有重名", "there are two teachers called “{n}”"),
    ),
    "room": (
        Words("没有登记过教室“{n}”", "no room “{n}” is registered"),
        Words("教室“{n}”有重名", "there are two rooms called “{n}”"),
    ),
}


def _one(row: Row, what: str, known: Mapping[str, Sequence[Any]]) -> Any:
    found = known.get(row[what], ())
    if len(found) == 1:
        return found[0]
    absent, double = WHO[what]
    raise _fault(row["row"], (double if found else absent).fill(n=row[what]))


def as_text(sessions: Iterable[Session]) -> str:
    """Sessions as rows that can be read again."""
    return "\n".join(
        "，".join(
            (
                session.on.isoformat(),
                f"{session.starts:%H:%M}-{session.ends:%H:%M}",
                KIND_WORDS[session.kind].zh,
                session.teacher.person.name,
                session.room.name if session.room else "-",
                session.topic,
                " ".join(f"{since}-{until}" for since, until in session.breaks),
            )
        )
        for session in sessions
    )
