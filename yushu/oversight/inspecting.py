"""检查 as a table: a class is drawn or there is a cause, two inspectors go unannounced, the institution answers (R24).

It stands under the model and imports none. Before the visit is recorded the institution is no party and
learns nothing. The office that inspects, a city or the province, stands in the place of the city.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import models

from yushu.casework.process import REASON, Ask, Check, Process, Says, Step, Taken
from yushu.kernel.words import Words
from yushu.law.pack import term
from yushu.people.roles import Role


class S(models.TextChoices):
    """Where an inspection stands."""

    PLANNED = "PLANNED", "待检查"
    VISITED = "VISITED", "已检查，待机构说明"
    EXPLAINED = "EXPLAINED", "待处理"
    IN_ORDER = "IN_ORDER", "未发现问题"
    RECTIFY = "RECTIFY", "责令整改"
    STOPPED = "STOPPED", "已责令停课"
    ESCALATED = "ESCALATED", "报省厅，待处理"
    CONCLUDED = "CONCLUDED", "省厅已处理"
    CANCELLED = "CANCELLED", "未实施"


class Mark(models.TextChoices):
    """What an inspector says of an item."""

    FINE = "FINE", "符合"
    LOOK = "LOOK", "需关注"
    WRONG = "WRONG", "不符合"
    SKIP = "SKIP", "未查"

    @property
    def words(self) -> Words:
        """The mark in both languages."""
        return MARK_WORDS[self]


MARK_WORDS: dict[str, Words] = {
    "FINE": Words("符合", "in order"),
    "LOOK": Words("需关注", "look again"),
    "WRONG": Words("不符合", "not in order"),
    "SKIP": Words("未查", "not checked"),
}
ITEMS: tuple[tuple[str, str, Words], ...] = (
    ("identity", "R24", Words("抽查学员身份，与名册一致", "Trainees are who the roster says")),
    ("teacher", "R22", Words("任课教师是课表所列的人", "The teacher is the one of the timetable")),
    ("place", "R22", Words("地点、设备、消防符合开班申请", "Place, equipment and fire safety as requested")),
    ("content", "R05", Words("按公布的课程和教材授课", "Taught by the announced course and textbook")),
    ("records", "R24", Words("有书面记录、照片和视频", "Written records, photos and video are kept")),
    ("fees", "R22", Words("没有多收费，没有培训贷", "No extra fees and no training loan")),
    ("outsourced", "R23", Words("没有转包，没有跨省联合办班", "Not subcontracted, not across provinces")),
    ("promises", "R23", Words("没有包过、包就业等宣传", "No promise of a pass, a job or a salary")),
)
"""The checklist: what is looked at, and the clause it rests on."""

SEEN = Ask("seen", Words("现场人数", "People seen"), "number", Words("数到的学员人数", "Trainees counted"))
VISITED_ON = Ask("visited_on", Words("检查日期", "Day of the visit"), "date")
CLOCK = Ask(
    "clock",
    Words("清点时间", "Time of the count"),
    "text",
    Words("写成09:40的样子；系统按这一刻的签到核对", "Like 09:40: the check-ins of that moment are compared"),
    longest=5,
)
WHERE = Ask("place_seen", Words("检查地点", "Place"), "text", longest=120)
FOUND = Ask(
    "found",
    Words("检查情况", "What was found"),
    "note",
    Words(
        "写看到的事实；机构原样看到。", "The facts as they were seen. The institution reads it as written."
    ),
)
CHOICES = tuple((mark.value, mark.words) for mark in Mark)
REMARK = Words("{i}：说明", "{i}: remark")


def _item_asks() -> Iterable[Ask]:
    for code, _, words in ITEMS:
        yield Ask(code, words, "choice", choices=CHOICES)
        yield Ask(f"{code}_said", REMARK.fill(i=words), "text", required=False)


STATEMENT = Ask(
    "statement",
    Words("对检查情况的说明", "Statement on what was found"),
    "note",
    Words("认为不对的写明哪里不对、有什么证明。", "Say what is wrong in it and what proves it."),
    longest=2000,
)
ORDER = Ask(
    "order",
    Words("整改要求", "What must be mended"),
    "note",
    Words("逐条写：改什么、改到什么程度。", "Item by item: what, and to what standard."),
    longest=2000,
)
DUE_ON = Ask(
    "due_on",
    Words("整改期限", "To be mended by"),
    "day",
    Words("不填按15个工作日", "Fifteen working days when left empty"),
    required=False,
)


def count_can_be_compared(case: Any, taken: Taken | None) -> Iterable[Check]:
    """The time of the count can be read, and a session was on at that moment."""
    yield from case.count_checks(taken)


def findings_say_otherwise(case: Any, _taken: Taken | None) -> Iterable[Check]:
    """Whether something was found that an inspection in order would leave unanswered."""
    yield from case.finding_checks()


def class_was_stopped(case: Any, _taken: Taken | None) -> Iterable[Check]:
    """A stop is ordered in the class, by its own door; here it is only recorded."""
    yield from case.stop_checks()


def last_day_lies_ahead(case: Any, taken: Taken | None) -> Iterable[Check]:
    """A term for mending lies ahead."""
    yield from case.term_checks(taken)


def record_visit(case: Any, taken: Taken) -> None:
    """Keep what was found, with what the machine knew at that moment; the institution learns of it now."""
    case.record_visit(taken)


def note_statement(case: Any, taken: Taken) -> None:
    """Keep what the institution says."""
    case.statement = str(taken.facts["statement"])


def order_rectification(case: Any, taken: Taken) -> None:
    """Open the rectification with its own term."""
    case.order_rectification(taken)


# fmt: off
INSPECTION = Process(
    name=Words("检查", "Inspection"),
    kind="inspection",
    states=S,
    start=S.PLANNED,
    ends=(S.IN_ORDER, S.RECTIFY, S.STOPPED, S.CONCLUDED, S.CANCELLED),
    opened_by=(Role.CITY, Role.PROVINCE),
    cites="R24",
    path=("visit", "explain"),
    steps=(
        Step("visit", S.PLANNED, S.VISITED, by=Role.CITY, cites="R24", hands=2, then=record_visit,
             requires=(count_can_be_compared,), asks=(VISITED_ON, CLOCK, WHERE, SEEN, *_item_asks(), FOUND),
             says=Says(Words("记录检查", "Record the visit"),
                       Words("第二名检查人签字后：机构看到检查记录，5个工作日内说明。",
                             "Once the second inspector has signed, the institution reads it and may answer."))),
        Step("cancel", S.PLANNED, S.CANCELLED, by=Role.CITY, cites="R24", asks=(REASON,), hands=2, power=True,
             says=Says(Words("不再检查", "Do not visit"),
                       Words("签发后：理由留在记录里，机构看不到。", "The reason stays on record, unseen outside."))),
        Step("explain", S.VISITED, S.EXPLAINED, by=Role.INSTITUTION, cites="R24", within=term("H-account"),
             counts_from="recorded_on", asks=(STATEMENT,), recorded_by=Role.CITY, then=note_statement,
             says=Says(Words("说明情况", "State our side"),
                       Words("提交后：检查单位看到原文再处理。", "The inspectors' office reads it before deciding."))),
        Step("lapse", S.VISITED, S.EXPLAINED, by=Role.TIME, cites="R24", within=term("H-account"),
             counts_from="recorded_on",
             says=Says(Words("期满未说明", "No statement in time"))),
        Step("clear", S.EXPLAINED, S.IN_ORDER, by=Role.CITY, cites="R24", asks=(REASON,), hands=2,
             requires=(findings_say_otherwise,),
             says=Says(Words("认定未发现问题", "Find it in order"),
                       Words("签发后：检查办结，机构看到结论。", "The inspection is closed."))),
        Step("rectify", S.EXPLAINED, S.RECTIFY, by=Role.CITY, cites="R24", asks=(ORDER, DUE_ON), hands=2,
             requires=(last_day_lies_ahead,), then=order_rectification,
             says=Says(Words("责令整改", "Order rectification"),
                       Words("签发后：开出整改单，机构按期报告，由另一人复查。",
                             "The institution mends it by the day set; somebody else checks again."))),
        Step("stop_class", S.EXPLAINED, S.STOPPED, by=Role.CITY, cites="R24", asks=(REASON,), hands=2, power=True,
             requires=(class_was_stopped,),
             says=Says(Words("记为已责令停课", "Record that the class was stopped"),
                       Words("停课在培训班页办理；本步只记结论。", "The stop itself is ordered in the class."))),
        Step("escalate", S.EXPLAINED, S.ESCALATED, by=Role.CITY, cites="R24", asks=(REASON,), hands=2, power=True,
             says=Says(Words("报省厅处理", "Report it to the province"),
                       Words("签发后：由省人社厅处理。", "The province deals with it."))),
        Step("conclude", S.ESCALATED, S.CONCLUDED, by=Role.PROVINCE, cites="R24", asks=(REASON,), hands=2,
             says=Says(Words("作出处理", "Deal with it"),
                       Words("签发后：检查办结，各方看到处理意见。", "The inspection is closed."))),
    ),
)
# fmt: on
