"""How members of a class stand on the day of a claim: their facts as known then, put to the rule (A13 to A15)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from yushu.casework.calendar import working_calendar
from yushu.people.models import Person
from yushu.subsidies import rulings
from yushu.subsidies.employment_rules import UNDECIDED, Spell, Standing, standing
from yushu.subsidies.models import EmploymentFact
from yushu.training.models import Member, TrainingClass


def standings(
    case: TrainingClass, members: Iterable[Member], *, claim_day: date, at: datetime
) -> dict[int, Standing]:
    """For each member how they stand, by member key; facts as known at a moment, readings as ruled.

    The class must have been examined. `members` come with `enrolment` and `person`.
    """
    assert case.examined_on is not None
    chosen = list(members)
    found, law = spells([member.person for member in chosen], at), rulings.ruled()
    counts, calendar = rulings.counts_on(case.opens_on), working_calendar()
    return {
        member.pk: standing(
            found[member.person_id],
            opened=case.opens_on,
            completed=case.examined_on,
            claim_day=claim_day,
            group_b=of_second_group(member.enrolment.verdict),
            calendar=calendar,
            law=law,
            counts=counts,
        )
        for member in chosen
    }


def spells(people: Iterable[Person], at: datetime) -> dict[UUID, list[Spell]]:
    """What is known of each of these people at a moment, under whichever of their records."""
    same = records_of(people)
    found: dict[UUID, list[Spell]] = defaultdict(list)
    rows = EmploymentFact.objects.known(at).filter(
        person__in=list(same)
    )  # seen: by whoever settles the class
    for fact in rows:
        one = Spell(fact.kind, fact.since, fact.until, str(fact.pk), fact.employer_code or fact.employer_name)
        for pk in same[fact.person_id]:
            found[pk].append(one)
    return found


def kinds_in_question(found: Iterable[Standing], facts: Iterable[Spell]) -> list[str]:
    """The undecided kinds that some of these standings wait for."""
    if not any(one.undecided for one in found):
        return []
    return sorted({spell.kind for spell in facts if spell.kind in UNDECIDED})


def of_second_group(verdict: Mapping[str, object]) -> bool:
    """Whether an enrolment was admitted as of those who left school within two years (R03), not as graduating."""
    target = verdict.get("target")
    reasons = target.get("reasons", []) if isinstance(target, Mapping) else []
    return not any(reason.get("cites") == "A20" and reason.get("mark") == "ok" for reason in reasons)


def records_of(people: Iterable[Person]) -> dict[UUID, list[UUID]]:
    """Every record of these people, with the keys they are asked for by: records that were merged are one."""
    asked = {person.pk for person in people}
    stands: dict[UUID, Any] = dict(
        Person.objects.exclude(merged_into=None).values_list("pk", "merged_into")
    )  # seen: keys only
    root: dict[UUID, UUID] = {}
    for pk in {*asked, *stands}:
        top = pk
        while top in stands:
            top = stands[top]
        root[pk] = top
    wanted: dict[UUID, list[UUID]] = defaultdict(list)
    for pk in asked:
        wanted[root[pk]].append(pk)
    records = {pk: wanted[top] for pk, top in root.items() if top in wanted}
    return records | {top: wanted[top] for top in wanted}
