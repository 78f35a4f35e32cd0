"""Who counts as employed on the day of a claim (R18; A13, A14, A15). Pure: spells and days in, a standing out.

A day is worked when a contract and insurance both cover it, or a licence, or insured flexible work. Somebody
counts whose working days reach unbroken up to the day of the claim and began inside the term after 结业.
The prose with worked cases is docs/algorithms/employment.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from yushu.kernel.errors import Invalid
from yushu.kernel.words import Words
from yushu.law.pack import Pack, pack
from yushu.law.terms import EARLIEST, LATEST, Unit, WorkingCalendar, due
from yushu.law.working import followed

CONTRACT, INSURANCE, LICENCE, FLEXIBLE_INSURED = "CONTRACT", "INSURANCE", "LICENCE", "FLEXIBLE_INSURED"
UNDECIDED = ("CIVIL_SERVICE", "ARMY", "GRASSROOTS", "FURTHER_STUDY")
"""Kinds that count only once the province has said so (A13, A33)."""
FOLLOWED: Mapping[str, str] = {"A13": "abc", "A14": "abc", "A15": "ab"}
"""For each reading decided here, the options that can be followed."""

OUTSIDE = Words("开班日{d}已就业，不属培育对象", "had a job on the opening day {d}: outside the target group")
NO_FACTS = Words("没有就业记录", "nothing is recorded of any employment")
HALF = {
    CONTRACT: Words("有劳动合同，没有同期参保", "a contract without insurance for the same days"),
    INSURANCE: Words("有参保，没有同期劳动合同", "insurance without a contract for the same days"),
}
ENDED = Words("就业到{d}为止，申领日{c}已不在职", "the employment ended on {d}, before the claim on {c}")
TOO_LATE = Words("就业自{d}起，认定期到{w}为止", "employed from {d}; the term ended on {w}")
NOT_YET = Words("就业自{d}起，申领日{c}还没有到", "employed only from {d}, after the claim on {c}")
HOLDS = Words("{d}起就业，申领日{c}在职", "employed from {d} and on the day of the claim, {c}")
WAITS = Words("{k}是否计入，省里尚无口径", "whether {k} counts is not settled by the province")
KIND_WORDS = {
    "CIVIL_SERVICE": Words("录用为公务员", "civil service"),
    "ARMY": Words("应征入伍", "joining the army"),
    "GRASSROOTS": Words("基层服务项目", "a grassroots programme"),
    "FURTHER_STUDY": Words("升学", "further study"),
}
TWO_EMPLOYERS = Words(
    "合同单位和参保单位不是同一家", "the employer of the contract is not the one of the insurance"
)


class Span(NamedTuple):
    """Days from the first to the last, both included."""

    first: date
    last: date


@dataclass(frozen=True)
class Spell:
    """One fact about somebody: what, from when, until when (None: it goes on), and the key of its evidence."""

    kind: str
    since: date
    until: date | None = None
    key: str = ""
    employer: str = ""

    @property
    def span(self) -> Span:
        """Its days."""
        return Span(self.since, self.until or LATEST)


@dataclass(frozen=True)
class Standing:
    """How somebody counts. `outside`: in neither number. `undecided`: `otherwise` is the other possible result.

    While it is undecided, `yes` is what holds if the open kinds do not count. `look` are remarks that change
    nothing. `evidence` are the keys of the facts the answer rests on.
    """

    yes: bool
    why: Words
    cites: tuple[str, ...]
    evidence: tuple[str, ...] = ()
    outside: bool = False
    undecided: bool = False
    otherwise: Standing | None = None
    look: tuple[Words, ...] = ()


def window_end(completed: date, opened: date, calendar: WorkingCalendar, law: Pack | None = None) -> date:
    """The last day on which employment may begin to count (A14). A term to act: it rolls off closed days (A40)."""
    law = law or pack()
    way = followed(law, "A14", opened, FOLLOWED["A14"], field="opened")
    if way == "a":
        return LATEST
    months = law.on("A14", opened, field="opened").number("months")
    return due(completed, months, Unit.MONTH, calendar).due_on


def standing(
    facts: Iterable[Spell],
    *,
    opened: date,
    completed: date,
    claim_day: date,
    group_b: bool,
    calendar: WorkingCalendar,
    law: Pack | None = None,
    counts: Mapping[str, bool] | None = None,
) -> Standing:
    """How somebody counts on the day of a claim; `counts` are the undecided kinds a ruling has settled (A33).

    Raises Invalid for days out of order, Refusal for a reading that cannot be followed.
    """
    law, spells, settled = law or pack(), list(facts), dict(counts or {})
    _in_order(opened, completed, claim_day)
    if followed(law, "A13", opened, FOLLOWED["A13"], field="opened") == "b":
        settled = dict.fromkeys(UNDECIDED, True)
    case = _Case(opened, completed, claim_day, group_b, calendar, law)
    open_kinds = sorted({spell.kind for spell in spells if spell.kind in UNDECIDED} - set(settled))
    decided = _decide(case, spells, settled)
    if not open_kinds:
        return decided
    other = _decide(case, spells, {**settled, **dict.fromkeys(open_kinds, True)})
    same = (other.yes, other.outside) == (decided.yes, decided.outside)
    return decided if same else _waiting(decided, other, open_kinds)


def _waiting(decided: Standing, other: Standing, kinds: Sequence[str]) -> Standing:
    """Both results, while nobody has said whether these kinds count."""
    named = Words(
        "、".join(KIND_WORDS[kind].zh for kind in kinds), ", ".join(KIND_WORDS[kind].en for kind in kinds)
    )
    return Standing(
        decided.yes,
        WAITS.fill(k=named),
        ("A13", "A33"),
        other.evidence,
        decided.outside,
        undecided=True,
        otherwise=other,
        look=decided.look,
    )


@dataclass(frozen=True)
class _Case:
    """The days and the law of one question."""

    opened: date
    completed: date
    claim_day: date
    group_b: bool
    calendar: WorkingCalendar
    law: Pack

    def chosen(self, name: str) -> str:
        return followed(self.law, name, self.opened, FOLLOWED[name], field="opened")


def _decide(case: _Case, spells: Sequence[Spell], counts: Mapping[str, bool]) -> Standing:
    """The answer with every kind either counting or not."""
    counting = [spell for spell in spells if spell.kind not in UNDECIDED or counts.get(spell.kind)]
    if before := _employed_before(case, counting):
        evidence = tuple(spell.key for spell in before)
        return Standing(False, OUTSIDE.fill(d=case.opened), ("A15", "A22"), evidence, outside=True)
    runs = _joined(_worked(counting, case.chosen("A13") == "c"))
    last = window_end(case.completed, case.opened, case.calendar, case.law)
    held = next((run for run in runs if run.first <= case.claim_day <= run.last), None)
    if held is None or not _begins_in_time(case, held, last):
        return Standing(False, _why_not(case, spells, runs, held, last), ("A13", "A14"))
    evidence = tuple(spell.key for spell in counting if _meets(spell.span, Span(held.first, case.claim_day)))
    why = HOLDS.fill(d=held.first, c=case.claim_day)
    return Standing(True, why, ("A13", "A14"), evidence, look=_remarks(counting, case.claim_day))


def _employed_before(case: _Case, counting: Sequence[Spell]) -> list[Spell]:
    """A15, A22: what made somebody of the second group employed on the opening day. A contract alone does not."""
    if not case.group_b or case.chosen("A15") == "b":
        return []
    return [
        spell
        for spell in counting
        if spell.kind != CONTRACT and spell.span.first <= case.opened <= spell.span.last
    ]


def _worked(counting: Sequence[Spell], contract_alone: bool) -> list[Span]:
    """Spans of worked days: contract and insurance where they meet, everything else as it is (A13)."""
    of = {kind: [s.span for s in counting if s.kind == kind] for kind in (CONTRACT, INSURANCE)}
    alone = [spell.span for spell in counting if spell.kind not in (CONTRACT, INSURANCE)]
    if contract_alone:
        return [*alone, *of[CONTRACT]]
    both = [
        Span(max(a.first, b.first), min(a.last, b.last))
        for a in of[CONTRACT]
        for b in of[INSURANCE]
        if _meets(a, b)
    ]
    return [*alone, *both]


def _joined(spans: Iterable[Span]) -> list[Span]:
    """Spans that overlap or follow each other without a day between are one."""
    runs: list[Span] = []
    for span in sorted(spans):
        if runs and span.first <= _after(runs[-1].last):
            runs[-1] = Span(runs[-1].first, max(runs[-1].last, span.last))
        else:
            runs.append(span)
    return runs


def _begins_in_time(case: _Case, held: Span, last: date) -> bool:
    """A14: it held on some day up to the last of the term; or, three months on, on that very day."""
    if case.chosen("A14") == "b":
        return held.first <= last <= held.last
    return held.first <= last


def _why_not(
    case: _Case, spells: Sequence[Spell], runs: Sequence[Span], held: Span | None, last: date
) -> Words:
    """The nearest reason why somebody does not count."""
    if held is not None:
        return TOO_LATE.fill(d=held.first, w=last)
    if gone := [run for run in runs if run.last < case.claim_day]:
        return ENDED.fill(d=gone[-1].last, c=case.claim_day)
    if runs:
        return NOT_YET.fill(d=runs[0].first, c=case.claim_day)
    kinds = {spell.kind for spell in spells}
    return next((words for kind, words in HALF.items() if kind in kinds), NO_FACTS)


def _remarks(counting: Sequence[Spell], day: date) -> tuple[Words, ...]:
    """Contract with one employer, insurance by another: no bar, but a reviewer should see it."""
    of = {
        kind: {
            s.employer for s in counting if s.kind == kind and s.employer and _meets(s.span, Span(day, day))
        }
        for kind in (CONTRACT, INSURANCE)
    }
    apart = all(of.values()) and not of[CONTRACT] & of[INSURANCE]
    return (TWO_EMPLOYERS,) if apart else ()


def _meets(a: Span, b: Span) -> bool:
    return a.first <= b.last and b.first <= a.last


def _after(day: date) -> date:
    return day if day >= LATEST else day + timedelta(days=1)


def _in_order(opened: date, completed: date, claim_day: date) -> None:
    """A class opens, is completed, is claimed."""
    if not EARLIEST <= opened <= completed <= claim_day <= LATEST:
        raise Invalid(
            Words(
                "开班{o}、结业{c}、申领{d}先后不对",
                "opening {o}, completion {c} and claim {d} are out of order",
            ).fill(o=opened, c=completed, d=claim_day),
            Words("核对三个日期", "check the three days"),
            field="claim_day",
        )
