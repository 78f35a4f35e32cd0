"""What an institution gives for a class, and what a trainee types to check in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import time
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yushu.doors.pages.forms_picking import Day, Line, Number, Pick, PlainForm
from yushu.doors.pages.told import say
from yushu.kernel.words import NOTHING, Words
from yushu.training.attending import Call
from yushu.training.completing import TENTHS, Marks
from yushu.training.models import Announcement, Member, Session
from yushu.training.models.sessions import in_minutes
from yushu.training.requesting import Request
from yushu.training.terms import PLACES
from yushu.training.timetable import LIKE

ROWS_LONGEST = 40_000
FIRST_ROWS = 12
HOW = {
    "whole": Words("全程", "all the time"),
    "part": Words("部分", "part of it"),
    "leave": Words("请假", "on leave"),
    "absent": Words("缺席", "absent"),
}
BOTH_TIMES = _("写明到场和离开的时间，如08:30。")


def how_choices() -> list[tuple[str, str]]:
    """How somebody can have been there."""
    return [(key, say(words)) for key, words in HOW.items()]


class OpeningForm(PlainForm):
    """An opening request, without roster and timetable."""

    name = Line(Words("班名", "Name of the class"), Words("如1期", "Such as Class 1"), max_length=60)
    opens_on = Day(Words("开班日期", "Opens on"))
    ends_on = Day(Words("结业日期", "Ends on"), Words("补课也在这之前", "Made-up lessons included"))
    resources = Line(Words("教材和数字课程", "Textbook and digital courses"), rows=2, max_length=500)
    assessment = Line(Words("结业考核方案", "Plan of assessment"), rows=2, max_length=500)

    def __init__(self, announcement: Announcement, *args: Any) -> None:
        super().__init__(*args)
        self.initial = {"opens_on": announcement.opens_on, "ends_on": announcement.ends_on}

    def asked(self) -> Request:
        """What is asked for."""
        return Request(**self.cleaned_data)


class RowsForm(PlainForm):
    """A timetable as rows of text."""

    rows = Line(Words("课表", "Timetable"), LIKE, rows=FIRST_ROWS, max_length=ROWS_LONGEST)


class ChangeForm(PlainForm):
    """Sessions to add, and why; those to drop are ticked."""

    rows = Line(Words("要加的课", "Sessions to add"), LIKE, rows=6, max_length=ROWS_LONGEST, required=False)
    reason = Line(Words("理由", "Reason"), rows=3, max_length=500)


class TeacherForm(PlainForm):
    """A person who teaches."""

    name = Line(Words("姓名", "Name"), max_length=100)
    number = Line(
        Words("居民身份证号", "Resident identity number"),
        Words("用来防止同一人同时在两处上课", "So that nobody teaches in two places at once"),
        max_length=30,
    )
    qualification = Line(
        Words("职称或等级", "Title or level"), Words("如副教授", "Such as associate professor"), max_length=60
    )


class RoomForm(PlainForm):
    """A room to teach in."""

    name = Line(
        Words("教室名称", "Name of the room"),
        Words("课表里照这样写", "As the timetable writes it"),
        max_length=60,
    )
    area = forms.ChoiceField(
        label=Words("所在区县", "County or district"), choices=lambda: [(a, say(w)) for a, w in PLACES]
    )
    holds = Number(Words("容纳人数", "People it holds"), min_value=1, max_value=1000)


class CodeForm(PlainForm):
    """The six digits on the screen of the room."""

    code = forms.CharField(
        label=Words("签到码", "Code"),
        help_text=Words(
            "教室屏幕上的6位数字，每分钟换一次", "Six digits on the screen of the room, new every minute"
        ),
        max_length=12,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages={"required": _("没有填签到码。看教室屏幕上的6位数字。")},
    )


class Clock(forms.TimeField):
    """A time of day."""

    widget = forms.TimeInput(format="%H:%M", attrs={"type": "time"})
    default_error_messages = {"invalid": _("不是时间。写成08:30的样子。")}


class ByRow(PlainForm):
    """A form whose fields of a row stand in its table."""

    def __iter__(self) -> Iterator[Any]:
        """The fields that stand under each other."""
        return (self[name] for name in self.fields if "--" not in name)


class RollForm(ByRow):
    """The roll of a session: for each member how they were there, and in part from when to when."""

    def __init__(self, session: Session, members: Iterable[Member], *args: Any) -> None:
        super().__init__(*args)
        self.session, self.members = session, list(members)
        for member in self.members:
            key = member.pk
            self.fields[f"how--{key}"] = forms.ChoiceField(choices=how_choices, initial="absent")
            self.fields[f"came--{key}"] = Clock(required=False)
            self.fields[f"left--{key}"] = Clock(required=False)

    def clean(self) -> dict[str, Any]:
        """Who was there in part came and left at a time."""
        cleaned = super().clean() or {}
        for member in self.members:
            times = [cleaned.get(f"{end}--{member.pk}") for end in ("came", "left")]
            if cleaned.get(f"how--{member.pk}") == "part" and None in times:
                self.add_error(f"came--{member.pk}", BOTH_TIMES)
        return cleaned

    def calls(self) -> dict[int, Call]:
        """The roll as the session takes it."""
        return {member.pk: self._call(member.pk) for member in self.members}

    def _call(self, key: int) -> Call:
        said = self.cleaned_data
        return call_of(self.session, said[f"how--{key}"], said[f"came--{key}"], said[f"left--{key}"])


def call_of(session: Session, how: str, came: time | None, left: time | None) -> Call:
    """One line of a roll."""
    if how == "whole":
        return Call(session.lesson.starts, session.lesson.ends)
    if how == "part" and came is not None and left is not None:
        return Call(in_minutes(came), in_minutes(left))
    return Call(on_leave=how == "leave")


class CorrectionForm(PlainForm):
    """What an attendance should say, and why."""

    how = forms.ChoiceField(label=Words("实际出勤", "Really there"), choices=how_choices)
    came = Clock(label=Words("到场", "Came"), required=False)
    left = Clock(label=Words("离开", "Left"), required=False)
    reason = Line(
        Words("理由", "Reason"),
        Words("写明凭什么更正，如照片、签到表", "What proves it, such as a photo or a sheet"),
        rows=2,
        max_length=200,
    )

    def clean(self) -> dict[str, Any]:
        """In part means from a time to a time."""
        cleaned = super().clean() or {}
        if cleaned.get("how") == "part" and None in (cleaned.get("came"), cleaned.get("left")):
            self.add_error("came", BOTH_TIMES)
        return cleaned

    def call(self, session: Session) -> Call:
        """The corrected line."""
        said = self.cleaned_data
        return call_of(session, said["how"], said["came"], said["left"])


class Points(forms.DecimalField):
    """Points of a hundred with one decimal at most."""

    default_error_messages = {
        "invalid": _("不是成绩。填0至100，最多一位小数。"),
        "min_value": _("不是成绩。填0至100，最多一位小数。"),
        "max_value": _("不是成绩。填0至100，最多一位小数。"),
        "max_decimal_places": _("不是成绩。填0至100，最多一位小数。"),
    }

    def __init__(self) -> None:
        widget = forms.TextInput(attrs={"inputmode": "decimal"})
        super().__init__(required=False, min_value=0, max_value=100, decimal_places=1, widget=widget)


class ResultsForm(ByRow):
    """Results of the completion exam; whoever did not sit is left empty."""

    examined_on = Day(Words("结业考核日期", "Day of the completion exam"))

    def __init__(self, members: Iterable[Member], *args: Any) -> None:
        super().__init__(*args)
        self.members = list(members)
        for member in self.members:
            self.fields[f"theory--{member.pk}"] = Points()
            self.fields[f"practice--{member.pk}"] = Points()

    def clean(self) -> dict[str, Any]:
        """Both parts or neither; and somebody at all."""
        cleaned = super().clean() or {}
        for member in self.members:
            both = [cleaned.get(f"{part}--{member.pk}") for part in ("theory", "practice")]
            if (both[0] is None) != (both[1] is None):
                self.add_error(f"theory--{member.pk}", _("两科都要填。没有考的两科都空着。"))
        if not self.errors and not self.marks():
            self.add_error(None, _("没有填任何人的成绩。"))
        return cleaned

    def marks(self) -> dict[int, Marks]:
        """The results by member."""
        said = self.cleaned_data
        return {
            member.pk: Marks(int(theory * TENTHS), int(said[f"practice--{member.pk}"] * TENTHS))
            for member in self.members
            if (theory := said.get(f"theory--{member.pk}")) is not None
        }


class LeaveForm(PlainForm):
    """Who leaves, and why."""

    member = Pick(Words("离班的人", "Who leaves"), lambda row: Words(row.person.name, row.person.name))
    reason = Line(Words("理由", "Reason"), rows=2, max_length=100)

    def __init__(self, members: Any, *args: Any) -> None:
        super().__init__(*args)
        self.fields["member"].queryset = members


class JoinForm(PlainForm):
    """Who takes a vacated place."""

    enrolment = Pick(
        Words("补入的人", "Who joins"), lambda row: Words(row.person.name, row.person.name), NOTHING
    )

    def __init__(self, enrolments: Any, *args: Any) -> None:
        super().__init__(*args)
        self.fields["enrolment"].queryset = enrolments
