"""Due process as rows of a table: notice, statement and defence, decision, service (A37).

Something already issued or paid changes only so. A process says between which of its states the matter
stands, who notifies and who is heard; the rows come from here, so that nobody's defence is shorter than
another's and no decision is taken without its number, its day and its hands.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from yushu.casework import letters
from yushu.casework.models import Case, Party
from yushu.casework.process import (
    DISPATCHED_ON,
    REASON,
    SIGNED_NO,
    Ask,
    Effect,
    Guard,
    Says,
    Step,
    Taken,
    nothing_more,
)
from yushu.kernel.words import NOTHING, Words
from yushu.law.pack import term
from yushu.people.roles import Role

READING = "A37"
DEFENCE = term("H-defence")
NUMBERED = (SIGNED_NO, DISPATCHED_ON)
"""What the signer of an outward paper gives: its number and its day."""

STATEMENT = Ask(
    "statement",
    Words("陈述和申辩", "Statement and defence"),
    "note",
    Words(
        "写你认为哪里不对、有什么证明。会原样进入办理记录。",
        "Say what is wrong and what proves it. Kept as written.",
    ),
)
NOT_HEARD = Says(Words("期满未陈述", "No defence in time"))


@dataclass(frozen=True)
class DueProcess:
    """Who may be heard before who decides, and the states in between.

    The case keeps the day of the notice in `notified_on`; the term for a defence counts from it.
    Without `numbered` the papers stay inside the body that decides, and bear no number.
    """

    by: Role
    heard: Role
    notified: str
    defended: str
    hands: int = 3
    numbered: bool = True

    @property
    def _signed(self) -> tuple[Ask, ...]:
        return NUMBERED if self.numbered else ()

    def notice(
        self,
        source: str,
        says: Says,
        *,
        asks: tuple[Ask, ...] = (),
        requires: tuple[Guard, ...] = (),
        then: Effect = nothing_more,
        power: bool = True,
    ) -> Step:
        """The notice of what is intended, with its reasons. Nothing changes by it except that time runs."""

        def notify(case: Any, taken: Taken) -> None:
            case.notified_on = taken.happened_on
            then(case, taken)

        return Step(
            "notify",
            source,
            self.notified,
            by=self.by,
            cites=READING,
            asks=(*asks, REASON, *self._signed),
            hands=self.hands,
            power=power,
            requires=requires,
            then=notify,
            says=says,
        )

    def hearing(self, does: Words, *, then: Effect = nothing_more) -> tuple[Step, Step]:
        """A statement and defence within the term; or the term runs out, and silence is no admission."""
        defend = Step(
            "defend",
            self.notified,
            self.defended,
            by=self.heard,
            cites=READING,
            within=DEFENCE,
            counts_from="notified_on",
            asks=(STATEMENT,),
            recorded_by=self.by,
            then=then,
            says=Says(Words("陈述和申辩", "State my defence"), does),
        )
        lapse = Step(
            "lapse",
            self.notified,
            self.defended,
            by=Role.TIME,
            cites=READING,
            within=DEFENCE,
            counts_from="notified_on",
            says=NOT_HEARD,
        )
        return defend, lapse

    def decision(
        self,
        name: str,
        to: str,
        says: Says,
        *,
        source: str | tuple[str, ...] = "",
        asks: tuple[Ask, ...] = (),
        requires: tuple[Guard, ...] = (),
        then: Effect = nothing_more,
        serves: Words = NOTHING,
        power: bool = False,
    ) -> Step:
        """A decision with its reasons, by all hands, and its service on who was heard.

        Of several ways to decide one is what everybody waits for; the others are powers.
        """

        def decide(case: Any, taken: Taken) -> None:
            then(case, taken)
            if serves.zh:
                serve(case, self.heard, serves, taken)

        return Step(
            name,
            source or self.defended,
            to,
            by=self.by,
            cites=READING,
            asks=(*asks, REASON, *self._signed),
            hands=self.hands,
            power=power,
            requires=requires,
            then=decide,
            says=says,
        )


def serve(case: Case, role: Role, words: Words, taken: Taken) -> None:
    """Tell a party of the case what was decided: {n} is the number of the case, {d} the day of the act."""
    said = words.fill(n=case.number, d=taken.happened_on)
    for party in _parties(case, role):
        if party.person is not None:
            letters.tell_person(case, party.person, said, at=taken.at)
        elif party.office is not None:
            letters.tell_office(case, party.office, said, at=taken.at)


def _parties(case: Case, role: Role) -> Iterable[Party]:
    return Party.objects.filter(chain_id=case.pk, role=role).select_related("person", "office")
