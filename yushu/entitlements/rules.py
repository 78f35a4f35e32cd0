"""What a certificate brings, word for word as the document says it (R12, R13). Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from yushu.kernel.words import NOTHING, Words
from yushu.law.pack import pack
from yushu.training.routes import Record, Title

REFERENCE = "REFERENCE"
RECOGNISABLE = "RECOGNISABLE"

EFFECTS = {
    REFERENCE: Words("重要参考", "important reference"),
    RECOGNISABLE: Words("可认定职称", "title may be recognised"),
}
SAYS = {
    "JUNIOR": Words(
        "可认定具备初级工程师职称，并可作为申报高一级职称的条件；认定按省的职称政策办理，证书本身不是职称",
        "may be recognised as a junior engineer's title and used to apply for the next; recognition follows the "
        "province's rules on titles, and the certificate itself is none",
    ),
    "MIDDLE": Words(
        "可认定具备中级工程师职称，并可作为申报高一级职称的条件；认定按省的职称政策办理，证书本身不是职称",
        "may be recognised as an engineer's title and used to apply for the next; recognition follows the "
        "province's rules on titles, and the certificate itself is none",
    ),
    "SENIOR": Words(
        "可作为申报高级工程师系列职称的重要参考",
        "an important reference when applying for a senior engineer's title",
    ),
}
STUDENT = Words("结业时还没有毕业", "not yet graduated at the completion")
NO_POST = Words(
    "结业时还不是专业技术人员：没有职称，也没有从事本职业",
    "not yet among professional and technical staff: neither a title nor work in the occupation",
)


@dataclass(frozen=True)
class Hours:
    """Hours for continuing education: of which year, how many, and why they cannot be registered yet."""

    year: int
    hours: int
    not_yet: Words = NOTHING

    @property
    def registrable(self) -> bool:
        """Whether the holder counts as professional and technical staff already."""
        return not self.not_yet


def hours_of(completed_on: date, hours: int, record: Record) -> Hours:
    """R12, A39: the certificate's hours, in the year of the completion exam, as of one's own subject."""
    return Hours(completed_on.year, hours, _not_yet(record, completed_on))


def _not_yet(record: Record, on: date) -> Words:
    if record.graduates_on is None or record.graduates_on > on:
        return STUDENT
    works = record.works_since is not None and record.works_since <= on
    titled = record.title != Title.NONE and (record.title_since is None or record.title_since <= on)
    return NOTHING if works or titled else NO_POST


def yearly(on: date) -> tuple[int, int]:
    """Hours due in a year, and how many of them in one's own subject (H-learning-year)."""
    value = pack().on("H-learning-year", on)
    return value.number("hours"), value.number("specialised_hours")


def effect_of(level: str) -> str:
    """R13: what a level does for a title."""
    return REFERENCE if level == "SENIOR" else RECOGNISABLE
