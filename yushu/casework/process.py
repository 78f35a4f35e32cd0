"""A statutory process as a table: one row a step, readable beside the document.

The table feeds the state field, its CHECK constraint, the buttons, the desk, the clocks,
the drawn diagram and the permission tests. A broken table does not start.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Literal

from yushu.kernel.errors import Refusal
from yushu.kernel.words import NOTHING, Words
from yushu.law.pack import Term, pack
from yushu.people.actors import Actor
from yushu.people.roles import HANDS, Duty, Role

MOMENT = Words("期满", "on expiry")
Mark = Literal["ok", "look", "no"]
AskKind = Literal["text", "note", "date", "day", "number", "document", "choice"]


TAKEN_NAMES = frozenset({"open", "split", "split_off", "due_moved", "mend", "file"})
"""Verbs the engine writes itself, and words of addresses beside a step's own."""


class BrokenTable(Exception):
    """A process table that contradicts itself; the message names the row."""


@dataclass(frozen=True)
class Check:
    """What the machine looked at before a step: fine, look twice, or wrong (which blocks)."""

    mark: Mark
    text: Words
    cites: str = ""


@dataclass(frozen=True)
class Ask:
    """A fact a step takes from whoever presses it. `hand` names the only hand that is asked.

    A date is a fact that has come true: none lies after the day of recording. A day may lie ahead.
    `longest` is for a fact kept in a narrower column than its kind allows.
    """

    name: str
    label: Words
    kind: AskKind = "text"
    hint: Words = NOTHING
    required: bool = True
    hand: Duty | None = None
    choices: tuple[tuple[str, Words], ...] = ()
    longest: int = 0


REASON = Ask(
    "reason",
    Words("理由", "Reason"),
    "note",
    Words(
        "写清哪里不对、依据哪一条、怎样补正。对方原样看到。",
        "Say what is wrong, under which clause, and how to mend it. The other side reads it as written.",
    ),
)
NOTE = Ask("note", Words("意见", "Opinion"), "note", required=False)
DOCUMENT_NO = Ask(
    "document_no",
    Words("文号", "Document number"),
    "document",
    Words("如 晋人社函〔2024〕15号", "For example 晋人社函〔2024〕15号"),
)
SIGNED_NO = Ask("document_no", DOCUMENT_NO.label, "document", DOCUMENT_NO.hint, hand=Duty.SIGN)
DISPATCHED_ON = Ask("dispatched_on", Words("发文日期", "Date of dispatch"), "date", hand=Duty.SIGN)
RECEIVED_ON = Ask("received_on", Words("收文日期", "Day received"), "date")
PAPER = Ask(
    "paper",
    Words("来件", "Paper received"),
    "text",
    Words(
        "写来件名称、日期，有文号的写文号，如“某公司2024年9月20日来函”",
        "Name the paper, its date and its number if it has one, such as: letter of 20 September 2024",
    ),
)
"""What a record made for another party rests on (A34), where the step does not ask for a document anyway."""

RESERVED = frozenset({"state", "rev", "chosen", "rows", "for"})
"""Facts the engine itself writes into the ledger; no step may ask for one of these names."""


@dataclass(frozen=True)
class Taken:
    """One step as it is being taken: handed to guards and effects."""

    step: Step
    actor: Actor
    at: datetime
    happened_on: date
    facts: Mapping[str, Any]
    rows: tuple[str, ...] = ()


Guard = Callable[[Any, Taken | None], Iterable[Check]]
Effect = Callable[[Any, Taken], None]


def nothing_more(_case: object, _taken: Taken) -> None:
    """The effect of a step that changes the state and nothing else."""


@dataclass(frozen=True)
class Says:
    """How a step speaks: its label, what happens on pressing, and what it is called where nobody counts.

    Marks in label and consequence are filled by the case's figures, which are true on the button only:
    records, notices and rails use `called`, so a label that counts needs one.
    """

    label: Words
    does: Words = NOTHING
    called: Words = NOTHING

    def __post_init__(self) -> None:
        if "{" in self.label.zh and not self.called.zh:
            raise BrokenTable(
                f"“{self.label.en}” counts somebody: say what the act is called without a count"
            )


@dataclass(frozen=True)
class Step:
    """One row. Columns are explained in `docs/process.md`; `power` marks an act nobody waits for.

    Time acts in three ways: when a term ends (`within`), after the last day of a window, which the case
    keeps in the field `until` names and no holiday moves (A40), or when it `follows` from another act.
    For a party `until` names a last day that an earlier decision has set.
    """

    name: str
    source: str | tuple[str, ...]
    to: str
    by: Role
    cites: str
    says: Says
    within: Term | None = None
    counts_from: str = ""
    requires: tuple[Guard, ...] = ()
    asks: tuple[Ask, ...] = ()
    then: Effect = nothing_more
    hands: int = 1
    apart_from: str = ""
    recorded_by: Role | None = None
    pauses: bool = False
    rows: bool = False
    row_asks: tuple[Ask, ...] = ()
    power: bool = False
    personal: bool = False
    until: str = ""
    follows: bool = False

    @property
    def sources(self) -> tuple[str, ...]:
        """The states the step may be taken from."""
        return (self.source,) if isinstance(self.source, str) else self.source

    @property
    def runs_out(self) -> bool:
        """Whether its clock has a last day."""
        return self.within is not None or bool(self.until)

    @property
    def called(self) -> Words:
        """What the act is called where nobody counts."""
        return self.says.called if self.says.called.zh else self.says.label

    @property
    def duties(self) -> tuple[Duty, ...]:
        """The hands in their order: one handles; or handle and sign; or handle, check, sign (A36)."""
        return {1: HANDS[:1], 2: (Duty.HANDLE, Duty.SIGN), 3: HANDS}[self.hands]

    def asks_of(self, duty: Duty) -> tuple[Ask, ...]:
        """The facts this hand must give: its own, and for the first hand those bound to no hand."""
        first = self.duties[0]
        return tuple(ask for ask in self.asks if ask.hand == duty or (ask.hand is None and duty == first))

    def faults(self) -> Iterable[str]:
        """What contradicts itself in this row, whatever table it stands in."""
        names = [ask.name for ask in self.asks]
        hands = self.duties if self.hands in (1, 2, 3) else ()
        moved = [self.within is not None, bool(self.until), self.follows]
        idle = self.hands == 1 and not self.asks and not self.recorded_by and not self.power
        return (
            said
            for wrong, said in (
                (self.within is not None and not self.counts_from, "a term needs a day to count from"),
                (self.within is None and self.counts_from, "a day to count from needs a term"),
                (
                    self.by == Role.TIME and sum(moved) != 1,
                    "time needs one of a term, a last day, or an act to follow",
                ),
                (self.by != Role.TIME and self.follows, "only time follows another act"),
                (self.within is not None and self.until, "a term, or a last day of its own"),
                (self.by == Role.TIME and not idle, "time has one hand, gives no facts, and is no power"),
                (self.power and self.within is not None, "nobody waits for a power, so it has no term"),
                (not hands, "there are one, two or three hands"),
                (self.hands > 1 and self.recorded_by, "what is recorded for another is recorded by one hand"),
                (self.personal and self.recorded_by, "what is done in person is never recorded for another"),
                (self.row_asks and not self.rows, "facts about rows need rows"),
                (len(names) != len(set(names)), "a fact is asked for twice"),
                (RESERVED & set(names), "a fact bears a name the ledger uses itself"),
                (any(ask.hand and ask.hand not in hands for ask in self.asks), "a fact is asked of no hand"),
            )
            if wrong
        )


@dataclass(frozen=True)
class Process:
    """A whole table. Refuses to start with an unreachable state, a dead end or two equal doors."""

    name: Words
    kind: str
    states: Any
    start: str
    ends: tuple[str, ...]
    steps: tuple[Step, ...]
    opened_by: tuple[Role, ...]
    version: str = "1"
    cites: str = ""
    path: tuple[str, ...] = ()
    _by_door: Mapping[tuple[str, str], Step] = field(
        init=False, repr=False, compare=False, default_factory=dict
    )

    def __post_init__(self) -> None:
        self._check_names()
        doors: dict[tuple[str, str], Step] = {}
        for step in self.steps:
            self._check_row(step)
            for source in step.sources:
                if (source, step.name) in doors:
                    raise BrokenTable(f"{self.kind}: two doors called {step.name} leave {source}")
                doors[source, step.name] = step
        object.__setattr__(self, "_by_door", doors)
        self._check_reach()

    def _check_names(self) -> None:
        steps = {step.name for step in self.steps}
        if strange := {self.start, *self.ends} - set(self.states.values):
            raise BrokenTable(f"{self.kind}: no state called {', '.join(sorted(strange))}")
        if strange := set(self.path) - steps:
            raise BrokenTable(f"{self.kind}: no step called {', '.join(sorted(strange))}")

    def _check_row(self, step: Step) -> None:
        row = f"{self.kind}.{step.name}"
        if step.name in TAKEN_NAMES:
            raise BrokenTable(f"{row}: the record and the addresses use this name for something else")
        if strange := {*step.sources, step.to} - set(self.states.values):
            raise BrokenTable(f"{row}: no state called {', '.join(sorted(strange))}")
        if step.apart_from and step.apart_from not in {other.name for other in self.steps}:
            raise BrokenTable(f"{row}: no step called {step.apart_from} to stand apart from")
        for fault in step.faults():
            raise BrokenTable(f"{row}: {fault}")
        try:
            pack().entry(step.cites)
        except Refusal:
            raise BrokenTable(f"{row}: no clause called {step.cites or 'nothing'}") from None

    def _check_reach(self) -> None:
        everything, seen = set(self.states.values), {self.start}
        while more := {step.to for step in self.steps if seen & set(step.sources)} - seen:
            seen |= more
        if lost := everything - seen:
            raise BrokenTable(f"{self.kind}: nothing leads to {', '.join(sorted(lost))}")
        home = set(self.ends)
        while more := {s for step in self.steps if step.to in home for s in step.sources} - home:
            home |= more
        if stuck := everything - home:
            raise BrokenTable(f"{self.kind}: no way to an end from {', '.join(sorted(stuck))}")
        waiting = {s for step in self.steps if not step.power for s in step.sources}
        if idle := everything - waiting - set(self.ends):
            raise BrokenTable(f"{self.kind}: nobody is expected to act in {', '.join(sorted(idle))}")
        for state in self.states.values:
            self._check_terms(state)

    def _check_terms(self, state: str) -> None:
        """One turn, one term: of two terms of the same holder the second would never run."""
        terms: dict[Role, str] = {}
        for step in self.leaving(state):
            if not step.runs_out or step.power:
                continue
            if step.by in terms:
                raise BrokenTable(
                    f"{self.kind}.{step.name}: {terms[step.by]} already has the term in {state}"
                )
            terms[step.by] = step.name

    def leaving(self, state: str) -> tuple[Step, ...]:
        """Every step that may be taken from a state, in the order of the table."""
        return tuple(step for (source, _), step in self._by_door.items() if source == state)

    def find(self, state: str, name: str) -> Step | None:
        """The step of that name leaving that state."""
        return self._by_door.get((state, name))

    def named(self, name: str) -> Step:
        """The first row of that name, for speaking about a step without standing before it."""
        return next(step for step in self.steps if step.name == name)

    def expected(self, state: str) -> tuple[Step, ...]:
        """For each holder whose turn it is in this state, the one step its clock is named after.

        The first with a term wins, else the first of the table: a return is another way out
        of the same turn, not a second turn.
        """
        turns: dict[Role, Step] = {}
        for step in self.leaving(state):
            held = turns.get(step.by)
            if not step.power and (held is None or (step.runs_out and not held.runs_out)):
                turns[step.by] = step
        return tuple(turns.values())

    def label(self, state: str) -> str:
        """The screen word of a state (a translatable label)."""
        return str(self.states(state).label)
