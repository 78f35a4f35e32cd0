"""The shipped catalogue and the plan of 2024, from the files of `data/` into the database.

The files copy what was published and say where each fact was read and whether it was. Loading adds
what is missing and changes nothing that stands: a correction is a new dated row.
"""

from __future__ import annotations

from collections.abc import Mapping
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
Occupations = Mapping[str, Occupation]


@dataclass(frozen=True)
class Issued:
    """A plan as it went out: its year, its table of seats, the total its text states, number and day."""

    year: int
    annex: str
    total: int
    document_no: str
    dispatched_on: date


def shipped_plan(year: int, folder: Path = DATA) -> Issued:
    """A plan that comes with the product: plan-2024.toml, and the table of seats it names."""
    file = read(folder / f"plan-{year}.toml")
    issued = Issued(
        year=file.whole("year"),
        annex=(folder / file.text("table")).read_text(encoding="utf-8"),
        total=file.whole("total"),
        document_no=file.text("document_no"),
        dispatched_on=file.day("dispatched_on"),
    )
    file.close()
    return issued


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
    return load_plan(shipped_plan(2024), handler=handler, checker=checker, signer=signer, at=at)


@transaction.atomic
def load_catalogue(folder: Path = DATA) -> dict[str, int]:
    """Occupations, codes, directions, standards, bodies and listings. Safe to run again.

    Returns how many rows of each were added. Raises PackFault naming file, entry and key.
    """
    occupations = _occupations(read(folder / "occupations.toml"))
    known = {occupation.key: occupation for occupation in Occupation.objects.all()}
    return {
        "occupations": occupations,
        "directions": _directions(read(folder / "directions.toml"), known),
        "standards": _standards(read(folder / "standards.toml"), known),
        "listings": _listings(read(folder / "listings.toml"), known),
    }


def _occupations(file: Table) -> int:
    have = {occupation.key: occupation for occupation in Occupation.objects.all()}
    codes, numbered = [], set(OccupationCode.objects.values_list("occupation__key", "edition"))
    for place, key in enumerate(file.names(), 1):
        table = file.table(key)
        fresh = _occupation(key, place, table)
        if key not in have:
            fresh.save(force_insert=True)
        rows = [_code(have.get(key, fresh), inner) for inner in table.tables("codes")]
        table.close()
        codes += [row for row in rows if (key, row.edition) not in numbered]
    OccupationCode.objects.bulk_create(codes)
    return len(set(file.names()) - set(have))


def _occupation(key: str, place: int, table: Table) -> Occupation:
    words, short = table.words(), table.words("short_zh", "short_en")
    field = _choice(table, "field", Field) if table.has("field") else ""
    return Occupation(
        key=key,
        place=place,
        zh=words.zh,
        en=words.en,
        short_zh=short.zh,
        short_en=short.en,
        field=field,
    )


def _code(occupation: Occupation, table: Table) -> OccupationCode:
    code = OccupationCode(
        occupation=occupation,
        edition=_choice(table, "edition", Edition),
        code=table.text("code"),
        source=table.text("source"),
        confirmed=table.flag("confirmed"),
    )
    table.close()
    return code


def _directions(file: Table, known: Occupations) -> int:
    have = {(d.occupation_id, d.zh): d for d in Direction.objects.all()}
    levelled = set(DirectionLevel.objects.values_list("direction", "level"))
    levels, before = [], len(have)
    for place, table in enumerate(file.tables("directions"), 1):
        occupation, words = _known_occupation(table, known), table.words()
        direction = have.get((occupation.pk, words.zh))
        if direction is None:
            direction = Direction.objects.create(occupation=occupation, zh=words.zh, en=words.en, place=place)
            have[occupation.pk, words.zh] = direction
        rows = _levels(direction, table)
        table.close()
        levels += [row for row in rows if (direction.pk, row.level) not in levelled]
    file.close()
    DirectionLevel.objects.bulk_create(levels)
    return len(have) - before


def _levels(direction: Direction, table: Table) -> list[DirectionLevel]:
    source, confirmed, levels = table.text("source"), table.flag("confirmed"), table.texts("levels")
    for level in levels:
        _known(table, "levels", level, Level)
    return [
        DirectionLevel(direction=direction, level=level, source=source, confirmed=confirmed)
        for level in levels
    ]


def _standards(file: Table, known: Occupations) -> int:
    have = set(Standard.objects.filter(direction=None).values_list("occupation", "level", "since"))
    rows = []
    for table in file.tables("standards"):
        occupation, since = _known_occupation(table, known), table.day_or_none("since")
        source, pass_mark = table.text("source"), table.whole("pass_mark")
        for level in Level:
            split = _choice(table, level.lower(), Split)
            rows.append(
                Standard(
                    occupation=occupation,
                    level=level,
                    since=since,
                    split=split,
                    source=source,
                    pass_mark=pass_mark,
                )
            )
        table.close()
    file.close()
    missing = [row for row in rows if (row.occupation_id, row.level, row.since) not in have]
    return len(Standard.objects.bulk_create(missing))


def _listings(file: Table, known: Occupations) -> int:
    offices = {name: _office(name, table) for name, table in file.named("offices").items()}
    have = set(Listing.objects.values_list("office", "kind", "occupation"))
    rows = [_listing(table, offices, known) for table in file.tables("listings")]
    file.close()
    missing = [row for row in rows if (row.office_id, row.kind, row.occupation_id) not in have]
    return len(Listing.objects.bulk_create(missing))


def _listing(table: Table, offices: Mapping[str, Office], known: Occupations) -> Listing:
    name = table.text("office")
    if name not in offices:
        wrong, mend = Words("没有这个单位", "no such office"), Words("先列在offices", "list it in offices")
        raise table.fault("office", wrong, mend)
    listing = Listing(
        office=offices[name],
        kind=_choice(table, "kind", ListingKind),
        occupation=_known_occupation(table, known),
        since=table.day_or_none("since"),
        source=table.text("source"),
        list_no=table.text("list_no", ""),
        confirmed=table.flag("confirmed"),
    )
    table.close()
    return listing


def _office(name: str, table: Table) -> Office:
    """The registered body of that name and role, or a new one. Its credit code is entered when it is known."""
    role, en, area = _choice(table, "role", Role), table.text("en"), table.text("area", "")
    table.close()
    office, _ = Office.objects.get_or_create(name=name, role=role, defaults={"name_en": en, "area": area})
    return office


def _known_occupation(table: Table, known: Occupations) -> Occupation:
    key = table.text("occupation")
    if key not in known:
        wrong, mend = Words("没有这个职业", "no such occupation"), Words("改正键名", "mend the key")
        raise table.fault("occupation", wrong, mend)
    return known[key]


def _choice(table: Table, key: str, choices: type[Enum]) -> str:
    value = table.text(key)
    _known(table, key, value, choices)
    return value


def _known(table: Table, key: str, value: str, choices: type[Enum]) -> None:
    known = [choice.value for choice in choices]
    if value not in known:
        wrong = Words("没有“{v}”", "“{v}” is unknown").fill(v=value)
        raise table.fault(key, wrong, Words("写{k}之一", "write one of {k}").fill(k=", ".join(known)))
