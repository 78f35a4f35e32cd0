"""The shipped catalogue and the plan of 2024, from the files of `data/` into the database.

The files copy what was published and say where each fact was read and whether it was. Loading adds
what is missing and changes nothing that stands: a correction is a new dated row.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from django.db import transaction

from yushu.casework.moving import Given, move
from yushu.catalogue.drafting import draft_plan
from yushu.catalogue.levels import Level
from yushu.catalogue.models import (
    Direction,
    DirectionLevel,
    Edition,
    Field,
    Listing,
    ListingKind,
    Occupation,
    OccupationCode,
    Plan,
    Split,
    Standard,
)
from yushu.kernel.words import Words
from yushu.law.tables import Table, read
from yushu.people.models import Office
from yushu.people.roles import Role

if TYPE_CHECKING:
    from enum import Enum

    from yushu.people.actors import Actor

DATA = Path(__file__).parent / "data"


@dataclass(frozen=True)
class Issued:
    """A plan as it went out: its year, its table of seats, the total its text states, number and day."""

    year: int
    annex: str
    total: int
    document_no: str
    dispatched_on: date


def plan_of_2024() -> Issued:
    """The annex of 晋人社厅发〔2024〕27号 as a table; part 二 of its text speaks of 500."""
    annex = (DATA / "plan-2024.csv").read_text(encoding="utf-8")
    return Issued(2024, annex, 500, "晋人社厅发〔2024〕27号", date(2024, 5, 23))


@transaction.atomic
def load_plan(issued: Issued, *, handler: Actor, checker: Actor, signer: Actor, at: datetime) -> Plan:
    """Draft and issue a plan through its process, by three hands of the province (A36).

    A plan of that year that already stands is returned as it is.
    Raises Invalid naming row and column of the table, or Refusal when a check says no.
    """
    if standing := Plan.objects.of_year(issued.year).first():
        return standing
    plan = draft_plan(issued.year, issued.annex, issued.total, actor=handler, at=at)
    signed = {"document_no": issued.document_no, "dispatched_on": issued.dispatched_on}
    for actor, facts in ((handler, {}), (checker, {}), (signer, signed)):
        plan = move(plan, "issue", actor=actor, at=at, rev=plan.rev, given=Given(facts=facts))
    return plan


def load_plan_2024(*, handler: Actor, checker: Actor, signer: Actor, at: datetime) -> Plan:
    """The plan of 2024: 500 seats, three universities, five fields. Needs the catalogue."""
    return load_plan(plan_of_2024(), handler=handler, checker=checker, signer=signer, at=at)


@transaction.atomic
def load_catalogue(folder: Path = DATA) -> dict[str, int]:
    """Occupations, codes, directions, standards, bodies and listings. Safe to run again.

    Returns how many rows of each were added. Raises PackFault naming file, entry and key.
    """
    return {
        "occupations": _occupations(read(folder / "occupations.toml")),
        "directions": _directions(read(folder / "directions.toml")),
        "standards": _standards(read(folder / "standards.toml")),
        "listings": _listings(read(folder / "listings.toml")),
    }


def _occupations(file: Table) -> int:
    added = 0
    for place, key in enumerate(file.names(), 1):
        table = file.table(key)
        words, short = table.words(), table.words("short_zh", "short_en")
        names = {"zh": words.zh, "en": words.en, "short_zh": short.zh, "short_en": short.en}
        field = _choice(table, "field", Field) if table.has("field") else ""
        occupation, new = Occupation.objects.get_or_create(
            key=key, defaults={**names, "field": field, "place": place}
        )
        for code in table.tables("codes"):
            _code(occupation, code)
        table.close()
        added += new
    return added


def _code(occupation: Occupation, table: Table) -> None:
    edition = _choice(table, "edition", Edition)
    OccupationCode.objects.get_or_create(
        occupation=occupation,
        edition=edition,
        defaults={
            "code": table.text("code"),
            "source": table.text("source"),
            "confirmed": table.flag("confirmed"),
        },
    )
    table.close()


def _directions(file: Table) -> int:
    added = 0
    for place, table in enumerate(file.tables("directions"), 1):
        words = table.words()
        direction, new = Direction.objects.get_or_create(
            occupation=_occupation(table), zh=words.zh, defaults={"en": words.en, "place": place}
        )
        source, confirmed = table.text("source"), table.flag("confirmed")
        for level in table.texts("levels"):
            _known(table, "levels", level, Level)
            DirectionLevel.objects.get_or_create(
                direction=direction, level=level, defaults={"source": source, "confirmed": confirmed}
            )
        table.close()
        added += new
    file.close()
    return added


def _standards(file: Table) -> int:
    added = 0
    for table in file.tables("standards"):
        occupation, since = _occupation(table), table.day_or_none("since")
        source, pass_mark = table.text("source"), table.whole("pass_mark")
        for level in Level:
            _, new = Standard.objects.get_or_create(
                occupation=occupation,
                direction=None,
                level=level,
                since=since,
                defaults={
                    "split": _choice(table, level.lower(), Split),
                    "source": source,
                    "pass_mark": pass_mark,
                },
            )
            added += new
        table.close()
    file.close()
    return added


def _listings(file: Table) -> int:
    offices = {name: _office(name, table) for name, table in file.named("offices").items()}
    added = 0
    for table in file.tables("listings"):
        name = table.text("office")
        if name not in offices:
            raise table.fault(
                "office",
                Words("没有这个单位", "no such office"),
                Words("先列在offices", "list it in offices"),
            )
        _, new = Listing.objects.get_or_create(
            office=offices[name],
            kind=_choice(table, "kind", ListingKind),
            occupation=_occupation(table),
            defaults={
                "since": table.day_or_none("since"),
                "source": table.text("source"),
                "list_no": table.text("list_no", ""),
                "confirmed": table.flag("confirmed"),
            },
        )
        table.close()
        added += new
    file.close()
    return added


def _office(name: str, table: Table) -> Office:
    """The registered body of that name and role, or a new one. Its credit code is entered when it is known."""
    role, en, area = _choice(table, "role", Role), table.text("en"), table.text("area", "")
    table.close()
    office, _ = Office.objects.get_or_create(name=name, role=role, defaults={"name_en": en, "area": area})
    return office


def _occupation(table: Table) -> Occupation:
    key = table.text("occupation")
    occupation = Occupation.objects.filter(key=key).first()
    if occupation is None:
        raise table.fault(
            "occupation", Words("没有这个职业", "no such occupation"), Words("改正键名", "mend the key")
        )
    return occupation


def _choice(table: Table, key: str, choices: type[Enum]) -> str:
    value = table.text(key)
    _known(table, key, value, choices)
    return value


def _known(table: Table, key: str, value: str, choices: type[Enum]) -> None:
    known = [choice.value for choice in choices]
    if value not in known:
        wrong = Words("没有“{v}”", "“{v}” is unknown").fill(v=value)
        raise table.fault(key, wrong, Words("写{k}之一", "write one of {k}").fill(k=", ".join(known)))
