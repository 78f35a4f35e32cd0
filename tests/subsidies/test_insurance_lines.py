"""Insurance lines: answered one by one, matched by blind index, nothing kept about strangers, nothing twice (A13)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from tests.cast import Cast
from tests.catalogue.makers import moment
from tests.people.numbers import invented
from tests.subsidies import makers as make
from tests.training.makers import called, make_applicant
from yushu.kernel.errors import Forbidden, Invalid
from yushu.ledger import book
from yushu.ledger.models import Chain
from yushu.people.documents import read_paper
from yushu.people.persons import merge
from yushu.people.roles import Duty, Role
from yushu.subsidies import models as s
from yushu.subsidies.insurance import InsuranceLine, Outcome, take_lines
from yushu.subsidies.recording import CHAIN, Proof, Said, correct_fact, withdraw_fact
from yushu.training.models import TrainingClass

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("calendar")]
PROOF = Proof("太原市社保中心2024年11月参保名单", date(2024, 11, 11))
CODE = "91140100MA0K000010"


@pytest.fixture
def done(cast: Cast) -> TrainingClass:
    """A class of two that has ended."""
    return make.completed_class(cast, 2)


def line(seq: int = make.FIRST, since: str = "2024-10-15", until: str = "", **more: Any) -> InsuranceLine:
    """A line about the person of a number."""
    return InsuranceLine(
        more.pop("place", 2),
        read_paper("RESIDENT", invented(seq)).index,
        more.pop("name", called(seq)),
        more.pop("employer", "某公司"),
        more.pop("code", CODE),
        more.pop("insurance", "职工养老保险"),
        date.fromisoformat(since),
        date.fromisoformat(until) if until else None,
    )


def taken(
    cast: Cast, *lines: InsuranceLine, on: str = "2024-11-12", by: Role = Role.CITY
) -> dict[int, Outcome]:
    numbered = [replace(one, place=place) for place, one in enumerate(lines, start=2)]
    return take_lines(numbered, PROOF, actor=cast.owner(by).actor, at=moment(on)).outcomes


def told(cast: Cast, *lines: InsuranceLine, **more: Any) -> list[str]:
    return [outcome.value for outcome in taken(cast, *lines, **more).values()]


def test_a_line_about_a_trainee_becomes_a_fact_with_its_source(cast: Cast, done):
    assert told(cast, line()) == ["ACCEPTED"]
    fact = s.EmploymentFact.objects.get()

    assert (fact.kind, fact.source, fact.insurance) == ("INSURANCE", "INSURANCE_LINES", "职工养老保险")
    assert (fact.person, fact.since, fact.until) == (done.members.first().person, date(2024, 10, 15), None)
    assert (fact.employer_name, fact.employer_code, fact.document) == ("某公司", CODE, PROOF.document)


def test_an_employer_known_by_its_code_is_the_office_itself(cast: Cast, done):
    office = cast.owner(Role.EMPLOYER).office
    type(office).objects.filter(pk=office.pk).update(credit_code=CODE)
    told(cast, line())

    assert s.EmploymentFact.objects.get().employer == office
    assert s.EmploymentFact.objects.visible_to(cast.owner(Role.EMPLOYER).actor).count() == 1


def test_every_line_is_answered(cast: Cast, done):
    make_applicant(900)
    said = told(
        cast,
        line(),
        line(make.FIRST + 1, name="别的名字"),
        line(900),
        line(901),
        line(),
        line(since="2024-10-20"),
        line(make.FIRST + 1, since="2024-11-13"),
    )

    assert said == ["ACCEPTED", "NAME", "UNKNOWN", "UNKNOWN", "SAME", "OVERLAP", "AHEAD"]
    assert s.EmploymentFact.objects.count() == 1


def test_lines_about_people_nobody_trains_leave_no_trace(cast: Cast, done):
    make_applicant(900)
    chains = Chain.objects.count()
    told(cast, line(900), line(901))

    assert not s.EmploymentFact.objects.exists()
    assert Chain.objects.count() == chains


def test_a_city_learns_nothing_of_trainees_elsewhere(cast: Cast, done):
    assert told(cast.neighbours(), line()) == ["UNKNOWN"]
    assert told(cast, line(), by=Role.PROVINCE) == ["ACCEPTED"]


def test_the_same_file_twice_changes_nothing(cast: Cast, done):
    lines = (line(), line(make.FIRST + 1, until="2024-10-31"))
    assert told(cast, *lines) == ["ACCEPTED", "ACCEPTED"]
    before = list(s.EmploymentFact.objects.values())

    assert told(cast, *lines, on="2024-11-20") == ["SAME", "SAME"]
    assert list(s.EmploymentFact.objects.values()) == before


def test_an_end_that_became_known_takes_the_place_of_the_open_line(cast: Cast, done):
    told(cast, line())
    assert told(cast, line(until="2024-12-31"), on="2025-01-06") == ["ENDED"]
    open_line, ended = s.EmploymentFact.objects.order_by("pk")

    assert (ended.replaces, ended.until, ended.why) == (open_line, date(2024, 12, 31), "参保终止")
    assert [*s.EmploymentFact.objects.known(moment("2025-01-05"))] == [open_line]
    assert [*s.EmploymentFact.objects.known(moment("2025-01-06"))] == [ended]
    assert told(cast, line(), on="2025-01-07") == ["SAME"]


def test_the_open_line_and_its_end_may_stand_in_one_file(cast: Cast, done):
    assert told(cast, line(), line(until="2024-10-31")) == ["ACCEPTED", "ENDED"]
    assert [fact.until for fact in s.EmploymentFact.objects.known(moment("2024-11-12"))] == [
        date(2024, 10, 31)
    ]


@pytest.mark.parametrize(
    ("since", "until", "more", "said"),
    [
        ("2024-10-31", "", {}, "OVERLAP"),
        ("2024-11-01", "", {}, "ACCEPTED"),
        ("2024-09-01", "2024-10-14", {}, "ACCEPTED"),
        ("2024-09-01", "2024-10-15", {}, "OVERLAP"),
        ("2024-10-15", "2024-10-30", {}, "OVERLAP"),
        ("2024-10-20", "", {"code": "91140100MA0K000029"}, "ACCEPTED"),
        ("2024-10-20", "", {"insurance": "失业保险"}, "ACCEPTED"),
    ],
)
def test_two_periods_of_one_employer_and_one_insurance_do_not_overlap(
    cast: Cast, done, since, until, more, said
):
    told(cast, line(until="2024-10-31"))

    assert told(cast, line(since=since, until=until, **more)) == [said]


def test_what_was_withdrawn_does_not_come_back_with_the_old_file(cast: Cast, done):
    told(cast, line())
    by: dict[str, Any] = {"actor": cast.owner(Role.CITY).actor, "at": moment("2024-12-02")}
    withdraw_fact(
        s.EmploymentFact.objects.get(), Proof("社保中心更正函", date(2024, 12, 2)), "挂靠参保", **by
    )

    assert told(cast, line(), on="2024-12-03") == ["SAME"]
    assert not s.EmploymentFact.objects.known(moment("2024-12-03"))


def test_what_was_corrected_stays_corrected(cast: Cast, done):
    told(cast, line())
    said = Said("INSURANCE", date(2024, 10, 20), None, None, "某公司", CODE, "职工养老保险")
    by: dict[str, Any] = {"actor": cast.owner(Role.CITY).actor, "at": moment("2024-12-02")}
    correct_fact(s.EmploymentFact.objects.get(), said, Proof("更正函", date(2024, 12, 2)), "起始日更正", **by)

    assert told(cast, line(), on="2024-12-03") == ["SAME"]
    assert told(cast, line(since="2024-10-25"), on="2024-12-03") == ["OVERLAP"]


def test_a_line_about_a_merged_record_is_known_again(cast: Cast, done):
    told(cast, line(make.FIRST + 1))
    one, two = (member.person for member in done.members.all())
    merge(one, two, reason="同一人两次登记", merged_on=date(2024, 11, 12))

    assert told(cast, line(make.FIRST + 1, name=one.name), on="2024-11-13") == ["SAME"]


def test_one_entry_tells_of_the_whole_file_and_names_nobody(cast: Cast, done):
    told(cast, line(), line(make.FIRST + 1), line(901))
    record = s.EmploymentFact.objects.values_list("record", flat=True).distinct().get()
    entry = book.history([record])[0]

    assert (entry.verb, entry.facts["lines"], entry.facts["recorded"]) == ("import_insurance", 3, 2)
    assert called(make.FIRST) not in str(entry.facts)
    assert Chain.objects.get(pk=record).kind == CHAIN


def test_only_those_who_may_record_bring_lines_and_only_with_a_document(cast: Cast, done):
    for member in (
        cast.owner(Role.INSTITUTION),
        cast.owner(Role.EMPLOYER),
        cast.colleague(Role.CITY, Duty.CHECK),
    ):
        with pytest.raises(Forbidden):
            take_lines([line()], PROOF, actor=member.actor, at=moment("2024-11-12"))
    with pytest.raises(Invalid):
        take_lines(
            [line()],
            Proof("", date(2024, 11, 11)),
            actor=cast.owner(Role.CITY).actor,
            at=moment("2024-11-12"),
        )


def test_a_thousand_lines_cost_a_constant_number_of_queries(cast: Cast, done, django_assert_max_num_queries):
    many = [line(place=place, since="2024-10-15", insurance=f"险种{place}") for place in range(2, 602)]
    strangers = [line(901 + place % 90, place=place) for place in range(602, 1002)]
    with django_assert_max_num_queries(30):
        found = take_lines(
            [*many, *strangers], PROOF, actor=cast.owner(Role.CITY).actor, at=moment("2024-11-12")
        )

    assert (found.count(Outcome.ACCEPTED), found.count(Outcome.UNKNOWN)) == (600, 400)
