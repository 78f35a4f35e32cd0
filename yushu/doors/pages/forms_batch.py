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
from yushu.doors.files.columns import Faults, Field, as_lines, from_lines
from yushu.doors.files.workbooks import rows_of
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


class BatchForm(PlainForm):
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
    file = forms.FileField(
        label=Words("名单文件（xlsx）", "List (xlsx)"),
        help_text=Words("用本页的模板填写", "Use the template of this page"),
        required=False,
    )
    rows = Line(
        Words("或者从表格粘贴名单", "Or paste the list from a spreadsheet"),
        Words(
            "连表头一起粘贴。上传了文件就以文件为准。",
            "With its head row. A file that is uploaded comes first.",
        ),
        rows=6,
        required=False,
        strip=False,
    )

    def __init__(self, actor: Actor, *args: Any) -> None:
        super().__init__(*args)
        offices = Office.objects.visible_to(actor).filter(role=Role.INSTITUTION).order_by("name")
        self.fields["institution"].queryset = offices
        self.fields["occupation"].queryset = Occupation.objects.visible_to(actor)
        self.sheet: list[list[Any]] = []
        self.entries: list[Entry] = []
        self.faults: Faults = {}
        self.opened: Batch | None = None

    def clean(self) -> dict[str, Any]:
        """Read the list; what cannot be read is kept by row, for the page and for the file that goes back."""
        cleaned = super().clean() or {}
        try:
            self._read(cleaned)
        except Refusal as refused:
            self.add_error("file" if refused.field == "file" else "rows", told(refused))
        return cleaned

    def _read(self, cleaned: dict[str, Any]) -> None:
        upload = cleaned.get("file")
        self.sheet = rows_of(upload.read()) if upload else from_lines(cleaned.get("rows", ""))
        if not any(any(row) for row in self.sheet):
            raise ValidationError(_("没有名单。上传文件，或粘贴名单。"))
        self.entries, self.faults = read_list(self.sheet)

    def sitting(self) -> Sitting:
        """What was examined."""
        names = ("institution", "occupation", "level", "examined_on", "class_name", "site")
        return Sitting(**{name: self.cleaned_data[name] for name in names})

    def keep_lines(self) -> None:
        """Put what was uploaded into the box, so that it can be mended on the page and nothing is lost."""
        if self.sheet:
            self.data = self.data.copy()
            self.data["rows"] = as_lines(self.sheet)


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
