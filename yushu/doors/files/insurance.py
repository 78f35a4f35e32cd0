"""Insurance lines as a workbook: the columns, the lines read from them, and the sheet that goes back answered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from yushu.doors.files.columns import Columns, Faults, Field, as_day, as_text
from yushu.kernel.errors import Invalid, Refusal
from yushu.kernel.identifiers import credit_code
from yushu.kernel.words import Words
from yushu.people.documents import DocumentKind, read_paper
from yushu.subsidies.insurance import FAULTS, OUTCOMES, InsuranceLine, Outcome

ANSWER = Words("比对结果", "Answer")
WRITTEN_DAY = Words("写成2024-08-20的样子", "Write it like 2024-08-20")
MENDS = {
    Outcome.NAME: Words("对照证件核对姓名和号码", "Compare name and number with the document"),
    Outcome.AHEAD: Words("填今天或以前的起始日", "Give a first day that has come"),
    Outcome.OVERLAP: Words("核对这一段和已记入的一段的起止日期", "Compare its days with the period recorded"),
}
COLUMN_OF = {Outcome.NAME: "name", Outcome.AHEAD: "since", Outcome.OVERLAP: "since"}


def as_code(field: Field, text: str) -> str:
    """A unified social credit code, or nothing."""
    return credit_code(text, field=field.name) if text else ""


INSURANCE = Columns(
    (
        Field(
            "number",
            Words("身份证号", "Identity number"),
            Words("这一列设为“文本”再填，末位X照填", "Format the column as text; keep a final X"),
            as_text,
            True,
            24,
            "14990019990101001X",
        ),
        Field("name", Words("姓名", "Name"), Words("照证件填", "As on the document"), as_text, True, 14,
              Words("张某", "Zhang")),
        Field("employer", Words("参保单位", "Employer"), Words("照登记的全称", "In full, as registered"), as_text,
              True, 30, Words("太原某科技有限公司", "Taiyuan Technology Ltd")),
        Field("code", Words("统一社会信用代码", "Credit code"),
              Words("18位；没有的空着", "18 characters; may stay empty"), as_code, width=24),
        Field("insurance", Words("险种", "Insurance"), Words("如职工养老保险", "Such as employees' pension"), as_text,
              True, 18, Words("职工养老保险", "Employees' pension")),
        Field("since", Words("参保起始日", "From"), WRITTEN_DAY, as_day, True, 14, "2024-10-15"),
        Field("until", Words("参保终止日", "Until"), Words("还在参保的空着", "Empty while it goes on"), as_day,
              width=14),
    ),
    frozenset({"number", "name", "since"}),
    Words("没有找到表头“身份证号、姓名……”", "The head row (Identity number, Name …) is missing"),
)  # fmt: skip


def read_insurance(rows: Sequence[Sequence[Any]]) -> tuple[list[InsuranceLine], Faults]:
    """The lines of a sheet, and for every row what cannot be read in it. Numbers are kept as blind indexes alone.

    Raises Invalid when the head does not name the columns.
    """
    found, faults = INSURANCE.read(rows)
    lines: list[InsuranceLine] = []
    for place, said in found.items():
        try:
            lines.append(_line(place, said))
        except Refusal as refused:
            faults[place] = [refused]
    return lines, faults


def _line(place: int, said: Mapping[str, Any]) -> InsuranceLine:
    if said["until"] is not None and said["until"] < said["since"]:
        wrong = Words("终止日早于起始日", "It would end before it begins")
        raise Invalid(wrong, Words("把日期按先后填", "Put the days in order"), field="until", cites="A13")
    paper = read_paper(DocumentKind.RESIDENT, said["number"])
    return InsuranceLine(
        place,
        paper.index,
        said["name"],
        said["employer"],
        said["code"],
        said["insurance"],
        said["since"],
        said["until"],
    )


def faults_of(outcomes: Mapping[int, Outcome]) -> Faults:
    """The lines somebody must mend, as refusals beside their column."""
    return {
        place: [Invalid(OUTCOMES[outcome], MENDS[outcome], field=COLUMN_OF[outcome], cites="A13")]
        for place, outcome in outcomes.items()
        if outcome in FAULTS
    }


def answered(rows: Sequence[Sequence[Any]], faults: Faults, outcomes: Mapping[int, Outcome]) -> bytes:
    """The sheet that was handed in, as it was, with a last column that answers every line."""
    said = {place: OUTCOMES[outcome] for place, outcome in outcomes.items()}
    return INSURANCE.answered(rows, faults, said, ANSWER)
