"""How a ruling begins: which reading, which option, from which day (A33)."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from yushu.casework.opening import open_case
from yushu.kernel.errors import Forbidden, Invalid
from yushu.kernel.words import Words
from yushu.law.pack import pack
from yushu.people.roles import Role
from yushu.subsidies.employment_rules import UNDECIDED
from yushu.subsidies.models import Ruling
from yushu.subsidies.rulings import MONEY

if TYPE_CHECKING:
    from yushu.people.actors import Actor

ANSWERS = ("yes", "no")
"""How an undecided kind of A13 may be settled: it counts, or it does not."""


def draft_ruling(
    reading: str, option: str, since: date, *, actor: Actor, at: datetime, subject: str = ""
) -> Ruling:
    """Begin a ruling of the actor's province. Raises Invalid for a reading, an option or a kind there is not."""
    if actor.role != Role.PROVINCE or actor.office is None:
        wrong = Words("口径由省人社厅明确", "The province settles readings")
        raise Forbidden(wrong, Words("报省人社厅", "Ask the province"), cites="A33")
    _known(reading, option, subject)
    if since < (first := pack().entry(reading).values[0].since):
        wrong = Words("{d}时文件还没有施行", "The document was not in force on {d}").fill(d=since)
        mend = Words("填{f}或以后的日期", "Give {f} or a later day").fill(f=first)
        raise Invalid(wrong, mend, field="since", cites="A33")
    province = actor.office.parent or actor.office
    return open_case(
        Ruling,
        actor=actor,
        at=at,
        parties=[(Role.PROVINCE, province)],
        facts={"reading": reading, "subject": subject, "option": option, "since": since.isoformat()},
        province=province,
        reading=reading,
        subject=subject,
        option=option,
        since=since,
    )


def _known(reading: str, option: str, subject: str) -> None:
    if reading not in MONEY or (subject and (reading != "A13" or subject not in UNDECIDED)):
        wrong = Words("没有这个待定口径", "There is no such reading")
        raise Invalid(wrong, Words("从清单里选", "Choose from the list"), field="reading", cites="A33")
    options = ANSWERS if subject else tuple(one.code for one in pack().entry(reading).options)
    if option not in options:
        wrong = Words("没有这个选项", "There is no such option")
        raise Invalid(
            wrong, Words("从所列各项中选", "Choose one of those listed"), field="option", cites="A33"
        )
