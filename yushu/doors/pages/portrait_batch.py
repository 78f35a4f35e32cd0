"""How a batch and a certificate are shown on the page of their case."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse

from yushu.catalogue.models import Level
from yushu.certification.entering import OPEN_STATES
from yushu.certification.life import GROUNDS
from yushu.doors.asking import DeskRequest
from yushu.doors.pages.paging import cut
from yushu.doors.pages.shapes import Cell, Column, Fact, Link, Row, Sheet, Table
from yushu.kernel.words import NOTHING, Words
from yushu.people.models import Office
from yushu.people.roles import Duty, Role

if TYPE_CHECKING:
    from yushu.certification.models import Batch, Candidate, LevelCertificate
    from yushu.people.actors import Actor

PASSED = Words("合格", "Passed")
FAILED = Words("不合格", "Failed")
ABSENT = Words("缺考", "Absent")
VOID = Words("作废", "Void")
UNSCORED = Words("没有成绩", "No scores")
PEOPLE = Words("人员{n}人", "{n} people")
ABOUT = Words(
    "合格{p}，不合格{f}，缺考{a}。有问题的在最前。", "{p} passed, {f} failed, {a} absent. Problems first."
)
FOOT = Words(
    "查看完整证件号须写事由，并记入办理记录。", "Seeing a full number takes a reason and is recorded."
)
REVEALS = frozenset({Role.PROVINCE, Role.EVALUATOR, Role.AUDITOR})
"""Who may be shown a full identity number: those who enter, confirm or audit certificate data."""


def office_words(office: Office) -> Words:
    """The name of an office in both languages."""
    return Words(office.name, office.name_en or office.name)


def course(occupation_short: Words, level: str) -> Words:
    """大数据 初级; Big data, junior."""
    words = Level(level).words
    return Words(f"{occupation_short.zh} {words.zh}", f"{occupation_short.en}, {words.en}")


def facts(batch: Batch) -> list[Fact]:
    """Who taught and examined whom in what, when; and the national answer once it is there."""
    shown = [
        Fact(Words("评价机构", "Evaluator"), office_words(batch.evaluator)),
        Fact(Words("培训机构", "Institution"), office_words(batch.institution)),
        Fact(Words("职业和等级", "Occupation and level"), course(batch.occupation.short, batch.level)),
        Fact(Words("班级", "Class"), batch.class_name),
        Fact(Words("考点", "Exam site"), batch.site),
        Fact(Words("考核日期", "Exam day"), batch.examined_on, "fullday", cites="R09"),
        Fact(Words("收到日期", "Received"), batch.received_on, "fullday", cites="A7"),
        Fact(Words("审核文号", "National document"), batch.approval_no, "mono"),
        Fact(Words("审核通过", "Approved"), batch.approved_on, "fullday"),
        Fact(Words("收到审核通知", "Notice received"), batch.notice_received_on, "fullday", cites="A8"),
    ]
    return [fact for fact in shown if fact.value]


def sheets(batch: Batch, request: DeskRequest) -> list[Sheet]:
    """The people of the batch, problems first, a page at a time."""
    people = batch.candidates.problems_first(batch.mark).select_related("person", "document", "direction")
    total = batch.size()
    shown, pager = cut(request, people, total, key="people")
    about = ABOUT.fill(p=batch.count_passed(), f=batch.count_failed(), a=batch.count_absent())
    reveals = request.actor.role in REVEALS
    table = people_table(batch, list(shown), reveals=reveals, mends=mends(batch, request.actor))
    return [Sheet("people", PEOPLE.fill(n=total), table, about, FOOT if reveals else NOTHING, pager)]


def whole(batch: Batch, _request: DeskRequest) -> list[Sheet]:
    """Everybody on one sheet, for paper."""
    people = batch.candidates.problems_first(batch.mark).select_related("person", "document", "direction")
    return [Sheet("people", PEOPLE.fill(n=batch.size()), people_table(batch, list(people)))]


def mends(batch: Batch, actor: Actor) -> bool:
    """Whether the visitor has the list in hand and may correct its rows."""
    return actor.role == Role.EVALUATOR and actor.duty == Duty.HANDLE and batch.state in OPEN_STATES


def people_table(
    batch: Batch, people: list[Candidate], *, reveals: bool = False, mends: bool = False
) -> Table:
    """Candidates with scores and verdict; columns nobody fills are left out.

    The number leads to where it is shown in full, the name to where the row is corrected.
    """
    numbered, troubled = any(p.national_cert_no for p in people), any(p.why for p in people)
    columns = [
        Column(Words("序号", "No."), "num", "off"),
        Column(Words("姓名", "Name"), phone="first"),
        Column(Words("证件号", "Identity number"), "mono", "plain"),
        Column(Words("方向", "Direction"), phone="plain"),
        Column(Words("理论知识", "Theory"), "num"),
        Column(Words("专业能力", "Practice"), "num"),
        Column(Words("结论", "Result"), "tag", "verdict"),
    ]
    columns += [Column(Words("国家证书号", "National number"), "mono")] * numbered
    columns += [Column(Words("要改的问题", "To be mended"), phone="whole")] * troubled
    rows = [
        Row(
            [
                *person_cells(batch, person, reveals=reveals, mends=mends),
                *[Cell(person.national_cert_no)] * numbered,
                *[Cell(person.why)] * troubled,
            ],
            str(person.pk),
            person.person.name,
        )
        for person in people
    ]
    return Table(columns, rows)


def choices(batch: Batch) -> Table:
    """Everybody in the batch, short enough to stand beside a tick and a field."""
    columns = [
        Column(Words("序号", "No."), "num", "off"),
        Column(Words("姓名", "Name"), phone="first"),
        Column(Words("证件号", "Identity number"), "mono", "plain"),
        Column(Words("结论", "Result"), "tag", "verdict"),
    ]
    rows = []
    for person in batch.candidates.problems_first(batch.mark).select_related("person", "document"):
        verdict, tone = verdict_of(person)
        cells = [
            Cell(person.seq),
            Cell(person.person.name),
            Cell(person.document.masked),
            Cell(verdict, tone=tone),
        ]
        rows.append(Row(cells, str(person.pk), person.person.name))
    return Table(columns, rows)


def person_cells(batch: Batch, person: Candidate, *, reveals: bool, mends: bool) -> list[Cell]:
    """The seven cells every list of candidates has."""
    verdict, tone = verdict_of(person)
    direction = person.direction.words if person.direction else None
    number = reverse("reveal", args=[batch.pk, person.pk]) if reveals else ""
    row = reverse("row_mend", args=[batch.pk, person.pk]) if mends else ""
    return [
        Cell(person.seq),
        Cell(person.person.name, row),
        Cell(person.document.masked, number),
        Cell(direction),
        score(person.theory, batch.mark, absent=person.absent),
        score(person.practice, batch.mark, absent=person.absent),
        Cell(verdict, tone=tone),
    ]


def verdict_of(person: Candidate) -> tuple[Words, str]:
    """The result in a word, and its tone."""
    if person.passed:
        return PASSED, "done"
    if person.void:
        return VOID, "late"
    if person.absent:
        return ABSENT, "late"
    return (UNSCORED, "soon") if person.theory is None or person.practice is None else (FAILED, "late")


def score(tenths: int | None, mark: int, *, absent: bool) -> Cell:
    """A score with one decimal; below the pass mark it stands out."""
    if tenths is None:
        return Cell(ABSENT, tone="late") if absent else Cell(None)
    return Cell(points(tenths), tone="late" if tenths < mark else "")


def points(tenths: int) -> str:
    """595 as 59.5."""
    return f"{tenths // 10}.{tenths % 10}"


def tools(batch: Batch) -> list[Link]:
    """The list as a workbook, the whole file for printing."""
    return [
        Link(Words("下载名单", "Download the list"), reverse("people_file", args=[batch.pk])),
        Link(Words("下载办件材料", "File of the case"), reverse("case_file", args=["batch", batch.pk])),
    ]


def certificate_facts(certificate: LevelCertificate) -> list[Fact]:
    """What the certificate states, and the public ground where there is one."""
    ground = dict(GROUNDS).get(certificate.ground)
    shown = [
        Fact(Words("持证人", "Holder"), certificate.holder),
        Fact(Words("证件号", "Identity number"), certificate.masked, "mono"),
        Fact(
            Words("职业和等级", "Occupation and level"),
            course(certificate.occupation.short, certificate.level),
        ),
        Fact(Words("方向", "Direction"), certificate.direction.words if certificate.direction else None),
        Fact(Words("评价机构", "Evaluator"), office_words(certificate.evaluator)),
        Fact(Words("考核日期", "Exam day"), certificate.examined_on, "fullday"),
        Fact(Words("颁发日期", "Issued"), certificate.issued_on, "fullday", cites="R11"),
        Fact(Words("国家证书号", "National number"), certificate.national_cert_no, "mono"),
        Fact(Words("原因类别（公开）", "Ground (published)"), ground),
        Fact(
            Words("告知日期", "Notified"), certificate.notified_on if certificate.ground else None, "fullday"
        ),
    ]
    return [fact for fact in shown if fact.value]


def certificate_tools(certificate: LevelCertificate) -> list[Link]:
    """The public page of the certificate."""
    return [
        Link(Words("公开查验页", "Public page"), reverse("certificate", args=[certificate.code])),
        Link(
            Words("下载办件材料", "File of the case"),
            reverse("case_file", args=["certificate", certificate.pk]),
        ),
    ]
