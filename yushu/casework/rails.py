"""A case as a rail: the main stops of its process, who took each, and the clock of each."""

from __future__ import annotations

from datetime import date
from typing import Literal

from yushu.casework import clocks
from yushu.casework.dials import Dial, Node
from yushu.casework.models import Act, Case, Deadline, Party
from yushu.casework.process import Step
from yushu.kernel.words import NOTHING, Words
from yushu.law.pack import pack
from yushu.law.terms import WorkingCalendar
from yushu.people.models import Office
from yushu.people.roles import Role

NOT_BEGUN = Words("未开始", "Not begun")
UNSET = Words("未规定期限", "no time limit set")
BY_ITSELF = Words("自动办理", "by itself")
FOLLOWS = Words("随前一件事办理", "follows from what is done before")
UNTIL = Words("到{d}为止", "until {d}")
DAY_TO_COME = Words("到期日待定", "last day not set yet")
HERE = Words("现在在这一步", "the case is here now")
BEFORE = Words("等上一步", "after the step before")


def rail(case: Case, today: date, calendar: WorkingCalendar) -> list[Node]:
    """One node for each step on the process's main path. Four queries, whatever the history.

    A case at rest waits for nothing: of it only the steps that were taken are shown, and none at all
    of a certificate nobody has questioned.
    """
    acts = {
        act.step: act
        for act in Act.objects.filter(chain_id=case.pk, final=True).select_related("post", "office")
    }
    held = {clock.step: clock for clock in Deadline.objects.filter(chain_id=case.pk).order_by("pk")}
    names = _names(case)
    expected = {step.name for step in case.process.expected(case.state)}
    nodes, ahead = [], False
    at_rest = case.state in case.process.ends and not expected
    path = [name for name in case.process.path if name in acts or not at_rest]
    for number, name in enumerate(path, start=1):
        step = _row(case, name)
        now = name in expected
        state = _state(now, ahead, name in acts)
        ahead = ahead or now
        nodes.append(_node(case, step, number, state, acts.get(name), held.get(name), names, today, calendar))
    return nodes


def _row(case: Case, name: str) -> Step:
    return case.process.find(case.state, name) or case.process.named(name)


def _state(now: bool, ahead: bool, taken: bool) -> Literal["done", "now", "todo"]:
    if now:
        return "now"
    return "done" if taken and not ahead else "todo"


def _names(case: Case) -> dict[str, Words | str]:
    parties = Party.objects.filter(chain_id=case.pk).select_related("office", "person")
    return {p.role: (_office(p.office) if p.office else p.person.name if p.person else "") for p in parties}


def _office(office: Office) -> Words:
    return Words(office.name, office.name_en or office.name)


def _node(
    case: Case,
    step: Step,
    number: int,
    state: Literal["done", "now", "todo"],
    act: Act | None,
    clock: Deadline | None,
    names: dict[str, Words | str],
    today: date,
    calendar: WorkingCalendar,
) -> Node:
    who: Words | str = BY_ITSELF if step.follows else names.get(step.by, str(Role(step.by).label))
    done = act if state == "done" else None
    if done is not None and done.office is not None and done.post is not None:
        name = _office(done.office)
        who = Words(f"{name.zh}·{done.post.title}", f"{name.en}, {done.post.title}")
    dial = clocks.dial(clock, today, calendar) if clock and state != "todo" else _unbegun(case, step)
    note = {"now": HERE, "todo": BEFORE, "done": NOTHING}[state]
    return Node(step.called, who, done.happened_on if done else None, state, number, dial, note)


def _unbegun(case: Case, step: Step) -> Dial:
    if step.until:
        last: date | None = getattr(case, step.until)
        head = UNTIL.fill(d=last) if last else DAY_TO_COME
        return Dial("todo", head, NOTHING, None, 0, None, 0, 1, NOTHING, step.cites)
    if step.follows:
        return Dial("none", FOLLOWS, NOTHING, None, 0, None, 0, 1, NOTHING, step.cites)
    if step.within is None:
        return Dial("none", UNSET, NOTHING, None, 0, None, 0, 1, NOTHING, step.cites)
    count, unit = step.within.on(pack(), case.entered_on)
    foot = Words("限{n}{u}", "{n}{u} allowed").fill(n=count, u=clocks.unit_words(unit))
    entry = pack().entry(step.within.id)
    return Dial("todo", NOT_BEGUN, NOTHING, None, 0, count, 0, count, foot, step.within.id, entry.house)
