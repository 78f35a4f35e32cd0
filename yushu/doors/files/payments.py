"""The payment file as a workbook, and the bank's answer read back; which columns they have is data."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from yushu.doors.files.columns import Columns, Faults, Field, as_day, as_text
from yushu.doors.files.workbooks import Pen
from yushu.kernel.errors import Invalid
from yushu.kernel.words import Words
from yushu.subsidies.bank_answers import Answer, Verdict

SHAPE: Mapping[str, Any] = tomllib.loads(Path(__file__).with_name("payment_file.toml").read_text("utf-8"))
CONFIRMED: bool = SHAPE["confirmed"]
UNCONFIRMED = Words(
    "文件格式暂定：银行的正式模板尚未取得，取得后按模板调整列。",
    "The layout is provisional: the bank's own template has not been obtained; the columns follow it once it is.",
)
SAID = dict.fromkeys(SHAPE["answer"]["paid"], "PAID") | dict.fromkeys(SHAPE["answer"]["failed"], "FAILED")
TITLE = Words("支付批次{n}", "Payment run {n}")
LINES = Words("支付明细", "Lines")
FOOT = Words("共{n}笔，{y}元，{d}，{on}签发", "{n} lines, {y} yuan, {d}, signed {on}")


def as_yuan(field: Field, text: str) -> int:
    """Whole yuan; a bank writes them with or without decimals that are nought."""
    whole, _, rest = text.replace(",", "").partition(".")
    if whole.isdecimal() and not rest.strip("0") and len(whole) < 12:
        return int(whole)
    wrong = Words("“{v}”不是金额", "“{v}” is no amount").fill(v=text[:40])
    raise Invalid(wrong, field.help, field=field.name)


def as_result(field: Field, text: str) -> str:
    """Paid, or failed."""
    if text in SAID:
        return SAID[text]
    raise Invalid(
        Words("“{v}”不是结果", "“{v}” is no result").fill(v=text[:40]), field.help, field=field.name
    )


READERS: Mapping[str, Callable[[Field, str], Any]] = {
    "yuan": as_yuan,
    "result": as_result,
    "paid_on": as_day,
}


def _field(said: Mapping[str, Any]) -> Field:
    return Field(
        said["name"],
        Words(said["zh"], said["en"]),
        Words(said["help_zh"], said["help_en"]),
        READERS.get(said["name"], as_text),
        said["required"],
        said["width"],
    )


ANSWERS = Columns(
    tuple(_field(said) for said in SHAPE["answer"]["columns"]),
    frozenset({"code", "yuan", "result"}),
    Words("没有找到表头“明细号、金额、结果……”", "The head row (Line, Yuan, Result …) is missing"),
)


def payment_file(file: Mapping[str, Any]) -> bytes:
    """The workbook of a run, from its frozen content alone: the same content gives the same bytes.

    It is a paper between two Chinese bodies, so its words are Chinese whoever downloads it.
    """
    title = TITLE.fill(n=file["number"]).zh
    pen = Pen(title)
    signed = datetime.fromisoformat(file["sent_on"]).replace(tzinfo=UTC)
    pen.book.set_properties({"title": title, "created": signed.replace(tzinfo=None)})
    page = pen.sheet(
        LINES.zh, [said["zh"] for said in SHAPE["file"]], [said["width"] for said in SHAPE["file"]]
    )
    for place, line in enumerate(file["lines"], start=1):
        for column, said in enumerate(SHAPE["file"]):
            pen.put(page, place, column, line[said["name"]])
    last = len(file["lines"]) + 2
    total = sum(line["yuan"] for line in file["lines"])
    told = {"n": len(file["lines"]), "y": total, "d": file["document_no"], "on": file["sent_on"]}
    pen.put(page, last, 0, FOOT.fill(**told).zh)
    return pen.done()


def read_answers(rows: Sequence[Sequence[Any]]) -> tuple[list[Answer], Faults]:
    """The lines of the bank's answer, and for every row what cannot be read in it."""
    found, faults = ANSWERS.read(rows)
    answers = [
        Answer(
            place,
            said["code"],
            said["yuan"],
            said["result"],
            said.get("paid_on"),
            said.get("reference") or "",
            said.get("why") or "",
        )
        for place, said in found.items()
    ]
    return answers, faults


def faults_of(verdicts: Sequence[Verdict]) -> Faults:
    """The lines that were refused, as refusals beside their column."""
    return {verdict.place: [verdict.refused] for verdict in verdicts if verdict.refused is not None}
