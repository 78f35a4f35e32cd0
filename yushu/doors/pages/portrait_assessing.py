"""How sittings and applications are shown on the page of their case."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.urls import reverse

from yushu.casework.process import Check
from yushu.catalogue.models.occupations import name_of
from yushu.certification.applying import APPLICATION
from yushu.certification.models import Way
from yushu.certification.rules import Decision, pass_mark
from yushu.certification.scoring_versions import verdict
from yushu.certification.sitting import BEFORE, SCORING
from yushu.doors.asking import DeskRequest
from yushu.doors.pages.paging import cut
from yushu.doors.pages.portrait_batch import score as score_cell
from yushu.doors.pages.portrait_training import Answered
from yushu.doors.pages.shapes import Cell, Column, Fact, Link, Row, Sheet, Table
from yushu.doors.pages.shelves import state_cell
from yushu.kernel.words import NOTHING, Words
from yushu.people.roles import Duty, Role

if TYPE_CHECKING:
    from yushu.certification.models import Application, ScoreVersion, Sitting
    from yushu.people.actors import Actor

HELD = Words("{d} {t}", "{d}, {t}")
SEATS = Words("{c}个，已安排{n}个", "{c}, {n} given")


def sitting_facts(sitting: Sitting) -> list[Fact]:
    """Who examines what, where, when, for how many."""
    when = HELD.fill(d=sitting.held_on, t=f"{sitting.starts:%H:%M}")
    courses = sitting.courses()
    shown = [
        Fact(Words("评价机构", "Evaluator"), name_of(sitting.evaluator), cites="R22"),
        Fact(Words("职业和等级", "Occupation and level"), listed(courses), cites="R09"),
        Fact(Words("考核站点", "Site"), name_of(sitting.site), cites="A24"),
        Fact(Words("考场", "Room"), sitting.room),
        Fact(Words("考核时间", "Time"), when),
        Fact(Words("申报开始", "Applications from"), sitting.apply_from, "fullday", cites="R08"),
        Fact(Words("申报截止", "Applications until"), sitting.apply_until, "fullday"),
        Fact(Words("座位", "Seats"), SEATS.fill(c=sitting.capacity, n=sitting.seated)),
        Fact(Words("收费", "Fee"), sitting.fee_yuan, "yuan", cites="R22"),
        Fact(Words("联系", "Contact"), sitting.contact),
    ]
    return [fact for fact in shown if fact.value not in ("", None)]


def listed(words: list[Words]) -> Words:
    """Several things in one line."""
    return Words("、".join(one.zh for one in words), "; ".join(one.en for one in words))


def sitting_sheets(sitting: Sitting, request: DeskRequest) -> list[Sheet]:
    """Who has applied, by seat; and who examines."""
    people = sitting.applications.select_related("person", "occupation").prefetch_related("scores")
    total = people.count()
    shown, pager = cut(request, people.order_by("seat", "seq"), total, key="people")
    title = Words("申报{n}件", "{n} applications").fill(n=total)
    return [
        Sheet("people", title, people_table(sitting, list(shown)), pager=pager),
        Sheet("assessors", Words("考评员", "Assessors"), assessor_table(sitting), APART),
    ]


APART = Words("教过考生的考评员不考这个考生。", "Nobody examines whom they have taught.")


def sitting_whole(sitting: Sitting, _request: DeskRequest) -> list[Sheet]:
    """Everybody on one sheet, for paper."""
    people = sitting.applications.select_related("person", "occupation").prefetch_related("scores")
    rows = list(people.order_by("seat", "seq"))
    title = Words("申报{n}件", "{n} applications").fill(n=len(rows))
    return [Sheet("people", title, people_table(sitting, rows))]


def people_table(sitting: Sitting, people: list[Application]) -> Table:
    """Seat, name, course, scores, state."""
    columns = [
        Column(Words("座位", "Seat"), "num"),
        Column(Words("姓名", "Name"), phone="first"),
        Column(Words("职业和等级", "Occupation and level"), phone="whole"),
        Column(Words("理论知识", "Theory"), "num"),
        Column(Words("专业能力", "Practice"), "num"),
        Column(Words("状态", "State"), "tag", "verdict"),
    ]
    mark = pass_mark(sitting.held_on)
    rows = [
        Row(
            [
                Cell(one.seat),
                Cell(one.person.name, reverse("case", args=["application", one.pk])),
                Cell(one.course),
                *points_of(one, mark),
                state_cell(APPLICATION, one.state),
            ],
            str(one.pk),
            one.person.name,
        )
        for one in people
    ]
    return Table(columns, rows, Words("还没有人申报", "Nobody has applied yet"))


def points_of(one: Application, mark: int) -> list[Cell]:
    """Both scores of the newest version, confirmed or not."""
    newest: ScoreVersion | None = max(one.scores.all(), key=lambda score: score.number, default=None)
    if newest is None:
        return [Cell(None), Cell(None)]
    parts = (newest.theory, newest.practice)
    return [score_cell(value, mark, absent=newest.absent) for value in parts]


def assessor_table(sitting: Sitting) -> Table:
    """Who examines, with their qualification."""
    columns = [
        Column(Words("姓名", "Name"), phone="first"),
        Column(Words("职称或等级", "Title or level"), phone="verdict"),
    ]
    named = sitting.assessors.select_related("person")
    rows = [Row([Cell(one.person.name), Cell(one.qualification)], str(one.pk)) for one in named]
    return Table(columns, rows, Words("还没有列入考评员", "No assessor is named yet"), two=False)


def sitting_works(sitting: Sitting, actor: Actor) -> list[Link]:
    """What the evaluator's handler may go on with."""
    if actor.role != Role.EVALUATOR or actor.duty != Duty.HANDLE:
        return []
    shown = []
    if sitting.state in BEFORE:
        shown.append(
            Link(Words("列入考评员", "Name an assessor"), reverse("assessor_new", args=[sitting.pk]))
        )
        together = Words("集中确认资格", "Confirm qualifications together")
        shown.append(Link(together, reverse("sitting_confirm", args=[sitting.pk])))
    if sitting.state in SCORING:
        shown.append(Link(Words("录入成绩", "Enter scores"), reverse("scores", args=[sitting.pk])))
        by_file = Words("用表格录入成绩", "Enter scores by workbook")
        shown.append(Link(by_file, reverse("scores_upload", args=[sitting.pk])))
    return shown


def file_tool(case: Any) -> list[Link]:
    """The file of a case."""
    words = Words("下载办件材料", "File of the case")
    return [Link(words, reverse("case_file", args=[case.process.kind, case.pk]))]


def application_facts(one: Application) -> list[Fact]:
    """Who wants to be examined in what, how they show it, where they sit, what they reached."""
    signed, score = one.commitment(), one.score()
    mark = pass_mark(one.held_on)
    sitting = one.sitting
    shown = [
        Fact(Words("申报人", "Applicant"), one.person.name),
        Fact(Words("职业和等级", "Occupation and level"), one.course),
        Fact(Words("方向", "Direction"), one.direction.words if one.direction else None),
        Fact(Words("考核", "Exam"), sitting.held_on, "fullday", cites="R09"),
        Fact(Words("考核站点", "Site"), name_of(sitting.site)),
        Fact(Words("考场", "Room"), sitting.room),
        Fact(Words("座位", "Seat"), one.seat, "number"),
        Fact(Words("培训合格证书", "Training certificate"), one.training.serial, "mono", cites="R06"),
        Fact(Words("方式", "Way"), Way(one.way).words, cites="R08"),
        Fact(Words("签署时间", "Signed"), signed.signed_at if signed else None, "moment"),
        Fact(Words("证明材料", "Proofs"), one.proofs),
        Fact(Words("缴费日期", "Paid on"), one.paid_on, "fullday"),
        Fact(Words("结论", "Result"), verdict(score, mark) if score else None, cites="R09"),
        Fact(Words("告知日期", "Notified"), one.notified_on, "fullday", cites="A37"),
    ]
    return [fact for fact in shown if fact.value]


def application_sheets(one: Application, _request: DeskRequest) -> list[Sheet]:
    """The conditions as they stood when applying; every version of the scores."""
    columns = [
        Column(Words("条件", "Condition"), phone="first"),
        Column(Words("结论", "Answer"), "tag", "verdict"),
    ]
    rows = [
        Row(
            [Cell(Words(r["zh"], r["en"]), cites=r["cites"]), Cell(SAID[r["mark"]], tone=TONES[r["mark"]])],
            str(n),
        )
        for n, r in enumerate(one.decision["reasons"])
    ]
    sheets = [Sheet("conditions", Words("条件", "Conditions"), Table(columns, rows, two=False))]
    versions = list(one.scores.filter(confirmed_by__isnull=False).select_related("confirmed_by"))
    if versions:
        sheets.append(
            Sheet("scores", Words("成绩", "Scores"), versions_table(versions, pass_mark(one.held_on)))
        )
    return sheets


SAID = {
    "ok": Words("符合", "met"),
    "look": Words("由评价机构核定", "for the evaluator to settle"),
    "no": Words("不符合", "not met"),
}
TONES: Mapping[str, Any] = {"ok": "done", "look": "soon", "no": "late"}


def versions_table(versions: list[ScoreVersion], mark: int) -> Table:
    """Each version with its reason; the last one counts."""
    columns = [
        Column(Words("版本", "Version"), "num", "first"),
        Column(Words("理论知识", "Theory"), "num"),
        Column(Words("专业能力", "Practice"), "num"),
        Column(Words("结论", "Result"), "tag", "verdict"),
        Column(Words("更正理由", "Why it changed"), phone="whole"),
        Column(Words("确认时间", "Confirmed"), phone="whole"),
    ]
    rows = [
        Row(
            [
                Cell(one.number),
                score_cell(one.theory, mark, absent=one.absent),
                score_cell(one.practice, mark, absent=one.absent),
                Cell(verdict(one, mark)),
                Cell(one.reason),
                Cell(one.confirmed_at),
            ],
            str(one.number),
            picked=one is versions[-1],
        )
        for one in versions
    ]
    return Table(columns, rows)


def conditions(found: Decision) -> list[Answered]:
    """A decision for its person: may I sit, by which route; and is a promise enough."""
    routes = [
        Check(
            "ok" if one.open else "look" if one.unsettled else "no",
            Words("（{n}）{l}{w}", "({n}) {l}{w}").fill(n=one.number, l=one.label, w=_lacks(one.lacks)),
            "R08",
        )
        for one in found.routes
    ]
    reasons = [Check(one.mark, one.text, one.cites) for one in found.reasons]
    shown = [_answered("fit", Words("能不能申报", "May I apply?"), [*reasons, *routes], found.admits)]
    if found.promise:
        why = [Check(one.mark, one.text, one.cites) for one in found.promise]
        shown.append(
            _answered("promise", Words("能不能用告知承诺", "Is a commitment enough?"), why, good=False)
        )
    return shown


def _lacks(words: Words) -> Words:
    return Words("：{w}", ": {w}").fill(w=words) if words else NOTHING


def _answered(key: str, question: Words, checks: list[Check], good: bool) -> Answered:
    said = Words("可以", "Yes") if good else Words("不能", "No")
    return Answered(key, question, said, "done" if good else "late", checks, NOTHING)
