"""May this person be trained, with a subsidy, and be examined? (R03, R17; A9, A10, A15, A20–A23)

Three questions are answered before anybody spends a month: each with reasons, their clause, and what would change
the answer. Pure: the answers of a person and the days of an announcement in, a verdict out.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, Literal

from yushu.kernel.words import NOTHING, Words
from yushu.law.pack import pack
from yushu.law.terms import ONE_DAY, window_end
from yushu.training.routes import Record, Route, may_sit, routes

Mark = Literal["ok", "look", "no"]


@dataclass(frozen=True)
class Earlier:
    """An earlier subsidised class of the person: which occupation and level, and the day it ended."""

    occupation: str
    level: str
    ended_on: date


@dataclass(frozen=True)
class Answers:
    """What a person says of themselves. `insured` means: by an employer, on the opening day."""

    record: Record
    insured: bool
    willing: bool
    earlier: tuple[Earlier, ...] = ()

    def as_facts(self) -> dict[str, Any]:
        """The answers as they are kept with an enrolment."""
        facts = {name: str(value) for name, value in asdict(self.record).items() if value is not None}
        earlier = [asdict(one) | {"ended_on": one.ended_on.isoformat()} for one in self.earlier]
        return {**facts, "insured": self.insured, "willing": self.willing, "earlier": earlier}


@dataclass(frozen=True)
class Offered:
    """What decides on the side of the announcement."""

    occupation: str
    level: str
    opens_on: date
    ends_on: date
    planned: bool


@dataclass(frozen=True)
class Reason:
    """One reason of an answer, and the clause it rests on."""

    mark: Mark
    text: Words
    cites: str


@dataclass(frozen=True)
class Answer:
    """The answer to one question: yes, no, or a warning; why; and what would change it."""

    mark: Mark
    reasons: tuple[Reason, ...]
    change: Words = NOTHING


@dataclass(frozen=True)
class Verdict:
    """The three answers."""

    target: Answer
    subsidy: Answer
    exam: Answer

    @property
    def admits(self) -> bool:
        """Whether a subsidised plan seat may be given: A23 keeps those for the target group."""
        return self.target.mark != "no"

    def as_facts(self) -> dict[str, Any]:
        """The verdict as it is kept with an enrolment."""
        return {name: _kept(getattr(self, name)) for name in ("target", "subsidy", "exam")}


def _kept(answer: Answer) -> dict[str, Any]:
    reasons = [
        {"mark": reason.mark, "zh": reason.text.zh, "en": reason.text.en, "cites": reason.cites}
        for reason in answer.reasons
    ]
    return {"mark": answer.mark, "reasons": reasons, "zh": answer.change.zh, "en": answer.change.en}


def verdict(answers: Answers, offered: Offered) -> Verdict:
    """The three answers for one person and one announcement."""
    target = target_group(answers, offered.opens_on)
    return Verdict(target, subsidy(answers, offered, target), exam(answers, offered))


def final_year_from(graduates_on: date | None, on: date) -> date | None:
    """The first day of the final academic year (A20, H-graduating-year)."""
    if graduates_on is None:
        return None
    month = pack().on("H-graduating-year", on).number("month")
    return date(graduates_on.year - 1, month, 1)


def target_group(answers: Answers, on: date) -> Answer:
    """R03 on the opening day: graduating students of related majors, or leavers within two years without work."""
    if not answers.willing:
        text = Words("没有从事数字技术工作的意愿", "not willing to work in the field")
        change = Words("愿意从事数字技术工作的再报名", "Enrol when you want to work in the field")
        return Answer("no", (Reason("no", text, "R03"),), change)
    graduates, related = answers.record.graduates_on, answers.record.related
    if graduates is None:
        text = Words("没有学籍或毕业证日期", "no school or diploma day is known")
        change = Words("填预计毕业或毕业证日期", "Give the day of the diploma, or the expected one")
        return Answer("no", (Reason("no", text, "A20"),), change)
    if (graduating := _graduating(graduates, related, on)).mark == "ok":
        return Answer("ok", (graduating,))
    leaver = _leaver(graduates, answers.insured, on)
    if all(reason.mark == "ok" for reason in leaver):
        return Answer("ok", leaver)
    return Answer("no", (graduating, *leaver), _what_would_help(graduates, answers, on))


def _graduating(graduates: date, related: bool, on: date) -> Reason:
    """A20: from the final academic year to 31 December of the year of graduation."""
    first, last = final_year_from(graduates, on), date(graduates.year, 12, 31)
    assert first is not None
    if on < first:
        text = Words("{d}才进入毕业学年", "the final academic year begins only on {d}")
        return Reason("no", text.fill(d=first), "A20")
    if on > last:
        text = Words("应届身份到{d}为止", "counted as graduating until {d}")
        return Reason("no", text.fill(d=last), "A20")
    if not related:
        return Reason("no", Words("应届，但专业不相关", "graduating, but in an unrelated major"), "R03")
    text = Words("相关专业应届毕业生，到{d}为止", "graduating in a related major, until {d}")
    return Reason("ok", text.fill(d=last), "A20")


def _leaver(graduates: date, insured: bool, on: date) -> tuple[Reason, ...]:
    """A21, A22, A15: within two years of the diploma, last day included, and without employee insurance."""
    last = window_end(graduates, years=pack().on("R03", on).number("years"))
    if graduates > on:
        found = Reason("no", Words("开班时还没有毕业", "not yet graduated at the opening"), "A21")
    elif on > last:
        text = Words("离校两年到{d}为止，开班在后", "two years of leaving end on {d}, before the opening")
        found = Reason("no", text.fill(d=last), "A21")
    else:
        text = Words("离校未满两年，到{d}为止", "within two years of leaving school, until {d}")
        found = Reason("ok", text.fill(d=last), "A21")
    if insured:
        work = Reason("no", Words("开班日有单位职工参保", "insured by an employer on the opening day"), "A22")
    else:
        work = Reason(
            "ok", Words("开班日没有单位职工参保", "no employee insurance on the opening day"), "A22"
        )
    return found, work


def _what_would_help(graduates: date, answers: Answers, on: date) -> Words:
    first, last = (
        final_year_from(graduates, on),
        window_end(graduates, years=pack().on("R03", on).number("years")),
    )
    if first is not None and on < first:
        return Words("选{d}以后开班的", "Choose a class that opens on or after {d}").fill(d=first)
    if on > last:
        return Words(
            "已过两年，只能报不享受补贴的班", "The two years are over: only unsubsidised classes are left"
        )
    if graduates > on:
        return Words("选{d}以后开班的", "Choose a class that opens on or after {d}").fill(d=graduates)
    return Words(
        "开班日不在职才属培育对象；在职者可报不享受补贴的班",
        "Without a job on the opening day you belong to the group; workers may take unsubsidised classes",
    )


def subsidy(answers: Answers, offered: Offered, target: Answer) -> Answer:
    """A23 and R17: only the target group in a plan seat, and not twice for the same within a year."""
    if not offered.planned:
        text = Words("这个班在年度计划之外，不享受补贴", "outside the yearly plan: never subsidised")
        return Answer("no", (Reason("no", text, "R04"),), Words("选计划内的班", "Choose a class of the plan"))
    if target.mark == "no":
        text = Words("不属于培育对象", "not of the target group")
        return Answer("no", (Reason("no", text, "A23"),), target.change)
    if last := _barred_until(answers.earlier, offered):
        text = Words(
            "同职业同等级的补贴到{d}止不能再享受", "the same occupation and level is barred until {d}"
        )
        change = Words("选{d}以后开班的", "Choose a class that opens on or after {d}").fill(d=last + ONE_DAY)
        return Answer("no", (Reason("no", text.fill(d=last), "R17"),), change)
    text = Words("一年内没有享受过同职业同等级的补贴", "not subsidised for the same within the year")
    later = Words(
        "名额不等于补贴：申领时再核一遍", "A seat is not yet a subsidy: it is checked again at the claim"
    )
    return Answer("ok", (Reason("ok", text, "R17"), Reason("look", later, "A39")))


def _barred_until(earlier: tuple[Earlier, ...], offered: Offered) -> date | None:
    """A9, A10: the last day on which an earlier subsidised class end bars; only if the opening lies within."""
    years = pack().on("R17", offered.opens_on).number("years")
    same = (one for one in earlier if (one.occupation, one.level) == (offered.occupation, offered.level))
    ends = [window_end(one.ended_on, years=years) for one in same]
    return max((end for end in ends if offered.opens_on <= end), default=None)


def exam(answers: Answers, offered: Offered) -> Answer:
    """4.4 on the day the class ends: a warning and no bar, for the application decides."""
    final = final_year_from(answers.record.graduates_on, offered.opens_on)
    found = routes(offered.level, answers.record, offered.ends_on, final)
    sits = may_sit(found)
    if sits:
        return Answer("ok", tuple(_said(route) for route in found if route.open))
    reasons = tuple(_said(route) for route in found)
    if sits is None:
        change = Words("报名前向评价机构问清", "Ask the evaluation body before you enrol")
        return Answer("look", reasons, change)
    return Answer("no", reasons, _exam_change(found))


def _said(route: Route) -> Reason:
    mark: Mark = "ok" if route.open else "look" if route.unsettled else "no"
    words = Words("（{n}）{l}", "({n}) {l}") if route.open else Words("（{n}）{l}：{w}", "({n}) {l}: {w}")
    return Reason(mark, words.fill(n=route.number, l=route.label, w=route.lacks), "R08")


def _exam_change(found: tuple[Route, ...]) -> Words:
    days = [route.open_from for route in found if route.open_from is not None]
    if days:
        return Words("{d}起符合条件", "The condition is met from {d}").fill(d=min(days))
    return Words(
        "可以参加培训，但培训后还不能考；先补上任何一条所缺的",
        "You may train, but not sit the exam yet: mend what any one route lacks",
    )
