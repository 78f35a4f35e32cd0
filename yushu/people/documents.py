"""The number on an identity paper: read by the paper's own rules, indexed, masked."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.db import models

from yushu.kernel.crypto import blind_index
from yushu.kernel.errors import Invalid
from yushu.kernel.identifiers import COMPARE, canonical_number, mask_id, resident_id
from yushu.kernel.words import Words


class DocumentKind(models.TextChoices):
    """Papers that prove who somebody is."""

    RESIDENT = "RESIDENT", "居民身份证"
    RESIDENCE_HMT = "RESIDENCE_HMT", "港澳台居民居住证"
    PERMANENT_FOREIGN = "PERMANENT_FOREIGN", "外国人永久居留身份证"
    PASSPORT = "PASSPORT", "护照"


KIND_WORDS = {
    DocumentKind.RESIDENT: Words("居民身份证", "resident identity card"),
    DocumentKind.RESIDENCE_HMT: Words(
        "港澳台居民居住证", "residence permit for Hong Kong, Macao and Taiwan residents"
    ),
    DocumentKind.PERMANENT_FOREIGN: Words("外国人永久居留身份证", "foreigner's permanent residence card"),
    DocumentKind.PASSPORT: Words("护照", "passport"),
}

_HMT_AREAS = ("810000", "820000", "830000")
_PASSPORT = re.compile(r"[A-Z0-9]{5,20}")
_OLD_PERMANENT = re.compile(r"[A-Z]{3}[0-9]{12}")


@dataclass(frozen=True)
class Paper:
    """A number as read: its canonical spelling and what it tells about its bearer."""

    kind: DocumentKind
    number: str
    born: date | None = None
    sex: str = ""
    area_hint: str = ""

    @property
    def index(self) -> str:
        """Where the number is found again without being readable."""
        return blind_index(settings.YUSHU_INDEX_KEY, self.kind, self.number)

    @property
    def masked(self) -> str:
        """The number as lists show it."""
        return mask_id(self.number)


def read_paper(kind: str, text: str, *, today: date | None = None, field: str = "number") -> Paper:
    """Read a number by the rules of its paper; Invalid says what is wrong and how to mend it."""
    kind = DocumentKind(kind)
    if kind == DocumentKind.PASSPORT:
        return _passport(text, field)
    if kind == DocumentKind.PERMANENT_FOREIGN and _OLD_PERMANENT.fullmatch(canonical_number(text)):
        return Paper(kind, canonical_number(text))
    read = resident_id(text, today=today, field=field)
    _refuse_other_paper(kind, read.number, field)
    area = "" if kind == DocumentKind.PERMANENT_FOREIGN else read.area_hint
    return Paper(kind, read.number, read.born, read.sex, area)


def _passport(text: str, field: str) -> Paper:
    number = canonical_number(text)
    if not _PASSPORT.fullmatch(number):
        wrong = Words("护照号码应为5至20位字母和数字", "A passport number has 5 to 20 letters and digits")
        raise Invalid(wrong, COMPARE, field=field)
    return Paper(DocumentKind.PASSPORT, number)


def _belongs_to(number: str) -> DocumentKind:
    if number[:6] in _HMT_AREAS:
        return DocumentKind.RESIDENCE_HMT
    return DocumentKind.PERMANENT_FOREIGN if number[0] == "9" else DocumentKind.RESIDENT


def _refuse_other_paper(kind: DocumentKind, number: str, field: str) -> None:
    """A right number under the wrong kind would make a second person of somebody known."""
    belongs = _belongs_to(number)
    if belongs != kind:
        wrong = Words("这不是{kind}的号码", "This is not the number of a {kind}")
        mend = Words(
            "证件是{kind}的，改选证件类型；否则对照证件改号码",
            "If the document is a {kind}, choose that kind; otherwise correct the number",
        )
        raise Invalid(wrong.fill(kind=KIND_WORDS[kind]), mend.fill(kind=KIND_WORDS[belongs]), field=field)
