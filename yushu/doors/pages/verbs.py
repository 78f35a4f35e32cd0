"""What acts are called where nobody counts: on the desk, in the record, on a rail.

A step brings its own words; here are those of the engine, the ledger and the hands.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from yushu.casework.authority import DUTY_WORDS
from yushu.casework.process import Ask
from yushu.casework.registry import kinds
from yushu.doors.pages.told import both
from yushu.kernel.words import Words
from yushu.ledger.verbs import VERBS as LEDGER_VERBS
from yushu.people.roles import Duty, Role

OPENED = {
    "batch": Words("建立批次", "Batch opened"),
    "certificate": Words("登记证书", "Certificate entered"),
    "plan": Words("拟订计划", "Plan drafted"),
    "plan_change": Words("提出调整", "Change requested"),
    "missing_occupation": Words("提出省外培训", "Training outside Shanxi proposed"),
    "city_entry": Words("拟列入目录", "Entry proposed"),
    "announcement": Words("拟订公告", "Announcement drafted"),
    "enrolment": Words("报名", "Enrolled"),
    "class": Words("编制开班申请", "Opening request begun"),
    "class_change": Words("提出变更", "Change requested"),
    "roster": Words("名册待报送", "Roster due"),
    "training_certificate": Words("登记证书", "Certificate entered"),
    "sitting": Words("拟订场次", "Sitting drafted"),
    "application": Words("提交申报", "Applied"),
    "order": Words("编制订单", "Order drawn up"),
    "project": Words("编制项目", "Project drawn up"),
    "employment": Words("送用人单位核实", "Employer asked"),
    "ruling": Words("拟定口径", "Ruling drafted"),
    "complaint": Words("收到投诉", "Complaint received"),
    "account": Words("请机构说明情况", "Account asked for"),
    "inspection": Words("立项检查", "Inspection begun"),
    "rectification": Words("责令整改", "Rectification ordered"),
    "settlement": Words("开始核算", "Settlement begun"),
    "objection": Words("收到异议", "Objection received"),
    "payment": Words("开始支付", "Payment begun"),
    "payment_run": Words("编制批次", "Run drawn up"),
    "payee": Words("填报账户", "Account named"),
    "recovery": Words("发起追回", "Recovery begun"),
}
ANSWER = Words("{name}：{value}", "{name}: {value}")
ENGINE = {
    "split": Words("分出一部分人", "Some people split off"),
    "split_off": Words("从原件分出", "Split off from another case"),
    "due_moved": Words("到期日重算", "Due day recomputed"),
    "mend": Words("更正名单", "List corrected"),
    "commit": Words("签署承诺", "Commitment signed"),
    "set_roster": Words("选定名册", "Roster chosen"),
    "set_timetable": Words("排定课表", "Timetable written"),
    "add_makeup": Words("增加补课", "Made-up sessions added"),
    "leave_class": Words("登记离班", "Somebody left"),
    "join_class": Words("补入学员", "Somebody joined"),
    "settle": Words("点名", "Roll called"),
    "confirm_attendance": Words("确认考勤", "Attendance confirmed"),
    "correct": Words("提出考勤更正", "Correction of attendance asked for"),
    "confirm_correction": Words("确认考勤更正", "Correction of attendance confirmed"),
    "enter_results": Words("录入结业成绩", "Results entered"),
    "confirm_results": Words("确认结业成绩", "Results confirmed"),
    "discard_results": Words("退回结业成绩", "Results sent back"),
    "assessor": Words("列入考评员", "Assessor named"),
    "score": Words("录入成绩", "Scores entered"),
    "answer": Words("导入银行回单", "The bank's answer imported"),
    "download": Words("取走支付文件", "Payment file taken"),
    "hours": Words("登记继续教育学时", "Continuing-education hours entered"),
    "hours_reversed": Words("冲回继续教育学时", "Continuing-education hours reversed"),
    "title": Words("登记职称备注", "Note on a title entered"),
    "title_reversed": Words("冲回职称备注", "Note on a title reversed"),
    "revise": Words("修改内容", "Terms revised"),
    "add_classes": Words("列入培训班", "Classes added"),
    "take_out": Words("移出培训班", "Class taken out"),
    "correct_fact": Words("更正就业记录", "Employment record corrected"),
    "withdraw_fact": Words("撤销就业记录", "Employment record withdrawn"),
    "compute": Words("算出结果", "Result computed"),
    "ask_back": Words("凭查询码申请撤回", "Asked back with the code"),
    **LEDGER_VERBS,
}
PEOPLE = Words("{n}人", "{n} people")
ROWS = {"employment": Words("{n}项", "{n} statements")}
"""What the rows of a case are, where they are not people: of one person several things may be asked."""
HANDS_DO = {
    Duty.HANDLE: Words("经办", "Handle"),
    Duty.CHECK: Words("复核", "Check"),
    Duty.SIGN: Words("签发", "Sign"),
}
HANDS_DONE = {
    Duty.HANDLE: Words("经办", "handled"),
    Duty.CHECK: Words("复核", "checked"),
    Duty.SIGN: Words("签发", "signed"),
}


@cache
def verb_words(kind: str, verb: str) -> Words:
    """A verb of the ledger in words; a hand of a step says which hand.

    A step of the kind's own process comes first: other kinds write the same name for something else.
    """
    if verb == "open":
        return OPENED.get(kind, Words("立件", "Case opened"))
    name, _, hand = verb.partition(".")
    steps = [step for step in kinds()[kind].process.steps if step.name == name]
    if not steps:
        return ENGINE.get(verb, Words(verb, verb))
    words = steps[0].called
    if not hand:
        return words
    if hand == "back":
        return Words(f"{words.zh}（退回经办）", f"{words.en} (handed back)")
    duty = Duty(hand.upper())
    return Words(f"{words.zh}（{HANDS_DONE[duty].zh}）", f"{words.en} ({HANDS_DONE[duty].en})")


def counted(kind: str, n: int) -> Words:
    """So many rows of a case of a kind."""
    return ROWS.get(kind, PEOPLE).fill(n=n)


def duty_words(duty: Duty) -> Words:
    """经办人, 复核人, 签发人."""
    return DUTY_WORDS[duty]


def role_words(role: Role | str) -> Words:
    """A kind of party in words."""
    return both(Role(role).label)


def answers(asks: tuple[Ask, ...], facts: Mapping[str, Any]) -> list[Words]:
    """Facts with the labels they were asked by, in the order of the table; a choice in its words."""
    return [
        ANSWER.fill(name=ask.label, value=dict(ask.choices).get(facts[ask.name], facts[ask.name]))
        for ask in asks
        if ask.name in facts
    ]
