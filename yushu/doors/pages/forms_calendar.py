"""Forms that correct a day of the working calendar, or publish a whole year."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from yushu.doors.files.columns import HAN_DAY
from yushu.doors.files.workbooks import plain
from yushu.doors.pages.forms_picking import Day, Line, Number, PlainForm
from yushu.doors.pages.told import say
from yushu.kernel.words import Words

OFF, WORK = "off", "work"
KINDS = ((OFF, Words("放假", "Day off")), (WORK, Words("上班", "Worked")))
HAN_MARKS = {"休": True, "放假": True, "班": False, "上班": False}
MARKS = HAN_MARKS | {"off": True, "work": False}


class DayForm(PlainForm):
    """One day: off or worked, and why."""

    day = Day(Words("日期", "Day"))
    kind = forms.ChoiceField(
        label=Words("改为", "Becomes"), choices=lambda: [(code, say(words)) for code, words in KINDS]
    )
    note = Line(Words("说明", "Note"), Words("如 国庆节调休", "Shown beside the day"), max_length=40)


class YearForm(PlainForm):
    """A year as the State Council announced it."""

    year = Number(Words("年份", "Year"), min_value=2021, max_value=2100)
    source = Line(
        Words("来源文号", "Source"),
        Words("如 国办发明电〔2025〕7号", "The notice it comes from"),
        max_length=120,
    )
    days = Line(
        Words("放假和调休", "Days off and days worked"),
        Words(
            "一行一天：日期，休或班，说明。如“2026-10-01 休 国庆节”。周末照常休息的不用写。",
            "One day a line: date, off or work, note, as in “2026-10-01 off National Day”. Not ordinary weekends.",
        ),
        rows=10,
    )

    def clean_days(self) -> list[tuple[date, bool, Words]]:
        """The days, line by line; the first line that cannot be read is named."""
        lines = [plain(line) for line in self.cleaned_data["days"].splitlines()]
        return [_day(number, line) for number, line in enumerate(lines, 1) if line]


def _day(number: int, line: str) -> tuple[date, bool, Words]:
    parts = line.replace("，", " ").replace(",", " ").split(maxsplit=2)
    match = HAN_DAY.match(parts[0])
    if match is None or len(parts) < 2 or parts[1] not in MARKS:
        raise _unread(number, line)
    try:
        day = date(*(int(part) for part in match.groups()))
    except ValueError:
        raise _unread(number, line) from None
    note = parts[2] if len(parts) > 2 else ""
    return day, MARKS[parts[1]], Words(note, note)


def _unread(number: int, line: str) -> ValidationError:
    said: Any = _("第%(n)d行“%(line)s”读不懂。写成“2026-10-01 休 国庆节”的样子。")
    return ValidationError(said % {"n": number, "line": line[:40]})
