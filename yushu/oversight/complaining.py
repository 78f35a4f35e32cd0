"""投诉 as a table: from a citizen's words to the answer of the office that supervises (R23, R24).

It stands under the model and imports none. The office that handles a complaint stands in the place
of the city: the city of whoever is complained of, or the province where that is a city or unknown.
Whoever is complained of is no party: it is asked for its account in a case of its own.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import models

from yushu.casework.process import REASON, Ask, Check, Process, Says, Step, Taken
from yushu.kernel.words import Words
from yushu.law.pack import term
from yushu.people.areas import CITIES, area_name
from yushu.people.roles import Role


class S(models.TextChoices):
    """Where a complaint stands."""

    RECEIVED = "RECEIVED", "已收到，待受理"
    ACCEPTED = "ACCEPTED", "已受理，办理中"
    EXTENDED = "EXTENDED", "已延期，办理中"
    ANSWERED = "ANSWERED", "已答复"
    DECLINED = "DECLINED", "不予受理"
    WITHDRAWN = "WITHDRAWN", "已撤回"


CATEGORIES: tuple[tuple[str, Words], ...] = (
    ("PROMISE", Words("虚假宣传", "False advertising")),
    ("GUARANTEE", Words("包过、包就业、包薪酬", "Guaranteed pass, job or salary")),
    ("FEES", Words("乱收费、培训贷", "Unlawful fees or a training loan")),
    ("SUBCONTRACT", Words("转包、分包", "Subcontracting")),
    ("ELSEWHERE", Words("跨省培训、异地取证", "Training across provinces")),
    ("ATTENDANCE", Words("虚假考勤", "False attendance")),
    ("EXAM", Words("考核违规", "Breach of examination rules")),
    ("SUBSIDY", Words("补贴资金", "Subsidy money")),
    ("OTHER", Words("其他", "Something else")),
)
"""What may be complained of: the prohibitions of R23, the records of R24, and the rest."""

CLAUSES = {"ATTENDANCE": "R24", "EXAM": "R09", "SUBSIDY": "R18", "ELSEWHERE": "R25", "OTHER": "R24"}
"""The clause a category rests on, where it is not R23."""

OFFICES = (("140000", Words("省人社厅", "The province")), *((code, area_name(code)) for code in CITIES))
"""Where a complaint may be passed on to."""

FINDINGS = (
    ("TRUE", Words("属实", "True")),
    ("PARTLY", Words("部分属实", "True in part")),
    ("UNTRUE", Words("不属实", "Not true")),
    ("UNPROVEN", Words("无法查实", "Could not be established")),
)

TARGET = Ask("target", Words("转给", "Pass on to"), "choice", choices=OFFICES)
SUMMARY = Ask(
    "summary",
    Words("要说明的事（对方看到）", "What it is asked about (the institution reads this)"),
    "note",
    Words(
        "用自己的话写事情，不抄投诉原文，不写能认出投诉人的内容。",
        "Put the matter in your own words. Copy nothing, and write nothing that gives the complainant away.",
    ),
    longest=1000,
)
FINDING = Ask("finding", Words("查明结果", "What was found"), "choice", choices=FINDINGS)
ANSWER = Ask(
    "answer",
    Words("答复（投诉人看到）", "Answer (the complainant reads this)"),
    "note",
    Words(
        "写清查了什么、查到什么、怎样处理。不写被投诉人的个人信息。",
        "Say what was looked into, what was found and what follows. No personal details of others.",
    ),
    longest=2000,
)


def extends_in_time(case: Any, taken: Taken | None) -> Iterable[Check]:
    """A term that has ended is not extended."""
    yield from case.extension_checks(taken)


def nobody_is_asked_any_more(case: Any, _taken: Taken | None) -> Iterable[Check]:
    """Whether an account asked for is still out."""
    yield from case.account_checks()


def somebody_can_be_asked(case: Any, _taken: Taken | None) -> Iterable[Check]:
    """Only a body that is known can be asked for its account, and once at a time."""
    yield from case.asking_checks()


def complainant_wants_it_back(case: Any, _taken: Taken | None) -> Iterable[Check]:
    """A complaint is closed as withdrawn only when its code was used to ask for that."""
    yield from case.withdrawal_checks()


def pass_on(case: Any, taken: Taken) -> None:
    """Another office handles it from now on; the day it was received stays."""
    case.pass_on(taken)


def ask_account(case: Any, taken: Taken) -> None:
    """Ask for an account, in a case that says nothing of who complained."""
    case.ask_account(taken)


def note_answer(case: Any, taken: Taken) -> None:
    """Keep the answer for whoever has the code, and tell the person if there is one."""
    case.note_answer(taken)


def note_refusal(case: Any, taken: Taken) -> None:
    """Keep the reason for whoever has the code, and tell the person if there is one."""
    case.note_refusal(taken)


SAY_ASK = Says(
    Words("请机构说明情况", "Ask the institution for its account"),
    Words(
        "发出后：机构只看到你写的这段话，看不到投诉原文、投诉编号和投诉人。",
        "The institution reads your words alone: not the complaint, not its number, not who made it.",
    ),
)
SAY_ANSWER = Says(
    Words("答复投诉人", "Answer the complainant"),
    Words("签发后：投诉人凭查询码看到答复，本件办结。", "Whoever has the code reads it; the case is closed."),
)
SAY_WITHDRAW = Says(
    Words("按投诉人意愿终止", "Close it as withdrawn"),
    Words("办理后：不再答复；已开始的检查照常进行。", "No answer follows; an inspection begun goes on."),
)
UNDER_WAY = (S.ACCEPTED.value, S.EXTENDED.value)


def answer_by(state: str, name: str) -> Step:
    """The answer, due by the term of the state the complaint is in."""
    return Step(
        "answer",
        state,
        S.ANSWERED,
        by=Role.CITY,
        cites="R24",
        within=term(name),
        counts_from="received_on",
        requires=(nobody_is_asked_any_more,),
        asks=(FINDING, ANSWER),
        hands=2,
        then=note_answer,
        says=SAY_ANSWER,
    )


# fmt: off
COMPLAINT = Process(
    name=Words("投诉", "Complaint"),
    kind="complaint",
    states=S,
    start=S.RECEIVED,
    ends=(S.ANSWERED, S.DECLINED, S.WITHDRAWN),
    opened_by=(Role.PUBLIC,),
    cites="R24",
    path=("accept", "answer"),
    steps=(
        Step("accept", S.RECEIVED, S.ACCEPTED, by=Role.CITY, cites="R24", within=term("H-acceptance"),
             counts_from="received_on",
             says=Says(Words("受理", "Take it up"),
                       Words("受理后：自收到之日起15个工作日内答复。", "The answer falls due, counted from receipt."))),
        Step("decline", S.RECEIVED, S.DECLINED, by=Role.CITY, cites="R24", asks=(REASON,), hands=2,
             power=True, then=note_refusal,
             says=Says(Words("不予受理", "Decline it"),
                       Words("签发后：投诉人看到理由，本件办结。", "The complainant reads why; the case is closed."))),
        Step("transfer", (S.RECEIVED, S.ACCEPTED), S.RECEIVED, by=Role.CITY, cites="R24", asks=(TARGET, REASON),
             power=True, then=pass_on,
             says=Says(Words("转其他部门", "Pass it on"),
                       Words("转出后：由对方受理；收到日期不变，时限照算。",
                             "The other office takes it up. The day of receipt and the term stay as they are."))),
        Step("ask", S.ACCEPTED, S.ACCEPTED, by=Role.CITY, cites="R24", asks=(SUMMARY,), power=True,
             requires=(somebody_can_be_asked,), then=ask_account, says=SAY_ASK),
        Step("ask", S.EXTENDED, S.EXTENDED, by=Role.CITY, cites="R24", asks=(SUMMARY,), power=True,
             requires=(somebody_can_be_asked,), then=ask_account, says=SAY_ASK),
        Step("extend", S.ACCEPTED, S.EXTENDED, by=Role.CITY, cites="R24", asks=(REASON,), hands=2, power=True,
             requires=(extends_in_time,),
             says=Says(Words("延长办理期限", "Extend the term"),
                       Words("签发后：连同原期限共30个工作日，只能延一次；投诉人看到理由。",
                             "Thirty working days in all, once only; the complainant reads why."))),
        answer_by(S.ACCEPTED, "H-complaint"),
        answer_by(S.EXTENDED, "H-extended"),
        Step("withdraw", (S.RECEIVED, *UNDER_WAY), S.WITHDRAWN, by=Role.CITY, cites="R24", power=True,
             requires=(complainant_wants_it_back,), says=SAY_WITHDRAW),
    ),
)
# fmt: on
