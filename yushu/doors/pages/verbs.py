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
}
ANSWER = Words("{name}：{value}", "{name}: {value}")
ENGINE = {
    "split": Words("分出一部分人", "Some people split off"),
    "split_off": Words("从原件分出", "Split off from another case"),
    "due_moved": Words("到期日重算", "Due day recomputed"),
    "mend": Words("更正名单", "List corrected"),
    "commit": Words("签署承诺", "Commitment signed"),
    **LEDGER_VERBS,
}
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
    """A verb of the ledger in words; a hand of a step says which hand."""
    if verb == "open":
        return OPENED.get(kind, Words("立件", "Case opened"))
    if verb in ENGINE:
        return ENGINE[verb]
    name, _, hand = verb.partition(".")
    steps = [step for step in kinds()[kind].process.steps if step.name == name]
    if not steps:
        return Words(verb, verb)
    words = steps[0].called
    if not hand:
        return words
    if hand == "back":
        return Words(f"{words.zh}（退回经办）", f"{words.en} (handed back)")
    duty = Duty(hand.upper())
    return Words(f"{words.zh}（{HANDS_DONE[duty].zh}）", f"{words.en} ({HANDS_DONE[duty].en})")


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
