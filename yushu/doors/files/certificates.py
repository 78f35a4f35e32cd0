"""The words of the sheets a certificate is printed on: the certificate itself, and the slip that is none."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from yushu.catalogue.levels import Level
from yushu.doors import verifying
from yushu.doors.files.printing import picture, typeset
from yushu.doors.pages import speech
from yushu.doors.pages.exhibits import Verdict
from yushu.doors.pages.shapes import Fact
from yushu.kernel.clock import day_of
from yushu.kernel.words import Words
from yushu.training.models import TrainingCertificate
from yushu.training.terms import HOURS

TITLE, PROGRAMME = "培训合格证书", "专业技术人才知识更新工程　数字技术工程师培育项目"
NUMERALS = "〇一二三四五六七八九"
TENS = ("", "十", "二十", "三十")


def certificate(found: TrainingCertificate, address: str, number: str) -> bytes:
    """The training certificate, with what the public log digests and the identity number it is given."""
    stated = verifying.registration(found).stated
    return typeset(
        "certificate.typ", _certificate(stated, found.digest, address, number), day=found.issued_on
    )


def _certificate(stated: Mapping[str, Any], digest: str, address: str, number: str) -> dict[str, Any]:
    course = "，".join(filter(None, (stated["direction"], Level(stated["level"]).words.zh)))
    began, ended, completed = (_day(stated[name]) for name in ("began_on", "ended_on", "completed_on"))
    hours = stated["hours"]
    rows = [[words.zh, str(hours[kind])] for kind, words in HOURS.items()]
    return {
        **_scanned(address, digest, stated["serial"]),
        "title": TITLE,
        "subtitle": PROGRAMME,
        "institution": stated["institution"],
        "holder": stated["holder"],
        "paper": "证件号" if number else "",
        "id_number": number,
        "began_on": began,
        "ended_on": ended,
        "project": f"{stated['occupation']}（{course}）",
        "hours": str(sum(hours.values())),
        "rows": [*rows, ["结业考核", completed], ["班级", stated["class_name"]]],
        "issued_on": in_han(date.fromisoformat(stated["issued_on"])),
        "notes": [
            f"平台登记号　{stated['serial']}",
            f"查验码　{in_fours(stated['code'])}",
            "扫码查验，或到本平台“查证书”填登记号和姓名",
            "底边条纹与网上显示的逐段相同，才是同一张证书",
        ],
    }


def slip(
    found: verifying.Certificate,
    kind: Words,
    verdict: Verdict,
    facts: Iterable[Fact],
    log: Iterable[Fact],
    *,
    address: str,
    at: datetime,
) -> bytes:
    """How the certificate stood at that moment. Never a certificate, whatever its state."""
    when = f"{speech.full_day(day_of(at)).zh}{speech.clock_time(at)}"
    reasons = [f"{_text(verdict.reason)}。", _text(verdict.advice)] if verdict.reason else []
    issuer = verifying.issuer_of(found)
    said = {
        **_scanned(address, found.digest, found.number),
        "title": "登记查验单",
        "about": f"{when}查得的登记情况。本单不是证书，只证明查验时的登记；以扫码所见为准。",
        "institution": issuer.name,
        "state": verdict.state,
        "verdict": _text(verdict.title),
        "remark": _text(verdict.remark),
        "reasons": reasons,
        "kind": kind.zh,
        "rows": told(facts),
        "log_title": "登记和核对",
        "log": told(log),
        "again": "再查一次",
        "notes": ["扫码，或打开这个地址：", address, f"查验码　{in_fours(found.code)}"],
        "foot": f"登记查验单　{found.number}",
    }
    return typeset("slip.typ", said, day=day_of(at))


def _scanned(address: str, digest: str, serial: str) -> dict[str, str]:
    return {
        "address": address,
        "picture": picture(address),
        "picture_says": f"查验地址的二维码：{address}",
        "digest": digest,
        "serial": serial,
    }


def told(facts: Iterable[Fact]) -> list[Sequence[str]]:
    """Facts of a page as rows of a sheet. Sheets are Chinese: they are papers of the office."""
    return [[_text(fact.label), _text(fact.value)] for fact in facts]


def _text(value: Any) -> str:
    if isinstance(value, Words):
        return value.zh
    return speech.full_day(value).zh if isinstance(value, date) else str(value)


def _day(text: str) -> str:
    return speech.full_day(date.fromisoformat(text)).zh


def in_fours(code: str) -> str:
    """A code in groups of four, as one reads it aloud."""
    return " ".join(code[place : place + 4] for place in range(0, len(code), 4))


def in_han(on: date) -> str:
    """二〇二四年七月八日, as a paper is dated."""
    year = "".join(NUMERALS[int(digit)] for digit in str(on.year))
    return f"{year}年{_count(on.month)}月{_count(on.day)}日"


def _count(number: int) -> str:
    tens, ones = divmod(number, 10)
    return ("十" if tens == 1 else TENS[tens]) + (NUMERALS[ones] if ones else "")
