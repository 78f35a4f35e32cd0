"""The working of a calculation: lines that say how a figure came about and which clauses it rests on.

The page, the letter, the audit and the appeal print the same lines. Formulas stand in the rooms'
rules.py; here is what they share.
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from yushu.kernel.errors import Invalid, Refusal
from yushu.kernel.words import Words
from yushu.law.pack import Pack

DAYS, PEOPLE, YUAN = Words("日", "days"), Words("人", "people"), Words("元", "yuan")
HOURS, PERMILLE = Words("学时", "class hours"), Words("‰", "‰")


class Line(NamedTuple):
    """One line of a working: what, how it came about, how much, and the clauses it rests on."""

    label: Words
    how: Words
    amount: int
    unit: Words
    cites: tuple[str, ...]


def followed(law: Pack, name: str, day: date, options: str, *, field: str = "day") -> str:
    """The option of a reading in force on a day, if the caller can follow it.

    A formula says which options it knows, as letters. Another is refused, not guessed: a sum by the
    wrong reading is worse than none.
    """
    chosen = law.on(name, day, field=field).chosen
    if chosen in options:
        return chosen
    raise Refusal(
        Words(
            "现行口径{name}（{label}）选{chosen}，本平台尚不能据此核算",
            "reading {name} ({label}) stands at option {chosen}, which cannot be calculated here",
        ).fill(name=name, label=law.entry(name).label, chosen=chosen),
        Words("选{options}之一，或人工核算", "choose one of {options}, or calculate by hand").fill(
            options=Words("、".join(options), ", ".join(options))
        ),
        cites=name,
    )


def counted(number: object, most: int, field: str) -> None:
    """Refuse what is not a whole number from nothing to a limit."""
    if isinstance(number, int) and not isinstance(number, bool) and 0 <= number <= most:
        return
    raise Invalid(
        Words("“{number}”不是0至{most}的整数", "“{number}” is not a whole number from 0 to {most}").fill(
            number=number, most=most
        ),
        Words("核对后重填", "check it and enter it again"),
        field=field,
    )
