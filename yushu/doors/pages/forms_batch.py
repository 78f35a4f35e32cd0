"""The form that opens a batch, and the one that mends a row of it: both from the columns of the list."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from yushu.catalogue.models import Occupation
from yushu.certification.entering import Entry, Marks, Sitting
from yushu.certification.models import Batch
from yushu.doors.files.candidates import MARKS, read_list
from yushu.doors.files.columns import Field
from yushu.doors.pages.bringing import SheetForm, workbook
from yushu.doors.pages.forms_picking import Day, LevelPick, Line, Pick, PlainForm
from yushu.doors.pages.told import say, told
from yushu.kernel.errors import Refusal
from yushu.kernel.words import Words
from yushu.people.actors import Actor
from yushu.people.models import Office
from yushu.people.roles import Role


def office_name(office: Office) -> Words:
    """An office in both languages."""
    return Words(office.name, office.name_en or office.name)


class BatchForm(SheetForm):
    """Which class was examined in what and when, and the list: a workbook, or lines pasted from one."""

    institution = Pick(Words("培训机构", "Institution"), office_name)
    occupation = Pick(Words("职业", "Occupation"), lambda row: row.words)
    level = LevelPick()
    class_name = Line(
        Words("班级", "Class"),
        Words("如 大数据1期", "For example Big data, class 1"),
        required=False,
        max_length=60,
    )
    site = Line(Words("考点", "Exam site"), required=False, max_length=100)
    examined_on = Day(Words("考核日期", "Exam day"))
    nothing = _("没有名单。上传文件，或粘贴名单。")
    file = workbook(
        Words("名单文件（xlsx）", "List (xlsx)"), Words("用本页的模板填写", "Use the template of this page")
    )

    def __init__(self, actor: Actor, *args: Any) -> None:
        super().__init__(*args)
        offices = Office.objects.visible_to(actor).filter(role=Role.INSTITUTION).order_by("name")
        self.fields["institution"].queryset = offices
        self.fields["occupation"].queryset = Occupation.objects.visible_to(actor)
        self.entries: list[Entry] = []
        self.opened: Batch | None = None

    def read(self) -> int:
        """The people of the list."""
        self.entries, self.faults = read_list(self.sheet)
        return len(self.entries) + len(self.faults)

    def sitting(self) -> Sitting:
        """What was examined."""
        names = ("institution", "occupation", "level", "examined_on", "class_name", "site")
        return Sitting(**{name: self.cleaned_data[name] for name in names})


class CellField(forms.Field):
    """One column of the list as a control of its own, read by the same definition."""

    def __init__(self, column: Field, **kwargs: Any) -> None:
        self.column = column
        super().__init__(
            label=column.label, help_text=column.help, required=False, widget=forms.TextInput(), **kwargs
        )

    def clean(self, value: Any) -> Any:
        """What the cell says; a refusal becomes the message beside it."""
        try:
            return self.column.value(value or "")
        except Refusal as refused:
            raise ValidationError(told(refused)) from None


class MendForm(PlainForm):
    """A row of a batch with its columns, and why it is corrected."""

    def __init__(self, marks: Marks, data: Any = None) -> None:
        super().__init__(data)
        for column in MARKS:
            self.fields[column.name] = CellField(column, initial=shown(getattr(marks, column.name)))
            if column.name in ("theory", "practice"):
                self.fields[column.name].initial = points(getattr(marks, column.name))
        self.fields["reason"] = Line(
            Words("更正理由", "Reason"),
            Words("写明依据，如成绩单第几页。记入办理记录。", "Say on what it rests. It goes on record."),
            rows=2,
        )

    def marks(self) -> Marks:
        """What the row is to say."""
        return Marks(**{column.name: self.cleaned_data[column.name] for column in MARKS})


YES = Words("是", "yes")


def shown(value: Any) -> str:
    """A value as one would type it."""
    if value is True:
        return say(YES)
    return "" if value in (None, False) else str(value)


def points(tenths: int | None) -> str:
    """595 as 59.5, 600 as 60."""
    if tenths is None:
        return ""
    return str(tenths // 10) if tenths % 10 == 0 else f"{tenths // 10}.{tenths % 10}"
